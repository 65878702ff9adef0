use super::closed::closed_list;
use super::span::Passage;

closed_list! {
    /// What was found.
    "finding kind" FindingKind {
        /// A number differs inside a shared sentence.
        EditedNumber = "edited-number",
        /// A later text shares much of an earlier one and its credit was not found.
        CreditNotFound = "credit-not-found",
        /// A credit names an outlet that the collection does not hold.
        CreditNotInCollection = "credit-not-in-collection",
        /// A credit names another outlet than the one whose text it is.
        CreditToOther = "credit-to-other",
        /// A text stands in several outlets.
        ReprintFamily = "reprint-family",
        /// A later text shares much of an earlier one and says so.
        Credited = "credited",
        /// Two texts share much and no order can be told.
        SharedText = "shared-text",
        /// A shared quotation.
        SharedQuotation = "shared-quotation",
        /// A hedge is there on one side of a shared sentence only.
        EditedHedge = "edited-hedge",
        /// A negation is there on one side of a shared sentence only.
        EditedNegation = "edited-negation",
        /// A name differs inside a shared sentence.
        EditedName = "edited-name",
        /// Somebody is named in other words inside a shared sentence.
        EditedLabel = "edited-label",
        /// A headline says more than its article.
        HeadlineBeyondBody = "headline-beyond-body",
        /// A number that another article's correction withdrew.
        CarriedAfterCorrection = "carried-after-correction",
        /// Two versions of one article differ, and no notice of a correction was found in the later one.
        VersionChanged = "version-changed",
        /// Two versions of one article differ, and the later one has a notice of a correction that the earlier lacks.
        VersionCorrected = "version-corrected",
        /// Two counts of one thing cannot both be true.
        FiguresDiffer = "figures-differ",
        /// The same inside one article.
        FiguresInsideOneArticle = "figures-inside-one-article",
        /// A planned figure, and one of what came about.
        PlannedAndActual = "planned-and-actual",
        /// Separately written sentences tell of one event and differ in who, where, when, how many, at whose request.
        ToldDifferently = "told-differently",
        /// A declared date is contradicted by the text.
        DateConflict = "date-conflict",
        /// A sentence with a denial, a number or a source stands beside shared text in the earlier text only.
        LeftOut = "left-out",
        /// Two texts may both come from a source that is not in the collection.
        CommonSource = "common-source",
        /// Shared text holds characters that readers do not see, or look-alike letters of another script.
        HiddenCharacters = "hidden-characters",
        /// A quotation is given to different speakers.
        QuotationOtherSpeaker = "quotation-other-speaker",
        /// A number, a negation or the wording of a quotation differs.
        QuotationWordsDiffer = "quotation-words-differ",
        /// A headline quotes words that its text does not have.
        HeadlineQuotation = "headline-quotation",
        /// A denial, reply or refusal to speak stands in the earlier text only.
        AnswerLeftOut = "answer-left-out",
        /// A text that is mostly an earlier one names it inside a sentence only.
        CreditInPassing = "credit-in-passing",
    }
}

closed_list! {
    /// How sure a finding is.
    "confidence" Confidence {
        /// Checked on both texts; nothing speaks against it.
        Clear = "clear",
        /// The signs lean this way.
        Likely = "likely",
        /// Worth a look.
        Unclear = "unclear",
    }
}

closed_list! {
    /// What a piece of evidence shows.
    "evidence role" EvidenceRole {
        /// The passage in the earlier text.
        Earlier = "earlier",
        /// The passage in the later text.
        Later = "later",
        /// One side, where no order is claimed.
        Side = "side",
        /// Words that give a credit.
        Credit = "credit",
        /// A member of a family.
        Member = "member",
    }
}

/// A passage and what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Where.
    pub passage: Passage,
    /// What it shows.
    pub role: EvidenceRole,
}

/// Something worth a person's look, in a plain sentence, with the passages that prove it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What was found.
    pub kind: FindingKind,
    /// Plain words.
    pub sentence: String,
    first: Evidence,
    rest: Vec<Evidence>,
    /// Stretches of titles that it rests on: bytes into the title of the article, not its text.
    pub titles: Vec<Passage>,
    /// How sure.
    pub confidence: Confidence,
    /// For the order of the list only: larger first. No measure of anything else.
    pub score: f64,
    /// What speaks for and against.
    pub reasons: Vec<String>,
}

impl Finding {
    /// A finding cannot be made without evidence.
    pub fn new(kind: FindingKind, sentence: String, first: Evidence) -> Self {
        Finding {
            kind,
            sentence,
            first,
            rest: Vec::new(),
            titles: Vec::new(),
            confidence: Confidence::Unclear,
            score: 0.0,
            reasons: Vec::new(),
        }
    }

    /// Adds a passage.
    #[must_use]
    pub fn with(mut self, evidence: Evidence) -> Self {
        self.rest.push(evidence);
        self
    }

    /// Gives back room that its lists and words do not need: many are held to the end.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.sentence.shrink_to_fit();
        self.rest.shrink_to_fit();
        self.titles.shrink_to_fit();
        self.reasons.iter_mut().for_each(String::shrink_to_fit);
        self.reasons.shrink_to_fit();
    }

    /// Every passage, the first one first.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}
