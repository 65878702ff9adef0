//! A collection too large for one file: groups of articles that share a paragraph.

use retold::record::*;
use retold_cli::report::ReportOptions;

use scraper::Html;

use crate::fixture::{Fixture, port_aldren};
use crate::structure::select;

const SHARED: &str = "The regional water board said on Friday that both sluices above the harbour would stay open until the rain ends, \
and asked residents of the lower quarter to keep the quays clear for the ferries that carry tools and sand.";
const OWN: &str = "A reporter of this paper walked along the dyke and saw teams at work. Nobody could say how long it would take. \
The school stays closed, the market moves to the hill, and the baker on the corner sold out before noon.";

fn article(n: usize, group: usize, like: &Article) -> Article {
    let mut a = like.clone();
    a.id = format!("a{n:06}");
    a.outlet = Some(format!("Outlet {}", n % 37));
    a.title = Some(format!("Report {n} on the sluices"));
    a.url = Some(format!("https://outlet{}.example/{n}", n % 37));
    a.text = format!("Place {group}.\n\n{SHARED}\n\n{}", format!("{OWN}\n\n").repeat(1 + n % 4));
    a.blocks.clear();
    (a.sha256, a.text_sha256) = (format!("{n:064x}"), format!("{n:064x}"));
    let from = 1_710_979_200 + n as i64 * 1_800;
    a.published = Some(Date { iso: "2024-03-21T09:40:00Z".to_owned(), from, to: from, precision: Precision::Time });
    a
}

/// `groups` families of `size` articles each; every pair of a group shares one paragraph.
pub(crate) fn sluices(groups: usize, size: usize) -> Fixture {
    let mut fixture = port_aldren();
    let like = fixture.articles[3].clone();
    fixture.articles = (0..groups * size).map(|n| article(n, n / size, &like)).collect();
    fixture.words = vec![80; fixture.articles.len()];
    fixture.analysis = Default::default();
    for group in 0..groups {
        let first = (group * size) as u32;
        let passage = |ix: u32| {
            let start = fixture.articles[ix as usize].text.find(SHARED).expect("the paragraph is there");
            Passage { article: ArticleIx(ix), span: Span::from(start..start + SHARED.len()) }
        };
        let members: Vec<Passage> = (first..first + size as u32).map(passage).collect();
        for (i, &left) in members.iter().enumerate() {
            for &right in &members[i + 1..] {
                fixture.analysis.matches.push(verbatim(left, right));
                fixture.analysis.pairs.push(pair(left.article, right.article));
            }
        }
        fixture.analysis.families.push(Family {
            layer: Layer::Narration,
            exemplar: members[0],
            cohesion: 1.0,
            chained: false,
            capped: false,
            earliest: Some(ArticleIx(first)),
            texts_low: 1,
            texts_high: 1,
            joins: Vec::new(),
            stemma: Vec::new(),
            members,
        });
    }
    fixture
}

fn verbatim(left: Passage, right: Passage) -> Match {
    let (words, layers, edits) = (37, Vec::new(), Vec::new());
    let (kind, layer) = (MatchKind::Verbatim, Layer::Narration);
    Match { left, right, kind, layer, layers, words, left_words: words, right_words: words, edits }
}

fn pair(left: ArticleIx, right: ArticleIx) -> Pair {
    Pair {
        left,
        right,
        shared_words: 37,
        narration_words: 37,
        quotation_words: 0,
        left_share: 0.46,
        right_share: 0.46,
        earlier: Some(left),
        direction: Direction::Likely,
        probability: Some(0.8),
        reasons: Vec::new(),
        left_credit: Credit { class: CreditClass::NotJudged, to: None },
        right_credit: Credit { class: CreditClass::NoneFound, to: None },
        credit_spans: Vec::new(),
        beside: Vec::new(),
        passages: Vec::new(),
    }
}

#[test]
fn a_report_stays_below_its_size() {
    let mut fixture = sluices(60, 10);
    fixture.options = ReportOptions { max_bytes: 1_500_000, ..ReportOptions::default() };
    let html = fixture.render();
    assert!(html.len() <= 1_500_000, "{} bytes", html.len());
    assert!(html.contains("does not fit into one file"));
}

#[test]
fn large_families_are_drawn_and_listed_in_part() {
    let html = sluices(1, 60).render();
    assert!(html.contains("further outlets stand in the table only"), "37 outlets do not fit into the lanes");
    let page = Html::parse_document(&html);
    assert_eq!(page.select(&select("section.familypage td[data-l='Side by side'] a")).count(), 59);
}

/// For timing and looking: `REPORT_OUT=out.html cargo test -p retold-cli --test report -- --ignored twenty_five`.
#[test]
#[ignore = "takes a while and writes a file"]
fn twenty_five_thousand_articles() {
    let path = std::env::var("REPORT_OUT").expect("REPORT_OUT names the file to write");
    let html = sluices(1_250, 20).render();
    assert!(html.len() <= ReportOptions::default().max_bytes, "{} bytes", html.len());
    std::fs::write(path, html).expect("the file can be written");
}
