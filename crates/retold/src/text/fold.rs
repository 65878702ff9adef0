//! Folding: a text as a row of words that compare equal where readers would call them the same.
//!
//! What is folded away: case, diacritics, compatibility forms (ligatures, full-width letters), apostrophes inside words,
//! thousands separators, soft hyphens, zero-width and combining characters, hyphens at line ends, HTML entities, tags, look-alike letters of
//! another script. What is kept: letters, digits, decimal points. Every word knows its exact bytes in the text, so nothing has to be mapped back.
//!
//! Scripts without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) give one word a character; see [`Word::is_character`].

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::{entity, lookalike, markup};

/// One folded word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Hash of the folded letters and digits. The lowest bit tells single characters of scripts without spaces from words.
    pub hash: u32,
    /// First byte of the word in the text.
    pub start: u32,
    /// First byte after the word.
    pub end: u32,
}

impl Word {
    /// Whether this is one character of a script without spaces, which weighs half a word.
    pub fn is_character(self) -> bool {
        self.hash & 1 == 1
    }

    /// Weight in half words: 2 for a word, 1 for a character of a script without spaces.
    pub fn half_words(self) -> u32 {
        if self.is_character() { 1 } else { 2 }
    }
}

/// Folds a text into words, in order. About 300 MB/s on ASCII text on one core.
///
/// # Panics
/// Where the text is longer than 4 GiB.
pub fn fold(text: &str) -> Vec<Word> {
    assert!(u32::try_from(text.len()).is_ok(), "texts are shorter than 4 GiB");
    let mut words = Vec::with_capacity(about_words(text));
    let mut at = 0;
    while let Some(start) = behind_space(text.as_bytes(), at).or_else(|| next_start(text, at)) {
        let (hash, end) = short_word(text.as_bytes(), start).unwrap_or_else(|| {
            let mut hash = WordHash::default();
            let (end, character) = Scan { text, letters: &mut hash }.word(start);
            ((hash.finish() & !1) | u32::from(character), end)
        });
        words.push(Word { hash, start: start as u32, end: end as u32 });
        at = end;
    }
    lookalike::see_through(text, &mut words);
    words
}

/// About how many words a text has, rather a few more: what may stand between two of them is counted, without a look at what does.
fn about_words(text: &str) -> usize {
    const SIGNS: usize = 128;
    let between = |&byte: &u8| u8::from(byte == b' ' || byte == b'\n' || byte == b'-' || byte == b'/');
    let held: usize = text.as_bytes().chunks(SIGNS).map(|signs| usize::from(signs.iter().map(between).sum::<u8>())).sum();
    (held + held / 32 + 8).min(text.len() / 2 + 1)
}

/// The hash of a text that is one word and no character of a script without spaces.
pub(super) fn hash_of(word: &str) -> u32 {
    let mut hash = WordHash::default();
    Scan { text: word, letters: &mut hash }.word(0);
    hash.finish() & !1
}

/// The folded letters of a text that holds one word; of the first word where there are several.
pub fn folded(word: &str) -> String {
    let mut letters = Vec::new();
    if let Some(start) = next_start(word, 0) {
        Scan { text: word, letters: &mut letters }.word(start);
    }
    String::from_utf8(letters).expect("folding writes whole characters")
}

/// Takes the folded bytes of a word.
trait Letters {
    fn push(&mut self, byte: u8);

    /// Takes the lowest `len` bytes of `bytes`, lowest first; the others are zero.
    fn push_bytes(&mut self, bytes: u64, len: u32) {
        bytes.to_le_bytes()[..len as usize].iter().for_each(|&byte| self.push(byte));
    }

    fn push_char(&mut self, c: char) {
        let mut buffer = [0; 4];
        for &byte in c.encode_utf8(&mut buffer).as_bytes() {
            self.push(byte);
        }
    }
}

impl Letters for Vec<u8> {
    fn push(&mut self, byte: u8) {
        Vec::push(self, byte);
    }
}

/// Hash of a word's letters, eight at a time: most words are one multiplication. How the letters arrive makes no difference.
#[derive(Default)]
struct WordHash {
    state: u64,
    /// Letters that are not hashed yet, lowest byte first.
    waiting: u64,
    /// How many; under eight.
    held: u32,
}

impl Letters for WordHash {
    #[inline]
    fn push(&mut self, byte: u8) {
        self.push_bytes(u64::from(byte), 1);
    }

    #[inline]
    fn push_bytes(&mut self, bytes: u64, len: u32) {
        let all = self.waiting | bytes << (8 * self.held);
        let held = self.held + len;
        if held < 8 {
            (self.waiting, self.held) = (all, held);
            return;
        }
        self.state = Self::mixed(self.state ^ all);
        // what did not fit; shifted in two steps, since nothing may be shifted by 64
        self.waiting = bytes >> 8 >> (56 - 8 * self.held);
        self.held = held - 8;
    }
}

impl WordHash {
    /// Multiply and fold: every bit of the input reaches the low bits.
    #[inline]
    fn mixed(bits: u64) -> u64 {
        let bits = bits.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits ^ (bits >> 32)
    }

    #[inline]
    fn finish(&self) -> u32 {
        (Self::mixed(self.state ^ self.waiting).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
    }
}

/// `byte` in each of eight places.
pub(super) const fn eight(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// How many of these eight bytes, from the lowest on, are ASCII letters or digits.
#[inline]
fn leading_alphanumerics(bytes: u64) -> u32 {
    const HIGH: u64 = eight(0x80);
    // each place holds seven bits with the eighth set, so no subtraction borrows from the next place
    let at_least = |bytes: u64, byte: u8| (bytes | HIGH) - eight(byte);
    let plain = bytes & !HIGH;
    let small = plain | eight(0x20);
    let digit = at_least(plain, b'0') & !at_least(plain, b'9' + 1);
    let letter = at_least(small, b'a') & !at_least(small, b'z' + 1);
    let other = !(digit | letter) | bytes;
    (other & HIGH).trailing_zeros() / 8
}

/// Where a word begins that has one space before it, as most have.
#[inline]
fn behind_space(bytes: &[u8], at: usize) -> Option<usize> {
    (bytes.get(at) == Some(&b' ') && bytes.get(at + 1)?.is_ascii_alphanumeric()).then_some(at + 1)
}

/// The first byte at or after `at` where a word begins.
fn next_start(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() {
            return Some(at);
        }
        if byte == b'&'
            && let Some((c, len)) = entity::decode(&text[at..])
        {
            if is_first_letter(c) {
                return Some(at);
            }
            at += len;
        } else if byte == b'<' {
            at += markup::tag(&text[at..]).unwrap_or(1);
        } else if byte < 0x80 {
            at += 1;
        } else {
            let c = char_at(text, at);
            if is_first_letter(c) {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
    None
}

/// Hash and end of a word that begins with an ASCII letter or digit and ends within seven bytes, before a byte that ends every word: four of five.
#[inline]
fn short_word(bytes: &[u8], start: usize) -> Option<(u32, usize)> {
    let chunk = u64::from_le_bytes(*bytes.get(start..)?.first_chunk()?);
    let len = leading_alphanumerics(chunk);
    if len == 0 || len == 8 {
        return None;
    }
    let (last, next) = ((chunk >> (8 * (len - 1))) as u8, (chunk >> (8 * len)) as u8);
    let hash = WordHash { state: 0, waiting: small_letters(chunk, len), held: len };
    ends_word(last as char, next).then(|| (hash.finish() & !1, start + len as usize))
}

/// The first `len` of eight ASCII letters and digits, in small letters, and zeros.
#[inline]
fn small_letters(chunk: u64, len: u32) -> u64 {
    // the bit that makes a capital small is set in every digit
    (chunk | eight(0x20)) & !u64::MAX.checked_shl(8 * len).unwrap_or(0)
}

struct Scan<'a, L> {
    text: &'a str,
    letters: &'a mut L,
}

impl<L: Letters> Scan<'_, L> {
    /// Reads the word that begins at `start`; gives its end and whether it is a single character of a script without spaces.
    fn word(&mut self, start: usize) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let mut at = start;
        let mut last = '\0';
        loop {
            let behind = self.ascii(at);
            if behind > at {
                (at, last) = (behind, bytes[behind - 1] as char);
                if bytes.get(at).is_none_or(|&next| ends_word(last, next)) {
                    return (at, false);
                }
            }
            let Some((c, len)) = self.char_or_entity(at) else { return (at, false) };
            if is_unspaced(c) {
                if at > start {
                    return (at, false);
                }
                self.push_folded(c);
                return (at + len, true);
            }
            if is_letter(c) {
                self.push_folded(c);
                last = c;
                at += len;
                continue;
            }
            match self.bridge(at, len, c, last) {
                Some(next) => at = next,
                None => return (at, false),
            }
        }
    }

    /// Takes ASCII letters and digits; gives the place behind them.
    #[inline]
    fn ascii(&mut self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(&chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let chunk = u64::from_le_bytes(chunk);
            let len = leading_alphanumerics(chunk);
            self.letters.push_bytes(small_letters(chunk, len), len);
            at += len as usize;
            if len < 8 {
                return at;
            }
        }
        while let Some(byte) = bytes.get(at).filter(|b| b.is_ascii_alphanumeric()) {
            self.letters.push(byte.to_ascii_lowercase());
            at += 1;
        }
        at
    }

    /// Where the word goes on behind the non-letter `c` at `at`, if it does.
    fn bridge(&mut self, at: usize, len: usize, c: char, last: char) -> Option<usize> {
        let next = at + len;
        let follows = self.char_or_entity(next).map(|(c, _)| c);
        match c {
            '\'' | '\u{2019}' | '\u{2bc}' | '\u{2018}' if last.is_alphabetic() => {
                follows.filter(|c| c.is_alphabetic() && !is_unspaced(*c)).map(|_| next)
            }
            ',' | '.' | '\u{66b}' | '\u{66c}' if last.is_numeric() && follows.is_some_and(char::is_numeric) => {
                if c == '.' || c == '\u{66b}' || !self.three_digits(next) {
                    self.letters.push(b'.');
                }
                Some(next)
            }
            '-' | '\u{2010}' if last.is_alphabetic() => self.line_end_hyphen(next),
            _ if is_invisible(c) => {
                let rest = self.text[next..].chars().find(|&c| !is_invisible(c));
                rest.filter(|&c| is_letter(c) && !is_unspaced(c)).map(|_| next)
            }
            _ => None,
        }
    }

    /// Whether exactly three digits stand here: then the comma before them groups thousands.
    fn three_digits(&self, at: usize) -> bool {
        let digits = self.text[at..].chars().take(4).take_while(|c| c.is_numeric()).count();
        digits == 3
    }

    /// Behind a hyphen: a line break and a small letter mean that the word was only divided.
    fn line_end_hyphen(&self, at: usize) -> Option<usize> {
        let rest = self.text[at..].trim_start_matches([' ', '\t', '\r']);
        let next_line = rest.strip_prefix('\n')?.trim_start_matches([' ', '\t']);
        next_line.starts_with(char::is_lowercase).then(|| self.text.len() - next_line.len())
    }

    fn char_or_entity(&self, at: usize) -> Option<(char, usize)> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte == b'&' {
            return entity::decode(&self.text[at..]).or(Some(('&', 1)));
        }
        if byte < 0x80 {
            return Some((byte as char, 1));
        }
        let c = char_at(self.text, at);
        Some((c, c.len_utf8()))
    }

    /// Compatibility decomposition without marks, lower case, `ß` as `ss`, final sigma as sigma.
    fn push_folded(&mut self, c: char) {
        for part in std::iter::once(c).nfkd() {
            if !is_plain_letter(part) {
                continue;
            }
            for lower in part.to_lowercase() {
                match lower {
                    'ß' => {
                        self.letters.push(b's');
                        self.letters.push(b's');
                    }
                    'ς' => self.letters.push_char('σ'),
                    // what lower-casing decomposes (İ) keeps its letter alone
                    mark if !is_plain_letter(mark) => {}
                    letter => self.letters.push_char(letter),
                }
            }
        }
    }
}

/// Whether a word ends before this byte, whatever stands behind it.
#[inline]
fn ends_word(last: char, next: u8) -> bool {
    match next {
        b'\'' | b'-' | b'&' => false,
        b'.' | b',' => !last.is_ascii_digit(),
        _ => next < 0x80,
    }
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().expect("a byte below the length begins a character")
}

/// Whether a character has letters or digits in it: `é`, `ﬁ`, `½`, `™` do, `…` does not.
fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // general punctuation and Latin-1 signs, the most frequent non-letters of news text
    if matches!(c, '\u{2000}'..='\u{206f}' | '\u{a0}'..='\u{a9}' | '\u{ab}'..='\u{b1}') {
        return false;
    }
    if is_invisible(c) {
        return false;
    }
    std::iter::once(c).nfkd().any(is_plain_letter)
}

/// A letter or digit that is no accent: accents have a combining class, the vowel signs of Indic scripts have none.
fn is_plain_letter(c: char) -> bool {
    c.is_alphanumeric() && canonical_combining_class(c) == 0
}

/// Vowel signs go on a word but begin none.
fn is_first_letter(c: char) -> bool {
    is_letter(c) && !is_combining_mark(c)
}

/// Characters that readers do not see: soft hyphen, zero-width and direction marks, variation selectors, tags, combining marks.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}' | '\u{34f}' | '\u{61c}' | '\u{180e}')
        || (c > '\u{2ff}' && (canonical_combining_class(c) != 0 || is_combining_mark(c) && !c.is_alphanumeric()))
}

/// Scripts written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// The hashes of a text's words, in order.
pub(crate) fn hashes(text: &str) -> Vec<u32> {
    fold(text).iter().map(|w| w.hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<(String, &str)> {
        fold(text)
            .iter()
            .map(|w| {
                let raw = &text[w.start as usize..w.end as usize];
                (folded(raw), raw)
            })
            .collect()
    }

    fn folds(text: &str) -> String {
        words(text).into_iter().map(|(f, _)| f).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn readers_call_them_the_same() {
        let cases = [
            ("The group’s MEMBERS", "the groups members"),
            ("the group&rsquo;s members", "the groups members"),
            ("The ﬁrst ofﬁce", "the first office"),
            ("Ｆｕｌｌ width", "full width"),
            ("caf\u{e9} cafe\u{301}", "cafe cafe"),
            ("Straße STRASSE", "strasse strasse"),
            ("some\u{ad}thing some\u{200b}thing", "something something"),
            ("govern-\n  ment", "government"),
            ("well-known", "well known"),
            ("1,800 people, 3.5 per cent, 1,80", "1800 people 3.5 per cent 1.80"),
            ("in 2014, 5 people", "in 2014 5 people"),
            ("R&amp;D at AT&T", "r d at at t"),
            ("na&iuml;ve caf&#233;", "naive cafe"),
            ("iPad™ …and", "ipadtm and"),
            ("'quoted' ‘words’", "quoted words"),
            ("two\u{200b} words", "two words"),
            ("İstanbul", "istanbul"),
            ("东京 is", "东 京 is"),
            ("Z\u{489}al\u{334}\u{301}go", "zalgo"),
            ("a <b>bold</b> <a href=\"/x\">link</a> here", "a bold link here"),
            ("mail <desk@corran.example> or <Speaker>", "mail desk corran example or speaker"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(text, want)| folds(text) != *want)
            .map(|(text, want)| format!("{text:?}: {:?}, expected {want:?}", folds(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn look_alike_letters_compare_as_the_plain_word() {
        let hashes = |text: &str| fold(text).iter().map(|w| w.hash).collect::<Vec<_>>();
        let plain = "The harbour office said a ferry would leave at dawn";
        assert_eq!(hashes("The hаrbоur оfficе said а fеrry wоuld leаve at dаwn"), hashes(plain), "Cyrillic in English");
        let russian = "Паром уйдёт на рассвете, сказали в порту города";
        assert_eq!(hashes("Пapом уйдёт на рaссвете, скaзали в порту города"), hashes(russian), "Latin in Russian");
    }

    #[test]
    fn a_text_in_one_script_is_what_it_is() {
        for text in ["Паром уйдёт на рассвете, сказали в порту", "Το πλοίο φεύγει αύριο από το λιμάνι", "сор, а не сон", "Він і вона їдуть"]
        {
            let alone: Vec<_> = fold(text).iter().map(|w| fold(&text[w.start as usize..w.end as usize])[0].hash).collect();
            assert_eq!(fold(text).iter().map(|w| w.hash).collect::<Vec<_>>(), alone, "{text}");
        }
        // a word of another language keeps its letters
        let quoted = "он сказал: a race car is on the road";
        assert!(fold(quoted).iter().any(|w| w.hash == fold("a")[0].hash));
    }

    #[test]
    fn words_carry_exact_bytes() {
        let raws: Vec<_> = words("“The group’s” caf\u{e9}, 1,800&nbsp;left\u{200b} …").into_iter().map(|(_, raw)| raw).collect();
        assert_eq!(raws, ["The", "group’s", "caf\u{e9}", "1,800", "left"]);
    }

    #[test]
    fn characters_of_unspaced_scripts_weigh_half() {
        let words = fold("ไทย tea");
        assert_eq!(words.iter().map(|w| w.half_words()).collect::<Vec<_>>(), [1, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn words_are_in_order_inside_the_text_and_hash_their_letters(text in "\\PC{0,80}|[a-zA-Z'’,. 0-9&;\u{ad}\u{301}\n-]{0,60}") {
            // words in look-alike letters have the hash of the plain word, which their neighbours tell
            let alike = text.chars().any(|c| matches!(c, '\u{370}'..='\u{52f}'));
            let mut last = 0;
            for word in fold(&text) {
                prop_assert!(word.start < word.end && last <= word.start);
                let raw = text.get(word.start as usize..word.end as usize).expect("on character boundaries");
                let again = fold(raw);
                prop_assert_eq!(again.len(), 1, "{:?} folds to one word", raw);
                prop_assert!(again[0].hash == word.hash || alike);
                prop_assert!(!folded(raw).is_empty());
                last = word.end;
            }
        }
    }
}
