//! From matches to pairs: what two articles share in sum, which is the earlier one, and whether the other says so.
//!
//! Orders are judged twice: first pair by pair, then with what third texts tell, for which the first orders are needed. A pair with all that is
//! said of it is large, and there are many: of all pairs at once only a draft is kept, and the whole is written when it is handed over.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analyse::CorpusView;
use crate::corpus::Card;
use crate::echo::{
    Against, Brief, Changes, Context, Credited, Credits, Judged, Shared, Side, Signs, Standing, beside, by_pair, growth, judge, judgeable,
    passage_credit, shared, stands_in_marks,
};
use crate::record::{ArticleIx, Credit, CreditClass, CreditForm, Direction, Layer, Match, Pair, PassageCredit, Span};
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
pub(crate) struct Judge<'a> {
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
    fn new(cards: &'a [Card], matches: &[Match]) -> Self {
        let mut counts = BTreeMap::new();
        for of_pair in by_pair(matches).filter(|c| c.iter().any(|m| m.layer == Layer::Narration)) {
            let (left, right) = of_pair[0].pair();
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

/// A pair of which something is told, after the first look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draft {
    sum: Shared,
    signs: Signs,
    left: ArticleIx,
    right: ArticleIx,
    earlier: Option<ArticleIx>,
}

impl Draft {
    pub(crate) fn brief(&self) -> Brief {
        Brief { left: self.left, right: self.right, narration_words: self.sum.narration, earlier: self.earlier }
    }
}

/// Whether something is told in what a pair shares: page furniture and stock phrases alone prove no order.
fn is_told(of_pair: &[Match]) -> bool {
    of_pair.iter().any(Match::is_told)
}

/// Pairs of which something is told.
pub(crate) fn told_pairs(matches: &[Match]) -> usize {
    by_pair(matches).filter(|of_pair| is_told(of_pair)).count()
}

/// Credits of every article that shares told text; empty for the others.
fn all_mentions(corpus: &CorpusView<'_>, matches: &[Match], gazetteer: &Gazetteer) -> Vec<Vec<Mention>> {
    let mut shares = vec![false; corpus.cards.len()];
    for m in matches.iter().filter(|m| m.is_told()) {
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

impl<'a> Judge<'a> {
    /// `matches` are all matches, of which no lists are needed; `outlets` the main names of the collection's outlets.
    pub(crate) fn new(corpus: &'a CorpusView<'a>, gazetteer: &'a Gazetteer, outlets: &'a BTreeSet<&'a str>, matches: &[Match]) -> Self {
        Judge {
            corpus,
            credits: Credits { gazetteer, outlets },
            mentions: all_mentions(corpus, matches, gazetteer),
            origins: BTreeMap::new(),
            fellows: Fellows::new(corpus.cards, matches),
        }
    }

    /// The first look at some pairs, in order, and what is read of their changes: those of which something is told. `matches` are theirs.
    pub(crate) fn drafts(&self, matches: &[Match], drafts: &mut Vec<Draft>, changes: &mut Changes) {
        let chunks: Vec<&[Match]> = by_pair(matches).filter(|of_pair| is_told(of_pair)).collect();
        let look = |of_pair: &&[Match]| {
            let draft = self.draft(of_pair);
            (draft, Against::of(&draft.brief(), of_pair, |a| self.corpus.shelf.reading(a)))
        };
        let found: Vec<(Draft, Option<(ArticleIx, Against)>)> = chunks.par_iter().map(look).collect();
        for (draft, against) in found {
            drafts.push(draft);
            if let Some((later, against)) = against {
                changes.add(later, against);
            }
        }
    }

    /// The second look at all pairs, with what third texts tell. `matches` are all matches, of which no lists are needed.
    pub(crate) fn again(&mut self, drafts: &mut [Draft], matches: &[Match], changes: &Changes) {
        self.origins = self.origins(drafts);
        let chunks: Vec<&[Match]> = by_pair(matches).filter(|of_pair| is_told(of_pair)).collect();
        let judge = &*self;
        drafts.par_iter_mut().zip(chunks).filter(|(draft, _)| draft.sum.narration > 0).for_each(|(draft, of_pair)| {
            draft.signs.third = changes.of(of_pair);
            if draft.signs.third.is_some() {
                draft.earlier = judge.order(of_pair, draft.sum, draft.signs).earlier;
            }
        });
    }

    /// The next pairs in full, in order. Takes their drafts, those of the pairs of which something is told, off the front.
    pub(crate) fn pairs(&self, matches: &[Match], drafts: &mut &[Draft]) -> Vec<Pair> {
        let mut draft = |of_pair: &[Match]| if is_told(of_pair) { drafts.split_off_first() } else { None };
        let chunks: Vec<(&[Match], Option<&Draft>)> = by_pair(matches).map(|of_pair| (of_pair, draft(of_pair))).collect();
        chunks.par_iter().map(|(of_pair, draft)| draft.map_or_else(|| self.furniture(of_pair), |draft| self.pair(of_pair, draft))).collect()
    }

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
        // shared words so few that they round to nothing prove no order
        if sum.narration + sum.quotation == 0 {
            return Draft { sum, signs: Signs::default(), left, right, earlier: None };
        }
        let reading = |a: ArticleIx| self.corpus.shelf.reading(a);
        let grown = growth(of_pair, &reading(left), &reading(right), lexicon(card(left).lang.as_deref()));
        let fellows = (self.fellows.holds(left, card(right)), self.fellows.holds(right, card(left)));
        let signs = Signs { growth: grown, third: None, fellows };
        Draft { sum, signs, left, right, earlier: self.order(of_pair, sum, signs).earlier }
    }

    fn origins(&self, drafts: &[Draft]) -> BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>> {
        let mut out: BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>> = BTreeMap::new();
        let source = |a: ArticleIx| self.corpus.cards[a.index()].role.is_released();
        for draft in drafts.iter().filter(|d| d.sum.narration > 0) {
            for (of, from) in [(draft.left, draft.right), (draft.right, draft.left)] {
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

    /// A pair that shares page furniture or stock phrases alone.
    fn furniture(&self, of_pair: &[Match]) -> Pair {
        let (left, right) = of_pair[0].pair();
        let sum = shared(of_pair, &self.corpus.cards[left.index()], &self.corpus.cards[right.index()]);
        let judged = Judged { earlier: None, direction: Direction::CannotTell, probability: None, reasons: Vec::new() };
        set_aside(of_pair, sum, judged)
    }

    fn pair(&self, of_pair: &[Match], draft: &Draft) -> Pair {
        if draft.sum.narration + draft.sum.quotation == 0 {
            return self.furniture(of_pair);
        }
        let mut pair = set_aside(of_pair, draft.sum, self.order(of_pair, draft.sum, draft.signs));
        let side = |a: ArticleIx, share| self.side(a, share, &self.mentions[a.index()]);
        let (l, r) = (side(pair.left, pair.left_share), side(pair.right, pair.right_share));
        let (left, right) = (self.corpus.shelf.reading(pair.left), self.corpus.shelf.reading(pair.right));
        let narration = draft.sum.narration > 0;
        let later = |a: ArticleIx| narration && pair.later() == Some(a);
        let origin = self.origin(pair.left, pair.right, draft.sum.narration);
        let told = || of_pair.iter().filter(|m| m.layer == Layer::Narration);
        let standing = |a: ArticleIx, quotes| Standing { later: later(a), narration, quotes, of_pair, origin };
        let left_quotes = told().all(|m| stands_in_marks(&left, m.left.span));
        let right_quotes = told().all(|m| stands_in_marks(&right, m.right.span));
        let (left_credit, mut spans) = self.credits.judge(l, r, &left, standing(pair.left, left_quotes));
        let (right_credit, more) = self.credits.judge(r, l, &right, standing(pair.right, right_quotes));
        spans.extend(more);
        let (left_judgeable, right_judgeable) = (judgeable(l, r, later(pair.left)), judgeable(r, l, later(pair.right)));
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
fn set_aside(of_pair: &[Match], sum: Shared, judged: Judged) -> Pair {
    let credit = Credit { class: CreditClass::NotJudged, to: None };
    let passage = PassageCredit { left: CreditClass::NotJudged, right: CreditClass::NotJudged, span: None };
    Pair {
        left: of_pair[0].left.article,
        right: of_pair[0].right.article,
        shared_words: sum.words,
        narration_words: sum.narration,
        quotation_words: sum.quotation,
        left_share: sum.left_share,
        right_share: sum.right_share,
        earlier: judged.earlier,
        direction: judged.direction,
        probability: judged.probability,
        reasons: judged.reasons,
        left_credit: credit,
        right_credit: credit,
        credit_spans: Vec::new(),
        passages: vec![passage; of_pair.len()],
        beside: Vec::new(),
    }
}
