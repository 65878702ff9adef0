use super::closed::closed_list;
use super::span::{ArticleIx, Span};

closed_list! {
    /// How the words are given.
    "attribution kind" AttributionKind {
        /// Nothing but words in quotation marks; or the words of a transcript, statement or release themselves, which need none.
        Direct = "direct",
        /// Partly in quotation marks.
        Mixed = "mixed",
        /// In the writer's words.
        Indirect = "indirect",
    }
}

closed_list! {
    /// What is attributed, or to what kind of source.
    "attribution type" AttributionType {
        /// Something was said or written.
        Speech = "speech",
        /// Something is thought, wanted, planned.
        Attitude = "attitude",
        /// A document says so.
        Document = "document",
        /// The source has no name: officials, sources, witnesses.
        Unnamed = "unnamed",
    }
}

closed_list! {
    /// What the speaker does with the words.
    "attribution stance" AttributionStance {
        /// States something.
        Asserts = "asserts",
        /// Denies something.
        Denies = "denies",
        /// Answers somebody.
        Replies = "replies",
        /// Would not answer.
        Declined = "declined",
        /// Was asked and did not answer.
        Unreachable = "unreachable",
    }
}

closed_list! {
    /// How sure an attribution is: the narrowest of three sets that holds it.
    "attribution level" Level {
        /// A plain verb of saying with its source.
        High = "high",
        /// Words in quotation marks, or a known cue with its source.
        Standard = "standard",
        /// Everything else that was found.
        All = "all",
    }
}

closed_list! {
    /// How a text names what it rests on.
    "sourcing relation" Relation {
        /// Somebody told the text or an outlet.
        Told = "told",
        /// An outlet reported it.
        ReportedBy = "reported-by",
        /// A document or an outlet is cited.
        Citing = "citing",
        /// `according to`.
        AccordingTo = "according-to",
        /// The agency of the dateline.
        Dateline = "dateline",
        /// The author line.
        Byline = "byline",
        /// A line at the end.
        Footer = "footer",
        /// A hyperlink.
        Link = "link",
        /// Said in an interview with an outlet.
        Interview = "interview",
    }
}

/// Words and whose they are, in one article. All spans are bytes of `Article::text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// How the words are given.
    pub kind: AttributionKind,
    /// What is attributed.
    pub attributed: AttributionType,
    /// What the speaker does.
    pub stance: AttributionStance,
    /// How sure it is.
    pub level: Level,
    /// Who, as printed at this place; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that attribute.
    pub cue: Vec<Span>,
    /// What is attributed, in one piece or several, in order; quotation marks included. Empty only for answers that were not given.
    pub content: Vec<Span>,
    /// Where the article prints the speaker's name most fully. `None`: unknown.
    pub speaker: Option<Span>,
    /// Where the article prints the speaker's office.
    pub role: Option<Span>,
    /// The attribution this one stands in: its place in [`Voices::attributions`].
    pub parent: Option<u32>,
}

impl Attribution {
    /// Bytes of what is attributed, in all its pieces: of several that hold a place the smallest is the innermost.
    pub(crate) fn content_len(&self) -> u32 {
        self.content.iter().map(|c| c.len()).sum()
    }
}

/// What a text rests on, by its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourcing {
    /// The words that say so.
    pub span: Span,
    /// How they say it.
    pub relation: Relation,
    /// Whom they name.
    pub target: Span,
    /// Main name of the outlet that is. Derived for a collection, since its outlets are known then; `None` from [`crate::voice::read`].
    pub outlet: Option<String>,
    /// The attribution it belongs to: its place in [`Voices::attributions`].
    pub attribution: Option<u32>,
}

/// Whose words an article prints and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voices {
    /// In the order of their first span.
    pub attributions: Vec<Attribution>,
    /// In the order of their spans.
    pub sourcing: Vec<Sourcing>,
}

closed_list! {
    /// How one form of a quotation differs from the fullest.
    "quotation variant" Variant {
        /// In nothing.
        Identical = "identical",
        /// In marks and case only.
        Punctuation = "punctuation",
        /// Words of the fullest are left out.
        Cut = "cut",
        /// It has words that the fullest lacks.
        Insert = "insert",
        /// Single content words differ.
        Substitution = "substitution",
        /// Several quotations are joined.
        Merged = "merged",
        /// Function words, order or numbers' form differ in several places, content words stay.
        Retranslated = "retranslated",
        /// The words are given without quotation marks.
        IndirectRendering = "indirect-rendering",
        /// Another speaker is named.
        SpeakerDiffers = "speaker-differs",
        /// A number differs.
        NumberDiffers = "number-differs",
        /// A negation is there on one side only.
        NegationDiffers = "negation-differs",
    }
}

/// An attribution of an article of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Said {
    /// Which article.
    pub article: ArticleIx,
    /// Place in its [`Voices::attributions`].
    pub index: u32,
}

/// One quotation found in several places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Every place with how it differs from the fullest, in canonical order.
    pub members: Vec<(Said, Vec<Variant>)>,
    /// The article that is earliest in this collection, where the dates tell.
    pub earliest: Option<ArticleIx>,
    /// The member with most of the words.
    pub fullest: Said,
}
