//! The words of the report that are chosen by a value. Whole sentences stand in the templates.
//!
//! House rules: shared text is not called copying; "earliest" means earliest in this collection; a person is never judged.
//! `tests/report/wording.rs` reads the finished page against the list of words that are not used.

use retold::record::{
    BlockKind, Confidence, ConflictClass, CreditClass, DateOrigin, Device, Direction, EditClass, FindingKind, HedgeClass, Layer, MatchKind,
    ReasonKind, Relation, Role, Slot, Variant, Voice,
};

/// CSS class of a match: solid, dashed or dotted line; grey where it is set aside.
pub(crate) fn tone(kind: MatchKind, layer: Layer) -> &'static str {
    match (kind, layer) {
        _ if is_aside(layer) => "s",
        (MatchKind::Verbatim, _) => "v",
        (MatchKind::Edited, _) => "e",
        (MatchKind::Paraphrase | MatchKind::Translation, _) => "p",
    }
}

/// Layers that are set aside: shown in grey, part of no family and no finding about reuse.
pub(crate) fn is_aside(layer: Layer) -> bool {
    matches!(layer, Layer::Site | Layer::Formula | Layer::Credit)
}

pub(crate) fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Narration => "narration",
        Layer::Quotation => "quotation",
        Layer::Credit => "credit line",
        Layer::Site => "page furniture",
        Layer::Formula => "stock phrase",
    }
}

/// Differences of case and punctuation are counted, not marked: they would drown the ones that change the meaning.
pub(crate) fn is_shown(class: EditClass) -> bool {
    !matches!(class, EditClass::Case | EditClass::Punctuation)
}

/// Differences that change what is stated.
pub(crate) fn is_weighty(class: EditClass) -> bool {
    matches!(class, EditClass::Number | EditClass::Negation)
}

/// What a difference is, said without an order.
pub(crate) fn edit_class(class: EditClass) -> &'static str {
    match class {
        EditClass::Case => "upper or lower case",
        EditClass::Punctuation => "punctuation",
        EditClass::Substitution => "other words",
        EditClass::Insertion | EditClass::Cut => "words on one side only",
        EditClass::Number => "number differs",
        EditClass::Negation => "negation on one side only",
        EditClass::Hedge => "hedge differs",
        EditClass::Name => "name differs",
        EditClass::Label => "other label for the same",
        EditClass::Attribution => "who said it, or how, differs",
    }
}

/// Place of a class in the list of differences: first what changes the statement.
pub(crate) fn edit_rank(class: EditClass) -> usize {
    use EditClass as E;
    let order = [E::Number, E::Negation, E::Hedge, E::Attribution, E::Name, E::Label, E::Substitution, E::Cut, E::Insertion];
    order.iter().position(|&c| c == class).unwrap_or(order.len())
}

pub(crate) fn block(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Headline => "headline",
        BlockKind::Byline => "byline",
        BlockKind::Dateline => "dateline",
        BlockKind::Lead => "summary",
        BlockKind::Caption => "caption",
        BlockKind::Correction => "correction",
        BlockKind::RelatedLink => "pointer to another article",
        BlockKind::Furniture => "page furniture",
        BlockKind::Credit => "credit line",
        BlockKind::Site => "repeated on this site",
    }
}

pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Article => "article",
        Role::Wire => "agency dispatch",
        Role::Release => "press release",
        Role::Transcript => "transcript",
        Role::Statement => "statement as issued",
    }
}

/// Where a date was read.
pub(crate) fn origin(origin: Option<DateOrigin>) -> &'static str {
    match origin {
        None => "origin not recorded",
        Some(DateOrigin::Given) => "given with the record",
        Some(DateOrigin::JsonLd) => "from the page’s JSON-LD",
        Some(DateOrigin::Meta) => "from the page’s meta tags",
        Some(DateOrigin::TimeTag) => "from a time element of the page",
        Some(DateOrigin::Url) => "from the address only",
        Some(DateOrigin::Feed) => "from the feed",
        Some(DateOrigin::Http) => "from the HTTP header",
        Some(DateOrigin::Text) => "from the text itself",
        Some(DateOrigin::Inferred) => "worked out from other articles",
        Some(DateOrigin::Capture) => "captured then, not younger",
    }
}

pub(crate) const UNDATED: &str = "undated";
pub(crate) const UNKNOWN_OUTLET: &str = "outlet not known";

pub(crate) fn confidence(c: Confidence) -> &'static str {
    c.as_str()
}

/// The word of a pair's order.
pub(crate) fn direction(d: Direction) -> &'static str {
    match d {
        Direction::Clear => "clear",
        Direction::Likely => "likely",
        Direction::CannotTell => "cannot tell",
    }
}

/// How often the word of a pair's order was right on articles whose order is known; empty where no order is given.
pub(crate) fn direction_base(d: Direction) -> String {
    let Some(base) = retold::echo::order_base(d) else { return String::new() };
    let (all, right, neither) = (number(base.pairs.into()), number(base.right.into()), number(base.neither.into()));
    let word = direction(d);
    format!("Of {all} generated pairs called {word}, {right} were right; in {neither} neither had copied the other, both a third text.")
}

/// CSS class of a confidence or direction word.
pub(crate) fn direction_class(d: Direction) -> &'static str {
    match d {
        Direction::Clear => "clear",
        Direction::Likely => "likely",
        Direction::CannotTell => "unclear",
    }
}

/// A credit in tables.
pub(crate) fn credit(class: CreditClass) -> &'static str {
    match class {
        CreditClass::Credited => "credited",
        CreditClass::CommonSource => "names a common source",
        CreditClass::LinkOnly => "link, no name",
        CreditClass::NoneFound => "credit not found",
        CreditClass::NotJudged => "not judged",
        CreditClass::NotNeeded => "covered by a stated agreement",
    }
}

pub(crate) fn reason(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Date => "dates",
        ReasonKind::Stamp => "date stamp in the text",
        ReasonKind::Containment => "containment",
        ReasonKind::Credit => "credit",
        ReasonKind::HouseStyle => "house style",
        ReasonKind::Agency => "agency",
        ReasonKind::CommonSource => "common source",
        ReasonKind::Undated => "no date",
        ReasonKind::DateConflict => "dates disagree",
        ReasonKind::Update => "counts that grow",
        ReasonKind::SharedChanges => "shared changes",
    }
}

pub(crate) fn finding(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::EditedNumber => "number differs",
        FindingKind::CreditNotFound => "credit not found",
        FindingKind::CreditNotInCollection => "credit to an outlet outside this collection",
        FindingKind::CreditToOther => "credit to another outlet",
        FindingKind::ReprintFamily => "text in several outlets",
        FindingKind::Credited => "shared text with credit",
        FindingKind::SharedText => "shared text, no order",
        FindingKind::SharedQuotation => "shared quotation",
        FindingKind::EditedHedge => "hedge differs",
        FindingKind::EditedNegation => "negation differs",
        FindingKind::EditedName => "name differs",
        FindingKind::EditedLabel => "named in other words",
        FindingKind::HeadlineBeyondBody => "headline says more than the article",
        FindingKind::CarriedAfterCorrection => "a withdrawn number",
        FindingKind::VersionChanged => "article changed between captures",
        FindingKind::VersionCorrected => "article corrected between captures",
        FindingKind::FiguresDiffer => "figures differ",
        FindingKind::FiguresInsideOneArticle => "figures differ inside one article",
        FindingKind::PlannedAndActual => "planned and actual figure",
        FindingKind::ToldDifferently => "one event, told differently",
        FindingKind::DateConflict => "dates disagree",
        FindingKind::LeftOut => "left out beside shared text",
        FindingKind::CommonSource => "possible common source",
        FindingKind::HiddenCharacters => "hidden characters",
        FindingKind::QuotationOtherSpeaker => "quotation given to another speaker",
        FindingKind::QuotationWordsDiffer => "words of a quotation differ",
        FindingKind::HeadlineQuotation => "headline quotes what the text lacks",
        FindingKind::AnswerLeftOut => "answer left out",
        FindingKind::CreditInPassing => "source named in passing only",
    }
}

/// What a kind of finding means and what it does not.
pub(crate) fn finding_note(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::EditedNumber => {
            "A shared sentence gives one number here and another there. Either may be right, and one may be a later count."
        }
        FindingKind::CreditNotFound => "The later text shares much of the earlier one, and no line, name or link was found that says so.",
        FindingKind::CreditNotInCollection => "The text names its source, and this collection does not hold that source.",
        FindingKind::CreditToOther => "The credit names another outlet than the one whose text is earlier in this collection.",
        FindingKind::ReprintFamily => "The same text stands in several articles.",
        FindingKind::Credited => "The later text shares much of the earlier one and says so.",
        FindingKind::SharedText => "Two texts share much, and which is earlier cannot be told.",
        FindingKind::SharedQuotation => {
            "The same words in quotation marks in several articles. They may rest on one interview or statement."
        }
        FindingKind::EditedHedge => "A word of doubt, hearsay or allegation stands on one side of a shared sentence only.",
        FindingKind::EditedNegation => "A negation stands on one side of a shared sentence only.",
        FindingKind::EditedName => "A name differs inside a shared sentence.",
        FindingKind::EditedLabel => "A group or person is named in other words inside a shared sentence.",
        FindingKind::HeadlineBeyondBody => {
            "A figure, a hedge, a name or a quotation in a headline that the article below it lacks or weakens."
        }
        FindingKind::CarriedAfterCorrection => {
            "A notice of a correction withdrew a number, and another article has it. It may be right of something else."
        }
        FindingKind::VersionChanged => {
            "One article was captured twice and its words differ. No notice of a correction was found in it; there may be one elsewhere."
        }
        FindingKind::VersionCorrected => "One article was captured twice, its words differ, and a notice of a correction was added.",
        FindingKind::FiguresDiffer => {
            "Two articles about one event give figures that cannot both be true, if they count the same thing at the same moment."
        }
        FindingKind::FiguresInsideOneArticle => "One article gives two figures that cannot both be true, if they count the same thing.",
        FindingKind::PlannedAndActual => "One figure is told as a plan, the other as what came about.",
        FindingKind::ToldDifferently => {
            "Sentences written apart tell of one event and name other people, places or numbers. Which is right is not judged, and they may speak of two events."
        }
        FindingKind::DateConflict => "The declared date of an article is contradicted by its own text.",
        FindingKind::LeftOut => {
            "A sentence with a denial, a number or a source stands beside shared text in the earlier text, and was not found in the later one."
        }
        FindingKind::CommonSource => "Both texts name a third source, and which is earlier cannot be told.",
        FindingKind::QuotationOtherSpeaker => {
            "The same words are given to one speaker here and to another there. One of the two may speak for the other; either may be right."
        }
        FindingKind::QuotationWordsDiffer => {
            "Two forms of one quotation differ in a number, in a negation or throughout. Two translations of one speech differ throughout."
        }
        FindingKind::HeadlineQuotation => {
            "The headline has words in quotation marks that were not found in the text below it. They may stand in a part that was not read."
        }
        FindingKind::AnswerLeftOut => {
            "The earlier text prints a denial, a reply or that somebody would not speak; none was found in the later text that shares much with it."
        }
        FindingKind::CreditInPassing => {
            "The later text is mostly an earlier one. It names it as the source of single words inside a sentence, and nowhere as the source of the text."
        }
        FindingKind::HiddenCharacters => {
            "Shared text holds characters without a shape, or letters of another script that look alike. Programs that compare letters miss such \
             text; some editors leave such characters behind by accident."
        }
    }
}

/// What an outlet may be asked about a finding in which its article stands. Neutral: nothing is presumed.
pub(crate) fn question(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::EditedNumber | FindingKind::FiguresDiffer | FindingKind::FiguresInsideOneArticle | FindingKind::PlannedAndActual => {
            "The excerpts give different figures. On what does yours rest, and does it still stand?"
        }
        FindingKind::CarriedAfterCorrection => {
            "A notice of a correction withdrew the number. On what does yours rest, and does it still stand?"
        }
        FindingKind::EditedHedge | FindingKind::EditedNegation | FindingKind::EditedName | FindingKind::EditedLabel => {
            "The excerpts differ in these words. Which wording do you stand by, and what does it rest on?"
        }
        FindingKind::SharedQuotation
        | FindingKind::QuotationOtherSpeaker
        | FindingKind::QuotationWordsDiffer
        | FindingKind::HeadlineQuotation => "Who said these words, when and to whom? Is there a recording or a transcript?",
        FindingKind::HeadlineBeyondBody => "On what does the headline rest where the text below it says less?",
        FindingKind::LeftOut | FindingKind::AnswerLeftOut => {
            "A passage stands in one of the texts and was not found in the other. Did you have it, and is there a reason why it is or is not in yours?"
        }
        FindingKind::VersionChanged | FindingKind::VersionCorrected => {
            "What was changed between the captures, when and why, and does a notice say so?"
        }
        FindingKind::ToldDifferently => "Do the excerpts tell of one event? On what does your account rest?",
        FindingKind::DateConflict => "When was the article first published, and when was it changed?",
        FindingKind::HiddenCharacters => {
            "The text holds characters without a shape, or letters of another script. Do you know where they come from?"
        }
        _ => "Where did the passage come from? Is there an agreement, a licence or a common source under which you carry it?",
    }
}

/// How a form of a quotation differs from the fullest.
pub(crate) fn variant(v: Variant) -> &'static str {
    match v {
        Variant::Identical => "the same words",
        Variant::Punctuation => "marks or case",
        Variant::Cut => "words left out",
        Variant::Insert => "further words",
        Variant::Substitution => "wording differs",
        Variant::Merged => "joined with another quotation",
        Variant::Retranslated => "wording differs, possibly another translation",
        Variant::IndirectRendering => "without quotation marks",
        Variant::SpeakerDiffers => "other speaker named",
        Variant::NumberDiffers => "number differs",
        Variant::NegationDiffers => "negation on one side only",
    }
}

/// Whose word a label is.
pub(crate) fn voice(voice: Voice) -> &'static str {
    match voice {
        Voice::Own => "the text’s own word",
        Voice::Attributed => "attributed",
        Voice::Distanced => "held at a distance",
        Voice::Denied => "denied",
    }
}

/// How a label is given.
pub(crate) fn device(device: Device) -> &'static str {
    match device {
        Device::Premodifier => "before the name",
        Device::Apposition => "beside the name",
        Device::Copula => "“is a …”",
        Device::NamingVerb => "by a verb of naming",
        Device::AsPhrase => "by “as …”",
        Device::ScareQuote => "in quotation marks",
        Device::SoCalled => "so-called",
        Device::Title => "as a title",
        Device::Substitution => "instead of the name",
    }
}

/// What a hedge does to its clause.
pub(crate) fn hedge(class: HedgeClass) -> &'static str {
    match class {
        HedgeClass::Allegation => "allegation",
        HedgeClass::Hearsay => "hearsay",
        HedgeClass::Doubt => "doubt",
        HedgeClass::Certainty => "certainty",
        HedgeClass::Possibility => "possibility",
        HedgeClass::Refusal => "would not speak",
        HedgeClass::Denial => "denial",
    }
}

/// How a text names what it rests on.
pub(crate) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Told => "somebody told it",
        Relation::ReportedBy => "it reported this",
        Relation::Citing => "cited",
        Relation::AccordingTo => "“according to”",
        Relation::Dateline => "dateline",
        Relation::Byline => "author line",
        Relation::Footer => "line at the end",
        Relation::Link => "link",
        Relation::Interview => "interview with it",
    }
}

/// What a text tells of an event.
pub(crate) fn slot(slot: Slot) -> &'static str {
    match slot {
        Slot::Who => "who",
        Slot::Where => "where",
        Slot::From => "from where",
        Slot::To => "to where",
        Slot::When => "when",
        Slot::HowMany => "how many",
        Slot::AtWhoseRequest => "at whose request",
        Slot::AccordingTo => "according to whom",
    }
}

/// How two figures of one thing stand to each other.
pub(crate) fn conflict(class: ConflictClass) -> &'static str {
    match class {
        ConflictClass::Agree => "agree",
        ConflictClass::Rounding => "rounded differently",
        ConflictClass::Bound => "both can be true",
        ConflictClass::Update => "later count",
        ConflictClass::Scope => "part of the same",
        ConflictClass::PlanActual => "planned and actual",
        ConflictClass::Conflict => "cannot both be true",
        ConflictClass::EditedNumber => "differs in a shared sentence",
        ConflictClass::Scale => "ten, a hundred or a thousand times the other",
        ConflictClass::InsideOneArticle => "differ inside one article",
    }
}

/// What that means.
pub(crate) fn conflict_note(class: ConflictClass) -> &'static str {
    match class {
        ConflictClass::Agree => "Equal values, said with compatible words.",
        ConflictClass::Rounding => "Equal within the printed precision, or within 5 %.",
        ConflictClass::Bound => "By their words (at least, up to) both can be true at the same moment.",
        ConflictClass::Update => "The later text says by its own words that the count has moved on.",
        ConflictClass::Scope => "One counts a part, another area or another group of the same event.",
        ConflictClass::PlanActual => "One is told as a plan, the other as what came about.",
        ConflictClass::Conflict => "Two counts of one thing and moment that cannot both be true, if they count the same.",
        ConflictClass::EditedNumber => "The sentence is shared, the number in it is not.",
        ConflictClass::Scale => "A slip of unit or scale on one side is to be looked for.",
        ConflictClass::InsideOneArticle => "Both stand in one article, whoever says them.",
    }
}

/// Why an input was not read.
pub(crate) fn skip_reason(reason: &str) -> String {
    super::visible::visible(reason).replace('-', " ")
}

pub(crate) fn words_left_out(n: usize) -> String {
    format!("{} not shown", counted(n as u64, "word", "words"))
}

/// `Not in the other: headline, 3 sentences`.
pub(crate) fn not_in_the_other(kinds: &[&str], sentences: usize) -> String {
    let mut parts: Vec<String> = kinds.iter().map(|&k| k.to_owned()).collect();
    if sentences > 0 {
        parts.push(counted(sentences as u64, "sentence", "sentences"));
    }
    format!("Not in the other: {}", parts.join(", "))
}

/// A language by name where it is a frequent one, else by its code.
pub(crate) fn language(code: Option<&str>) -> String {
    const NAMES: [(&str, &str); 36] = [
        ("ar", "Arabic"),
        ("bg", "Bulgarian"),
        ("bn", "Bengali"),
        ("cs", "Czech"),
        ("da", "Danish"),
        ("de", "German"),
        ("el", "Greek"),
        ("en", "English"),
        ("es", "Spanish"),
        ("et", "Estonian"),
        ("fa", "Persian"),
        ("fi", "Finnish"),
        ("fr", "French"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hr", "Croatian"),
        ("hu", "Hungarian"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ka", "Georgian"),
        ("ko", "Korean"),
        ("lt", "Lithuanian"),
        ("lv", "Latvian"),
        ("nl", "Dutch"),
        ("no", "Norwegian"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sk", "Slovak"),
        ("sr", "Serbian"),
        ("sv", "Swedish"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("zh", "Chinese"),
    ];
    let Some(code) = code else {
        return "not known".to_owned();
    };
    match NAMES.iter().find(|(c, _)| *c == code) {
        Some((_, name)) => (*name).to_owned(),
        None => super::visible::visible(code),
    }
}

/// A number with its noun.
pub(crate) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// How many of something are known, in a column.
pub(crate) fn known(n: u64) -> String {
    if n == 0 { "not known".to_owned() } else { number(n) }
}

/// Of how many outlets articles are: `4 outlets`, `2 known outlets` where others are not known, `no known outlet`.
pub(crate) fn outlets(known: u64, all_known: bool) -> String {
    match (known, all_known) {
        (0, _) => "no known outlet".to_owned(),
        (_, true) => counted(known, "outlet", "outlets"),
        (_, false) => counted(known, "known outlet", "known outlets"),
    }
}

/// A number with thousands set apart.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `5` or `4 to 6`.
pub(crate) fn low_high(low: u32, high: u32) -> String {
    if low == high { number(low.into()) } else { format!("{} to {}", number(low.into()), number(high.into())) }
}

/// A share as a whole per cent, which no line breaks apart. Never rounded up to all, never down to none.
pub(crate) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round().clamp(0.0, 100.0);
    if share <= 0.0 {
        "0\u{a0}%".to_owned()
    } else if rounded < 1.0 {
        "under 1\u{a0}%".to_owned()
    } else if rounded >= 100.0 && share < 1.0 {
        "over 99\u{a0}%".to_owned()
    } else {
        format!("{rounded}\u{a0}%")
    }
}

#[cfg(test)]
mod tests {
    use super::{number, percent};

    #[test]
    fn numbers_are_readable() {
        assert_eq!(number(25_000), "25,000");
        assert_eq!(number(999), "999");
        assert_eq!(percent(0.999), "over 99\u{a0}%");
        assert_eq!(percent(0.684), "68\u{a0}%");
        assert_eq!(percent(0.001), "under 1\u{a0}%");
    }
}
