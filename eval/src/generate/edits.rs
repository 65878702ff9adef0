//! What copyists, editors, scanners and tricksters do to a passage.

use super::draft::{EditKind, Gap, Token};
use super::language::{Language, capital};
use super::rates::EditRates;
use super::rng::Rng;

/// Whoever edits a passage.
pub(crate) struct Editor<'a> {
    pub(crate) language: &'a Language,
    pub(crate) rates: &'a EditRates,
    pub(crate) rng: Rng,
    /// The next word that nobody wrote before.
    pub(crate) origin: &'a mut u64,
}

impl Editor<'_> {
    pub(crate) fn edit(&mut self, tokens: &mut Vec<Token>, kind: EditKind) {
        match kind {
            EditKind::Verbatim => {}
            EditKind::Repunctuated => self.repunctuate(tokens),
            EditKind::Upper => tokens.iter_mut().for_each(|t| t.form = t.form.to_uppercase()),
            EditKind::Markup => self.mark_up(tokens),
            EditKind::Light => self.reword(tokens, self.rates.light_words),
            EditKind::Heavy => {
                self.cut_a_sentence(tokens);
                self.reword(tokens, self.rates.heavy_words);
            }
            EditKind::OcrLow => self.misread(tokens, self.rates.ocr_low),
            EditKind::OcrHigh => self.misread(tokens, self.rates.ocr_high),
            EditKind::EverySixth => {
                let every = self.rates.replace_every;
                for i in (every - 1..tokens.len()).step_by(every) {
                    tokens[i] = self.other(&tokens[i]);
                }
            }
            EditKind::ZeroWidth => self.hide(tokens, &['\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}']),
            EditKind::SoftHyphen => self.hide(tokens, &['\u{ad}']),
            EditKind::Tags => self.hide(tokens, &['\u{e0041}', '\u{e0061}', '\u{fe0f}', '\u{e0100}']),
            EditKind::Marks => self.hide(tokens, &['\u{301}', '\u{334}', '\u{35c}', '\u{489}']),
            EditKind::Lookalikes => self.disguise(tokens),
        }
    }

    fn fresh(&mut self) -> u64 {
        *self.origin += 1;
        *self.origin
    }

    /// Another word in the same place.
    fn other(&mut self, token: &Token) -> Token {
        let mut form = token.form.clone();
        while form.eq_ignore_ascii_case(&token.form) {
            form = self.language.word(self.language.any(&mut self.rng)).to_owned();
        }
        if token.form.starts_with(char::is_uppercase) {
            form = capital(&form);
        }
        Token { form, origin: self.fresh(), ..token.clone() }
    }

    /// Replaces, adds and leaves out words: three, one and one in five of the edits.
    fn reword(&mut self, tokens: &mut Vec<Token>, share: f64) {
        let mut out: Vec<Token> = Vec::with_capacity(tokens.len() + 8);
        for token in tokens.drain(..) {
            if !self.rng.chance(share) {
                out.push(token);
                continue;
            }
            match self.rng.below(5) {
                0 => {
                    // what stood around the word goes to its neighbour
                    if let Some(last) = out.last_mut().filter(|_| token.gap != Gap::Space) {
                        last.tail = token.tail;
                        last.gap = token.gap;
                    }
                }
                1 => {
                    let form = self.language.word(self.language.any(&mut self.rng)).to_owned();
                    let added = Token { path: token.path, ..Token::new(form, self.fresh()) };
                    out.push(added);
                    out.push(token);
                }
                _ => out.push(self.other(&token)),
            }
        }
        *tokens = out;
    }

    /// Leaves out one sentence that is neither the first nor the last; nothing where there are only two.
    fn cut_a_sentence(&mut self, tokens: &mut Vec<Token>) {
        let ends: Vec<usize> = tokens.iter().enumerate().filter(|(_, t)| t.gap.ends_sentence()).map(|(i, _)| i + 1).collect();
        if ends.len() > 2 {
            let which = self.rng.between(1, ends.len() - 2);
            tokens.drain(ends[which - 1]..ends[which]);
        }
    }

    fn repunctuate(&mut self, tokens: &mut [Token]) {
        for token in tokens {
            token.lead = token.lead.replace('\u{201c}', "\"");
            token.tail = token.tail.replace('\u{201d}', "\"");
            token.form = token.form.replace('\u{2019}', "'");
            if token.tail == "," {
                token.tail = (*self.rng.pick(&["", ";", " –", " —"])).to_owned();
            } else if token.tail.is_empty() && token.gap == Gap::Space && self.rng.chance(0.05) {
                token.tail = ",".to_owned();
            } else if token.tail == "." && self.rng.chance(0.3) {
                token.tail = (*self.rng.pick(&["!", "…", ";"])).to_owned();
            }
        }
    }

    fn mark_up(&mut self, tokens: &mut [Token]) {
        const PAIRS: [(&str, &str); 4] =
            [("<b>", "</b>"), ("<a href=\"/tag\">", "</a>"), ("<span class=\"hl\">", "</span>"), ("<em>", "</em>")];
        let every = self.rates.markup_every;
        for i in (every / 2..tokens.len()).step_by(every) {
            let (open, close) = *self.rng.pick(&PAIRS);
            tokens[i].lead.push_str(open);
            tokens[i].tail.insert_str(0, close);
        }
    }

    /// Misreads characters as a scanner does: most as one that looks alike; some are lost, doubled or split.
    fn misread(&mut self, tokens: &mut [Token], share: f64) {
        for token in tokens.iter_mut() {
            let mut form = String::with_capacity(token.form.len() + 2);
            for letter in token.form.chars() {
                if !self.rng.chance(share) {
                    form.push(letter);
                    continue;
                }
                match self.rng.below(10) {
                    0 => {}
                    1 => form.extend([letter, letter]),
                    2 => form.extend([letter, ' ']),
                    _ => form.push_str(misreading(letter, &mut self.rng)),
                }
            }
            let form = form.trim();
            if !form.is_empty() {
                token.form = form.to_owned();
            }
            if token.gap == Gap::Space && token.tail.is_empty() && self.rng.chance(share / 2.0) {
                token.gap = Gap::None;
            }
        }
    }

    /// Puts characters that nobody sees between letters.
    fn hide(&mut self, tokens: &mut [Token], hidden: &[char]) {
        for token in tokens {
            let mut form = String::with_capacity(2 * token.form.len());
            for (i, letter) in token.form.chars().enumerate() {
                if i > 0 && self.rng.chance(self.rates.hidden) {
                    form.push(*self.rng.pick(hidden));
                }
                form.push(letter);
            }
            token.form = form;
        }
    }

    /// Puts Cyrillic and Greek letters in the place of Latin ones that look the same.
    fn disguise(&mut self, tokens: &mut [Token]) {
        const ALIKE: [(char, char); 20] = [
            ('a', 'а'),
            ('c', 'с'),
            ('e', 'е'),
            ('o', 'о'),
            ('p', 'р'),
            ('x', 'х'),
            ('y', 'у'),
            ('i', 'і'),
            ('s', 'ѕ'),
            ('j', 'ј'),
            ('A', 'Α'),
            ('B', 'В'),
            ('E', 'Е'),
            ('H', 'Н'),
            ('K', 'Κ'),
            ('M', 'М'),
            ('O', 'О'),
            ('P', 'Р'),
            ('T', 'Т'),
            ('o', 'ο'),
        ];
        for token in tokens {
            token.form = token
                .form
                .chars()
                .map(|letter| match ALIKE.iter().find(|(latin, _)| *latin == letter) {
                    Some(&(_, other)) if self.rng.chance(self.rates.lookalikes) => other,
                    _ => letter,
                })
                .collect();
        }
    }
}

/// What a scanner takes a letter for.
fn misreading(letter: char, rng: &mut Rng) -> &'static str {
    const PAIRS: [(char, &[&str]); 14] = [
        ('m', &["rn", "nn"]),
        ('n', &["u", "ri"]),
        ('u', &["n", "ii"]),
        ('e', &["c", "o"]),
        ('c', &["e", "o"]),
        ('o', &["0", "c"]),
        ('l', &["1", "i", "I"]),
        ('i', &["l", "1"]),
        ('h', &["b", "li"]),
        ('b', &["h", "6"]),
        ('s', &["5", "a"]),
        ('a', &["o", "s"]),
        ('t', &["f", "l"]),
        ('d', &["cl", "a"]),
    ];
    match PAIRS.iter().find(|(from, _)| *from == letter) {
        Some((_, to)) => rng.pick::<&str>(to),
        None => rng.pick::<&str>(&["x", "v", "z", "*"]),
    }
}
