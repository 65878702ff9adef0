//! Nothing is lost and nothing explodes where very many articles share a text: families are whole, pairs stay near two for each article.

use retold::record::{Article, Layer, Outlets};
use retold::{Analysis, Config, Corpus, analyse_in_ram};

/// Invented words, the same for the same seed; no two seeds have a run in common.
fn words(seed: usize, count: usize) -> String {
    let mixed = |x: u64| (x ^ x >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..count).map(|i| format!("w{} ", mixed(mixed(((seed << 16) + i + 1) as u64)) >> 40)).collect()
}

fn article(n: usize, outlet: String, text: String) -> Article {
    Article {
        id: format!("a{n:06}"),
        input: "made.jsonl".into(),
        outlet: Some(outlet),
        lang: Some("en".into()),
        text,
        ..Article::default()
    }
}

fn analysed(texts: impl Iterator<Item = (String, String)>) -> Analysis {
    let articles = texts.enumerate().map(|(n, (outlet, text))| article(n, outlet, text)).collect();
    analyse_in_ram(&Corpus::new(articles), &Outlets::default(), &Config::default())
}

/// One wire text of 120 words in this many outlets, each with words of its own around it.
fn wire(outlets: usize) -> Analysis {
    analysed((0..outlets).map(|n| (format!("Outlet {n}"), words(2 * n + 10, 25) + &words(1, 120) + &words(2 * n + 11, 25))))
}

#[test]
fn a_wire_text_in_hundreds_and_thousands_of_outlets_is_one_family_of_all_of_them() {
    for outlets in [60, 150, 5000] {
        let found = wire(outlets);
        let family = &found.families[0];
        assert_eq!((family.articles().len(), family.layer), (outlets, Layer::Narration));
        assert_eq!(found.families.len(), 1, "nothing else is shared");
        // where the words of their own begin some agree by chance in the byte that a posting keeps of a word
        let pairs = if outlets <= 100 { outlets * (outlets - 1) / 2..=outlets * (outlets - 1) / 2 } else { 2 * outlets - 3..=10 * outlets };
        assert!(pairs.contains(&found.pairs.len()), "{} pairs of {outlets} articles", found.pairs.len());
        assert_eq!(found.counts.capped_runs > 0, outlets > 16, "what is not followed is counted");
    }
}

#[test]
fn identical_articles_are_one_family_at_two_pairs_each() {
    let found = analysed((0..4000).map(|n| (format!("Outlet {}", n % 7), words(1, 150))));
    assert_eq!(found.families.iter().map(|f| f.articles().len()).collect::<Vec<_>>(), [4000]);
    assert_eq!(found.pairs.len(), 2 * 4000 - 3);
    let of_hundred = analysed((0..100).map(|n| (format!("Outlet {}", n % 7), words(1, 150))));
    assert_eq!(of_hundred.pairs.len(), 100 * 99 / 2, "up to a hundred, every pair");
}

#[test]
fn articles_of_one_phrase_over_and_over_cost_no_more_than_their_length() {
    let phrase = "the ferry left the harbour at dawn ";
    let found = analysed((0..12).map(|n| (format!("Outlet {n}"), phrase.repeat(3000 + n))));
    assert_eq!(found.pairs.len(), 12 * 11 / 2);
    assert!(found.matches.iter().all(|m| m.words >= 8));
}

#[test]
fn a_site_of_furniture_alone_links_each_page_a_few_times() {
    let pages = 1500;
    let page = |n: usize| words(1, 60) + &words(3 * n + 10, 12) + &words(2, 60);
    let found = analysed((0..pages).map(|n| ("The Lisken Mail".to_owned(), page(n))));
    assert!(found.pairs.len() <= 10 * pages, "{} pairs", found.pairs.len());
    let covered: std::collections::BTreeSet<_> = found.pairs.iter().flat_map(|p| [p.left, p.right]).collect();
    assert_eq!(covered.len(), pages, "every page is in a pair");
}
