//! Findings about accounts: one event, told differently.

use std::collections::BTreeMap;

use crate::analyse::CorpusView;
use crate::record::{Account, AccountCell, Confidence, Evidence, EvidenceRole, Finding, FindingKind, Passage, Slot};
use crate::text::on_one_line;

/// Likeness of two sentences from which they are likely of one event. Chosen, not measured.
const LIKELY_FROM: f64 = 0.45;
/// Places named in one finding; the table has all of them.
const MOST_PLACES: usize = 12;
/// Different values of a slot that the sentence names.
const MOST_VALUES: usize = 3;

/// A finding for each account whose texts differ in more than who said it and when.
pub(crate) fn account_findings(corpus: &CorpusView<'_>, accounts: &[Account]) -> Vec<Finding> {
    accounts.iter().filter_map(|account| finding(corpus, account)).collect()
}

/// Who says so differs between most texts, and days and places are often told less exactly.
fn is_telling(slot: Slot) -> bool {
    !matches!(slot, Slot::AccordingTo | Slot::Where | Slot::When)
}

fn finding(corpus: &CorpusView<'_>, account: &Account) -> Option<Finding> {
    let telling: Vec<Slot> = account.differs.iter().copied().filter(|&s| is_telling(s)).collect();
    let first = *telling.first()?;
    let slots: Vec<String> = telling.iter().map(|&slot| values(corpus, account, slot)).collect();
    let sentence = format!("One event, told differently: {}. Which is right is not judged.", slots.join("; "));
    let side = |passage| Evidence { passage, role: EvidenceRole::Side };
    let place = |cell: &AccountCell| side(Passage { article: cell.article, span: cell.span });
    let mut places: Vec<Evidence> = account.members.iter().map(|m| side(*m)).collect();
    places.extend(account.cells.iter().filter(|c| telling.contains(&c.slot)).map(place));
    let mut places = places.into_iter().take(MOST_PLACES);
    let new = Finding::new(FindingKind::ToldDifferently, sentence, places.next()?);
    let mut finding = places.fold(new, Finding::with);
    let likely = account.likeness >= LIKELY_FROM;
    finding.confidence = if likely { Confidence::Likely } else { Confidence::Unclear };
    finding.score = if matches!(first, Slot::From | Slot::To) || telling.contains(&Slot::AtWhoseRequest) { 50.0 } else { 40.0 }
        + 10.0 * account.likeness;
    finding.reasons = vec![
        "The sentences share names, actions and rare words, and none is a copy of the other; whether they mean the same event, a reader must judge."
            .to_owned(),
    ];
    Some(finding)
}

/// What the texts say in a slot: `to where “Jordan” (A), “Canada” (B)`.
fn values(corpus: &CorpusView<'_>, account: &Account, slot: Slot) -> String {
    let mut by_value: BTreeMap<&str, &AccountCell> = BTreeMap::new();
    for cell in account.cells.iter().filter(|c| c.slot == slot) {
        by_value.entry(&cell.value).or_insert(cell);
    }
    let more = if by_value.len() > MOST_VALUES { ", and others" } else { "" };
    let told = by_value.values().take(MOST_VALUES).map(|cell| {
        let reading = corpus.shelf.reading(cell.article);
        let printed = on_one_line(cell.span.of(&reading.text));
        format!("“{printed}” ({})", corpus.name(cell.article))
    });
    let asked = match slot {
        Slot::From => "from where".to_owned(),
        Slot::To => "to where".to_owned(),
        slot => slot.as_str().replace('-', " "),
    };
    format!("{asked} {}{more}", told.collect::<Vec<_>>().join(", "))
}
