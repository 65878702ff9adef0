//! Small piles of invented articles, analysed.

use retold::record::{Article, ArticleIx, DateOrigin, Outlets, Pair};
use retold::text::parse_date;
use retold::{Analysis, Config, Corpus, analyse_in_ram};

/// An article of an outlet, dated as declared.
pub(crate) fn article(id: &str, outlet: &str, published: &str, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        input: format!("{id}.txt"),
        outlet: Some(outlet.to_owned()),
        published: parse_date(published),
        published_from: Some(DateOrigin::Given),
        lang: Some("en".to_owned()),
        complete: true,
        text: text.to_owned(),
        ..Article::default()
    }
}

/// The analysis with default settings; articles are numbered in the order of their ids.
pub(crate) fn analysed(articles: Vec<Article>) -> Analysis {
    analysed_with(articles, &Config::default())
}

pub(crate) fn analysed_with(articles: Vec<Article>, config: &Config) -> Analysis {
    analyse_in_ram(&Corpus::new(articles), &Outlets::default(), config)
}

/// The pair of the articles with these places in the order of ids.
pub(crate) fn pair(analysis: &Analysis, left: u32, right: u32) -> &Pair {
    analysis.pairs.iter().find(|p| (p.left, p.right) == (ArticleIx(left), ArticleIx(right))).expect("the two share text")
}

/// `count` words that no other seed gives, in sentences of twelve.
pub(crate) fn prose(seed: usize, count: usize) -> String {
    const SYLLABLES: [&str; 16] = ["ka", "lo", "mi", "ten", "ru", "sa", "vel", "or", "dun", "pe", "gri", "ho", "nat", "we", "bis", "lum"];
    let word = |i: usize| -> String {
        let mut n = (seed * 100_003 + i).wrapping_mul(2_654_435_761) % (1 << 20);
        (0..5)
            .map(|_| {
                let syllable = SYLLABLES[n % 16];
                n /= 16;
                syllable
            })
            .collect()
    };
    let sentence = |words: &[String]| {
        let text = words.join(" ");
        format!("{}{}.", text[..1].to_uppercase(), &text[1..])
    };
    let words: Vec<String> = (0..count).map(word).collect();
    words.chunks(12).map(sentence).collect::<Vec<_>>().join(" ")
}
