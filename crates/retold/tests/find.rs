//! Which articles a passage is aligned with.

use retold::Config;
use retold::echo::{Posting, fingerprint};
use retold::find::Query;
use retold::text::fold;

const PASSAGE: &str = "The harbour office said on Monday that the ferry would leave at dawn from the northern pier";

/// Articles worth an alignment among these texts, by place.
fn worth(texts: &[String]) -> Vec<u32> {
    let config = Config::default();
    let of_text = |(n, text): (u32, &String)| fingerprint(n, text, &fold(text), &config.echo);
    let mut postings: Vec<Posting> = (0..).zip(texts).flat_map(of_text).collect();
    postings.sort_unstable();
    let query = Query::new(PASSAGE, &config.echo).unwrap();
    let mut articles = Vec::new();
    for gram in query.grams() {
        let first = postings.partition_point(|p| p.gram < gram);
        let last = postings.partition_point(|p| p.gram <= gram);
        query.worth_aligning(&postings[first..last], &mut articles);
    }
    articles.sort_unstable();
    articles.dedup();
    articles
}

/// Texts that share these words with the passage, each with words of its own around them.
fn others(how_many: usize, shared: &str) -> Vec<String> {
    let own = |n: usize, part: &str| (0..6).map(|i| format!("{part}{n}x{i}")).collect::<Vec<_>>().join(" ");
    (0..how_many).map(|n| format!("{} {shared} {} .", own(n, "before"), own(n, "behind"))).collect()
}

#[test]
fn a_phrase_of_many_articles_is_followed_where_the_words_beside_it_agree() {
    let mut texts = others(200, "office said on Monday that the");
    // grams that few of them chose are followed into all, and one byte of a word may agree by chance
    let followed = worth(&texts).len();
    assert!(followed < 100, "{followed}");
    texts.push(format!("It was cold. {PASSAGE}, in spite of the wind."));
    texts.push("It was cold. The harbour office said on Monday that the ferry will leave at noon.".to_owned());
    let found = worth(&texts);
    assert!(found.ends_with(&[200, 201]) && found.len() <= followed + 2, "{found:?}");
}

#[test]
fn a_phrase_of_few_articles_is_followed_into_all_of_them() {
    assert_eq!(worth(&others(4, "office said on Monday that the ferry would")), [0, 1, 2, 3]);
}
