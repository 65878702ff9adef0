//! Copies that hide from programs that compare letters: hidden characters, letters of another script, text that a page does not show.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use retold::record::{FindingKind, Outlets};
use retold::text::{Disguise, fold};
use retold::{Analysis, Config, Corpus, analyse_in_ram};
use retold_io::read::ReadOptions;
use serde::Deserialize;

use crate::run::{Run, file, one};

/// Words of the invented texts.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("../../../../testdata/words.txt").split_whitespace().collect());

/// Even chances, the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// An invented text of 240 words.
fn text(number: u64) -> String {
    let mut chance = Chance(number + 1);
    let sentence = |chance: &mut Chance| (0..12).map(|_| WORDS[chance.below(WORDS.len())]).collect::<Vec<_>>().join(" ");
    (0..20).map(|_| sentence(&mut chance) + ". ").collect::<String>().trim_end().to_owned()
}

/// Reads two files and compares them.
fn compared(original: &str, copy: &str) -> (Run, Analysis) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), original).unwrap();
    fs::write(dir.path().join("b.txt"), copy).unwrap();
    let run = file(dir.path(), &ReadOptions::default());
    let corpus = Corpus::new(run.articles.clone());
    let analysis = analyse_in_ram(&corpus, &Outlets::default(), &Config::default());
    (run, analysis)
}

/// Words of the original that a match covers, and how many it has.
fn covered(run: &Run, analysis: &Analysis) -> (usize, usize) {
    let mut articles = run.articles.clone();
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    let of = articles.iter().position(|a| a.input == "a.txt").unwrap();
    let words = fold(&articles[of].text);
    let inside = |at: u32| {
        let sides = analysis.matches.iter().flat_map(|m| [m.left, m.right]);
        sides.filter(|p| p.article.index() == of).any(|p| p.span.start <= at && at < p.span.end)
    };
    (words.iter().filter(|w| inside(w.start)).count(), words.len())
}

#[test]
fn a_copy_with_hidden_characters_between_its_letters_is_found_whole_and_they_are_counted() {
    let hidden = ["\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}", "\u{e0041}\u{e0042}", "\u{fe01}", "\u{e0110}"];
    let original = text(7);
    for mark in hidden {
        let mut copy = String::new();
        let mut put = 0;
        let mut letters = original.chars().peekable();
        while let Some(letter) = letters.next() {
            copy.push(letter);
            if letter.is_alphabetic() && letters.peek().is_some_and(|next| next.is_alphabetic()) {
                copy.push_str(mark);
                put += mark.chars().count();
            }
        }
        let (run, analysis) = compared(&original, &copy);
        let (found, all) = covered(&run, &analysis);
        assert_eq!(found, all, "{mark:?}");
        let side = analysis.matches[0].right.span.len().max(analysis.matches[0].left.span.len());
        assert!(side as usize + 1 >= copy.len(), "{mark:?}: the whole copy is marked");
        let corpus = Corpus::new(run.articles.clone());
        let counted: u32 = corpus.cards.iter().map(|c| c.disguise.hidden_characters).sum();
        assert_eq!(counted as usize, put, "{mark:?}");
        let told = analysis.findings.iter().filter(|f| f.kind == FindingKind::HiddenCharacters).count();
        // typesetting puts soft hyphens there: counted, and no finding
        assert_eq!(told, usize::from(mark != "\u{ad}"), "{mark:?}: {:?}", analysis.findings);
    }
}

#[test]
fn marks_piled_on_letters_do_not_hide_a_copy() {
    let original = text(8);
    let piled: String =
        original.chars().flat_map(|c| std::iter::once(c).chain((0..if c == 'e' { 60 } else { 0 }).map(|_| '\u{301}'))).collect();
    let (run, analysis) = compared(&original, &piled);
    let (found, all) = covered(&run, &analysis);
    assert_eq!(found, all);
    assert!(analysis.findings.iter().any(|f| f.kind == FindingKind::HiddenCharacters));
}

/// Letters that look like another.
const ALIKE: [(char, &[char]); 16] = [
    ('a', &['\u{430}', '\u{3b1}']),
    ('c', &['\u{441}']),
    ('d', &['\u{501}']),
    ('e', &['\u{435}']),
    ('h', &['\u{4bb}']),
    ('i', &['\u{456}', '\u{3b9}']),
    ('k', &['\u{43a}']),
    ('l', &['\u{4cf}']),
    ('o', &['\u{43e}', '\u{3bf}']),
    ('p', &['\u{440}']),
    ('s', &['\u{455}']),
    ('v', &['\u{475}', '\u{3bd}']),
    ('w', &['\u{51d}']),
    ('x', &['\u{445}']),
    ('y', &['\u{443}']),
    ('m', &['\u{ff4d}']),
];

#[test]
fn of_copies_with_a_tenth_of_their_letters_in_other_scripts_99_words_of_100_are_found() {
    let (mut found, mut all, mut told) = (0, 0, 0);
    for number in 0..20 {
        let original = text(100 + number);
        let mut chance = Chance(number);
        let swap = |c: char| match ALIKE.iter().find(|(plain, _)| *plain == c) {
            // of the letters that have a double, as many as make a tenth of all
            Some((_, alike)) if chance.below(100) < 16 => alike[chance.below(alike.len())],
            _ => c,
        };
        let copy: String = original.chars().map(swap).collect();
        let (letters, swapped) = (original.chars().filter(|c| c.is_alphabetic()).count(), copy.chars().filter(|c| !c.is_ascii()).count());
        assert!(swapped * 100 >= letters * 9, "{swapped} of {letters}");
        let (run, analysis) = compared(&original, &copy);
        let (of_copy, of_all) = covered(&run, &analysis);
        (found, all) = (found + of_copy, all + of_all);
        told += analysis.findings.iter().filter(|f| f.kind == FindingKind::HiddenCharacters).count();
    }
    assert!(found * 100 >= all * 99, "{found} of {all}");
    assert_eq!(told, 20);
}

#[test]
fn full_width_letters_and_ligatures_hide_nothing() {
    let original = text(9);
    let wide = |c: char| if c.is_ascii_lowercase() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c };
    for copy in [original.chars().map(wide).collect::<String>(), original.replace("ff", "\u{fb00}").replace("fi", "\u{fb01}")] {
        let (run, analysis) = compared(&original, &copy);
        let (found, all) = covered(&run, &analysis);
        assert_eq!(found, all, "{copy}");
    }
}

#[derive(Deserialize)]
struct Clean {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    lang: String,
    text: String,
}

#[test]
fn nothing_is_flagged_in_clean_texts_of_any_script() {
    let cases = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/disguise.toml")).unwrap();
    let Clean { case } = toml::from_str(&cases).unwrap();
    assert!(case.len() >= 5);
    for Case { lang, text } in case {
        assert_eq!(Disguise::of(&text, &fold(&text)), Disguise::default(), "{lang}: {text}");
    }
}

#[test]
fn text_that_a_page_hides_is_no_part_of_it_and_is_listed() {
    let (shown, copied) = (text(10), text(11));
    let half = shown.len() / 2;
    let cut = half + shown[half..].find(". ").unwrap() + 1;
    let (first, second) = shown.split_at(cut);
    for hiding in ["style='display: none'", "hidden", "aria-hidden='true'", "style='font-size:0'", "style='position:absolute;left:-9999px'"]
    {
        let page = format!(
            "<html><head><title>Pier</title><meta name=description content='{copied}'></head><body><article><h1>Pier</h1><!-- {copied} --><p>{first}</p>\
             <p {hiding}>{copied}</p><p>{second}</p></article></body></html>"
        );
        let read = one("a.html", page.as_bytes());
        let article = read.only();
        assert_eq!(article.extra.as_deref(), Some(format!("{{\"hidden_text\":{}}}", copied.len()).as_str()), "{hiding}");
        let (_, analysis) = compared(&article.text, &copied);
        assert!(analysis.matches.iter().all(|m| m.words < 20), "{hiding}: {:?}", analysis.matches);
        let (run, analysis) = compared(&article.text, &shown);
        let (found, all) = covered(&run, &analysis);
        assert!(found + 1 >= all, "{hiding}: {found} of {all}");
    }
}
