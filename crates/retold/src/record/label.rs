use super::closed::closed_list;
use super::span::{ArticleIx, Span};

closed_list! {
    /// How a text gives somebody a name.
    "device" Device {
        /// A noun phrase right before the name: `the militant group Narrow Front`.
        Premodifier = "premodifier",
        /// A noun phrase beside the name: `Narrow Front, a militant group,`, `Narrow Front militants`.
        Apposition = "apposition",
        /// `Narrow Front is a militant group`.
        Copula = "copula",
        /// Called, dubbed, branded; known as.
        NamingVerb = "naming-verb",
        /// Described as, regarded as.
        AsPhrase = "as-phrase",
        /// Words in quotation marks that nobody is quoted with.
        ScareQuote = "scare-quote",
        /// So-called, self-styled.
        SoCalled = "so-called",
        /// An office before a name; quotation marks round a proper name.
        Title = "title",
        /// A noun instead of the name: `the militants`.
        Substitution = "substitution",
    }
}

closed_list! {
    /// Whose word a label is.
    "voice" Voice {
        /// The text's own.
        Own = "own",
        /// Inside what somebody is said to have said.
        Attributed = "attributed",
        /// Held at a distance: so-called, alleged, in marks, what somebody calls itself.
        Distanced = "distanced",
        /// Said not to be so.
        Denied = "denied",
    }
}

closed_list! {
    /// What a label names.
    "sort of entity" EntitySort {
        /// A group, an organisation, a government.
        Group = "group",
        /// Somebody in an office, or with a title.
        Person = "person",
        /// Somebody who acts; the article does not show which of the two.
        Actor = "actor",
        /// An event, a document, a plan: what a text speaks of again and again.
        Thing = "thing",
    }
}

/// A name or epithet that an article gives to somebody or something. All spans are bytes of `Article::text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Where the article prints the entity's name most fully; the label itself where it has no name.
    pub entity: Span,
    /// The mention of the entity that the label is attached to; `None` where it has no name.
    pub mention: Option<Span>,
    /// The words of the label, without article and quotation marks.
    pub span: Span,
    /// How it is given.
    pub device: Device,
    /// Whose word it is.
    pub voice: Voice,
    /// What it names.
    pub sort: EntitySort,
    /// The attribution it stands in: its place in [`super::Voices::attributions`].
    pub attribution: Option<u32>,
}

closed_list! {
    /// What a hedge does to its clause.
    "class of hedge" HedgeClass {
        /// Somebody is said to have done it: allegedly, accused of.
        Allegation = "allegation",
        /// Others say so: reportedly, is said to.
        Hearsay = "hearsay",
        /// The text keeps its distance: purported, claims.
        Doubt = "doubt",
        /// The text vouches for it: confirmed, revealed.
        Certainty = "certainty",
        /// It may be: could, appears, likely.
        Possibility = "possibility",
        /// Somebody would not speak, or was not reached.
        Refusal = "refusal",
        /// Somebody says that it is not so.
        Denial = "denial",
    }
}

closed_list! {
    /// What became of a hedge in shared text.
    "change of a hedge" HedgeChange {
        /// The later text lacks it.
        Dropped = "dropped",
        /// The earlier text lacks it.
        Added = "added",
    }
}

/// Words that say how sure a clause is. Spans are bytes of `Article::text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hedge {
    /// The words.
    pub span: Span,
    /// The clause they speak of.
    pub scope: Span,
    /// What they do.
    pub class: HedgeClass,
}

/// How an article names and hedges: depends on its text alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// In the order of their spans.
    pub labels: Vec<Label>,
    /// In the order of their spans.
    pub hedges: Vec<Hedge>,
}

/// A hedge that stands on one side of shared text only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HedgeDiffers {
    /// The article that has it.
    pub article: ArticleIx,
    /// Its place in [`Wording::hedges`].
    pub hedge: u32,
    /// The match, as its place in the list of matches.
    pub in_match: u32,
    /// What became of it; `None` where the order of the texts cannot be told.
    pub change: Option<HedgeChange>,
}
