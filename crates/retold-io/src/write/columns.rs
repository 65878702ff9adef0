//! The tables of the public record: the one place that says which columns there are, of what kind, and what they mean.
//!
//! JSON Lines, CSV, Parquet and the JSON Schema are all written from here; the module `rows` fills the cells in this order.

use retold::record::{
    AttributionKind, AttributionStance, AttributionType, BlockKind, Confidence, ConflictClass, CorrectionKind, CreditClass, CreditForm,
    CreditTarget, DateKind, DateOrigin, Device, Direction, EditClass, EditOp, EntitySort, EvidenceRole, FindingKind, HedgeChange,
    HedgeClass, Layer, Level, MatchKind, MediaKind, Modifier, Precision, ReasonKind, Relation, ResolvedBy, Role, Slot, Stance, State,
    TimeFlag, Variant, Voice,
};

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Name of the table and of its file.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// In the order of writing.
    pub columns: &'static [Column],
}

/// One column of a table, or one key of an object inside a list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Whether it may be unknown.
    pub nullable: bool,
    /// What it means.
    pub doc: &'static str,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Free text.
    Text,
    /// A name from a closed list.
    Name(&'static [&'static str]),
    /// A whole number.
    Int,
    /// A number, rounded to four decimals.
    Real,
    /// True or false.
    Flag,
    /// A list of one kind of thing.
    List(&'static Kind),
    /// Named values.
    Object(&'static [Column]),
}

const fn col(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column { name, kind, nullable: false, doc }
}

const fn maybe(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column { name, kind, nullable: true, doc }
}

const START: &str = "first byte in the article's text (UTF-8)";
const END: &str = "first byte after it";
const CP_START: &str = "first code point in the article's text";
const CP_END: &str = "first code point after it";

const RAW_START: &str = "first byte in the page as decoded to UTF-8; null where it cannot be traced";
const RAW_END: &str = "first byte after it in the decoded page; between them may stand what is not in the text";

const fn start() -> Column {
    col("start", Kind::Int, START)
}
const fn end() -> Column {
    col("end", Kind::Int, END)
}
const fn cp_start() -> Column {
    col("cp_start", Kind::Int, CP_START)
}
const fn cp_end() -> Column {
    col("cp_end", Kind::Int, CP_END)
}
const fn article() -> Column {
    col("article", Kind::Text, "id of the article")
}
const fn id() -> Column {
    col("id", Kind::Text, "stable id of the row")
}

/// A stretch of an article that the row names elsewhere.
const SPAN: Kind = Kind::Object(&[start(), end(), cp_start(), cp_end()]);
const PASSAGE: Kind = Kind::Object(&[article(), start(), end(), cp_start(), cp_end()]);
const TEXTS: Kind = Kind::List(&Kind::Text);

const LAYER_SPAN: Kind =
    Kind::Object(&[start(), end(), cp_start(), cp_end(), col("layer", Kind::Name(Layer::NAMES), "layer of this stretch")]);
const EDIT: Kind = Kind::Object(&[
    col("op", Kind::Name(EditOp::NAMES), "what is done to the left text to get the right one; says nothing of who wrote first"),
    col("left", SPAN, "where in the left article; empty where the right side has more"),
    col("right", SPAN, "where in the right article; empty where the left side has more"),
    col("class", Kind::Name(EditClass::NAMES), "what the difference means"),
]);
const REASON: Kind = Kind::Object(&[
    col("for", Kind::Name(Stance::NAMES), "which answer it supports"),
    col("kind", Kind::Name(ReasonKind::NAMES), "what it rests on"),
    col("text", Kind::Text, "one plain sentence"),
    maybe("span", PASSAGE, "where it can be seen"),
]);
const CREDIT_SPAN: Kind = Kind::Object(&[
    col("article", Kind::Text, "id of the article that gives the credit"),
    start(),
    end(),
    cp_start(),
    cp_end(),
    col("target", Kind::Text, "whom the words name, as printed"),
    col("to", Kind::Name(CreditTarget::NAMES), "who that is, seen from the other article"),
    col("form", Kind::Name(CreditForm::NAMES), "where the words stand; a trace shows where words come from and credits no text"),
]);
const DESCENT: Kind = Kind::Object(&[
    article(),
    maybe("from", Kind::Text, "id of the article it most likely comes from within the collection; null where it comes first"),
    col("words", Kind::Int, "narration words the two share"),
]);
const JOIN: Kind = Kind::Object(&[
    col("left", Kind::Text, "id of an article"),
    col("right", Kind::Text, "id of the article it was joined with"),
    col("words", Kind::Int, "narration words they share"),
    col("share", Kind::Real, "the same as a share of the shorter article, 0 to 1"),
    col("low", Kind::Flag, "whether the step counts towards the fewest texts"),
    col("high", Kind::Flag, "whether it counts towards the most texts"),
]);
const LOW_HIGH: Kind = Kind::Object(&[col("low", Kind::Int, "fewest"), col("high", Kind::Int, "most")]);
const EVIDENCE: Kind = Kind::Object(&[
    article(),
    start(),
    end(),
    cp_start(),
    cp_end(),
    col("role", Kind::Name(EvidenceRole::NAMES), "what the passage shows"),
    maybe("field", Kind::Name(&["title"]), "what the offsets point into, where it is not the text"),
]);

/// Every table that is written, in the order of writing.
pub const TABLES: &[Table] = &[
    ARTICLES,
    PARAGRAPHS,
    BLOCKS,
    MEDIA,
    CORRECTIONS,
    DATES,
    TIMES,
    SKIPPED,
    MATCHES,
    PAIRS,
    FAMILIES,
    STORIES,
    FIGURES,
    CONFLICTS,
    ATTRIBUTIONS,
    QUOTES,
    SOURCING,
    LABELS,
    HEDGES,
    ACCOUNTS,
    FINDINGS,
    REVIEWS,
];

/// Sorted by id.
pub(super) const ARTICLES: Table = Table {
    name: "articles",
    doc: "one text and what is known of it; sorted by id",
    columns: &[
        id(),
        col("input", Kind::Text, "file it came from, relative to the input argument"),
        maybe("locator", Kind::Text, "line, record or member inside the file"),
        col("sha256", Kind::Text, "SHA-256 of the raw bytes"),
        col("text_sha256", Kind::Text, "SHA-256 of the text"),
        col("role", Kind::Name(Role::NAMES), "its part in the collection"),
        maybe("url", Kind::Text, "its address"),
        maybe("archive_url", Kind::Text, "address of an archived copy"),
        maybe("captured", Kind::Text, "when the page was captured"),
        maybe("outlet", Kind::Text, "its publisher, under the main name"),
        maybe("title", Kind::Text, "the title that came with it"),
        maybe("author", Kind::Text, "the author line, as printed"),
        maybe("published", Kind::Text, "ISO 8601, as precise as known"),
        maybe("published_from", Kind::Name(DateOrigin::NAMES), "where that date was read"),
        maybe("modified", Kind::Text, "when it was last changed, ISO 8601"),
        maybe("lang", Kind::Text, "ISO 639-1 language"),
        col("text", Kind::Text, "the text that all spans point into"),
        col("words", Kind::Int, "folded words of the text"),
        maybe("version_of", Kind::Text, "id of the article whose later version this is"),
        col("complete", Kind::Flag, "whether the whole page is there, so that a missing credit may be called missing"),
        maybe("stamped", Kind::Text, "a date stamp or dateline in the text, ISO 8601"),
        col("links", TEXTS, "hyperlinks of the body"),
        maybe("extra", Kind::Text, "what else the record said, a JSON object as text"),
        maybe("lang_confidence", Kind::Real, "how sure the language is, 0 to 1; null where only the page declares it"),
        col("hidden_characters", Kind::Int, "characters of the text that readers do not see, where they have no use"),
        col("lookalike_words", Kind::Int, "words that mix letters of two scripts where one would do"),
        maybe("domain", Kind::Text, "the registered domain of its address, by the Public Suffix List"),
    ],
};

/// Sorted by article and span.
pub(super) const BLOCKS: Table = Table {
    name: "blocks",
    doc: "a stretch of an article that is not story text; sorted by article and place",
    columns: &[
        id(),
        article(),
        start(),
        end(),
        cp_start(),
        cp_end(),
        col("kind", Kind::Name(BlockKind::NAMES), "what the stretch is"),
        maybe("raw_start", Kind::Int, RAW_START),
        maybe("raw_end", Kind::Int, RAW_END),
        maybe("pages", Kind::Int, "pages of the host on which the line stands; only of site blocks"),
    ],
};

/// Sorted by article and place.
pub(super) const PARAGRAPHS: Table = Table {
    name: "paragraphs",
    doc: "a paragraph of a text that was read from a page, and where it stands there; sorted by article and place",
    columns: &[
        id(),
        article(),
        start(),
        end(),
        cp_start(),
        cp_end(),
        maybe("raw_start", Kind::Int, RAW_START),
        maybe("raw_end", Kind::Int, RAW_END),
    ],
};

/// Sorted by article and place.
pub(super) const MEDIA: Table = Table {
    name: "media",
    doc: "a picture or video of an article, never fetched; sorted by article and place on the page",
    columns: &[
        id(),
        article(),
        maybe("start", Kind::Int, "first byte of the caption or title in the article's text; null where it stands beside the text"),
        maybe("end", Kind::Int, END),
        maybe("cp_start", Kind::Int, CP_START),
        maybe("cp_end", Kind::Int, CP_END),
        col("kind", Kind::Name(MediaKind::NAMES), "what it is"),
        maybe("url", Kind::Text, "its address"),
        maybe("caption", Kind::Text, "what stands under it, as printed"),
        maybe("credit", Kind::Text, "who made it, as printed, where the page sets that apart"),
        maybe("stated_date", Kind::Text, "the day that its caption states, ISO 8601; null where none or several"),
        maybe("stated_place", Kind::Text, "the place that its caption states, as printed"),
    ],
};

/// Sorted by article and place.
pub(super) const CORRECTIONS: Table = Table {
    name: "corrections",
    doc: "what a correction notice says was changed; sorted by article and place",
    columns: &[
        id(),
        article(),
        start(),
        end(),
        cp_start(),
        cp_end(),
        col("kind", Kind::Name(CorrectionKind::NAMES), "what was done"),
        maybe("old", SPAN, "the old wording, inside the notice"),
        maybe("new", SPAN, "the new wording, inside the notice"),
    ],
};

/// Sorted by article, then in the order of trust.
pub(super) const DATES: Table = Table {
    name: "dates",
    doc: "a date that a page claims for itself; those that differ from the chosen one show a page that contradicts itself; sorted by article and trust",
    columns: &[
        id(),
        article(),
        col("kind", Kind::Name(DateKind::NAMES), "what it says of the article"),
        col("origin", Kind::Name(DateOrigin::NAMES), "where it was read"),
        col("key", Kind::Text, "what says so, in the words of the page"),
        col("raw", Kind::Text, "the date as written there"),
        col("iso", Kind::Text, "the date as read, ISO 8601, with the zone where one is written"),
        col("precision", Kind::Name(Precision::NAMES), "how much of it is known"),
        col("chosen", Kind::Flag, "whether the article's date of this kind comes from here"),
    ],
};

/// Sorted by article and place.
pub(super) const TIMES: Table = Table {
    name: "times",
    doc: "a time that a text names; sorted by article and place",
    columns: &[
        id(),
        article(),
        start(),
        end(),
        cp_start(),
        cp_end(),
        col("from", Kind::Text, "first day it may be, ISO 8601"),
        col("to", Kind::Text, "last day it may be, ISO 8601"),
        col("resolved_by", Kind::Name(ResolvedBy::NAMES), "what it was worked out from"),
        maybe("flag", Kind::Name(TimeFlag::NAMES), "what is odd about it"),
    ],
};

/// Sorted by input, locator and reason.
pub(super) const SKIPPED: Table = Table {
    name: "skipped",
    doc: "an input, or a part of one, that was left out; sorted by input",
    columns: &[
        id(),
        col("input", Kind::Text, "file, relative to the input argument"),
        maybe("locator", Kind::Text, "line, record or member inside the file"),
        col("reason", Kind::Text, "name from the closed list of reasons"),
        col("detail", Kind::Text, "what exactly was wrong and what to do next"),
    ],
};

/// In the engine's order.
pub(super) const MATCHES: Table = Table {
    name: "matches",
    doc: "two aligned passages of two articles; left is the article with the smaller id; sorted by articles and places",
    columns: &[
        id(),
        col("left", Kind::Text, "id of the left article"),
        col("left_start", Kind::Int, START),
        col("left_end", Kind::Int, END),
        col("left_cp_start", Kind::Int, CP_START),
        col("left_cp_end", Kind::Int, CP_END),
        col("right", Kind::Text, "id of the right article"),
        col("right_start", Kind::Int, START),
        col("right_end", Kind::Int, END),
        col("right_cp_start", Kind::Int, CP_START),
        col("right_cp_end", Kind::Int, CP_END),
        col("kind", Kind::Name(MatchKind::NAMES), "how alike the passages are"),
        col("layer", Kind::Name(Layer::NAMES), "what kind of text is shared"),
        col("layers", Kind::List(&LAYER_SPAN), "stretches of other layers inside it, in the left article"),
        col("words", Kind::Int, "words that are the same on both sides"),
        col("identity", Kind::Real, "share of words that are the same: 2 x same / (left + right), 0 to 1"),
        col("left_share", Kind::Real, "left passage as a share of the left article's words, 0 to 1"),
        col("right_share", Kind::Real, "right passage as a share of the right article's words, 0 to 1"),
        col("edits", Kind::List(&EDIT), "the differences, in order"),
        maybe("credit", Kind::Name(CreditClass::NAMES), "credit of this passage, of the side that `credit` of the pair speaks of"),
        col("left_words", Kind::Int, "words of the left passage"),
        col("right_words", Kind::Int, "words of the right passage"),
        col("left_credit", Kind::Name(CreditClass::NAMES), "does the left side credit the right one for this passage"),
        col("right_credit", Kind::Name(CreditClass::NAMES), "does the right side credit the left one for this passage"),
        maybe("credit_target", Kind::Text, "whom the credit of `credit` names, as printed"),
        maybe("credit_to", Kind::Name(CreditTarget::NAMES), "who that is, seen from the other article"),
        maybe("credit_form", Kind::Name(CreditForm::NAMES), "where the words stand"),
        maybe("credit_span", PASSAGE, "the words"),
        maybe("left_raw_start", Kind::Int, RAW_START),
        maybe("left_raw_end", Kind::Int, RAW_END),
        maybe("right_raw_start", Kind::Int, RAW_START),
        maybe("right_raw_end", Kind::Int, RAW_END),
    ],
};

/// In the engine's order.
pub(super) const PAIRS: Table = Table {
    name: "pairs",
    doc: "two articles that share text; sorted by articles",
    columns: &[
        id(),
        col("left", Kind::Text, "id of the article with the smaller id"),
        col("right", Kind::Text, "id of the other article"),
        col("shared_words", Kind::Int, "words in matches, the smaller of the two sides"),
        col("narration_words", Kind::Int, "the same, narration only"),
        col("left_share", Kind::Real, "share of the left article's words that are shared, 0 to 1"),
        col("right_share", Kind::Real, "share of the right article's words that are shared, 0 to 1"),
        maybe("earlier", Kind::Text, "id of the earlier article, where it can be told"),
        col("direction", Kind::Name(Direction::NAMES), "how sure the order is"),
        maybe("probability", Kind::Real, "chance that `earlier` is right, 0.5 to 1"),
        col("reasons", Kind::List(&REASON), "what speaks for and against the order"),
        col("credit", Kind::Name(CreditClass::NAMES), "of the later side; where no order can be told, of the side that says more"),
        col("left_credit", Kind::Name(CreditClass::NAMES), "does the left side credit the right one"),
        col("right_credit", Kind::Name(CreditClass::NAMES), "does the right side credit the left one"),
        col("credit_spans", Kind::List(&CREDIT_SPAN), "every credit found on either side"),
        maybe("credit_target", Kind::Text, "whom the credit of `credit` names, as printed"),
        maybe("credit_to", Kind::Name(CreditTarget::NAMES), "who that is, seen from the other article"),
        maybe("left_credit_to", Kind::Name(CreditTarget::NAMES), "whom the left side names"),
        maybe("right_credit_to", Kind::Name(CreditTarget::NAMES), "whom the right side names"),
        col("beside", Kind::List(&EDIT), "sentences beside shared passages that only one side has"),
    ],
};

/// In the engine's order.
pub(super) const FAMILIES: Table = Table {
    name: "families",
    doc: "a text that stands in several articles, largest first; then furniture of one outlet (layer `site`), which is no retelling",
    columns: &[
        id(),
        col("size", Kind::Int, "how many different articles hold it"),
        col("layer", Kind::Name(Layer::NAMES), "what kind of text it is"),
        col("exemplar", Kind::Text, "id of the article whose passage all others were checked against"),
        col("cohesion", Kind::Real, "mean share of the exemplar's words that the other members hold, 0 to 1"),
        col("chained", Kind::Flag, "whether some members are linked through others only"),
        col("capped", Kind::Flag, "whether pairs were left out because the family is large; members never are"),
        col("members", Kind::List(&PASSAGE), "every place; an article may occur several times"),
        maybe("earliest", Kind::Text, "id of the article that is earliest in this collection, where the dates tell"),
        col("texts", LOW_HIGH, "how many separately written texts stand behind it"),
        col("exemplar_start", Kind::Int, START),
        col("exemplar_end", Kind::Int, END),
        col("exemplar_cp_start", Kind::Int, CP_START),
        col("exemplar_cp_end", Kind::Int, CP_END),
        col("joins", Kind::List(&JOIN), "how `texts` was counted: its low is the articles less the steps marked low, its high likewise"),
        col("stemma", Kind::List(&DESCENT), "which article's text most likely comes from which; empty for quotations and furniture"),
    ],
};

const CHAIN_ENDS: Kind = Kind::Object(&[
    col("named", Kind::Int, "people, bodies and outlets outside the story that are named"),
    col("documents", Kind::Int, "documents"),
    col("unnamed", Kind::Int, "sources without a name, by how they are called"),
    col("nothing", Kind::Int, "articles that name no source"),
]);

/// In the engine's order.
pub(super) const STORIES: Table = Table {
    name: "stories",
    doc: "articles about one event; every article is in exactly one; largest first",
    columns: &[
        id(),
        col("articles", TEXTS, "ids of its articles, sorted"),
        maybe("first", Kind::Text, "publication date of the article that is earliest in this collection, ISO 8601"),
        maybe("last", Kind::Text, "publication date of the latest one, ISO 8601"),
        maybe("headline", Kind::Text, "headline of the article that has most in common with the others"),
        col("texts", LOW_HIGH, "how many separately written texts the articles go back to"),
        col("thread", Kind::Text, "stable id shared by related stories"),
        col("chain_ends", CHAIN_ENDS, "where the sourcing of its articles ends, each end counted once"),
    ],
};

const SPANS: Kind = Kind::List(&SPAN);
const QUOTE_MEMBER: Kind = Kind::Object(&[
    col("attribution", Kind::Text, "id of the attribution"),
    col("variant", Kind::List(&Kind::Name(Variant::NAMES)), "how it differs from the fullest member"),
]);

/// Sorted by article and place.
pub(super) const ATTRIBUTIONS: Table = Table {
    name: "attributions",
    doc: "words and whose they are; sorted by article and place",
    columns: &[
        id(),
        article(),
        col("kind", Kind::Name(AttributionKind::NAMES), "in quotation marks, partly, or in the writer's words"),
        col("type", Kind::Name(AttributionType::NAMES), "what is attributed, or to what kind of source"),
        col("stance", Kind::Name(AttributionStance::NAMES), "what the speaker does with the words"),
        col("source", SPANS, "who, as printed at this place; empty where nobody is named"),
        col("cue", SPANS, "the words that attribute"),
        col("content", SPANS, "what is attributed, quotation marks included; empty only for an answer that was not given"),
        maybe("speaker", Kind::Text, "the speaker's name as the article prints it most fully; null where unknown"),
        maybe("speaker_span", SPAN, "where it prints that"),
        maybe("speaker_role", Kind::Text, "the speaker's office, as printed"),
        col("level", Kind::Name(Level::NAMES), "how sure it is: the narrowest of three sets that holds it"),
        maybe("parent", Kind::Text, "id of the attribution it stands in"),
    ],
};

/// In the engine's order.
pub(super) const QUOTES: Table = Table {
    name: "quotes",
    doc: "one quotation found in several places; largest first",
    columns: &[
        id(),
        col("members", Kind::List(&QUOTE_MEMBER), "every place"),
        maybe("earliest", Kind::Text, "id of the article that is earliest in this collection, where the dates tell"),
        col("fullest", Kind::Text, "id of the attribution with most of the words"),
    ],
};

/// Sorted by article and place.
pub(super) const SOURCING: Table = Table {
    name: "sourcing",
    doc: "what a text rests on, by its own words; sorted by article and place",
    columns: &[
        id(),
        article(),
        start(),
        end(),
        cp_start(),
        cp_end(),
        col("relation", Kind::Name(Relation::NAMES), "how the words say it"),
        col("target", Kind::Text, "whom they name, as printed"),
        maybe("target_outlet", Kind::Text, "main name of the outlet that is"),
        maybe("attribution", Kind::Text, "id of the attribution it belongs to"),
    ],
};

/// Sorted by article and place.
pub(super) const LABELS: Table = Table {
    name: "labels",
    doc: "a name or epithet that a text gives to somebody or something; sorted by article and place",
    columns: &[
        id(),
        article(),
        col("entity", Kind::Text, "the name as the article prints it most fully; the label itself where there is no name"),
        maybe("entity_span", SPAN, "the mention that the label is attached to"),
        col("label", Kind::Text, "the words, as printed"),
        start(),
        end(),
        cp_start(),
        cp_end(),
        col("device", Kind::Name(Device::NAMES), "how it is given"),
        col("voice", Kind::Name(Voice::NAMES), "whose word it is"),
        maybe("attribution", Kind::Text, "id of the attribution it stands in"),
        col("sort", Kind::Name(EntitySort::NAMES), "whether it names somebody who acts, or a thing the text speaks of again and again"),
    ],
};

/// Sorted by article and place.
pub(super) const HEDGES: Table = Table {
    name: "hedges",
    doc: "words that say how sure a clause is; sorted by article and place",
    columns: &[
        id(),
        article(),
        start(),
        end(),
        cp_start(),
        cp_end(),
        col("class", Kind::Name(HedgeClass::NAMES), "what they do to the clause"),
        maybe("match", Kind::Text, "id of the match in which they stand on this side only"),
        maybe("change", Kind::Name(HedgeChange::NAMES), "what became of them there; null where no order can be told"),
        col("scope", SPAN, "the clause they speak of"),
    ],
};

/// In the engine's order.
pub(super) const FIGURES: Table = Table {
    name: "figures",
    doc: "a number in a text and what it counts; sorted by article and place",
    columns: &[
        id(),
        article(),
        start(),
        end(),
        cp_start(),
        cp_end(),
        maybe("low", Kind::Real, "smallest value meant; null where open or vague"),
        maybe("high", Kind::Real, "largest value meant; null where open or vague"),
        col("modifier", Kind::Name(Modifier::NAMES), "how exactly it is meant"),
        maybe("unit", Kind::Text, "unit or currency; null for plain counts"),
        maybe("counted", Kind::Text, "what is counted, normalised: what happened and to whom"),
        maybe("counted_span", SPAN, "where that stands"),
        col("state", Kind::Name(State::NAMES), "whether it has come about"),
        maybe("as_of", Kind::Text, "day of which the count is told, ISO 8601"),
        maybe("event", Kind::Text, "id of the story it stands in; a hint"),
        maybe("attribution", Kind::Text, "id of the attribution it stands in"),
    ],
};

/// In the engine's order.
pub(super) const CONFLICTS: Table = Table {
    name: "conflicts",
    doc: "two figures that speak of one thing; sorted by the figures' places",
    columns: &[
        id(),
        col("left", Kind::Text, "id of a figure"),
        col("right", Kind::Text, "id of the other figure"),
        col("class", Kind::Name(ConflictClass::NAMES), "how they stand to each other"),
        col("confidence", Kind::Real, "how likely it is that both speak of one thing, 0 to 1; an estimate"),
    ],
};

const ACCOUNT_CELL: Kind = Kind::Object(&[
    col("slot", Kind::Name(Slot::NAMES), "what is told"),
    col("article", Kind::Text, "id of the article that tells it"),
    col("span", SPAN, "the words, in that article's text"),
    col("value", Kind::Text, "what they are compared as: names under one spelling, days as ISO 8601, figures with what they count"),
]);

/// In the engine's order.
pub(super) const ACCOUNTS: Table = Table {
    name: "accounts",
    doc: "sentences of different articles that tell of one event in words of their own, side by side; sorted by first member. Who is right is not judged",
    columns: &[
        id(),
        maybe("event", Kind::Text, "id of the first member's story; a hint"),
        col("members", Kind::List(&PASSAGE), "the sentences; copies of a member's sentence are members too"),
        col("cells", Kind::List(&ACCOUNT_CELL), "what each tells in each slot; a slot of which a sentence says nothing has no cell"),
        col("differs", Kind::List(&Kind::Name(Slot::NAMES)), "slots in which two members cannot mean the same"),
        col("likeness", Kind::Real, "how much the two members that are most alike have in common, 0 to 1"),
    ],
};

/// In the engine's order.
pub(super) const FINDINGS: Table = Table {
    name: "findings",
    doc: "something worth a look, with the passages that prove it; largest score first",
    columns: &[
        id(),
        col("kind", Kind::Name(FindingKind::NAMES), "what was found"),
        col("sentence", Kind::Text, "plain words"),
        col("evidence", Kind::List(&EVIDENCE), "the passages that prove it"),
        col("confidence", Kind::Name(Confidence::NAMES), "how sure it is"),
        col("score", Kind::Real, "for the order of the list only"),
        col("reasons", TEXTS, "what speaks for and against"),
    ],
};

/// Sorted by finding, then time.
pub(super) const REVIEWS: Table = Table {
    name: "reviews",
    doc: "what a person decided about a finding; sorted by finding and time",
    columns: &[
        id(),
        col("finding", Kind::Text, "id of the finding"),
        col("decision", Kind::Name(&["accepted", "rejected", "unsure"]), "what was decided"),
        maybe("note", Kind::Text, "why"),
        col("coder", Kind::Text, "who decided: a code, not a name"),
        col("at", Kind::Text, "when, ISO 8601"),
        col("tool_version", Kind::Text, "version of the program that showed the finding"),
    ],
};
