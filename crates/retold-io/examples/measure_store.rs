//! Seconds and memory for a generated collection: put, index, store what was found, read the shelf, export.
//!
//! `cargo run --release -p retold-io --example measure_store -- DIR [ARTICLES] [MATCHES]`

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use retold::echo::Posting;
use retold::record::{
    Article, ArticleIx, Block, BlockKind, Confidence, Credit, CreditClass, Direction, Edit, EditClass, EditOp, Evidence, EvidenceRole,
    Family, Finding, FindingKind, Layer, Match, MatchKind, Pair, Passage, PassageCredit, Reason, ReasonKind, Role, SourceMap, Span, Stance,
    stable_id,
};
use retold::text::Word;
use retold::{Analysis, Shelf};
use retold_io::collection::{Put, Roster};
use retold_io::segment::merge;
use retold_io::write::{Format, export};
use retold_io::{Collection, Manifest};
use serde_json::json;
use sha2::{Digest, Sha256};

/// A small generator of numbers: the same on every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % below
    }
}

/// Texts begin with this many bytes of ASCII, so that made-up spans in them fall on characters.
const ASCII_BYTES: u32 = 2000;

/// About 6.4 KB of words whose frequencies fall off as in prose, with a few characters of two and three bytes.
fn text(n: &mut Numbers) -> (String, Vec<Word>) {
    let (mut text, mut words) = (String::with_capacity(6600), Vec::with_capacity(1100));
    while text.len() < 6400 {
        let rank = n.next(40_000) * n.next(40_000) / 40_000;
        let start = text.len() as u32;
        match rank % 50 {
            0 if start > ASCII_BYTES => write!(text, "é{rank:x}"),
            1 => write!(text, "word{rank:x}"),
            _ => write!(text, "w{rank:x}"),
        }
        .unwrap_or_default();
        words.push(Word { hash: (rank as u32).wrapping_mul(0x9e37_79b1), start, end: text.len() as u32 });
        text.push_str(if start > ASCII_BYTES && n.next(30) == 0 { "” " } else { " " });
    }
    (text, words)
}

fn article(at: usize, text: String) -> Article {
    let id = stable_id("a", &[&at.to_string()]);
    let hash: String = Sha256::digest(&text).iter().map(|b| format!("{b:02x}")).collect();
    let url = Some(format!("https://outlet{}.example/news/{id}", at % 300));
    let blocks = (0..4).map(|b| Block { span: Span::new(0, 0).cover(Span::new(0, b)), kind: BlockKind::Headline }).collect();
    Article {
        input: format!("{:03}.jsonl", at / 1000),
        locator: Some((at % 1000).to_string()),
        sha256: hash.clone(),
        text_sha256: hash,
        role: Role::Article,
        archive_url: None,
        captured: None,
        outlet: Some(format!("Outlet {}", at % 300)),
        title: Some("A title of eight or nine words, made up".into()),
        author: None,
        published: None,
        published_from: None,
        stamped: None,
        modified: None,
        dates: Vec::new(),
        lang_confidence: None,
        times: Vec::new(),
        corrections: Vec::new(),
        lang: Some("en".into()),
        complete: true,
        links: vec!["https://other.example/page".into(); 3],
        media: Vec::new(),
        source: SourceMap::default(),
        version_of: None,
        extra: None,
        blocks,
        id,
        url,
        text,
    }
}

fn analysis(roster: &Roster, matches: usize) -> Analysis {
    let n = &mut Numbers(5);
    let count = roster.len() as u64;
    let mut rows: Vec<(u32, u32)> = (0..matches).map(|_| (n.next(count - 1) as u32, 0)).collect();
    rows.iter_mut().for_each(|r| r.1 = r.0 + 1 + n.next(count - 1 - u64::from(r.0)) as u32);
    rows.sort_unstable();
    rows.dedup();
    let span = |n: &mut Numbers| {
        let start = n.next(u64::from(ASCII_BYTES) - 300) as u32;
        Span::new(start, start + 300)
    };
    let passage = |n: &mut Numbers, article: u32| Passage { article: ArticleIx(article), span: span(n) };
    let found = |n: &mut Numbers, (left, right): (u32, u32)| Match {
        left: passage(n, left),
        right: passage(n, right),
        kind: MatchKind::Edited,
        layer: Layer::Narration,
        layers: vec![],
        words: 40,
        left_words: 44,
        right_words: 45,
        edits: (0..n.next(7))
            .map(|_| Edit { op: EditOp::Replace, left: span(n), right: span(n), class: EditClass::Substitution })
            .collect(),
    };
    let credit = Credit { class: CreditClass::NotJudged, to: None };
    let pair = |m: &Match| Pair {
        left: m.left.article,
        right: m.right.article,
        shared_words: 40,
        narration_words: 40,
        quotation_words: 0,
        left_share: 0.04,
        right_share: 0.041,
        earlier: None,
        direction: Direction::CannotTell,
        probability: None,
        reasons: vec![
            Reason {
                stance: Stance::CannotTell,
                kind: ReasonKind::Undated,
                text: "A date is missing on one side.".into(),
                evidence: None
            };
            2
        ],
        left_credit: credit,
        right_credit: credit,
        credit_spans: vec![],
        passages: vec![PassageCredit { left: CreditClass::NotJudged, right: CreditClass::NotJudged, span: None }],
        beside: vec![],
    };
    let matches: Vec<Match> = rows.into_iter().map(|r| found(n, r)).collect();
    let family = |chunk: &[Match]| Family {
        layer: Layer::Narration,
        exemplar: chunk[0].left,
        cohesion: 0.9,
        chained: false,
        capped: false,
        members: chunk.iter().flat_map(|m| [m.left, m.right]).collect(),
        earliest: None,
        texts_low: 1,
        texts_high: 3,
        joins: vec![],
        stemma: vec![],
    };
    let finding = |m: &Match| {
        let side = |passage| Evidence { passage, role: EvidenceRole::Side };
        let mut finding = Finding::new(FindingKind::SharedText, "Two texts share forty words.".into(), side(m.left)).with(side(m.right));
        finding.confidence = Confidence::Likely;
        finding
    };
    Analysis {
        pairs: matches.iter().map(pair).collect(),
        families: matches.chunks(20).map(family).collect(),
        findings: matches.iter().step_by(10).map(finding).collect(),
        matches,
        ..Analysis::default()
    }
}

fn bytes(path: &Path) -> std::io::Result<u64> {
    if path.is_file() {
        return Ok(fs::metadata(path)?.len());
    }
    fs::read_dir(path)?.map(|e| bytes(&e?.path())).sum()
}

fn peak_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:"));
    line.and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Processor seconds of all threads so far, from the kernel's ticks of 10 ms.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = |at: usize| stat.rsplit(')').next().and_then(|s| s.split_whitespace().nth(at)?.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

struct Clock(Instant, f64);

impl Clock {
    fn lap(&mut self, what: &str) {
        let (wall, cpu) = (self.0.elapsed().as_secs_f64(), cpu_seconds() - self.1);
        println!("{what:34} {wall:7.2} s   processor {cpu:7.2} s   peak {:5} MiB", peak_mib());
        *self = Clock(Instant::now(), cpu_seconds());
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().ok_or("give a folder that does not exist yet")?);
    let articles: usize = args.next().map_or(Ok(25_000), |n| n.parse())?;
    let matches: usize = args.next().map_or(Ok(300_000), |n| n.parse())?;
    let clock = &mut Clock(Instant::now(), 0.0);
    let collection = Collection::create_or_open(&dir.join("c.retold"))?;
    let mut writer = collection.begin()?;
    let mut builder = writer.segment_builder(1, 256 << 20)?;
    let n = &mut Numbers(1);
    for at in 0..articles {
        let (text, words) = text(n);
        let article = article(at, text);
        let raw = format!("{{\"text\": \"{}\"}}", article.text);
        let Put::New(number) = writer.put_article(&article, raw.as_bytes(), &words)? else { return Err("not new".into()) };
        let posting = |position: u32| Posting { gram: n.next(u64::MAX), article: number, position, context: 7 };
        let postings: Vec<_> = (0..460).map(posting).collect();
        builder.add(number, &words, &postings)?;
    }
    clock.lap("generate, put articles, add words");
    writer.add_segment(builder.finish()?.ok_or("no segment")?)?;
    clock.lap("finish segment");
    println!("  postings {}", merge(writer.segments()).count());
    clock.lap("read postings");
    let roster = writer.roster()?;
    clock.lap("roster");
    {
        let shelf = writer.shelf(&roster, 128 << 20)?;
        let reads = 4 * articles;
        let bytes: usize = (0..reads).map(|_| shelf.reading(ArticleIx(n.next(articles as u64) as u32)).text.len()).sum();
        println!("  {reads} random readings, {} MB", bytes / 1_000_000);
        shelf.take_error().map_or(Ok(()), Err)?;
    }
    clock.lap("shelf");
    let analysis = analysis(&roster, matches);
    println!("  matches {}, edits {}", analysis.matches.len(), analysis.matches.iter().map(|m| m.edits.len()).sum::<usize>());
    clock.lap("generate analysis");
    writer.set_match_config(1)?;
    let pairs: Vec<_> = analysis.pairs.iter().map(|p| (p.left, p.right)).collect();
    let of_pair = |pair: &(ArticleIx, ArticleIx)| {
        let first = analysis.matches.partition_point(|m| m.pair() < *pair);
        analysis.matches[first..].iter().take_while(|m| m.pair() == *pair).cloned().collect()
    };
    let kept = writer.matches(&roster, &pairs, &mut |pairs| Ok(pairs.iter().map(of_pair).collect()))?;
    println!("  pairs with text {}", kept.pairs());
    clock.lap("keep alignments");
    writer.replace_derived(&analysis, &roster)?;
    clock.lap("replace derived");
    writer.replace_derived(&analysis, &roster)?;
    clock.lap("replace derived again");
    writer.commit(&Manifest { tool_version: "0".into(), configuration: json!({}) })?;
    clock.lap("commit");
    drop(analysis);
    for (name, format) in FORMATS {
        export(&collection, *format, &dir.join(name))?;
        clock.lap(&format!("export {name}"));
    }
    collection.check()?;
    clock.lap("check");
    for file in ["retold.db", "index"] {
        println!("  {file} {} MB", bytes(&dir.join("c.retold").join(file))? / 1_000_000);
    }
    Ok(())
}

const FORMATS: &[(&str, Format)] = &[("jsonl", Format::Jsonl), ("csv", Format::Csv { raw: false }), ("parquet", Format::Parquet)];
