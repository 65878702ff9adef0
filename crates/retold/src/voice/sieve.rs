//! Rules: which words of a sentence attribute, to whom, and what.

use super::lexicon::{SAY, SHOW, TELL, THAT};
use super::noun::Range;
use super::page::{Page, Sentence, gap};
use crate::record::AttributionStance;

/// How an attribution was found: what its level depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// `S said Q`, `Q, S said`, `Q, said S`, `according to S`.
    Plain,
    /// A quotation of the speaker before.
    Continued,
    /// `S: Q`.
    Colon,
    /// A participle, a passive, a noun.
    Loose,
    /// A quotation without any cue.
    Bare,
    /// The text itself is somebody's words.
    Spoken,
}

/// An attribution in words; becomes a record when all are found.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) form: Form,
    /// Frame bits of the cue; 0 without one.
    pub(super) frame: u64,
    /// Whether a conjunction, a quotation or the place of the cue shows that words follow.
    pub(super) evident: bool,
    pub(super) source: Option<Range>,
    pub(super) cue: Option<Range>,
    pub(super) content: Vec<Range>,
    pub(super) paragraph: u32,
    /// The draft this one stands in.
    pub(super) parent: Option<u32>,
    /// What the source does, where its verb does not tell.
    pub(super) stance: Option<AttributionStance>,
}

impl Draft {
    /// First word of what is attributed, or of the cue where nothing is.
    pub(super) fn begin(&self) -> usize {
        self.content.first().or(self.cue.as_ref()).map_or(0, |r| r.0)
    }

    /// Last word of it.
    pub(super) fn end(&self) -> usize {
        self.content.last().or(self.cue.as_ref()).map_or(0, |r| r.1)
    }
}

/// Everything the rules find, in the order of the text.
pub(super) fn sieve(page: &Page) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for &sentence in &page.sentences {
        let found = Sieve { page, sentence }.run();
        drafts.extend(found);
    }
    drafts
}

pub(super) struct Sieve<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) sentence: Sentence,
}

impl Sieve<'_> {
    /// What the sentence attributes. A draft without content waits for a quotation or a paragraph beside it.
    fn run(&self) -> Vec<Draft> {
        let s = self.sentence;
        if let Some(draft) = self.colon() {
            return vec![draft];
        }
        let mut drafts = self.phrases();
        let cues = self.cues();
        for (n, cue) in cues.iter().enumerate() {
            let limit = self.limit(cue, &cues[n + 1..]);
            let floor = if n == 0 { s.first } else { self.floor(&cues[..n], cue) };
            drafts.extend(self.attribute(cue, floor, limit));
        }
        drafts.extend(self.nouns());
        drafts.extend(self.called());
        // a quotation before or behind may be what was said
        let awaited = self.page.has(s.first, gap::CLOSE) || self.page.has(s.end, gap::COLON);
        drafts.retain(|d| !d.content.is_empty() || d.source.is_some() && awaited && d.frame & SAY != 0);
        self.settle(drafts)
    }

    pub(super) fn draft(&self, form: Form, frame: u64, source: Option<Range>, cue: Option<Range>, content: Vec<Range>) -> Draft {
        Draft { form, frame, evident: true, source, cue, content, paragraph: self.sentence.paragraph, parent: None, stance: None }
    }

    /// Whether a draft is speech whose clause a conjunction shows: "said that …".
    fn told(&self, draft: &Draft) -> bool {
        let forward = |cue: Range| draft.content.first().is_some_and(|c| c.0 > cue.1 && self.page.is(c.0, THAT));
        draft.frame & (SAY | TELL) != 0 && draft.source.is_some() && draft.cue.is_some_and(forward)
    }

    /// Whether reported speech tells of the reported speech of somebody else: "Varn told the Observer the mayor had said the quay …".
    fn retells(&self, outer: &Draft, inner: &Draft) -> bool {
        let held = |r: &Range| outer.content.iter().any(|c| c.0 <= r.0 && r.1 <= c.1);
        let speaks = inner.form == Form::Plain && inner.evident && inner.frame & (SAY | TELL) != 0 && inner.source.is_some();
        // a quotation inside reported speech is the outer speaker's already
        let plain = |r: &Range| self.page.quoted[r.0..=r.1].iter().all(|&q| q == 0);
        speaks && inner.content.iter().all(plain) && inner.source.iter().chain(&inner.cue).chain(&inner.content).all(held)
    }

    /// Of attributions that overlap the outer one stays; inside speech only speech stays, in its own row.
    fn settle(&self, mut drafts: Vec<Draft>) -> Vec<Draft> {
        let size = |d: &Draft| -> usize { d.content.iter().map(|r| r.1 + 1 - r.0).sum() };
        let rank = |d: &Draft| (d.form, d.frame & (SAY | TELL) == 0, d.frame & SHOW == 0, std::cmp::Reverse(size(d)));
        let inner: Vec<Range> =
            drafts.iter().filter_map(|d| d.cue.filter(|_| d.frame & (SAY | TELL) == 0 || d.frame & SHOW != 0)).collect();
        let within = |cue: Range| drafts.iter().any(|d| self.told(d) && d.content.iter().any(|c| c.0 < cue.0 && cue.1 <= c.1));
        let within: Vec<Range> = inner.into_iter().filter(|&cue| within(cue)).collect();
        drafts.retain(|d| d.cue.is_none_or(|cue| !within.contains(&cue)));
        drafts.sort_by_key(|d| (rank(d), d.cue));
        let mut kept: Vec<Draft> = Vec::new();
        for draft in drafts {
            let clash = kept.iter().filter(|k| !self.retells(k, &draft)).any(|k| {
                let shared: usize = draft
                    .content
                    .iter()
                    .map(|a| k.content.iter().map(|b| (a.1.min(b.1) + 1).saturating_sub(a.0.max(b.0))).sum::<usize>())
                    .sum();
                2 * shared > size(&draft).min(size(k)) || k.cue == draft.cue
            });
            if !clash {
                kept.push(draft);
            }
        }
        kept.sort_by_key(|d| d.content.iter().map(|r| r.0).min());
        kept
    }
}
