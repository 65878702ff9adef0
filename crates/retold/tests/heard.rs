//! What was read of all articles is held packed, and comes back as it was.

use retold::record::{ArticleIx, Role, Voices, Wording};
use retold::{Heard, Reading, label, voice};

#[test]
fn what_was_heard_comes_back_as_it_was() {
    let text = "CORRIN (NPA) — The so-called Harbour Guard, a militant group, allegedly took the ferry, officials said. “We deny that,” \
                Mira Tolan, the guard’s spokeswoman, told the Corrin Post. She added that “the regime” was to blame.";
    let reading = Reading::of_text(text.into());
    let mut voices = voice::read(&reading, Some("en"), Role::default());
    let wording = label::read(&reading, &voices, Some("en"));
    voices.sourcing.iter_mut().for_each(|s| s.outlet = Some("Corrin Post".into()));
    assert!(voices.attributions.len() > 1 && !voices.sourcing.is_empty(), "{voices:?}");
    assert!(wording.labels.len() > 1 && !wording.hedges.is_empty(), "{wording:?}");
    let (no_voices, no_wording) = (Voices::default(), Wording::default());
    let heard = Heard::of(&[no_voices.clone(), voices.clone(), no_voices], &[no_wording.clone(), wording.clone(), no_wording]);
    let of = |a| (heard.attributions(a), heard.sourcing(a), heard.labels(a), heard.hedges(a));
    assert_eq!(of(ArticleIx(1)), (voices.attributions, voices.sourcing, wording.labels, wording.hedges));
    assert_eq!(of(ArticleIx(2)), (vec![], vec![], vec![], vec![]));
}
