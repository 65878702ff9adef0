//! `retold claims`: which articles have a claim, in whose voice, and with whose answer?

use std::io::Read;

use anyhow::{Context, Result, bail};
use retold::record::{Claim, ClaimPlace, ClaimVoice, Span};
use retold_io::{Collection, Roster};
use serde_json::{Value, json};

use super::{Outcome, Settings};
use crate::cli::{ClaimsArgs, ClaimsFormat};
use crate::terminal::{clean, say};

pub(crate) fn run(args: &ClaimsArgs, settings: &Settings) -> Result<Outcome> {
    let asked = retold_io::claims::read_sheet(&sheet(&args.claims)?);
    if asked.is_empty() {
        bail!("there is no claim: give one a line, or CSV with a column claim");
    }
    let collection = Collection::open(&args.collection)?;
    let config = settings.of_collection(&collection)?;
    let roster = collection.roster()?;
    let found = retold_io::claims::trace(&collection, &roster, &asked, &config)?;
    let mut rows = Vec::with_capacity(found.len());
    for place in &found {
        let text = collection.text(roster.number(place.article))?;
        rows.push(Row { place, claim: &asked[place.claim], roster: &roster, text });
    }
    match args.format {
        ClaimsFormat::Table => table(&asked, &rows, roster.len()),
        ClaimsFormat::Jsonl => rows.iter().for_each(|row| say(&row.json().to_string())),
        ClaimsFormat::Csv => csv(&rows),
    }
    Ok(Outcome::Done)
}

fn sheet(path: &str) -> Result<String> {
    if path == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("the claims could not be read from standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(path).with_context(|| format!("cannot read the claims from {path}"))
}

/// A place of a claim, ready to be written.
struct Row<'a> {
    place: &'a ClaimPlace,
    claim: &'a Claim,
    roster: &'a Roster,
    text: String,
}

impl Row<'_> {
    fn outlet(&self) -> &str {
        self.roster.cards()[self.place.article.index()].outlet.as_deref().unwrap_or("outlet unknown")
    }

    fn words(&self, span: Option<Span>) -> Option<&str> {
        span.map(|s| s.of(&self.text))
    }

    /// Byte offsets with their code points.
    fn span(&self, span: Span) -> [u64; 4] {
        let code_points = |byte: u32| self.text[..byte as usize].chars().count() as u64;
        [u64::from(span.start), u64::from(span.end), code_points(span.start), code_points(span.end)]
    }

    fn json(&self) -> Value {
        let object = |span: Option<Span>| {
            span.map(|s| {
                let [start, end, cp_start, cp_end] = self.span(s);
                json!({"start": start, "end": end, "cp_start": cp_start, "cp_end": cp_end})
            })
        };
        let p = self.place;
        let [start, end, cp_start, cp_end] = self.span(p.span);
        json!({
            "claim": self.claim.id, "article": self.roster.id(p.article), "outlet": self.roster.cards()[p.article.index()].outlet.as_deref(),
            "status": p.status.as_str(), "voice": p.voice.as_str(),
            "attributed_to": self.words(p.attributed_to), "attributed_to_span": object(p.attributed_to),
            "hedge": self.words(p.hedge), "hedge_span": object(p.hedge),
            "start": start, "end": end, "cp_start": cp_start, "cp_end": cp_end, "passage": p.span.of(&self.text),
            "answer": self.words(p.answer), "answer_span": object(p.answer),
            "accuser_named": self.claim.accuser.as_ref().map(|_| p.accuser.is_some()), "accuser_span": object(p.accuser),
            "likeness": p.likeness,
        })
    }
}

const HEADS: &str = "claim,article,outlet,status,voice,attributed_to,hedge,start,end,cp_start,cp_end,passage,answer,accuser_named,likeness";

/// RFC 4180. Text cells that a spreadsheet would run get an apostrophe in front.
fn csv(rows: &[Row<'_>]) {
    say(HEADS);
    let cell = |text: &str| format!("\"{}\"", retold_io::write::safe(text).replace('"', "\"\""));
    let maybe = |text: Option<&str>| text.map_or(String::new(), cell);
    for row in rows {
        let p = row.place;
        let offsets = row.span(p.span).map(|n| n.to_string()).join(",");
        let named = row.claim.accuser.as_ref().map_or("", |_| if p.accuser.is_some() { "true" } else { "false" });
        let (id, article) = (cell(&row.claim.id), cell(row.roster.id(p.article)));
        let outlet = maybe(row.roster.cards()[p.article.index()].outlet.as_deref());
        let (status, voice) = (p.status.as_str(), p.voice.as_str());
        let hedge = maybe(row.words(p.hedge));
        let (to, passage, answer) = (maybe(row.words(p.attributed_to)), cell(p.span.of(&row.text)), maybe(row.words(p.answer)));
        say(&format!("{id},{article},{outlet},{status},{voice},{to},{hedge},{offsets},{passage},{answer},{named},{}", p.likeness));
    }
}

fn table(asked: &[Claim], rows: &[Row<'_>], articles: usize) {
    for (n, claim) in asked.iter().enumerate() {
        let of_claim: Vec<&Row<'_>> = rows.iter().filter(|r| r.place.claim == n).collect();
        say(&clean(&format!("{}. {}", claim.id, claim.text)));
        of_claim.iter().for_each(|row| tell(row));
        say(&format!("  not found in {} of {articles} articles", articles - of_claim.len()));
        if let Some(line) = voices_differ(&of_claim) {
            say(&clean(&line));
        }
    }
}

fn tell(row: &Row<'_>) {
    let p = row.place;
    let voice = match (p.voice, row.words(p.attributed_to)) {
        (ClaimVoice::Own, _) => "in its own voice".to_owned(),
        (ClaimVoice::Attributed, Some(source)) => format!("attributed to “{source}”"),
        (ClaimVoice::Attributed, None) => "attributed, to nobody named".to_owned(),
        (ClaimVoice::Distanced, _) => "held at a distance".to_owned(),
        (ClaimVoice::Denied, Some(source)) => format!("denied by “{source}”"),
        (ClaimVoice::Denied, None) => "denied".to_owned(),
    };
    let hedge = row.words(p.hedge).map_or(String::new(), |word| format!(", hedged “{word}”"));
    let accuser = match (&row.claim.accuser, p.accuser) {
        (Some(name), Some(_)) => format!(", names {name}"),
        (Some(name), None) => format!(", does not name {name}"),
        (None, _) => String::new(),
    };
    let id = row.roster.id(p.article);
    say(&clean(&format!("  {} · {id} [{}..{}]: {}, {voice}{hedge}{accuser}", row.outlet(), p.span.start, p.span.end, p.status)));
    say(&clean(&format!("    {}", p.span.of(&row.text))));
    if let Some(answer) = row.words(p.answer) {
        say(&clean(&format!("    an answer beside it: {answer}")));
    }
}

/// What one text gives as somebody's word and another as its own.
fn voices_differ(rows: &[&Row<'_>]) -> Option<String> {
    let outlet = |voice: ClaimVoice| {
        rows.iter().find(|r| r.place.voice == voice).map(|r| format!("{} ({})", r.outlet(), r.roster.id(r.place.article)))
    };
    let count = |voice: ClaimVoice| rows.iter().filter(|r| r.place.voice == voice).count();
    let (attributed, own) = (outlet(ClaimVoice::Attributed)?, outlet(ClaimVoice::Own)?);
    Some(format!(
        "  Attributed here, own voice there: {} give it as somebody's word, first {attributed}; {} in their own voice, first {own}.",
        count(ClaimVoice::Attributed),
        count(ClaimVoice::Own)
    ))
}
