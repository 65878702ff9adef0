//! A hand-made analysis of the invented articles. Spans are found in the texts, so that the report shows true passages.

use retold::record::*;
use retold::{Analysis, Counts};
use retold_cli::report::{InputFact, ReportInput, ReportOptions, RunFacts, SkippedLine};

use crate::texts;

/// Everything a report needs, owned.
pub(crate) struct Fixture {
    pub(crate) title: String,
    pub(crate) articles: Vec<Article>,
    pub(crate) words: Vec<u32>,
    pub(crate) analysis: Analysis,
    pub(crate) skipped: Vec<SkippedLine>,
    pub(crate) run: RunFacts,
    pub(crate) options: ReportOptions,
}

impl Fixture {
    pub(crate) fn input(&self) -> ReportInput<'_> {
        ReportInput {
            title: &self.title,
            articles: &self.articles,
            words: &self.words,
            analysis: &self.analysis,
            skipped: &self.skipped,
            run: &self.run,
            options: self.options,
        }
    }

    pub(crate) fn render(&self) -> String {
        retold_cli::report::render(&self.input()).expect("the report renders")
    }
}

pub(crate) const COURIER: u32 = 0;
pub(crate) const LANTERN: u32 = 1;
pub(crate) const MERIDIAN: u32 = 2;
pub(crate) const NORVIK: u32 = 3;
pub(crate) const OPEN_TIDE: u32 = 4;
pub(crate) const STATEMENT: u32 = 5;

const FERRIES: &str = "Ferries stood ready on Tuesday to take residents out of Port Aldren as floodwater reached the lower town";
const FERRIES_SAID: &str =
    "Ferries stood ready on Tuesday to take residents out of Port Aldren as floodwater reached the lower town, the harbour office said.";
const QUAY: &str = "We will not leave anyone on the quay, and we have asked the two governments for boats";
const QUAY_SHORT: &str = "We will not leave anyone on the quay";
const QUAY_CAPITALS: &str = "We will not leave anyone on the quay, and we have asked both capitals for boats";
const SLUICES_MAY: &str = "Sluices above the town were opened on Monday night to protect the upper valley, according to the river board, which may open two more before the weekend.";
const SLUICES_WILL: &str = "Sluices above the town were opened on Monday night to protect the upper valley, according to the river board, which will open two more before the weekend.";
const SLUICES_HIDDEN: &str = "Sluices above the town were opened on Mon\u{200B}day night to protect the upper valley, according to the river board, which will open two more before the weekend.";
const PLAN_ABOUT: &str = "The plan provides for about 800 people in the first night, harbour master Ilse Varn told Norvik Press Agency. Two ferries and a lighter lie at the east quay.";
const PLAN_1800: &str = "The plan provides for 1,800 people in the first night, the so-called harbour master said. Two ferries and a lighter lie at the east quay.";
const PLAN_SHORT: &str = "The plan provides for about 800 people in the first night";

fn date(iso: &str, from: i64, to: i64, precision: Precision) -> Option<Date> {
    Some(Date { iso: iso.to_owned(), from, to, precision })
}

fn article(id: &str, outlet: &str, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        input: format!("port-aldren/{id}.html"),
        locator: None,
        sha256: format!("{:064x}", text.len()),
        text_sha256: format!("{:064x}", text.len() * 7),
        role: Role::Article,
        url: Some(format!("https://{}.example/port-aldren", id)),
        archive_url: None,
        captured: Some("2024-03-26T08:00:00Z".to_owned()),
        outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
        title: text.lines().next().map(str::to_owned),
        author: None,
        published: None,
        published_from: None,
        stamped: None,
        modified: None,
        dates: Vec::new(),
        lang_confidence: None,
        times: Vec::new(),
        corrections: Vec::new(),
        lang: Some("en".to_owned()),
        complete: true,
        links: Vec::new(),
        text: text.to_owned(),
        blocks: Vec::new(),
        media: Vec::new(),
        source: SourceMap::default(),
        version_of: None,
        extra: None,
    }
}

pub(crate) fn find(text: &str, part: &str) -> Span {
    let at = text.find(part).unwrap_or_else(|| panic!("‘{part}’ is not in ‘{text}’"));
    Span::from(at..at + part.len())
}

fn block(article: &mut Article, part: &str, kind: BlockKind) {
    let span = find(&article.text, part);
    article.blocks.push(Block { span, kind });
    article.blocks.sort();
}

const MIDNIGHT_21: i64 = 1_710_979_200;
const HOUR: i64 = 3_600;

fn articles() -> Vec<Article> {
    let mut courier = article("aldren-courier", "Aldren Courier", texts::COURIER);
    courier.title = Some("Night ferries for the lower town".to_owned());
    let at = MIDNIGHT_21 + 30 * HOUR + 1_800;
    courier.published = date("2024-03-22T06:30:00Z", at, at, Precision::Time);
    courier.published_from = Some(DateOrigin::Meta);
    block(&mut courier, "Aldren Courier\nShare  ·  Comment  ·  Print", BlockKind::Furniture);
    block(&mut courier, "Night ferries for the lower town", BlockKind::Headline);
    block(&mut courier, "With material from NPA.", BlockKind::Credit);
    block(&mut courier, "Subscribe to our morning letter", BlockKind::Site);

    let mut lantern = article("daily-lantern", "Daily Lantern", texts::LANTERN);
    lantern.title = None;
    lantern.complete = false;

    let mut meridian = article("meridian", "The Meridian", texts::MERIDIAN);
    let at = MIDNIGHT_21 + 15 * HOUR + 600;
    meridian.published = date("2024-03-21T16:10:00+01:00", at, at, Precision::Time);
    meridian.published_from = Some(DateOrigin::TimeTag);
    meridian.author = Some("R. Ostwen".to_owned());
    block(&mut meridian, "Port Aldren prepares night ferries", BlockKind::Headline);

    let mut norvik = article("norvik", "Norvik Press Agency", texts::NORVIK);
    let at = MIDNIGHT_21 + 9 * HOUR + 2_400;
    norvik.published = date("2024-03-21T09:40:00Z", at, at, Precision::Time);
    norvik.published_from = Some(DateOrigin::JsonLd);
    norvik.stamped = date("2024-03-21", MIDNIGHT_21, MIDNIGHT_21 + 86_399, Precision::Day);
    norvik.role = Role::Wire;
    block(&mut norvik, "Ferries ready to take families out of Port Aldren", BlockKind::Headline);
    block(&mut norvik, "PORT ALDREN, 21 March (NPA) —", BlockKind::Dateline);

    let mut tide = article("open-tide", "Open Tide", texts::OPEN_TIDE);
    tide.published = date("2024-03-22", MIDNIGHT_21 + 86_400, MIDNIGHT_21 + 2 * 86_400 - 1, Precision::Day);
    tide.published_from = Some(DateOrigin::Url);
    block(&mut tide, "Thousands flee as Port Aldren drowns", BlockKind::Headline);

    let mut statement = article("port-statement", "", texts::STATEMENT);
    statement.role = Role::Statement;
    statement.published = date("2024-03-20", MIDNIGHT_21 - 86_400, MIDNIGHT_21 - 1, Precision::Day);
    statement.published_from = Some(DateOrigin::Given);

    let mut sada = article("sada", "صدى الدرين", texts::SADA);
    sada.lang = Some("ar".to_owned());
    sada.published = date("2024-03", MIDNIGHT_21 - 20 * 86_400, MIDNIGHT_21 + 11 * 86_400 - 1, Precision::Month);
    sada.published_from = Some(DateOrigin::Capture);
    vec![courier, lantern, meridian, norvik, tide, statement, sada]
}

/// A match between two passages given by their words. `^words` in an edit is the empty place after those words.
struct Shared<'a> {
    sides: [(u32, &'a str); 2],
    layer: Layer,
    edits: &'a [(&'a str, &'a str, EditClass)],
}

fn place(text: &str, within: Span, part: &str) -> Span {
    let inside = within.of(text);
    let span = match part.strip_prefix('^') {
        Some(after) => {
            let end = find(inside, after).end;
            Span::new(end, end)
        }
        None => find(inside, part),
    };
    Span::new(span.start + within.start, span.end + within.start)
}

fn shared(articles: &[Article], s: &Shared) -> Match {
    let passage = |(ix, part): (u32, &str)| Passage { article: ArticleIx(ix), span: find(&articles[ix as usize].text, part) };
    let (left, right) = (passage(s.sides[0]), passage(s.sides[1]));
    assert!(left.article < right.article, "left is the smaller id");
    let text = |p: Passage| articles[p.article.index()].text.as_str();
    let count = |p: Passage| p.span.of(text(p)).split_whitespace().count() as u32;
    let edit = |&(l, r, class): &(&str, &str, EditClass)| Edit {
        op: match (l.starts_with('^'), r.starts_with('^')) {
            (true, _) => EditOp::Insert,
            (_, true) => EditOp::Delete,
            _ => EditOp::Replace,
        },
        left: place(text(left), left.span, l),
        right: place(text(right), right.span, r),
        class,
    };
    let edits: Vec<Edit> = s.edits.iter().map(edit).collect();
    let changed = edits.iter().filter(|e| !e.left.is_empty()).count() as u32;
    Match {
        left,
        right,
        kind: if edits.is_empty() { MatchKind::Verbatim } else { MatchKind::Edited },
        layer: s.layer,
        layers: Vec::new(),
        words: count(left).min(count(right)).saturating_sub(changed),
        left_words: count(left),
        right_words: count(right),
        edits,
    }
}

fn matches(articles: &[Article]) -> Vec<Match> {
    use EditClass as E;
    use Layer::{Narration, Quotation};
    let make = |sides, layer, edits: &[(&str, &str, EditClass)]| shared(articles, &Shared { sides, layer, edits });
    let will = [("may", "will", E::Hedge)];
    let plan = [
        ("about 800", "1,800", E::Number),
        ("harbour master Ilse Varn told Norvik Press Agency", "the so-called harbour master said", E::Attribution),
    ];
    let mut all = vec![
        make([(COURIER, FERRIES), (MERIDIAN, FERRIES)], Narration, &[]),
        make([(COURIER, FERRIES_SAID), (NORVIK, FERRIES_SAID)], Narration, &[]),
        make([(COURIER, FERRIES), (OPEN_TIDE, FERRIES)], Narration, &[]),
        make([(COURIER, QUAY), (NORVIK, QUAY)], Quotation, &[]),
        make(
            [(LANTERN, PLAN_1800), (NORVIK, PLAN_ABOUT)],
            Narration,
            &[
                ("1,800", "about 800", E::Number),
                ("the so-called harbour master said", "harbour master Ilse Varn told Norvik Press Agency", E::Attribution),
            ],
        ),
        make([(LANTERN, PLAN_1800), (OPEN_TIDE, PLAN_1800)], Narration, &[]),
        make([(LANTERN, SLUICES_HIDDEN), (NORVIK, SLUICES_MAY)], Narration, &[("will", "may", E::Hedge)]),
        make([(LANTERN, SLUICES_HIDDEN), (OPEN_TIDE, SLUICES_WILL)], Narration, &[]),
        make([(MERIDIAN, FERRIES), (NORVIK, FERRIES)], Narration, &[]),
        make([(MERIDIAN, PLAN_SHORT), (NORVIK, PLAN_SHORT)], Narration, &[]),
        make([(MERIDIAN, QUAY_CAPITALS), (NORVIK, QUAY)], Quotation, &[("both capitals", "the two governments", E::Substitution)]),
        make([(MERIDIAN, SLUICES_MAY), (NORVIK, SLUICES_MAY)], Narration, &[]),
        make([(MERIDIAN, FERRIES), (OPEN_TIDE, FERRIES)], Narration, &[]),
        make([(MERIDIAN, SLUICES_MAY), (OPEN_TIDE, SLUICES_WILL)], Narration, &will),
        make([(NORVIK, FERRIES), (OPEN_TIDE, FERRIES)], Narration, &[]),
        make([(NORVIK, PLAN_ABOUT), (OPEN_TIDE, PLAN_1800)], Narration, &plan),
        make(
            [(NORVIK, QUAY), (OPEN_TIDE, QUAY_SHORT)],
            Quotation,
            &[(", and we have asked the two governments for boats", "^quay", E::Cut)],
        ),
        make([(NORVIK, SLUICES_MAY), (OPEN_TIDE, SLUICES_WILL)], Narration, &will),
        make([(NORVIK, QUAY), (STATEMENT, QUAY)], Quotation, &[]),
    ];
    all.sort_by_key(|m| (m.left.article, m.right.article, m.left.span, m.right.span));
    all
}

fn reason(stance: Stance, kind: ReasonKind, text: &str) -> Reason {
    Reason { stance, kind, text: text.to_owned(), evidence: None }
}

fn pairs(articles: &[Article], matches: &[Match], words: &[u32]) -> Vec<Pair> {
    let mut out: Vec<Pair> = Vec::new();
    for m in matches {
        let (left, right) = (m.left.article, m.right.article);
        if out.last().is_none_or(|p| (p.left, p.right) != (left, right)) {
            out.push(Pair {
                left,
                right,
                shared_words: 0,
                narration_words: 0,
                quotation_words: 0,
                left_share: 0.0,
                right_share: 0.0,
                earlier: None,
                direction: Direction::CannotTell,
                probability: None,
                reasons: vec![reason(
                    Stance::CannotTell,
                    ReasonKind::CommonSource,
                    "Both may come from a source that is not in this collection.",
                )],
                left_credit: Credit { class: CreditClass::NotJudged, to: None },
                right_credit: Credit { class: CreditClass::NotJudged, to: None },
                credit_spans: Vec::new(),
                beside: Vec::new(),
                passages: Vec::new(),
            });
        }
        let Some(pair) = out.last_mut() else { continue };
        pair.shared_words += m.words;
        pair.narration_words += if m.layer == Layer::Narration { m.words } else { 0 };
        pair.quotation_words += if m.layer == Layer::Quotation { m.words } else { 0 };
        let share = |n: u32, ix: ArticleIx| f64::from(n) / f64::from(words[ix.index()].max(1));
        pair.left_share = (pair.left_share + share(m.words, left)).min(1.0);
        pair.right_share = (pair.right_share + share(m.words, right)).min(1.0);
    }
    for pair in &mut out {
        judge(articles, pair);
    }
    out
}

/// The orders that a reader of the invented articles would give.
fn judge(articles: &[Article], pair: &mut Pair) {
    let key = (pair.left.0, pair.right.0);
    let credit = |class, to| Credit { class, to };
    let span = |ix: u32, part: &str, target: &str, to| CreditSpan {
        article: ArticleIx(ix),
        span: find(&articles[ix as usize].text, part),
        target: target.to_owned(),
        to,
        form: CreditForm::Footer,
    };
    let its = Some(CreditTarget::ItsOutlet);
    match key {
        (COURIER, NORVIK) => {
            (pair.earlier, pair.direction) = (Some(ArticleIx(NORVIK)), Direction::Clear);
            pair.left_credit = credit(CreditClass::Credited, its);
            pair.credit_spans = vec![span(COURIER, "With material from NPA.", "NPA", CreditTarget::ItsOutlet)];
            pair.reasons.insert(
                0,
                reason(
                    Stance::RightEarlier,
                    ReasonKind::Date,
                    "Norvik Press Agency’s page states 21 March, 09:40; Aldren Courier’s 22 March, 06:30.",
                ),
            );
        }
        (MERIDIAN, NORVIK) => {
            (pair.earlier, pair.direction) = (Some(ArticleIx(NORVIK)), Direction::Clear);
            pair.left_credit = credit(CreditClass::Credited, its);
            pair.credit_spans = vec![span(MERIDIAN, "Norvik Press Agency reports", "Norvik Press Agency", CreditTarget::ItsOutlet)];
            pair.reasons.insert(
                0,
                reason(
                    Stance::RightEarlier,
                    ReasonKind::Date,
                    "Norvik Press Agency’s page states 21 March, 09:40; The Meridian’s 15:10 UTC of the same day.",
                ),
            );
        }
        (NORVIK, OPEN_TIDE) => open_tide(articles, pair),
        (COURIER, MERIDIAN) | (COURIER, OPEN_TIDE) | (MERIDIAN, OPEN_TIDE) => {
            pair.reasons.insert(
                0,
                reason(Stance::RightEarlier, ReasonKind::Date, "The dates differ by less than a day, and one has no time of day."),
            );
        }
        _ => pair.reasons.insert(0, reason(Stance::CannotTell, ReasonKind::Undated, "One of the two is undated.")),
    }
    if key == (NORVIK, STATEMENT) {
        (pair.earlier, pair.direction) = (Some(ArticleIx(STATEMENT)), Direction::Likely);
        pair.left_credit = credit(CreditClass::NotJudged, None);
    }
}

fn open_tide(articles: &[Article], pair: &mut Pair) {
    (pair.earlier, pair.direction) = (Some(ArticleIx(NORVIK)), Direction::Clear);
    pair.right_credit = Credit { class: CreditClass::NoneFound, to: None };
    let told = "harbour master Ilse Varn told Norvik Press Agency";
    pair.reasons = vec![
        reason(
            Stance::LeftEarlier,
            ReasonKind::Date,
            "Norvik Press Agency’s page states 21 March, 09:40 in its metadata; Open Tide’s address says 22 March.",
        ),
        reason(
            Stance::LeftEarlier,
            ReasonKind::Containment,
            "Open Tide adds one sentence of its own; Norvik Press Agency has 78 further words around the shared ones.",
        ),
        Reason {
            stance: Stance::LeftEarlier,
            kind: ReasonKind::HouseStyle,
            text: "Norvik Press Agency names its own interview; the same sentence lacks it in Open Tide.".to_owned(),
            evidence: Some(Passage { article: ArticleIx(NORVIK), span: find(&articles[NORVIK as usize].text, told) }),
        },
        reason(
            Stance::CannotTell,
            ReasonKind::Credit,
            "Credit not found: text, credit lines and links were searched for Norvik Press Agency, NPA and 3 spellings.",
        ),
        reason(
            Stance::RightEarlier,
            ReasonKind::CommonSource,
            "Open Tide’s date has no time of day; both may come from a release that is not in this collection.",
        ),
    ];
}

fn family(articles: &[Article], layer: Layer, members: &[(u32, &str)], exemplar: usize) -> Family {
    let passage = |&(ix, part): &(u32, &str)| Passage { article: ArticleIx(ix), span: find(&articles[ix as usize].text, part) };
    let mut all: Vec<Passage> = members.iter().map(passage).collect();
    let exemplar = all[exemplar];
    all.sort_by_key(|p| (p.article, p.span));
    Family {
        layer,
        exemplar,
        cohesion: 0.93,
        chained: false,
        capped: false,
        members: all,
        earliest: Some(ArticleIx(NORVIK)),
        texts_low: 1,
        texts_high: 2,
        joins: Vec::new(),
        stemma: Vec::new(),
    }
}

fn finding(articles: &[Article], kind: FindingKind, sentence: &str, evidence: &[(u32, &str, EvidenceRole)]) -> Finding {
    let one = |&(ix, part, role): &(u32, &str, EvidenceRole)| Evidence {
        passage: Passage { article: ArticleIx(ix), span: find(&articles[ix as usize].text, part) },
        role,
    };
    let mut out = Finding::new(kind, sentence.to_owned(), one(&evidence[0]));
    for e in &evidence[1..] {
        out = out.with(one(e));
    }
    out
}

fn findings(articles: &[Article]) -> Vec<Finding> {
    use EvidenceRole::{Credit, Earlier, Later, Member, Side};
    let make = |kind, confidence, sentence: &str, evidence: &[(u32, &str, EvidenceRole)]| {
        let mut f = finding(articles, kind, sentence, evidence);
        f.confidence = confidence;
        f
    };
    vec![
        make(
            FindingKind::EditedNumber,
            Confidence::Clear,
            "Inside a sentence shared by Norvik Press Agency and Open Tide one number differs: “about 800” earlier in this collection, “1,800” later.",
            &[(NORVIK, PLAN_ABOUT, Earlier), (OPEN_TIDE, PLAN_1800, Later)],
        ),
        make(
            FindingKind::CreditNotFound,
            Confidence::Clear,
            "83 % of Open Tide’s words appear in Norvik Press Agency’s article of the day before; credit was not found.",
            &[(NORVIK, SLUICES_MAY, Earlier), (OPEN_TIDE, SLUICES_WILL, Later)],
        ),
        make(
            FindingKind::ReprintFamily,
            Confidence::Clear,
            "One text stands in 4 articles of 4 outlets. Earliest in this collection: Norvik Press Agency.",
            &[(COURIER, FERRIES, Member), (MERIDIAN, FERRIES, Member), (NORVIK, FERRIES, Member), (OPEN_TIDE, FERRIES, Member)],
        ),
        make(
            FindingKind::Credited,
            Confidence::Clear,
            "The Meridian shares text with Norvik Press Agency and names it.",
            &[(NORVIK, FERRIES, Earlier), (MERIDIAN, FERRIES, Later), (MERIDIAN, "Norvik Press Agency reports", Credit)],
        ),
        make(
            FindingKind::SharedText,
            Confidence::Likely,
            "Daily Lantern and Open Tide share 47 words, and which is earlier cannot be told.",
            &[(LANTERN, PLAN_1800, Side), (OPEN_TIDE, PLAN_1800, Side)],
        ),
        make(
            FindingKind::SharedQuotation,
            Confidence::Unclear,
            "The same quotation stands in Norvik Press Agency and in a statement without an outlet.",
            &[(STATEMENT, QUAY, Side), (NORVIK, QUAY, Side)],
        ),
    ]
}

/// The whole invented collection.
pub(crate) fn port_aldren() -> Fixture {
    let articles = articles();
    let words: Vec<u32> = articles.iter().map(|a| a.text.split_whitespace().count() as u32).collect();
    let matches = matches(&articles);
    let pairs = pairs(&articles, &matches, &words);
    let ferries = [(COURIER, FERRIES), (MERIDIAN, FERRIES), (NORVIK, FERRIES), (OPEN_TIDE, FERRIES)];
    let sluices = [(LANTERN, SLUICES_HIDDEN), (MERIDIAN, SLUICES_MAY), (NORVIK, SLUICES_MAY), (OPEN_TIDE, SLUICES_WILL)];
    let quay = [(COURIER, QUAY), (NORVIK, QUAY), (STATEMENT, QUAY)];
    let mut families = vec![
        family(&articles, Layer::Narration, &ferries, 2),
        family(&articles, Layer::Narration, &sluices, 2),
        family(&articles, Layer::Quotation, &quay, 1),
    ];
    families[1].chained = true;
    families[1].capped = true;
    families[2].earliest = None;
    let mut analysis = Analysis {
        findings: findings(&articles),
        versions: Vec::new(),
        matches,
        pairs,
        families,
        texts: (3, 5),
        counts: Counts {
            articles: articles.len() as u64,
            words: words.iter().map(|&w| u64::from(w)).sum(),
            postings: 812,
            shared_grams: 164,
            candidate_pairs: 12,
            rejected_pairs: 3,
            site_matches: 31,
            formula_matches: 12,
            ..Counts::default()
        },
        ..Analysis::default()
    };
    crate::told::add(&mut analysis, &articles);
    Fixture {
        title: "Port Aldren".to_owned(),
        words,
        analysis,
        articles,
        skipped: skipped(),
        run: run(),
        options: ReportOptions::default(),
    }
}

fn skipped() -> Vec<SkippedLine> {
    let line = |input: &str, reason: &str, detail: &str| SkippedLine {
        input: input.to_owned(),
        locator: None,
        reason: reason.to_owned(),
        detail: detail.to_owned(),
    };
    vec![
        line("port-aldren/empty.txt", "empty", "no text"),
        line("port-aldren/archive.warc.gz", "damaged-record", "record 4 ends after 118 of 912 bytes"),
    ]
}

fn run() -> RunFacts {
    let input = |input: &str, format: &str, articles| InputFact { input: input.to_owned(), format: format.to_owned(), articles };
    RunFacts {
        version: "0.1.0".to_owned(),
        config_hash: "5d0c1f4be29a7730".to_owned(),
        run_hash: "7c1e9a04d2f6b8131e".to_owned(),
        inputs: vec![input("port-aldren/", "html", 6), input("sada.jsonl", "jsonl", 1)],
        rejected: 0,
        settings: vec![("echo.min_words".to_owned(), "8".to_owned()), ("echo.gram_words".to_owned(), "5".to_owned())],
    }
}
