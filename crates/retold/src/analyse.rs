//! From matches to everything that is derived from all of them: layers, pairs with direction and credit, families, findings.
//!
//! Matches depend on two texts each; what is made here depends on the whole corpus and is made anew whenever articles are added, always in
//! the same order, so that adding step by step equals a rebuild.

use rayon::prelude::*;

use crate::analysis::{Analysis, Counts};
use crate::compare;
use crate::config::Config;
use crate::corpus::{Card, Corpus, Shelf};
use crate::echo::{
    Credits, Join, JoinCounts, Labels, Matcher, Posting, Shared, Side, Star, Texts, block_layer, fingerprint, judge, shared, stars,
    time_ranks,
};
use crate::record::{ArticleIx, Credit, CreditClass, Direction, Family, Layer, Match, Outlets, Pair, Passage, Span, Voices};
use crate::story::stories;
use crate::text::{Gazetteer, Mention, fold, lexicon, mentions};
use crate::voice;

/// Reads, joins, aligns and analyses articles in RAM: the whole engine in one call, for reports of what fits.
pub fn analyse_in_ram(corpus: &Corpus, outlets: &Outlets, config: &Config) -> Analysis {
    let view = CorpusView { cards: &corpus.cards, shelf: corpus, outlets, config };
    let ranks = time_ranks(&corpus.cards);
    let mut postings: Vec<Posting> = (0..corpus.cards.len() as u32)
        .into_par_iter()
        .flat_map_iter(|article| fingerprint(article, &corpus.reading(ArticleIx(article)).words, &config.echo))
        .collect();
    postings.par_sort_unstable();
    let mut join = Join::new(&config.echo, &ranks);
    postings.into_iter().for_each(|p| join.push(p));
    let (pairs, counts) = join.finish();
    let pairs: Vec<(ArticleIx, ArticleIx)> = pairs.into_iter().map(|(a, b)| (ArticleIx(a), ArticleIx(b))).collect();
    let matches = view.align(&pairs);
    let rejected = matches.iter().filter(|m| m.is_empty()).count() as u64;
    let voices = (0..corpus.cards.len())
        .into_par_iter()
        .map(|i| voice::read(&corpus.reading(ArticleIx(i as u32)), corpus.cards[i].lang.as_deref()))
        .collect();
    let mut analysis = view.analyse(matches.into_iter().flatten().collect(), voices, counts);
    analysis.counts.candidate_pairs = pairs.len() as u64;
    analysis.counts.rejected_pairs = rejected;
    analysis
}

/// A corpus to be analysed: cards sorted by id, and where their texts are.
#[derive(Clone, Copy)]
pub struct CorpusView<'a> {
    /// Sorted by id.
    pub cards: &'a [Card],
    /// The texts.
    pub shelf: &'a dyn Shelf,
    /// What `outlets.csv` says.
    pub outlets: &'a Outlets,
    /// Thresholds.
    pub config: &'a Config,
}

impl CorpusView<'_> {
    /// The matches of these pairs of articles, which are sorted; for each pair, in order. Runs on all threads.
    pub fn align(&self, pairs: &[(ArticleIx, ArticleIx)]) -> Vec<Vec<Match>> {
        let chunks: Vec<&[(ArticleIx, ArticleIx)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
        let found: Vec<Vec<Vec<Match>>> = chunks
            .into_par_iter()
            .map(|chunk| {
                let left = chunk[0].0;
                let reading = self.shelf.reading(left);
                let matcher = Matcher::new(left, &reading, self.cards[left.index()].lang.as_deref(), &self.config.echo);
                chunk.iter().map(|&(_, right)| matcher.matches(right, &self.shelf.reading(right))).collect()
            })
            .collect();
        found.into_iter().flatten().collect()
    }

    /// Derives everything from the matches and from what each article says of its sources; `voices` has one entry for each card.
    pub fn analyse(&self, mut matches: Vec<Match>, mut voices: Vec<Voices>, join: JoinCounts) -> Analysis {
        matches.sort_by_key(|m| (m.left.article, m.right.article, m.left.span, m.right.span));
        let ranks = time_ranks(self.cards);
        self.label(&mut matches, &ranks);
        let told: Vec<&Match> = matches.iter().filter(|m| matches!(m.layer, Layer::Narration | Layer::Quotation)).collect();
        let stars = stars(&told, &ranks, &self.config.family);
        let pairs = self.pairs(&matches);
        let texts = Texts::new(self.cards, &pairs, &self.config.family);
        let mut families: Vec<Family> = stars.into_par_iter().map(|star| self.family(star, &texts)).collect();
        families.sort_by_key(|f| (std::cmp::Reverse((f.articles().len(), f.exemplar.span.len())), f.members.first().copied()));
        let mut in_families: Vec<ArticleIx> = families.iter().flat_map(Family::articles).collect();
        in_families.sort_unstable();
        in_families.dedup();
        let layer = |layer| matches.iter().filter(|m| m.layer == layer).count() as u64;
        let counts = Counts {
            articles: self.cards.len() as u64,
            words: self.cards.iter().map(|c| u64::from(c.words)).sum(),
            postings: join.postings,
            shared_grams: join.shared_grams,
            narrowed_grams: join.narrowed_grams,
            capped_runs: join.capped_runs,
            site_matches: layer(Layer::Site),
            formula_matches: layer(Layer::Formula),
            ..Counts::default()
        };
        let stories = stories(self.cards, self.shelf, &self.config.story, &|articles| texts.count(articles));
        let texts = texts.count(&in_families);
        self.name_outlets(&mut voices);
        let quotes = compare::quotes(self, &voices);
        let mut analysis = Analysis { matches, pairs, families, stories, voices, quotes, findings: Vec::new(), texts, counts };
        analysis.findings = compare::findings(self, &analysis);
        analysis
    }

    /// Gives every source that is an outlet its main name.
    fn name_outlets(&self, voices: &mut [Voices]) {
        let gazetteer = Gazetteer::new(self.outlets, self.cards.iter().filter_map(|c| c.outlet.as_deref()));
        voices.par_iter_mut().enumerate().filter(|(_, v)| !v.sourcing.is_empty()).for_each(|(i, voices)| {
            let reading = self.shelf.reading(ArticleIx(i as u32));
            for sourcing in &mut voices.sourcing {
                let target = sourcing.target.of(&reading.text);
                sourcing.outlet = gazetteer.names(target, &fold(target)).into_iter().next().map(|n| n.outlet);
            }
        });
    }

    /// Tells furniture, stock phrases and credit lines from retelling.
    fn label(&self, matches: &mut [Match], ranks: &[u32]) {
        // lines of a page are short; longer passages are looked at by where they recur
        const LINE_WORDS: u32 = 40;
        let lines: Vec<Option<Layer>> =
            matches.par_iter().map(|m| if m.words <= LINE_WORDS { block_layer(m, self.cards, self.shelf) } else { None }).collect();
        for (m, layer) in matches.iter_mut().zip(lines) {
            m.layer = layer.unwrap_or(m.layer);
        }
        let told: Vec<usize> = (0..matches.len()).filter(|&i| matches!(matches[i].layer, Layer::Narration | Layer::Quotation)).collect();
        let mut found: Vec<(usize, Layer)> = Vec::new();
        {
            let told_matches: Vec<&Match> = told.iter().map(|&i| &matches[i]).collect();
            let labels = Labels::new(self.cards, &told_matches, &self.config.family);
            for star in stars(&told_matches, ranks, &self.config.family) {
                if let Some(layer) = labels.of(&star) {
                    found.extend(star.links.iter().map(|l| (told[l.of as usize], layer)));
                }
            }
        }
        for (i, layer) in found {
            matches[i].layer = layer;
        }
    }

    /// The words of a passage, without the marks and spaces at its ends.
    fn trimmed(&self, passage: Passage) -> Passage {
        let reading = self.shelf.reading(passage.article);
        let first = reading.words.partition_point(|w| w.start < passage.span.start);
        let last = reading.words.partition_point(|w| w.end <= passage.span.end);
        match reading.words.get(first..last) {
            Some([a, .., b]) => Passage { span: Span::new(a.start, b.end), ..passage },
            _ => passage,
        }
    }

    fn family(&self, mut star: Star, texts: &Texts<'_>) -> Family {
        star.exemplar = self.trimmed(star.exemplar);
        star.members.iter_mut().for_each(|m| *m = self.trimmed(*m));
        let mut articles: Vec<ArticleIx> = star.members.iter().map(|m| m.article).collect();
        articles.dedup();
        let (low, high) =
            if star.layer == Layer::Quotation { (articles.len() as u32, articles.len() as u32) } else { texts.count(&articles) };
        Family {
            layer: star.layer,
            exemplar: star.exemplar,
            cohesion: (star.cohesion * 10_000.0).round() / 10_000.0,
            chained: star.chained,
            capped: articles.len() > self.config.echo.cap_over_articles as usize,
            earliest: self.earliest(&articles),
            members: star.members,
            texts_low: low,
            texts_high: high,
        }
    }

    /// The article whose last possible moment lies before every other dated one's first. `None` where the dates do not tell.
    pub(crate) fn earliest(&self, articles: &[ArticleIx]) -> Option<ArticleIx> {
        let date = |a: &ArticleIx| self.cards[a.index()].published.as_ref();
        let first = articles.iter().copied().filter(|a| date(a).is_some()).min_by_key(|a| date(a).map(|d| (d.to, *a)))?;
        let to = date(&first)?.to;
        articles.iter().filter(|&&a| a != first).all(|a| date(a).is_none_or(|d| to < d.from)).then_some(first)
    }

    /// Every pair that shares text, with order and credit.
    fn pairs(&self, matches: &[Match]) -> Vec<Pair> {
        let gazetteer = Gazetteer::new(self.outlets, self.cards.iter().filter_map(|c| c.outlet.as_deref()));
        let outlets = self.cards.iter().filter_map(|c| c.outlet.as_deref()).map(|o| gazetteer.main_name(o)).collect();
        let credits = Credits { gazetteer: &gazetteer, outlets: &outlets };
        let mentions = self.mentions(matches, &gazetteer);
        let chunks: Vec<&[Match]> =
            matches.chunk_by(|a, b| (a.left.article, a.right.article) == (b.left.article, b.right.article)).collect();
        chunks.into_par_iter().map(|of_pair| self.pair(of_pair, &mentions, &credits)).collect()
    }

    /// Credits of every article that shares text; empty for the others.
    fn mentions(&self, matches: &[Match], gazetteer: &Gazetteer) -> Vec<Vec<Mention>> {
        let mut shares = vec![false; self.cards.len()];
        for m in matches {
            shares[m.left.article.index()] = true;
            shares[m.right.article.index()] = true;
        }
        let of = |(i, shares): (usize, bool)| {
            if !shares {
                return Vec::new();
            }
            let reading = self.shelf.reading(ArticleIx(i as u32));
            mentions(&reading, gazetteer, lexicon(self.cards[i].lang.as_deref()))
        };
        shares.into_par_iter().enumerate().map(of).collect()
    }

    fn pair(&self, matches: &[Match], mentions: &[Vec<Mention>], credits: &Credits<'_>) -> Pair {
        let (left, right) = (matches[0].left.article, matches[0].right.article);
        let card = |a: ArticleIx| &self.cards[a.index()];
        let sum: Shared = shared(matches, card(left), card(right));
        let side = |article: ArticleIx, share| Side { article, card: card(article), mentions: &mentions[article.index()], share };
        let (l, r) = (side(left, sum.left_share), side(right, sum.right_share));
        if sum.narration + sum.quotation == 0 {
            return set_aside(left, right, sum);
        }
        let judged = judge(l, r, credits.gazetteer, &self.config.direction);
        let is_later = |a: ArticleIx| judged.direction != Direction::CannotTell && judged.earlier != Some(a);
        // furniture and shared quotations need no credit and prove no order of the texts
        let told = sum.narration > 0;
        let judge_credit = |side: Side<'_>, other: Side<'_>| {
            let (credit, spans) = credits.judge(side, other, &self.shelf.reading(side.article), told && is_later(side.article));
            (if told { credit } else { Credit { class: CreditClass::NotJudged, to: credit.to } }, spans)
        };
        let ((left_credit, mut spans), (right_credit, more)) = (judge_credit(l, r), judge_credit(r, l));
        spans.extend(more);
        Pair {
            left,
            right,
            shared_words: sum.words,
            narration_words: sum.narration,
            left_share: sum.left_share,
            right_share: sum.right_share,
            earlier: judged.earlier,
            direction: judged.direction,
            probability: judged.probability,
            reasons: judged.reasons,
            left_credit,
            right_credit,
            credit_spans: spans,
        }
    }
}

/// A pair that shares page furniture or stock phrases alone: no order is asked for, and no credit.
fn set_aside(left: ArticleIx, right: ArticleIx, sum: Shared) -> Pair {
    let credit = Credit { class: CreditClass::NotJudged, to: None };
    Pair {
        left,
        right,
        shared_words: sum.words,
        narration_words: 0,
        left_share: sum.left_share,
        right_share: sum.right_share,
        earlier: None,
        direction: Direction::CannotTell,
        probability: None,
        reasons: Vec::new(),
        left_credit: credit,
        right_credit: credit,
        credit_spans: Vec::new(),
    }
}
