//! Method and limits: what ran, with which settings, what the words mean, how to cite.

use askama::Template;
use retold::record::{BlockKind, CreditClass, EditClass};

use super::book::Book;
use super::links::Links;
use super::visible::visible;
use super::wording;

#[derive(Template)]
#[template(path = "method.html")]
struct MethodPage {
    go: Links,
    version: String,
    config_hash: String,
    run_hash: String,
    citation: String,
    counts: Vec<(&'static str, String, &'static str)>,
    settings: Vec<(String, String)>,
    credits: Vec<(&'static str, &'static str)>,
    edits: Vec<&'static str>,
    blocks: Vec<&'static str>,
    inputs: Vec<(String, String, String)>,
    inputs_left_out: u64,
    hidden_credit: &'static str,
}

/// Input files listed by name.
const INPUTS: usize = 500;

/// Renders the page.
pub(crate) fn render(book: &Book) -> Result<String, askama::Error> {
    let run = &book.input.run;
    let settings = run.settings.iter().map(|(k, v)| (visible(k), visible(v))).collect();
    let input = |i: &super::InputFact| (visible(&i.input), visible(&i.format), wording::number(i.articles));
    let mut edits: Vec<&'static str> = EditClass::ALL.iter().map(|&c| wording::edit_class(c)).collect();
    edits.dedup();
    let page = MethodPage {
        go: book.go,
        version: visible(&run.version),
        config_hash: visible(&run.config_hash),
        run_hash: visible(&run.run_hash),
        citation: citation(book),
        counts: counts(book),
        settings,
        credits: CreditClass::ALL.iter().map(|&c| (wording::credit(c), credit_meaning(c))).collect(),
        edits,
        blocks: BlockKind::ALL.iter().map(|&b| wording::block(b)).collect(),
        inputs: run.inputs.iter().take(INPUTS).map(input).collect(),
        inputs_left_out: book.overview.input_files.saturating_sub(run.inputs.len().min(INPUTS) as u64),
        hidden_credit: wording::credit(CreditClass::NoneFound),
    };
    page.render()
}

fn citation(book: &Book) -> String {
    let run = &book.input.run;
    format!(
        "“{}”: {}, compared with Retold {}, run {}, configuration {}.",
        visible(book.input.title),
        wording::counted(book.overview.articles, "article", "articles"),
        visible(&run.version),
        visible(&run.run_hash),
        visible(&run.config_hash),
    )
}

/// Counts of what was looked at, capped and set aside, each with its meaning.
fn counts(book: &Book) -> Vec<(&'static str, String, &'static str)> {
    let c = &book.analysis().counts;
    let row = |name, n: u64, note| (name, wording::number(n), note);
    vec![
        row("Articles", c.articles, "read and compared"),
        row("Words", c.words, "after folding case, punctuation and typography"),
        row("Fingerprints", c.postings, "of short runs of words, one set for each article"),
        row("Shared fingerprints", c.shared_grams, "stand in more than one article"),
        row("Frequent fingerprints", c.narrowed_grams, "stand in so many articles that longer runs were asked for"),
        row("Capped runs", c.capped_runs, "stand in so many articles that only some of their pairs were followed"),
        row("Pairs aligned", c.candidate_pairs, "word by word"),
        row("Pairs without a match", c.rejected_pairs, "shared fingerprints, but no passage long enough"),
        row("Set aside as page furniture", c.site_matches, "repeated across the pages of one site"),
        row("Set aside as stock phrases", c.formula_matches, "fixed turns of phrase that anybody writes"),
    ]
}

fn credit_meaning(class: CreditClass) -> &'static str {
    match class {
        CreditClass::Credited => "The text names the other article, its outlet, or an outlet that may be the other one.",
        CreditClass::CommonSource => "The text names a third source that both may come from.",
        CreditClass::LinkOnly => "The text links to the other side without naming it.",
        CreditClass::NoneFound => {
            "Text, credit lines and links were searched and nothing was found. Said only where the other outlet is known, the page is complete and the order is clear or likely."
        }
        CreditClass::NotJudged => "Outlet unknown, page incomplete or direction unclear.",
        CreditClass::NotNeeded => "A stated licence or agency contract covers it.",
    }
}
