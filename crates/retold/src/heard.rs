//! Whose words every article of a corpus prints, and how each names and hedges: held for all of them at once, so in as few bytes as they take.

use crate::packed::{Packer, Unpacker};
use crate::record::{
    ArticleIx, Attribution, AttributionKind, AttributionStance, AttributionType, Device, EntitySort, Hedge, HedgeClass, Label, Level,
    Relation, Sourcing, Voice, Voices, Wording,
};

/// What was read of each article of a corpus, a list of each kind: about 150 bytes for an article of 500 words. Lists are unpacked anew each
/// time they are asked for.
#[derive(Debug, Clone)]
pub struct Heard {
    attributions: Vec<Box<[u8]>>,
    sourcing: Vec<Box<[u8]>>,
    labels: Vec<Box<[u8]>>,
    hedges: Vec<Box<[u8]>>,
}

impl Heard {
    /// Nothing, of this many articles.
    pub fn nothing(articles: usize) -> Self {
        let empty = || vec![Box::default(); articles];
        Heard { attributions: empty(), sourcing: empty(), labels: empty(), hedges: empty() }
    }

    /// What was read of articles, one entry of both for each.
    pub fn of(voices: &[Voices], wordings: &[Wording]) -> Self {
        let mut out = Heard::nothing(voices.len());
        for (n, (voices, wording)) in (0u32..).zip(voices.iter().zip(wordings)) {
            out.put_attributions(ArticleIx(n), &voices.attributions);
            out.put_sourcing(ArticleIx(n), &voices.sourcing);
            out.put_labels(ArticleIx(n), &wording.labels);
            out.put_hedges(ArticleIx(n), &wording.hedges);
        }
        out
    }

    /// Sets whose words an article prints.
    pub fn put_attributions(&mut self, article: ArticleIx, all: &[Attribution]) {
        self.attributions[article.index()] = packed(all, put_attribution);
    }

    /// Sets what an article rests on.
    pub fn put_sourcing(&mut self, article: ArticleIx, all: &[Sourcing]) {
        self.sourcing[article.index()] = packed(all, put_sourcing);
    }

    /// Sets how an article names.
    pub fn put_labels(&mut self, article: ArticleIx, all: &[Label]) {
        self.labels[article.index()] = packed(all, put_label);
    }

    /// Sets how an article hedges.
    pub fn put_hedges(&mut self, article: ArticleIx, all: &[Hedge]) {
        self.hedges[article.index()] = packed(all, put_hedge);
    }

    /// Whose words an article prints.
    pub fn attributions(&self, article: ArticleIx) -> Vec<Attribution> {
        unpacked(&self.attributions[article.index()], take_attribution)
    }

    /// What an article rests on.
    pub fn sourcing(&self, article: ArticleIx) -> Vec<Sourcing> {
        unpacked(&self.sourcing[article.index()], take_sourcing)
    }

    /// How an article names.
    pub fn labels(&self, article: ArticleIx) -> Vec<Label> {
        unpacked(&self.labels[article.index()], take_label)
    }

    /// How an article hedges.
    pub fn hedges(&self, article: ArticleIx) -> Vec<Hedge> {
        unpacked(&self.hedges[article.index()], take_hedge)
    }
}

/// No bytes where there is nothing: most articles lack one kind.
fn packed<T>(all: &[T], put: impl Fn(&mut Packer, &T)) -> Box<[u8]> {
    let mut out = Packer::default();
    all.iter().for_each(|one| put(&mut out, one));
    out.0.into()
}

fn unpacked<T>(bytes: &[u8], take: impl Fn(&mut Unpacker<'_>) -> Option<T>) -> Vec<T> {
    let mut from = Unpacker(bytes);
    let mut out = Vec::new();
    while !from.0.is_empty() {
        match take(&mut from) {
            Some(one) => out.push(one),
            None => {
                debug_assert!(false, "bytes that nothing here has packed");
                break;
            }
        }
    }
    out
}

fn put_attribution(out: &mut Packer, a: &Attribution) {
    out.member(AttributionKind::ALL, a.kind);
    out.member(AttributionType::ALL, a.attributed);
    out.member(AttributionStance::ALL, a.stance);
    out.member(Level::ALL, a.level);
    for spans in [&a.source, &a.cue, &a.content] {
        out.number(spans.len() as u32);
        spans.iter().for_each(|&span| out.span(span));
    }
    out.maybe(a.speaker, Packer::span);
    out.maybe(a.role, Packer::span);
    out.maybe(a.parent, Packer::number);
}

fn take_attribution(from: &mut Unpacker<'_>) -> Option<Attribution> {
    let (kind, attributed) = (from.member(AttributionKind::ALL)?, from.member(AttributionType::ALL)?);
    let (stance, level) = (from.member(AttributionStance::ALL)?, from.member(Level::ALL)?);
    let mut spans = || (0..from.number()?).map(|_| from.span()).collect::<Option<Vec<_>>>();
    let (source, cue, content) = (spans()?, spans()?, spans()?);
    let (speaker, role) = (from.maybe(Unpacker::span)?, from.maybe(Unpacker::span)?);
    Some(Attribution { kind, attributed, stance, level, source, cue, content, speaker, role, parent: from.maybe(Unpacker::number)? })
}

fn put_sourcing(out: &mut Packer, s: &Sourcing) {
    out.span(s.span);
    out.member(Relation::ALL, s.relation);
    out.span(s.target);
    out.maybe(s.outlet.as_deref(), Packer::text);
    out.maybe(s.attribution, Packer::number);
}

fn take_sourcing(from: &mut Unpacker<'_>) -> Option<Sourcing> {
    Some(Sourcing {
        span: from.span()?,
        relation: from.member(Relation::ALL)?,
        target: from.span()?,
        outlet: from.maybe(Unpacker::text)?.map(str::to_owned),
        attribution: from.maybe(Unpacker::number)?,
    })
}

fn put_label(out: &mut Packer, l: &Label) {
    out.span(l.entity);
    out.maybe(l.mention, Packer::span);
    out.span(l.span);
    out.member(Device::ALL, l.device);
    out.member(Voice::ALL, l.voice);
    out.member(EntitySort::ALL, l.sort);
    out.maybe(l.attribution, Packer::number);
}

fn take_label(from: &mut Unpacker<'_>) -> Option<Label> {
    Some(Label {
        entity: from.span()?,
        mention: from.maybe(Unpacker::span)?,
        span: from.span()?,
        device: from.member(Device::ALL)?,
        voice: from.member(Voice::ALL)?,
        sort: from.member(EntitySort::ALL)?,
        attribution: from.maybe(Unpacker::number)?,
    })
}

fn put_hedge(out: &mut Packer, h: &Hedge) {
    out.span(h.span);
    out.span(h.scope);
    out.member(HedgeClass::ALL, h.class);
}

fn take_hedge(from: &mut Unpacker<'_>) -> Option<Hedge> {
    Some(Hedge { span: from.span()?, scope: from.span()?, class: from.member(HedgeClass::ALL)? })
}
