//! From matches to everything that is derived from all of them: layers, pairs with direction and credit, families, findings.
//!
//! Matches depend on two texts each; what is made here depends on the whole corpus and is made anew whenever articles are added, always in
//! the same order, so that adding step by step equals a rebuild.

use rayon::prelude::*;

use crate::account::{Material, accounts, times_of_others};
use crate::analysis::{Analysis, Counts};
use crate::compare;
use crate::config::Config;
use crate::corpus::{Card, Corpus, Shelf};
use crate::echo::{
    JoinCounts, Labels, Matcher, Pages, Star, Texts, Versions, block_layer, fingerprint, join_in_ram, stars, stemma, time_ranks,
};
use crate::figure::{Told, figures};
use crate::pairs::pairs;
use crate::record::{ArticleIx, CreditForm, DateOrigin, Family, Layer, Match, Outlets, Pair, Passage, Span, Story, Voices};
use crate::story::stories;
use crate::text::{Gazetteer, fold};
use crate::voice;

/// Reads, joins, aligns and analyses articles in RAM: the whole engine in one call, for reports of what fits.
pub fn analyse_in_ram(corpus: &Corpus, outlets: &Outlets, config: &Config) -> Analysis {
    let view = CorpusView { cards: &corpus.cards, shelf: corpus, outlets, config };
    let ranks = time_ranks(&corpus.cards);
    let (pairs, counts) = join_in_ram(&config.echo, &ranks, |article| {
        let reading = corpus.reading(ArticleIx(article));
        fingerprint(article, &reading.text, &reading.words, &config.echo)
    });
    let mut pairs: Vec<(ArticleIx, ArticleIx)> = pairs.into_iter().map(|(a, b)| (ArticleIx(a), ArticleIx(b))).collect();
    Pages::of(&corpus.cards).without_repeats(&mut pairs);
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
        let all = matches.len() as u64;
        let card = |a: ArticleIx| &self.cards[a.index()];
        matches.retain(|m| self.config.filter.keeps(m.words, m.identity(), card(m.left.article), card(m.right.article)));
        let filtered_matches = all - matches.len() as u64;
        let versions = Versions::take(&Pages::of(self.cards), self.cards, &mut matches);
        let furniture = self.label(&mut matches, &ranks);
        let told: Vec<&Match> = matches.iter().filter(|m| matches!(m.layer, Layer::Narration | Layer::Quotation)).collect();
        let stars = stars(&told, &ranks, &self.config.family);
        let gazetteer = Gazetteer::new(self.outlets, self.cards.iter().filter_map(|c| c.outlet.as_deref()));
        let pairs = pairs(self, &gazetteer, &matches);
        let texts = Texts::new(self.cards, &pairs, &versions, &self.config.family, &gazetteer);
        let behind = Behind { texts: &texts, pairs: &pairs, ranks: &ranks };
        let families = self.families(stars, behind);
        let furniture = self.families(furniture, behind);
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
            filtered_matches,
            credits_around: credits(&pairs, |f| matches!(f, CreditForm::Dateline | CreditForm::Footer)),
            credits_in_text: credits(&pairs, |f| f == CreditForm::InText),
            credit_traces: credits(&pairs, |f| f == CreditForm::Trace),
            ..Counts::default()
        };
        let stories = stories(self.cards, self.shelf, &self.config.story, &|articles| {
            let counted = texts.count(articles);
            (counted.low, counted.high)
        });
        let texts = texts.count(&in_families);
        let texts = (texts.low, texts.high);
        let told = self.figures(&stories);
        let conflicts = compare::conflicts(self, &told, &stories, &matches);
        let later = versions.later();
        self.name_outlets(&gazetteer, &mut voices);
        let quotes = compare::quotes(self, &voices);
        let times = times_of_others(self.cards, self.shelf, &matches);
        let accounts = accounts(Material {
            cards: self.cards,
            shelf: self.shelf,
            stories: &stories,
            voices: &voices,
            figures: &told,
            matches: &matches,
            versions: &later,
        });
        let mut analysis = Analysis {
            matches,
            pairs,
            families,
            furniture,
            stories,
            voices,
            quotes,
            accounts,
            times,
            versions: later,
            texts,
            counts,
            ..Analysis::default()
        };
        analysis.findings = compare::findings(self, &analysis, &versions);
        analysis.findings.extend(compare::figure_findings(self, &told, &conflicts.found));
        analysis.findings.extend(compare::account_findings(self, &analysis.accounts));
        compare::sort(&mut analysis.findings);
        analysis.figures = told.into_iter().map(|t| t.figure).collect();
        analysis.conflicts = conflicts.found;
        analysis.counts.figures_not_compared = conflicts.not_compared;
        analysis
    }

    /// The figures of all articles, with the story each stands in.
    fn figures(&self, stories: &[Story]) -> Vec<Told> {
        let mut story_of = vec![0; self.cards.len()];
        (0u32..).zip(stories).for_each(|(n, s)| s.articles.iter().for_each(|a| story_of[a.index()] = n));
        let articles = (0..self.cards.len() as u32).into_par_iter().map(ArticleIx);
        let of = |article: ArticleIx| figures(article, &self.shelf.reading(article), &self.cards[article.index()]);
        let mut told: Vec<Told> = articles.flat_map_iter(of).collect();
        told.iter_mut().for_each(|t| t.figure.event = Some(story_of[t.figure.passage.article.index()]));
        told
    }

    /// Gives every source that is an outlet its main name.
    fn name_outlets(&self, gazetteer: &Gazetteer, voices: &mut [Voices]) {
        voices.par_iter_mut().enumerate().filter(|(_, v)| !v.sourcing.is_empty()).for_each(|(i, voices)| {
            let reading = self.shelf.reading(ArticleIx(i as u32));
            for sourcing in &mut voices.sourcing {
                let target = sourcing.target.of(&reading.text);
                sourcing.outlet = gazetteer.names(target, &fold(target)).into_iter().next().map(|n| n.outlet);
            }
        });
    }

    fn families(&self, stars: Vec<Star>, behind: Behind<'_>) -> Vec<Family> {
        let mut families: Vec<Family> = stars.into_par_iter().map(|star| self.family(star, behind)).collect();
        families.sort_by_key(|f| (std::cmp::Reverse((f.articles().len(), f.exemplar.span.len())), f.members.first().copied()));
        families
    }

    /// Tells furniture, stock phrases and credit lines from retelling; gives the furniture.
    fn label(&self, matches: &mut [Match], ranks: &[u32]) -> Vec<Star> {
        // lines of a page are short; longer passages are looked at by where they recur
        const LINE_WORDS: u32 = 40;
        let lines: Vec<Option<Layer>> =
            matches.par_iter().map(|m| if m.words <= LINE_WORDS { block_layer(m, self.cards, self.shelf) } else { None }).collect();
        for (m, layer) in matches.iter_mut().zip(lines) {
            m.layer = layer.unwrap_or(m.layer);
        }
        let told: Vec<usize> = (0..matches.len()).filter(|&i| matches!(matches[i].layer, Layer::Narration | Layer::Quotation)).collect();
        let mut found: Vec<(usize, Layer)> = Vec::new();
        let mut furniture = Vec::new();
        {
            let told_matches: Vec<&Match> = told.iter().map(|&i| &matches[i]).collect();
            let labels = Labels::new(self.cards, &told_matches, &self.config.family);
            for mut star in stars(&told_matches, ranks, &self.config.family) {
                if let Some(layer) = labels.of(&star) {
                    found.extend(star.links.iter().map(|l| (told[l.of as usize], layer)));
                    star.layer = layer;
                    furniture.push(star);
                }
            }
        }
        for (i, layer) in found {
            matches[i].layer = layer;
        }
        furniture.retain(|star| star.layer == Layer::Site);
        furniture
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

    fn family(&self, mut star: Star, behind: Behind<'_>) -> Family {
        star.exemplar = self.trimmed(star.exemplar);
        star.members.iter_mut().for_each(|m| *m = self.trimmed(*m));
        let mut articles: Vec<ArticleIx> = star.members.iter().map(|m| m.article).collect();
        articles.dedup();
        // who spoke is no text of an outlet, and furniture is not told
        let told = (star.layer == Layer::Narration).then(|| behind.texts.count(&articles));
        let all = behind.texts.articles(&articles);
        Family {
            layer: star.layer,
            exemplar: star.exemplar,
            cohesion: (star.cohesion * 10_000.0).round() / 10_000.0,
            chained: star.chained,
            capped: articles.len() > self.config.echo.cap_over_articles as usize,
            earliest: self.earliest(&articles),
            members: star.members,
            texts_low: told.as_ref().map_or(all, |t| t.low),
            texts_high: told.as_ref().map_or(all, |t| t.high),
            stemma: if told.is_some() { stemma(&articles, behind.pairs, behind.ranks) } else { Vec::new() },
            joins: told.map_or_else(Vec::new, |t| t.joins),
        }
    }

    /// The article whose last possible moment lies before every other dated one's first. `None` where the dates do not tell.
    pub(crate) fn earliest(&self, articles: &[ArticleIx]) -> Option<ArticleIx> {
        // what a server or a capture says is no day of publication
        let said = |a: &ArticleIx| !matches!(self.cards[a.index()].published_from, Some(DateOrigin::Http | DateOrigin::Capture));
        let date = |a: &ArticleIx| self.cards[a.index()].published.as_ref().filter(|_| said(a));
        let first = articles.iter().copied().filter(|a| date(a).is_some()).min_by_key(|a| date(a).map(|d| (d.to, *a)))?;
        let to = date(&first)?.to;
        articles.iter().filter(|&&a| a != first).all(|a| date(a).is_none_or(|d| to < d.from)).then_some(first)
    }
}

/// What families are made with beside their stars.
#[derive(Clone, Copy)]
struct Behind<'a> {
    texts: &'a Texts<'a>,
    pairs: &'a [Pair],
    ranks: &'a [u32],
}

/// Different places that name a source in one of these forms.
fn credits(pairs: &[Pair], form: impl Fn(CreditForm) -> bool) -> u64 {
    let mut places: Vec<Passage> = Vec::new();
    for span in pairs.iter().flat_map(|p| &p.credit_spans).filter(|s| form(s.form)) {
        places.push(Passage { article: span.article, span: span.span });
    }
    places.sort_unstable();
    places.dedup();
    places.len() as u64
}
