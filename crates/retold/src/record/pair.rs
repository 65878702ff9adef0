use super::closed::closed_list;
use super::matching::Edit;
use super::span::{ArticleIx, Passage, Span};

closed_list! {
    /// How sure the order of two articles is.
    "direction" Direction {
        /// Several independent signs agree.
        Clear = "clear",
        /// The signs lean one way.
        Likely = "likely",
        /// No order can be given.
        CannotTell = "cannot-tell",
    }
}

closed_list! {
    /// Whether an article says whose text it carries.
    "credit" CreditClass {
        /// It names the other article's outlet, or an outlet that is not in the collection and may be the other one.
        Credited = "credited",
        /// It names a third source that both may come from.
        CommonSource = "common-source",
        /// It links to the other side without naming it.
        LinkOnly = "link-only",
        /// Searched and not found.
        NoneFound = "none-found",
        /// Cannot be judged: outlet unknown, page incomplete or direction unclear.
        NotJudged = "not-judged",
        /// A stated licence or agency contract covers it.
        NotNeeded = "not-needed",
    }
}

closed_list! {
    /// Whom a credit names.
    "credit target" CreditTarget {
        /// The other article itself.
        ThisArticle = "this-article",
        /// The outlet of the other article.
        ItsOutlet = "its-outlet",
        /// A source both sides name or may share.
        CommonSource = "common-source",
        /// Another outlet of the collection.
        Other = "other",
        /// An outlet the collection does not hold.
        NotInCollection = "not-in-collection",
    }
}

closed_list! {
    /// Where a text names a source. The first two speak for the whole text, the third for the words around it.
    "credit form" CreditForm {
        /// In the line before the first sentence.
        Dateline = "dateline",
        /// In a line or a closing word of its own.
        Footer = "footer",
        /// In a phrase of the running text.
        InText = "in-text",
        /// Somebody told the outlet something, or its reporter saw it: shows where words come from, and credits no text.
        Trace = "trace",
    }
}

closed_list! {
    /// Which answer a reason supports.
    "stance" Stance {
        /// The left article is the earlier one.
        LeftEarlier = "left-earlier",
        /// The right article is the earlier one.
        RightEarlier = "right-earlier",
        /// Nothing can be said, or less.
        CannotTell = "cannot-tell",
    }
}

closed_list! {
    /// What a reason rests on.
    "reason" ReasonKind {
        /// Publication dates.
        Date = "date",
        /// A date stamp in the text.
        Stamp = "stamp",
        /// One text holds the other.
        Containment = "containment",
        /// One side credits the other.
        Credit = "credit",
        /// A dateline, byline or phrase of the other outlet was left in.
        HouseStyle = "house-style",
        /// One side is an agency, whose texts others carry.
        Agency = "agency",
        /// Both may come from a source that is not in the collection.
        CommonSource = "common-source",
        /// A date is missing.
        Undated = "undated",
        /// Two dates of one article disagree.
        DateConflict = "date-conflict",
        /// A count that grows with time stands lower in one text.
        Update = "update",
        /// Changes against a third text that one side took over from the other.
        SharedChanges = "shared-changes",
    }
}

/// One thing that speaks for or against an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Which answer it supports.
    pub stance: Stance,
    /// What it rests on.
    pub kind: ReasonKind,
    /// One plain sentence.
    pub text: String,
    /// Where it can be seen.
    pub evidence: Option<Passage>,
}

/// A place where one side says whose text it carries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CreditSpan {
    /// The article that gives the credit.
    pub article: ArticleIx,
    /// The words that give it.
    pub span: Span,
    /// Whom they name, as printed.
    pub target: String,
    /// Who that is, seen from the other article.
    pub to: CreditTarget,
    /// Where the words stand.
    pub form: CreditForm,
}

/// The credit of one match of a pair: what covers this passage. A line before or after the text covers all of it, a phrase in the text
/// only what stands near it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageCredit {
    /// Does the left side credit the right one here?
    pub left: CreditClass,
    /// Does the right side credit the left one here?
    pub right: CreditClass,
    /// The words that give the credit of the side that counts, the same as in [`Pair::credit`].
    pub span: Option<CreditSpan>,
}

/// The credit of one side of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// What was found.
    pub class: CreditClass,
    /// Whom it names, where anybody is named.
    pub to: Option<CreditTarget>,
}

/// Two articles that share text.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The article with the smaller id.
    pub left: ArticleIx,
    /// The other one.
    pub right: ArticleIx,
    /// Words in matches, the smaller of the two sides.
    pub shared_words: u32,
    /// The same, narration only.
    pub narration_words: u32,
    /// The same, quotations only.
    pub quotation_words: u32,
    /// Share of the left article's words that are shared, 0 to 1.
    pub left_share: f64,
    /// Share of the right article's words that are shared, 0 to 1.
    pub right_share: f64,
    /// The earlier one, where it can be told.
    pub earlier: Option<ArticleIx>,
    /// How sure that is.
    pub direction: Direction,
    /// Chance that `earlier` is right, 0.5 to 1; `None` where it cannot be told.
    pub probability: Option<f64>,
    /// What speaks for and against.
    pub reasons: Vec<Reason>,
    /// Does the left side credit the right one?
    pub left_credit: Credit,
    /// Does the right side credit the left one?
    pub right_credit: Credit,
    /// Every credit found on either side, and every trace of another outlet.
    pub credit_spans: Vec<CreditSpan>,
    /// The credit of each match of the pair, in their order.
    pub passages: Vec<PassageCredit>,
    /// Sentences beside shared passages that only one side has: cuts and insertions of [`EditOp`](super::EditOp), from left to right.
    pub beside: Vec<Edit>,
}

impl Pair {
    /// Whether anything is told in what they share. The others share only lines that are set aside: furniture of a site, stock phrases, lines
    /// of credit.
    pub fn is_told(&self) -> bool {
        self.narration_words + self.quotation_words > 0
    }

    /// The later article, where the order can be told.
    pub fn later(&self) -> Option<ArticleIx> {
        self.earlier.map(|e| if e == self.left { self.right } else { self.left })
    }

    /// The credit that matters: of the later side; where no order can be told, of the side that would need it. That is the one that names
    /// the other, links to it or needs no credit, since it says that it is the later one; else the one that says less.
    pub fn credit(&self) -> Credit {
        if self.credit_of_left() { self.left_credit } else { self.right_credit }
    }

    /// The credit that matters for a passage, of the same side.
    pub fn credit_of(&self, passage: &PassageCredit) -> CreditClass {
        if self.credit_of_left() { passage.left } else { passage.right }
    }

    /// Whether it is the left side whose credit matters.
    pub fn credit_of_left(&self) -> bool {
        let rank = |c: Credit| match c.class {
            CreditClass::Credited => 0,
            CreditClass::NotNeeded => 1,
            CreditClass::LinkOnly => 2,
            CreditClass::NoneFound => 3,
            CreditClass::NotJudged => 4,
            CreditClass::CommonSource => 5,
        };
        self.later().map_or_else(|| rank(self.left_credit) <= rank(self.right_credit), |later| later == self.left)
    }
}
