//! Families: what holds together, what comes apart, and how texts are counted.

mod pile;

use pile::{analysed, article, pair, prose};
use proptest::prelude::*;
use retold::record::{ArticleIx, EditOp, Layer, Role};

#[test]
fn a_chain_of_two_hundred_drifting_articles_is_no_single_family() {
    // each article keeps three of four paragraphs of the one before it, and puts a new one in front
    let paragraph = |i: usize| prose(i, 36);
    let text = |i: usize| (0..4).map(|k| paragraph(i + k)).collect::<Vec<_>>().join("\n\n");
    let articles =
        (0..200).map(|i| article(&format!("a{i:03}"), &format!("Outlet {i}"), &format!("2031-03-{:02}", 1 + i % 28), &text(i))).collect();
    let analysis = analysed(articles);
    let largest = analysis.families.iter().map(|f| f.articles().len()).max().unwrap();
    assert!(largest <= 12, "a family of {largest} articles, of which the first and the last share nothing");
    for family in &analysis.families {
        let articles = family.articles();
        // whoever is in a family shares text with its exemplar
        assert!(articles.iter().all(|a| a.0.abs_diff(family.exemplar.article.0) < 4), "{articles:?} around {:?}", family.exemplar);
    }
    let all: std::collections::BTreeSet<ArticleIx> = analysis.families.iter().flat_map(|f| f.articles()).collect();
    assert_eq!(all.len(), 200, "nobody is lost");
}

#[test]
fn separately_written_texts_are_counted_in_steps_that_can_be_checked() {
    let wire = [prose(1, 60), prose(2, 60), prose(3, 60)].join("\n\n");
    let copy = |k: usize, own: usize| [prose(k, 60), prose(own, 300)].join("\n\n");
    let mut articles = vec![
        article("w", "Norvik Press Agency", "2031-03-01", &wire),
        article("x", "The Meridian", "2031-03-02", &copy(1, 11)),
        article("y", "Open Tide", "2031-03-02", &copy(1, 12)),
    ];
    articles[0].role = Role::Wire;
    let analysis = analysed(articles);
    let family = analysis.families.iter().find(|f| f.articles().len() == 3).expect("one family of all three");
    let steps = |low: bool| family.joins.iter().filter(|j| if low { j.low } else { j.high }).count() as u32;
    assert_eq!((family.texts_low, family.texts_high), (3 - steps(true), 3 - steps(false)));
    assert_eq!(family.texts_low, 1, "both carry a paragraph of the dispatch");
    assert!(family.texts_high >= 2, "most of what the two print is their own");
    let from: Vec<_> = family.stemma.iter().map(|d| d.from).collect();
    assert_eq!(from, [None, Some(ArticleIx(0)), Some(ArticleIx(0))], "the dispatch is the earliest");
}

#[test]
fn furniture_of_one_outlet_is_kept_as_furniture_and_makes_no_family() {
    let blurb = prose(99, 60);
    let article = |i: usize| {
        let text = format!("{}\n\n{blurb}", prose(i, 300));
        article(&format!("a{i:02}"), "The Meridian", &format!("2031-04-{:02}", i + 1), &text)
    };
    let analysis = analysed((0..12).map(article).collect());
    assert!(analysis.families.is_empty());
    assert_eq!(analysis.furniture.len(), 1);
    assert_eq!((analysis.furniture[0].layer, analysis.furniture[0].articles().len()), (Layer::Site, 12));
}

#[test]
fn a_wire_text_in_many_outlets_within_days_is_no_furniture() {
    let wire = prose(7, 80);
    let article = |i: usize| article(&format!("a{i:02}"), &format!("Outlet {i}"), &format!("2031-04-{:02}", 1 + i % 3), &wire);
    let analysis = analysed((0..40).map(article).collect());
    assert!(analysis.furniture.is_empty());
    assert_eq!(analysis.families.iter().map(|f| f.articles().len()).max(), Some(40));
}

#[test]
fn edits_that_stand_close_together_in_a_long_copy_part_nothing() {
    let wire = prose(5, 300);
    let changed = |from: usize, text: &str| {
        let at = |(i, word): (usize, &str)| if i >= from && i < from + 8 && i % 2 == 0 { "otherwise".to_owned() } else { word.to_owned() };
        text.split(' ').enumerate().map(at).collect::<Vec<_>>().join(" ")
    };
    let text = |i: usize| if i == 0 { wire.clone() } else { changed(20 + 40 * i, &wire) };
    let article = |i: usize| article(&format!("a{i}"), &format!("Outlet {i}"), &format!("2031-04-0{}", 1 + i), &text(i));
    let analysis = analysed((0..6).map(article).collect());
    assert_eq!(analysis.families.len(), 1, "{:?}", analysis.families.iter().map(|f| &f.members).collect::<Vec<_>>());
    assert!(analysis.families[0].members.iter().all(|m| m.span.len() > 1800), "{:?}", analysis.families[0].members);
}

#[test]
fn an_article_made_of_parts_of_a_text_is_a_member_with_each_part() {
    let part = |k: usize| prose(k, 40);
    let wire = (1..9).map(part).collect::<Vec<_>>().join("\n\n");
    let parts = [part(7), prose(50, 50), part(2), prose(51, 50), part(5)].join("\n\n");
    let texts = [&wire, &wire, &parts];
    let article = |i: usize| article(&format!("a{i}"), &format!("Outlet {i}"), &format!("2031-04-0{}", 1 + i), texts[i]);
    let analysis = analysed((0..3).map(article).collect());
    let family = analysis.families.iter().find(|f| f.exemplar.span.len() as usize + 1 >= wire.len()).expect("a family of the whole text");
    assert_eq!(family.articles().len(), 3);
    assert_eq!(family.members.iter().filter(|m| m.article == ArticleIx(2)).count(), 3, "{:?}", family.members);
    // the other copy holds all of it, the third article three of eight parts
    assert!((family.cohesion - (1.0 + 3.0 / 8.0) / 2.0).abs() < 0.02, "{}", family.cohesion);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn bridging_a_gap_swallows_no_unshared_sentence_and_glues_no_two_stories(gap in 30usize..200, other in 30usize..200, own in 0usize..40) {
        // two stories stand one after the other in the digest, with text of its own between them
        let (first, second) = (prose(1, 60), prose(2, 60));
        let digest = [first.clone(), prose(3, gap), second.clone()].join("\n\n");
        let tail = |seed: usize| if own == 0 { String::new() } else { format!("\n\n{}", prose(seed, own)) };
        let analysis = analysed(vec![
            article("digest", "The Meridian", "2031-03-03", &digest),
            article("x", "Open Tide", "2031-03-01", &format!("{first}{}", tail(4))),
            article("y", "Aldren Courier", "2031-03-02", &format!("{}\n\n{second}", prose(5, other))),
        ]);
        for m in &analysis.matches {
            let span = if m.left.article == ArticleIx(0) { m.left.span } else { m.right.span };
            let text = span.of(&digest);
            prop_assert!(!(text.contains(&first[..20]) && text.contains(&second[..20])), "one match over both stories");
            prop_assert!(u32::abs_diff(m.words, 60) <= 2);
        }
        for family in &analysis.families {
            prop_assert!(family.articles().len() <= 2, "the two stories share nothing");
        }
    }

    #[test]
    fn what_stands_beside_shared_text_is_listed_for_the_side_that_has_it(cut in 1usize..4) {
        let sentences: Vec<String> = (0..12).map(|i| prose(i, 12)).collect();
        let whole = sentences.join(" ");
        let short: String = sentences.iter().enumerate().filter(|(i, _)| *i < 5 || *i >= 5 + cut).map(|(_, s)| s.as_str()).collect::<Vec<_>>().join(" ");
        let analysis = analysed(vec![
            article("a", "Norvik Press Agency", "2031-03-01", &format!("{whole} {}", prose(50, 24))),
            article("b", "Open Tide", "2031-03-02", &short),
        ]);
        let pair = pair(&analysis, 0, 1);
        let inside: Vec<_> = analysis.matches.iter().flat_map(|m| &m.edits).filter(|e| e.op == EditOp::Delete).map(|e| e.left).collect();
        let beside: Vec<_> = pair.beside.iter().filter(|e| e.op == EditOp::Delete).map(|e| e.left).collect();
        for sentence in &sentences[5..5 + cut] {
            let at = whole.find(sentence.as_str()).unwrap() as u32;
            let held = inside.iter().chain(&beside).any(|s| s.start <= at && at < s.end);
            prop_assert!(held, "a sentence that was cut is neither an edit nor beside the matches");
        }
        prop_assert!(beside.iter().any(|s| s.start as usize > whole.len()), "what the longer text has at its end");
    }
}

#[test]
fn one_address_is_one_article_unless_two_outlets_are_named_for_it() {
    let text = prose(1, 120);
    let captured = |outlets: [Option<&str>; 2]| {
        let articles = ["a", "b"].iter().zip(outlets).map(|(id, outlet)| {
            let url = Some("https://meridian.example/news/quay-closed".to_owned());
            retold::record::Article { url, outlet: outlet.map(str::to_owned), ..article(id, "", "2031-03-01", &text) }
        });
        analysed(articles.collect()).pairs.len()
    };
    assert_eq!(captured([Some("The Meridian"), Some("The Meridian")]), 0);
    assert_eq!(captured([Some("The Meridian"), None]), 0);
    assert_eq!(captured([Some("The Meridian"), Some("Guest writers")]), 1);
}
