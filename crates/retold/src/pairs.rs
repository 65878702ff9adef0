//! From matches to pairs: what two articles share in sum, which is the earlier one, and whether the other says so.
//!
//! Orders are judged twice: first pair by pair, then with what third texts tell, for which the first orders are needed.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analyse::CorpusView;
use crate::corpus::Card;
use crate::echo::{
    Changes, Context, Credited, Credits, Judged, Shared, Side, Signs, Standing, beside, growth, judge, passage_credit, shared,
};
use crate::record::{ArticleIx, Credit, CreditClass, CreditForm, Direction, Layer, Match, Pair, PassageCredit, Role, Span};
use crate::text::{Gazetteer, Mention, lexicon, mentions};

/// Words and shares from which what stands beside shared passages is listed: two sentences that are a tenth of one side, or a paragraph.
const BESIDE_WORDS: u32 = 20;
const BESIDE_SHARE: f64 = 0.1;
const BESIDE_MANY_WORDS: u32 = 60;
/// Bytes between a passage and an outlet's name up to which the name may stand for the passage: about 120 words, as for credit.
const NEAR_BYTES: u32 = 750;
/// Share of what a pair has in common that a release must have with both sides to be where both have it from.
const ORIGIN_SHARE: f64 = 0.5;

/// What all pairs are judged with.
struct Judge<'a> {
    corpus: &'a CorpusView<'a>,
    credits: Credits<'a>,
    mentions: Vec<Vec<Mention>>,
    /// Releases, statements and dispatches that an article shares narration with, and how many words.
    origins: BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>>,
    fellows: Fellows<'a>,
}

/// How many articles of each outlet an article shares narration with.
struct Fellows<'a>(BTreeMap<(ArticleIx, &'a str), u32>);

impl<'a> Fellows<'a> {
    fn new(cards: &'a [Card], chunks: &[&[Match]]) -> Self {
        let mut counts = BTreeMap::new();
        for of_pair in chunks.iter().filter(|c| c.iter().any(|m| m.layer == Layer::Narration)) {
            let (left, right) = (of_pair[0].left.article, of_pair[0].right.article);
            for (of, with) in [(left, right), (right, left)] {
                if let Some(outlet) = cards[with.index()].outlet.as_deref() {
                    *counts.entry((of, outlet)).or_insert(0) += 1;
                }
            }
        }
        Fellows(counts)
    }

    /// Whether the article shares narration with more than one article of this one's outlet.
    fn holds(&self, article: ArticleIx, other: &Card) -> bool {
        other.outlet.as_deref().is_some_and(|outlet| self.0.get(&(article, outlet)).is_some_and(|&n| n > 1))
    }
}

/// A pair after the first look.
struct Draft {
    sum: Shared,
    signs: Signs,
    judged: Judged,
}

/// Every pair that shares text, with order and credit.
pub(crate) fn pairs(corpus: &CorpusView<'_>, gazetteer: &Gazetteer, matches: &[Match]) -> Vec<Pair> {
    let outlets: BTreeSet<&str> = corpus.cards.iter().filter_map(|c| c.outlet.as_deref()).map(|o| gazetteer.main_name(o)).collect();
    let chunks: Vec<&[Match]> = matches.chunk_by(|a, b| (a.left.article, a.right.article) == (b.left.article, b.right.article)).collect();
    let mut judge = Judge {
        corpus,
        credits: Credits { gazetteer, outlets: &outlets },
        mentions: all_mentions(corpus, matches, gazetteer),
        origins: BTreeMap::new(),
        fellows: Fellows::new(corpus.cards, &chunks),
    };
    let mut drafts: Vec<Draft> = chunks.par_iter().map(|of_pair| judge.draft(of_pair)).collect();
    judge.origins = judge.origins(&chunks, &drafts);
    let first: Vec<Pair> = chunks.iter().zip(&drafts).map(|(of_pair, draft)| set_aside(of_pair, draft)).collect();
    let changes = Changes::new(&first, &chunks, |a| corpus.shelf.reading(a));
    drafts.par_iter_mut().zip(&chunks).for_each(|(draft, of_pair)| judge.again(draft, of_pair, &changes));
    chunks.par_iter().zip(&drafts).map(|(of_pair, draft)| judge.pair(of_pair, draft)).collect()
}

/// Credits of every article that shares text; empty for the others.
fn all_mentions(corpus: &CorpusView<'_>, matches: &[Match], gazetteer: &Gazetteer) -> Vec<Vec<Mention>> {
    let mut shares = vec![false; corpus.cards.len()];
    for m in matches {
        shares[m.left.article.index()] = true;
        shares[m.right.article.index()] = true;
    }
    let of = |(i, shares): (usize, bool)| {
        if !shares {
            return Vec::new();
        }
        let reading = corpus.shelf.reading(ArticleIx(i as u32));
        mentions(&reading, gazetteer, lexicon(corpus.cards[i].lang.as_deref()))
    };
    shares.into_par_iter().enumerate().map(of).collect()
}

impl Judge<'_> {
    fn side<'s>(&'s self, article: ArticleIx, share: f64, mentions: &'s [Mention]) -> Side<'s> {
        Side { article, card: &self.corpus.cards[article.index()], mentions, share }
    }

    /// What an article names near the passages that it shares, and in lines that speak for all of it: an outlet that is named elsewhere is
    /// named for something else.
    fn near(&self, of_pair: &[Match], left: bool) -> Vec<Mention> {
        let side = |m: &Match| if left { m.left } else { m.right };
        let near = |m: &&Mention| {
            let whole = matches!(m.form, CreditForm::Dateline | CreditForm::Footer);
            let from = |span: Span| span.start <= m.span.end + NEAR_BYTES && m.span.start <= span.end + NEAR_BYTES;
            whole || of_pair.iter().any(|shared| from(side(shared).span))
        };
        self.mentions[side(&of_pair[0]).article.index()].iter().filter(near).cloned().collect()
    }

    fn order(&self, of_pair: &[Match], sum: Shared, signs: Signs) -> Judged {
        let (left, right) = (self.near(of_pair, true), self.near(of_pair, false));
        let l = self.side(of_pair[0].left.article, sum.left_share, &left);
        let r = self.side(of_pair[0].right.article, sum.right_share, &right);
        judge(l, r, signs, self.context())
    }

    fn context(&self) -> Context<'_> {
        Context { gazetteer: self.credits.gazetteer, config: &self.corpus.config.direction, cards: self.corpus.cards }
    }

    fn draft(&self, of_pair: &[Match]) -> Draft {
        let (left, right) = (of_pair[0].left.article, of_pair[0].right.article);
        let card = |a: ArticleIx| &self.corpus.cards[a.index()];
        let sum = shared(of_pair, card(left), card(right));
        // page furniture and stock phrases prove no order
        if sum.narration + sum.quotation == 0 {
            let judged = Judged { earlier: None, direction: Direction::CannotTell, probability: None, reasons: Vec::new() };
            return Draft { sum, signs: Signs::default(), judged };
        }
        let reading = |a: ArticleIx| self.corpus.shelf.reading(a);
        let grown = growth(of_pair, &reading(left), &reading(right), lexicon(card(left).lang.as_deref()));
        let fellows = (self.fellows.holds(left, card(right)), self.fellows.holds(right, card(left)));
        let signs = Signs { growth: grown, third: None, fellows };
        Draft { sum, signs, judged: self.order(of_pair, sum, signs) }
    }

    /// Judges anew where a third text tells something.
    fn again(&self, draft: &mut Draft, of_pair: &[Match], changes: &Changes) {
        if draft.sum.narration == 0 {
            return;
        }
        draft.signs.third = changes.of(of_pair);
        if draft.signs.third.is_some() {
            draft.judged = self.order(of_pair, draft.sum, draft.signs);
        }
    }

    fn origins(&self, chunks: &[&[Match]], drafts: &[Draft]) -> BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>> {
        let mut out: BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>> = BTreeMap::new();
        let source = |a: ArticleIx| matches!(self.corpus.cards[a.index()].role, Role::Release | Role::Statement | Role::Transcript);
        for (of_pair, draft) in chunks.iter().zip(drafts).filter(|(_, d)| d.sum.narration > 0) {
            let (left, right) = (of_pair[0].left.article, of_pair[0].right.article);
            for (of, from) in [(left, right), (right, left)] {
                if source(from) && !source(of) {
                    out.entry(of).or_default().push((from, draft.sum.narration));
                }
            }
        }
        out
    }

    /// The outlet of a release from which both articles have most of what they share.
    fn origin(&self, left: ArticleIx, right: ArticleIx, words: u32) -> Option<&str> {
        let enough = |n: u32| f64::from(n) >= ORIGIN_SHARE * f64::from(words);
        let (l, r) = (self.origins.get(&left)?, self.origins.get(&right)?);
        let both = l.iter().filter(|(from, n)| enough(*n) && r.iter().any(|(other, m)| other == from && enough(*m)));
        let (from, _) = both.max_by_key(|(from, n)| (*n, std::cmp::Reverse(*from)))?;
        self.corpus.cards[from.index()].outlet.as_deref()
    }

    fn pair(&self, of_pair: &[Match], draft: &Draft) -> Pair {
        let mut pair = set_aside(of_pair, draft);
        if draft.sum.narration + draft.sum.quotation == 0 {
            return pair;
        }
        let side = |a: ArticleIx, share| self.side(a, share, &self.mentions[a.index()]);
        let (l, r) = (side(pair.left, pair.left_share), side(pair.right, pair.right_share));
        let (left, right) = (self.corpus.shelf.reading(pair.left), self.corpus.shelf.reading(pair.right));
        let narration = draft.sum.narration > 0;
        let later = |a: ArticleIx| narration && pair.later() == Some(a);
        let origin = self.origin(pair.left, pair.right, draft.sum.narration);
        let standing = |a: ArticleIx| Standing { later: later(a), narration, origin };
        let (left_credit, mut spans) = self.credits.judge(l, r, &left, standing(pair.left));
        let (right_credit, more) = self.credits.judge(r, l, &right, standing(pair.right));
        spans.extend(more);
        let judgeable = |side: Side<'_>, other: Side<'_>| later(side.article) && other.card.outlet.is_some() && side.card.complete;
        let (left_judgeable, right_judgeable) = (judgeable(l, r), judgeable(r, l));
        let l = Credited { reading: &left, credit: left_credit, judgeable: left_judgeable, spans: &spans };
        let r = Credited { reading: &right, credit: right_credit, judgeable: right_judgeable, spans: &spans };
        (pair.left_credit, pair.right_credit) = (left_credit, right_credit);
        let left_counts = pair.credit_of_left();
        pair.passages = of_pair.iter().map(|m| passage_credit(m, l, r, left_counts)).collect();
        pair.credit_spans = spans;
        let share = pair.left_share.max(pair.right_share);
        let words = draft.sum.narration;
        if words >= BESIDE_MANY_WORDS || words >= BESIDE_WORDS && share >= BESIDE_SHARE {
            pair.beside = beside(of_pair, &left, &right);
        }
        pair
    }
}

/// A pair with its order, of which no credit is judged: all there is to say where only page furniture or stock phrases are shared.
fn set_aside(of_pair: &[Match], draft: &Draft) -> Pair {
    let credit = Credit { class: CreditClass::NotJudged, to: None };
    let passage = PassageCredit { left: CreditClass::NotJudged, right: CreditClass::NotJudged, span: None };
    Pair {
        left: of_pair[0].left.article,
        right: of_pair[0].right.article,
        shared_words: draft.sum.words,
        narration_words: draft.sum.narration,
        left_share: draft.sum.left_share,
        right_share: draft.sum.right_share,
        earlier: draft.judged.earlier,
        direction: draft.judged.direction,
        probability: draft.judged.probability,
        reasons: draft.judged.reasons.clone(),
        left_credit: credit,
        right_credit: credit,
        credit_spans: Vec::new(),
        passages: vec![passage; of_pair.len()],
        beside: Vec::new(),
    }
}
