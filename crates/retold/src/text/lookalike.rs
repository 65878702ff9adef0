//! Letters of one script in the place of letters of another that look the same: a Cyrillic `а` in an English word.
//!
//! Such a word reads as the plain one and is compared as the plain one. Only words that mix scripts, or that stand alone among words of another
//! script, are looked at: a text that is Russian throughout is what it is.

use super::Word;
use super::fold::hash_of;

/// Letters that look the same in Latin, Cyrillic and Greek; a space where a script has none. A choice from the data of Unicode Technical
/// Standard 39 (confusables): those that cannot be told apart in common typefaces.
const ALIKE: [[char; 3]; 33] = [
    ['a', 'а', 'α'],
    ['c', 'с', ' '],
    ['d', 'ԁ', ' '],
    ['e', 'е', ' '],
    ['h', 'һ', ' '],
    ['i', 'і', 'ι'],
    ['j', 'ј', ' '],
    ['k', 'к', 'κ'],
    ['l', 'ӏ', ' '],
    ['o', 'о', 'ο'],
    ['p', 'р', 'ρ'],
    ['q', 'ԛ', ' '],
    ['s', 'ѕ', ' '],
    ['v', 'ѵ', 'ν'],
    ['w', 'ԝ', 'ω'],
    ['x', 'х', 'χ'],
    ['y', 'у', 'γ'],
    ['A', 'А', 'Α'],
    ['B', 'В', 'Β'],
    ['C', 'С', ' '],
    ['E', 'Е', 'Ε'],
    ['H', 'Н', 'Η'],
    ['I', 'І', 'Ι'],
    ['J', 'Ј', ' '],
    ['K', 'К', 'Κ'],
    ['M', 'М', 'Μ'],
    ['N', ' ', 'Ν'],
    ['O', 'О', 'Ο'],
    ['P', 'Р', 'Ρ'],
    ['S', 'Ѕ', ' '],
    ['T', 'Т', 'Τ'],
    ['X', 'Х', 'Χ'],
    ['Y', 'У', 'Υ'],
];

/// Words on each side that say which script is written here.
const AROUND: usize = 4;

/// Letters of each script, in the order of [`ALIKE`].
type Letters = [u32; 3];

/// Gives words in look-alike letters the hash of the plain word.
pub(super) fn see_through(text: &str, words: &mut [Word]) {
    for (i, hash) in plain_hashes(text, words) {
        words[i].hash = hash;
    }
}

/// Words, by place, that mix letters of two scripts where one would do.
pub(super) fn mixed_words(text: &str, words: &[Word]) -> Vec<usize> {
    let mixed = |word: &Word| scripts(&text[word.start as usize..word.end as usize]).iter().filter(|&&n| n > 0).count() > 1;
    plain_hashes(text, words).into_iter().map(|(i, _)| i).filter(|&i| mixed(&words[i])).collect()
}

fn plain_hashes(text: &str, words: &[Word]) -> Vec<(usize, u32)> {
    // first bytes of the Greek and Cyrillic letters
    let begins_one = |byte: &u8| (0xcd..=0xd4).contains(byte);
    if !text.as_bytes().chunks(64).any(|bytes| bytes.iter().fold(false, |any, byte| any | begins_one(byte))) {
        return Vec::new();
    }
    let raw = |word: &Word| &text[word.start as usize..word.end as usize];
    let of: Vec<Letters> = words.iter().map(|w| scripts(raw(w))).collect();
    let plain = |i: usize| -> Option<u32> {
        let around = of[i.saturating_sub(AROUND)..words.len().min(i + AROUND + 1)]
            .iter()
            .fold([0; 3], |a: Letters, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
        let script = (0..3).max_by_key(|&s| around[s])?;
        let foreign = of[i].iter().sum::<u32>() - of[i][script];
        let all: u32 = around.iter().sum();
        // a word wholly in another script may be a word of another language: then its neighbours have to be of one script almost all
        let clear = if of[i][script] > 0 { 2 * around[script] > all } else { 4 * around[script] >= 3 * all };
        if foreign == 0 || !clear {
            return None;
        }
        let plain: Option<String> = raw(&words[i]).chars().map(|c| in_script(c, script)).collect();
        plain.map(|p| hash_of(&p))
    };
    (0..words.len()).filter(|&i| of[i].iter().any(|&n| n > 0)).filter_map(|i| plain(i).map(|hash| (i, hash))).collect()
}

fn scripts(word: &str) -> Letters {
    let mut out = [0; 3];
    for c in word.chars() {
        if let Some(script) = script(c) {
            out[script] += 1;
        }
    }
    out
}

fn script(c: char) -> Option<usize> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Some(0),
        '\u{400}'..='\u{52f}' => c.is_alphabetic().then_some(1),
        '\u{370}'..='\u{3ff}' => c.is_alphabetic().then_some(2),
        _ => None,
    }
}

/// The letter of a script that looks like this one; `None` where there is none.
fn in_script(c: char, wanted: usize) -> Option<char> {
    match script(c) {
        Some(own) if own != wanted => {
            let row = ALIKE.iter().find(|row| row[own] == c)?;
            (row[wanted] != ' ').then_some(row[wanted])
        }
        _ => Some(c),
    }
}
