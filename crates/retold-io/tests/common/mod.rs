//! A hand-made collection: four articles of invented outlets about an invented ferry, and what an engine could say of them.

#![allow(dead_code, reason = "each test file uses a part")]

use std::path::Path;

use retold::echo::Posting;
use retold::record::{
    Article, ArticleIx, Block, BlockKind, Confidence, Correction, CorrectionKind, Credit, CreditClass, CreditForm, CreditSpan,
    CreditTarget, Date, DateClaim, DateKind, DateOrigin, Direction, Edit, EditClass, EditOp, Evidence, EvidenceRole, Family, Finding,
    FindingKind, Layer, LayerSpan, Match, MatchKind, Media, MediaKind, Pair, Passage, PassageCredit, Precision, Reason, ReasonKind,
    ResolvedBy, Role, Run, SourceMap, Span, Stance, TimeFlag, TimeMention, Voices, Wording,
};
use retold::text::Word;
use retold::{Analysis, Counts};
use retold_io::collection::{Put, Roster, Writer};
use retold_io::{Collection, Manifest, SkippedRow};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Bytes of markup before the text of every article.
pub(crate) const RAW_SHIFT: u64 = 10;

pub(crate) const GAZETTE: &str = "The ferry «Marelle» ran aground off Port Vellan on Monday, the harbour office said. Nobody was hurt.";
pub(crate) const COURIER: &str =
    "(Vellan Gazette) – The ferry «Marelle» ran aground off Port Vellan on Monday, the harbour office said. Two were hurt.";

pub(crate) fn article(id: &str, outlet: &str, text: &str) -> Article {
    let hash: String = Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect();
    Article {
        id: id.into(),
        input: "articles.jsonl".into(),
        locator: Some(id.len().to_string()),
        sha256: hash.clone(),
        text_sha256: hash,
        role: Role::Article,
        url: Some(format!("https://{outlet}.example/{id}")),
        archive_url: None,
        captured: None,
        outlet: Some(outlet.into()),
        title: Some("=Ferry aground".into()),
        author: None,
        published: Some(Date { iso: "2031-05-06".into(), from: 1_935_705_600, to: 1_935_791_999, precision: Precision::Day }),
        published_from: Some(DateOrigin::Given),
        stamped: None,
        modified: None,
        dates: vec![claim("2031-05-06", 1_935_705_600, true), claim("2031-05-04", 1_935_532_800, false)],
        lang_confidence: Some(0.75),
        times: vec![TimeMention {
            span: Span::new(4, 9),
            from: "2031-05-05".into(),
            to: "2031-05-05".into(),
            resolved_by: ResolvedBy::Weekday,
            flag: Some(TimeFlag::WeekdayMismatch),
        }],
        corrections: vec![Correction { span: Span::new(0, 9), kind: CorrectionKind::Correction, old: Some(Span::new(0, 3)), new: None }],
        lang: Some("en".into()),
        complete: true,
        links: vec!["https://harbour.example/notice".into()],
        text: text.into(),
        blocks: vec![Block { span: Span::new(0, 9), kind: BlockKind::Dateline }],
        media: vec![Media {
            span: None,
            kind: MediaKind::Image,
            url: Some("https://harbour.example/marelle.jpg".into()),
            caption: Some("The Marelle in Lisken on 3 May 2015.".into()),
            credit: None,
            stated_date: Some("2015-05-03".into()),
            stated_place: Some("Lisken".into()),
        }],
        source: SourceMap::new(vec![Run {
            text: Span::new(0, text.len() as u32),
            raw: Span::new(RAW_SHIFT as u32, text.len() as u32 + RAW_SHIFT as u32),
        }]),
        version_of: None,
        extra: None,
    }
}

fn claim(day: &str, from: i64, chosen: bool) -> DateClaim {
    let date = Date { iso: day.into(), from, to: from + 86_399, precision: Precision::Day };
    DateClaim { kind: DateKind::Published, origin: DateOrigin::Meta, key: "pubdate".into(), raw: day.into(), date, chosen }
}

/// Words split at spaces; hashed well enough for a test.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut at = 0;
    text.split(' ')
        .map(|w| {
            let start = at;
            at += w.len() + 1;
            let hash = w.bytes().fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(b.into()));
            Word { hash, start: start as u32, end: (start + w.len()) as u32 }
        })
        .collect()
}

pub(crate) fn postings(number: u32, words: &[Word]) -> Vec<Posting> {
    let gram = |at: usize| words[at..at + 2].iter().fold(0u64, |h, w| h.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(w.hash.into()));
    (0..words.len().saturating_sub(1)).map(|at| Posting { gram: gram(at), article: number, position: at as u32, context: 5 }).collect()
}

/// Puts articles and their segment.
pub(crate) fn put_all(writer: &mut Writer, articles: &[Article]) -> Vec<Put> {
    let mut builder = writer.segment_builder(11, 1 << 20).unwrap();
    let mut puts = Vec::new();
    for article in articles {
        let words = words(&article.text);
        let put = writer.put_article(article, format!("<p>{}</p>", article.text).as_bytes(), &words).unwrap();
        if let Put::New(number) | Put::NewVersion { number, .. } = put {
            builder.add(number, &words, &postings(number, &words)).unwrap();
        }
        puts.push(put);
    }
    if let Some(segment) = builder.finish().unwrap() {
        writer.add_segment(segment).unwrap();
    }
    puts
}

pub(crate) fn four() -> Vec<Article> {
    let mut quiet = article("delta", "morning-post", "Nothing else happened.\r\n\"A quiet week\", it said.");
    quiet.url = None;
    quiet.outlet = None;
    quiet.published = None;
    quiet.published_from = None;
    quiet.blocks = vec![];
    quiet.links = vec![];
    vec![article("charlie", "courier", COURIER), article("alpha", "gazette", GAZETTE), quiet, article("bravo", "herald", GAZETTE)]
}

fn find(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::from(start..start + part.len())
}

/// The match of a Gazette text (left) with the Courier's.
pub(crate) fn shared(left: ArticleIx, right: ArticleIx) -> Match {
    let part = "The ferry «Marelle» ran aground off Port Vellan on Monday, the harbour office said.";
    let both = |text: &str, from: &str, to: &str| Span { start: find(text, from).start, end: find(text, to).end };
    Match {
        left: Passage { article: left, span: both(GAZETTE, part, "hurt.") },
        right: Passage { article: right, span: both(COURIER, part, "hurt.") },
        kind: MatchKind::Edited,
        layer: Layer::Narration,
        layers: vec![LayerSpan { span: find(GAZETTE, "«Marelle»"), layer: Layer::Quotation }],
        words: 15,
        left_words: 17,
        right_words: 17,
        edits: vec![
            Edit { op: EditOp::Replace, left: find(GAZETTE, "Nobody"), right: find(COURIER, "Two"), class: EditClass::Number },
            Edit { op: EditOp::Replace, left: find(GAZETTE, "was"), right: find(COURIER, "were"), class: EditClass::Substitution },
        ],
    }
}

pub(crate) fn analysis(roster: &Roster) -> Analysis {
    let ix = |id: &str| ArticleIx(roster.cards().iter().position(|c| c.id == id).unwrap() as u32);
    let (alpha, bravo, charlie) = (ix("alpha"), ix("bravo"), ix("charlie"));
    let whole = Span::from(0..GAZETTE.len());
    let same = Match {
        left: Passage { article: alpha, span: whole },
        right: Passage { article: bravo, span: whole },
        kind: MatchKind::Verbatim,
        layer: Layer::Narration,
        layers: vec![],
        words: 17,
        left_words: 17,
        right_words: 17,
        edits: vec![],
    };
    let (ac, bc) = (shared(alpha, charlie), shared(bravo, charlie));
    let credit_span = find(COURIER, "Vellan Gazette");
    let none = Credit { class: CreditClass::NotJudged, to: None };
    let credited = Credit { class: CreditClass::Credited, to: Some(CreditTarget::ItsOutlet) };
    let pair = |m: &Match, earlier, right_credit| Pair {
        left: m.left.article,
        right: m.right.article,
        shared_words: m.words,
        narration_words: m.words,
        quotation_words: 0,
        left_share: 1.0,
        right_share: 0.894_736_8,
        earlier,
        direction: if earlier.is_some() { Direction::Likely } else { Direction::CannotTell },
        probability: earlier.map(|_| 0.9),
        reasons: vec![Reason {
            stance: Stance::LeftEarlier,
            kind: ReasonKind::Credit,
            text: "The other side is named.".into(),
            evidence: Some(Passage { article: charlie, span: credit_span }),
        }],
        left_credit: none,
        right_credit,
        credit_spans: vec![CreditSpan {
            article: charlie,
            span: credit_span,
            target: "Vellan Gazette".into(),
            to: CreditTarget::ItsOutlet,
            form: CreditForm::InText,
        }],
        passages: vec![PassageCredit { left: CreditClass::NotJudged, right: right_credit.class, span: None }],
        beside: vec![],
    };
    let pairs = vec![pair(&same, None, none), pair(&ac, Some(alpha), credited), pair(&bc, None, none)];
    let members = vec![same.left, same.right, ac.right];
    let family = Family {
        layer: Layer::Narration,
        exemplar: same.left,
        cohesion: 0.941_17,
        chained: false,
        capped: false,
        members,
        earliest: Some(alpha),
        texts_low: 1,
        texts_high: 2,
        joins: vec![],
        stemma: vec![],
    };
    let evidence = |passage, role| Evidence { passage, role };
    let mut finding = Finding::new(
        FindingKind::EditedNumber,
        "A number differs: \"Nobody\" and \"Two\".".into(),
        evidence(ac.left, EvidenceRole::Earlier),
    )
    .with(evidence(ac.right, EvidenceRole::Later));
    finding.confidence = Confidence::Likely;
    finding.score = 0.5;
    finding.reasons = vec!["the sentence is shared".into()];
    Analysis {
        matches: vec![same, ac, bc],
        pairs,
        families: vec![family],
        findings: vec![finding],
        versions: Vec::new(),
        texts: (1, 2),
        counts: Counts { articles: 4, words: 61, postings: 57, ..Counts::default() },
        voices: vec![Voices::default(); 4],
        wordings: vec![Wording::default(); 4],
        ..Analysis::default()
    }
}

pub(crate) fn skipped() -> SkippedRow {
    SkippedRow {
        input: "broken.html".into(),
        folder: String::new(),
        locator: None,
        reason: "no-text".into(),
        detail: "no text found; check the page".into(),
    }
}

pub(crate) fn manifest() -> Manifest {
    Manifest { tool_version: "0.1.0".into(), configuration: json!({"echo": {"gram_words": 5}}) }
}

/// Makes the whole collection in one add.
pub(crate) fn make(dir: &Path) -> Collection {
    let collection = Collection::create_or_open(dir).unwrap();
    let mut writer = collection.begin().unwrap();
    put_all(&mut writer, &four());
    finish(writer);
    collection
}

/// Everything after the articles.
pub(crate) fn finish(mut writer: Writer) {
    writer.put_skipped(&skipped()).unwrap();
    writer.put_input("articles.jsonl", &"0".repeat(64), 1234).unwrap();
    let roster = writer.roster().unwrap();
    writer.replace_derived(&analysis(&roster), &roster).unwrap();
    writer.commit(&manifest()).unwrap();
}
