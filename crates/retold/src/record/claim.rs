use super::closed::closed_list;
use super::span::{ArticleIx, Span};

closed_list! {
    /// How a claim stands in an article.
    "status of a claim" ClaimStatus {
        /// In the same words.
        Verbatim = "verbatim",
        /// In other words, or edited.
        Reworded = "reworded",
        /// Somebody denies it there, or answers it.
        Answered = "answered",
    }
}

closed_list! {
    /// Whose word a claim is in an article.
    "voice of a claim" ClaimVoice {
        /// The article's own.
        Own = "own",
        /// Inside what somebody is said to have said.
        Attributed = "attributed",
        /// Held at a distance: alleged, so-called.
        Distanced = "distanced",
        /// Inside what somebody denies.
        Denied = "denied",
    }
}

/// A claim that somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What it goes by.
    pub id: String,
    /// One sentence.
    pub text: String,
    /// Who makes it, so that an article can be asked whether it names them.
    pub accuser: Option<String>,
}

/// Where an article has a claim, in whose voice, and whether an answer stands near it. All spans are bytes of the article's text.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimPlace {
    /// Place of the claim in the list that was asked.
    pub claim: usize,
    /// The article.
    pub article: ArticleIx,
    /// How it stands there.
    pub status: ClaimStatus,
    /// Where.
    pub span: Span,
    /// In whose voice.
    pub voice: ClaimVoice,
    /// Whose words they are, as printed; `None` in the article's own voice and where nobody is named.
    pub attributed_to: Option<Span>,
    /// The first word there that hedges.
    pub hedge: Option<Span>,
    /// An answer near it: a denial, a reply, or that none was given.
    pub answer: Option<Span>,
    /// Where the accuser is named.
    pub accuser: Option<Span>,
    /// How much of the claim stands there, 0 to 1, weighed by how rare its words are.
    pub likeness: f64,
}
