//! What correction notices say was changed.

use retold::record::CorrectionKind;
use retold::text::{corrections, outline};

/// Kind, old and new wording of the only notice behind a story.
fn read(notice: &str, lang: &str) -> (CorrectionKind, String, String) {
    let text = format!("The council of Lisken voted on Monday to close the old ferry terminal.\n\n{notice}\n");
    let found = corrections(&text, &outline(&text, None, Some(lang)).blocks, Some(lang));
    assert_eq!(found.len(), 1, "{notice}");
    let wording = |span: Option<retold::record::Span>| span.map(|s| s.of(&text).to_owned()).unwrap_or_default();
    (found[0].kind, wording(found[0].old), wording(found[0].new))
}

#[test]
fn two_quoted_wordings_are_the_old_and_the_new_one() {
    let (kind, old, new) = read("Correction: The number of ships was changed from “two” to “three”.", "en");
    assert_eq!((kind, old.as_str(), new.as_str()), (CorrectionKind::Correction, "two", "three"));
}

#[test]
fn behind_a_not_stands_the_old_wording() {
    let (_, old, new) = read("Correction: The harbour master asked for \"three cranes\", not \"two cranes\".", "en");
    assert_eq!((old.as_str(), new.as_str()), ("two cranes", "three cranes"));
}

#[test]
fn what_stood_there_comes_before_how_it_is() {
    let notice = "An earlier version of this article said that the pier was built by soldiers. It was built by convicts.";
    let (kind, old, new) = read(notice, "en");
    assert_eq!(kind, CorrectionKind::Correction);
    assert_eq!((old.as_str(), new.as_str()), ("the pier was built by soldiers", "It was built by convicts."));
    let (_, old, new) = read("Korrektur: Zunächst hieß es, den Pier hätten Soldaten gebaut. Es waren Sträflinge.", "de");
    assert_eq!((old.as_str(), new.as_str()), ("den Pier hätten Soldaten gebaut", "Es waren Sträflinge."));
}

#[test]
fn updates_withdrawals_and_notes_are_told_apart() {
    let kind = |notice: &str| read(notice, "en").0;
    assert_eq!(kind("This story has been updated to add the mayor's answer."), CorrectionKind::Update);
    assert_eq!(kind("This story has been withdrawn. The police could not confirm it."), CorrectionKind::Withdrawal);
    assert_eq!(kind("Clarification: The second dredger was towed, not sunk."), CorrectionKind::Clarification);
    assert_eq!(kind("Editor's note: Some readers may find the pictures disturbing."), CorrectionKind::Note);
}
