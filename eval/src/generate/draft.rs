//! An article in the making: words that know where they come from.

/// One word as printed, with what stands around it.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Opening marks or tags.
    pub(crate) lead: String,
    /// The word.
    pub(crate) form: String,
    /// Punctuation, closing marks or tags.
    pub(crate) tail: String,
    /// What follows.
    pub(crate) gap: Gap,
    /// Which writing of a word this is: copies keep it, a replaced word has its own.
    pub(crate) origin: u64,
    /// The copying it went through: an index of [`Lineage`].
    pub(crate) path: u32,
}

/// What stands between a word and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The word goes on: a reader took one word for two, or the other way round.
    None,
    Space,
    /// The sentence ends.
    Sentence,
    /// The paragraph ends.
    Paragraph,
}

impl Gap {
    fn printed(self) -> &'static str {
        match self {
            Gap::None => "",
            Gap::Space | Gap::Sentence => " ",
            Gap::Paragraph => "\n\n",
        }
    }

    pub(crate) fn ends_sentence(self) -> bool {
        matches!(self, Gap::Sentence | Gap::Paragraph)
    }
}

impl Token {
    pub(crate) fn new(form: String, origin: u64) -> Self {
        Token { lead: String::new(), form, tail: String::new(), gap: Gap::Space, origin, path: 0 }
    }
}

/// Where a word stands in a printed text: bytes, half-open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) origin: u64,
    pub(crate) path: u32,
}

/// Prints the words; gives the text and where each word stands in it.
pub(crate) fn print(tokens: &[Token]) -> (String, Vec<Place>) {
    let mut text = String::with_capacity(tokens.len() * 7);
    let mut places = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        text.push_str(&token.lead);
        let start = text.len() as u32;
        text.push_str(&token.form);
        places.push(Place { start, end: text.len() as u32, origin: token.origin, path: token.path });
        text.push_str(&token.tail);
        if i + 1 < tokens.len() {
            text.push_str(token.gap.printed());
        }
    }
    (text, places)
}

/// How a passage was changed when it was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EditKind {
    Verbatim,
    Repunctuated,
    Upper,
    Markup,
    Light,
    Heavy,
    OcrLow,
    OcrHigh,
    EverySixth,
    ZeroWidth,
    SoftHyphen,
    Tags,
    Marks,
    Lookalikes,
}

impl EditKind {
    pub(crate) const ALL: [EditKind; 14] = [
        EditKind::Verbatim,
        EditKind::Repunctuated,
        EditKind::Upper,
        EditKind::Markup,
        EditKind::Light,
        EditKind::Heavy,
        EditKind::OcrLow,
        EditKind::OcrHigh,
        EditKind::EverySixth,
        EditKind::ZeroWidth,
        EditKind::SoftHyphen,
        EditKind::Tags,
        EditKind::Marks,
        EditKind::Lookalikes,
    ];
}

/// One act of copying.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Copying {
    pub(crate) kind: EditKind,
    /// Number of the article it was copied from.
    pub(crate) from: u32,
}

/// Every act of copying, and every sequence of acts that words went through.
#[derive(Debug, Default)]
pub(crate) struct Lineage {
    pub(crate) copyings: Vec<Copying>,
    /// `paths[0]` is empty: words that nobody copied.
    pub(crate) paths: Vec<Vec<u32>>,
}

impl Lineage {
    pub(crate) fn new() -> Self {
        Lineage { copyings: Vec::new(), paths: vec![Vec::new()] }
    }

    /// The words of a passage as a copyist takes them, before any edit.
    pub(crate) fn copy(&mut self, passage: &[Token], kind: EditKind, from: u32) -> Vec<Token> {
        let copying = self.copyings.len() as u32;
        self.copyings.push(Copying { kind, from });
        let mut known: Vec<(u32, u32)> = Vec::new();
        let longer = |path: u32, paths: &mut Vec<Vec<u32>>, known: &mut Vec<(u32, u32)>| match known.iter().find(|(from, _)| *from == path)
        {
            Some(&(_, to)) => to,
            None => {
                let mut steps = paths[path as usize].clone();
                steps.push(copying);
                paths.push(steps);
                let to = paths.len() as u32 - 1;
                known.push((path, to));
                to
            }
        };
        passage.iter().map(|token| Token { path: longer(token.path, &mut self.paths, &mut known), ..token.clone() }).collect()
    }
}
