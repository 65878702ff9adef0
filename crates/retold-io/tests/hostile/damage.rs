//! Lines and rows around damaged ones: every sound one is read, whatever the damage.

use proptest::prelude::*;

use crate::run::{Run, one};

/// What happens to a line. No line end is lost, so that the next line begins where it began; some damage adds line ends.
#[derive(Debug, Clone)]
enum Harm {
    None,
    /// Its beginning, this many thousandths of it.
    Cut(usize),
    /// A byte at this thousandth becomes another.
    Flip(usize, u8),
    /// Bytes of anything in its place.
    Noise(Vec<u8>),
    /// What opens and closes in these formats.
    Marks(String),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        4 => Just(Harm::None),
        1 => (0..1000_usize).prop_map(Harm::Cut),
        2 => (0..1000_usize, any::<u8>()).prop_map(|(at, byte)| Harm::Flip(at, byte)),
        1 => prop::collection::vec(any::<u8>(), 1..200).prop_map(Harm::Noise),
        2 => "[\"\\\\,;{}\\[\\]:a1 \n]{1,40}".prop_map(Harm::Marks),
    ]
}

fn harmed(line: &str, harm: &Harm) -> Vec<u8> {
    let mut bytes = line.as_bytes().to_vec();
    match harm {
        Harm::None => {}
        Harm::Cut(share) => bytes.truncate(bytes.len() * share / 1000),
        Harm::Flip(at, byte) => {
            let at = bytes.len() * at / 1000;
            bytes[at] = *byte;
        }
        Harm::Noise(noise) => bytes.clone_from(noise),
        Harm::Marks(marks) => bytes = marks.clone().into_bytes(),
    }
    bytes
}

/// A text of its own for every number, with what has to be quoted.
fn text(number: usize) -> String {
    format!("The harbour office, on day {number}, called it \"calm\".\nPier {number} stays open.")
}

/// A file of a sound line (it tells the encoding) and harmed ones.
fn file(head: &str, lines: &[String], harms: &[Harm]) -> Vec<u8> {
    let mut file = head.as_bytes().to_vec();
    for (line, harm) in lines.iter().zip(harms) {
        file.extend(harmed(line, harm));
        file.push(b'\n');
    }
    file
}

fn assert_sound_ones_are_read(run: &Run, harms: &[Harm]) -> Result<(), TestCaseError> {
    for number in (0..harms.len()).filter(|&n| matches!(harms[n], Harm::None)) {
        let (expected, id) = (text(number), format!("n{number}"));
        let found = run.articles.iter().filter(|a| a.id == id && a.text == expected).count();
        prop_assert_eq!(found, 1, "{} of {:?}: {:?}", number, harms, run.skipped);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn every_sound_line_around_damaged_ones_is_read(harms in prop::collection::vec(harm(), 2..12)) {
        let line = |n: usize| serde_json::json!({"id": format!("n{n}"), "text": text(n)}).to_string();
        let lines: Vec<String> = (0..harms.len()).map(line).collect();
        let head = "{\"id\": \"first\", \"text\": \"A calm day.\"}\n";
        let run = one("a.jsonl", &file(head, &lines, &harms));
        assert_sound_ones_are_read(&run, &harms)?;
    }

    #[test]
    fn every_sound_row_around_damaged_ones_is_read(harms in prop::collection::vec(harm(), 2..12), escaped in any::<bool>()) {
        let mark = if escaped { "\\\"" } else { "\"\"" };
        let row = |n: usize| format!("n{n},\"{}\",2031-05-06", text(n).replace('"', mark));
        let rows: Vec<String> = (0..harms.len()).map(row).collect();
        // enough sound rows to tell how marks are written
        let head = format!("id,text,published\n{}", format!("x,\"A {mark}calm{mark} day.\",2031-05-06\n").repeat(20));
        let run = one("a.csv", &file(&head, &rows, &harms));
        assert_sound_ones_are_read(&run, &harms)?;
    }
}
