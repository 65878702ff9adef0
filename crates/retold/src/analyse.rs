//! From matches to everything that is derived from all of them: layers, pairs with direction and credit, families, findings.
//!
//! Matches depend on two texts each; what is made here depends on the whole corpus and is made anew whenever articles are added, always in
//! the same order, so that adding step by step equals a rebuild.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::account::{Material, accounts, times_of_others};
use crate::analysis::{Analysis, Counts, Sink};
use crate::compare::{self, Ends, Statement};
use crate::config::Config;
use crate::corpus::{Card, Corpus, Digest, Matches, Shelf};
use crate::echo::{Brief, Changes, JoinCounts, Matcher, Pages, Star, Texts, fingerprint, join_in_ram, name, quoted, stemma, time_ranks};
use crate::figure::{self, Told, figures};
use crate::heard::Heard;
use crate::label;
use crate::overview::Overview;
use crate::pairs::{Draft, Judge, told_pairs};
use crate::record::{
    ArticleIx, Attribution, CreditForm, CreditSpan, DateOrigin, Family, Layer, Match, Outlets, Pair, Passage, Span, Story, Voices, Wording,
};
use crate::story::{self, stories};
use crate::text::{Gazetteer, fold, opening};
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
    let (voices, wordings) = (0..corpus.cards.len())
        .into_par_iter()
        .map(|i| {
            let (reading, card) = (corpus.reading(ArticleIx(i as u32)), &corpus.cards[i]);
            let lang = card.lang.as_deref();
            let voices = voice::read(&reading, lang, card.role);
            let wording = label::read(&reading, &voices, lang);
            (voices, wording)
        })
        .unzip();
    let mut analysis = view.analyse(matches.into_iter().flatten().collect(), voices, wordings, counts);
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

    /// Derives everything from the matches and from what each article was read to say; `voices` and `wordings` have one entry for each card.
    pub fn analyse(&self, mut matches: Vec<Match>, voices: Vec<Voices>, wordings: Vec<Wording>, join: JoinCounts) -> Analysis {
        matches.sort_by_key(Match::place);
        let heard = Heard::of(&voices, &wordings);
        let mut parts = Analysis { voices, wordings, ..Analysis::default() };
        let whole = self.analyse_in_parts(&matches, heard, join, &mut parts);
        let Analysis { matches, pairs, figures, voices, wordings, .. } = parts;
        Analysis { matches, pairs, figures, voices, wordings, ..whole }
    }

    /// The same for a corpus of which not everything found can be held: what a [`Sink`] takes goes there, and its lists in what is given back
    /// stay empty.
    ///
    /// `heard` has what was read of each card. Holds about 100 bytes for each match and 120 for each pair that shares told text; lines that sites
    /// repeat are not held.
    pub fn analyse_in_parts(&self, matches: &dyn Matches, mut heard: Heard, join: JoinCounts, sink: &mut dyn Sink) -> Analysis {
        self.shelf.release();
        let grouped = story::grouped(self.cards, self.shelf, &self.config.story);
        let ranks = time_ranks(self.cards);
        let gazetteer = Gazetteer::new(self.outlets, self.cards.iter().filter_map(|c| c.outlet.as_deref()));
        let (statements, ends) = self.listen(&gazetteer, &mut heard, sink);
        let quotes = compare::quotes(self, &heard, &statements);
        drop(statements);
        // all matches at a glance need no texts, and take their room
        self.shelf.release();
        let (mut overview, versions) = Overview::new(self, matches);
        let furniture = overview.label(self, &ranks);
        let stars = overview.stars(self, &ranks);
        let outlets = self.cards.iter().filter_map(|c| c.outlet.as_deref()).map(|o| gazetteer.main_name(o)).collect();
        let mut judge = Judge::new(self, &gazetteer, &outlets, &overview.matches);
        let drafts = self.drafts(&mut judge, &overview, matches);
        let briefs: Vec<Brief> = drafts.iter().map(Draft::brief).collect();
        let mut findings = compare::Findings::new(self, &versions, &briefs);
        let mut of_voices = compare::VoiceFindings::new(self, &heard);
        let mut credits = Credits::default();
        let mut hedges = compare::Hedges::new(&heard);
        let mut told = drafts.as_slice();
        overview.put_aside();
        overview.each(matches, |block| {
            let pairs = judge.pairs(&block, &mut told);
            credits.add(&pairs);
            findings.pairs(&pairs, &block);
            hedges.pairs(&pairs, &block);
            of_voices.pairs(&pairs, &block);
            sink.pairs(pairs, block);
        });
        drop((judge, drafts));
        let hedges_differ = hedges.finish();
        let texts = Texts::new(self.cards, &briefs, &versions, &self.config.family, &gazetteer);
        let behind = Behind { texts: &texts, pairs: &briefs, ranks: &ranks };
        let families = self.families(stars, behind);
        let furniture = self.families(furniture, behind);
        overview.take_back();
        let mut findings = findings.finish(&overview, &families);
        findings.extend(of_voices.finish(&quotes));
        let counts = self.counts(&overview, join, &credits);
        let Overview { numbers, matches: shared, .. } = overview;
        let times = times_of_others(self.cards, self.shelf, &shared);
        let mut stories = stories(grouped, self.cards, self.shelf, &|articles| {
            let counted = texts.count(articles);
            (counted.low, counted.high)
        });
        let mut in_families: Vec<ArticleIx> = families.iter().flat_map(Family::articles).collect();
        in_families.sort_unstable();
        in_families.dedup();
        let all_texts = texts.count(&in_families);
        drop(texts);
        drop(briefs);
        stories.par_iter_mut().for_each(|story| story.ends = compare::chain_ends(self, &heard, &ends, &story.articles));
        drop(ends);
        let told = Figures::new(self, &stories, &heard, sink);
        let conflicts = compare::conflicts(self, &told, &stories, &numbers);
        findings.extend(compare::figure_findings(self, &told, &conflicts.found));
        findings.extend(compare::corrected_findings(self, &told, &conflicts.found));
        findings.extend(compare::headline_findings(self, &told, &heard));
        let later = versions.later();
        let accounts = accounts(Material {
            cards: self.cards,
            shelf: self.shelf,
            stories: &stories,
            heard: &heard,
            figures: &told,
            matches: &shared,
            versions: &later,
        });
        findings.extend(compare::account_findings(self, &accounts));
        compare::sort(&mut findings);
        Analysis {
            families,
            furniture,
            stories,
            conflicts: conflicts.found,
            quotes,
            hedges_differ,
            accounts,
            times,
            versions: later,
            findings,
            texts: (all_texts.low, all_texts.high),
            counts: Counts { figures_not_compared: conflicts.not_compared, ..counts },
            ..Analysis::default()
        }
    }

    /// Judges every pair of which something is told: first by itself, then with what third texts tell.
    fn drafts(&self, judge: &mut Judge<'_>, overview: &Overview, matches: &dyn Matches) -> Vec<Draft> {
        // room is asked for once: a list that grows is held twice
        let mut drafts = Vec::with_capacity(told_pairs(&overview.matches));
        let mut changes = Changes::default();
        overview.each(matches, |block| judge.drafts(&block, &mut drafts, &mut changes));
        changes.sort();
        judge.again(&mut drafts, &overview.matches, &changes);
        drafts
    }

    fn counts(&self, overview: &Overview, join: JoinCounts, credits: &Credits) -> Counts {
        Counts {
            articles: self.cards.len() as u64,
            words: self.cards.iter().map(|c| u64::from(c.words)).sum(),
            postings: join.postings,
            shared_grams: join.shared_grams,
            narrowed_grams: join.narrowed_grams,
            capped_runs: join.capped_runs,
            site_matches: overview.count(Layer::Site),
            formula_matches: overview.count(Layer::Formula),
            filtered_matches: overview.filtered,
            credits_around: credits.count(|f| matches!(f, CreditForm::Dateline | CreditForm::Footer)),
            credits_in_text: credits.count(|f| f == CreditForm::InText),
            credit_traces: credits.count(|f| f == CreditForm::Trace),
            ..Counts::default()
        }
    }

    /// What can be kept of an article.
    pub fn digest(&self, article: ArticleIx) -> Digest {
        let (reading, card) = (self.shelf.reading(article), &self.cards[article.index()]);
        Digest { terms: story::kept_terms(&reading, card), figures: figure::kept::pack(&figures(article, &reading, card)) }
    }

    /// Goes through all texts once, for what is asked of whom they name: gives every source that is an outlet its main name and hands the sources of
    /// each article over, gathers what is said and whom each article rests on.
    fn listen(&self, gazetteer: &Gazetteer, heard: &mut Heard, sink: &mut dyn Sink) -> (Vec<Vec<Statement>>, Vec<Ends>) {
        let one = |article: ArticleIx, heard: &Heard| {
            let (mut sources, attributions) = (heard.sourcing(article), heard.attributions(article));
            if sources.is_empty() && attributions.is_empty() {
                return (sources, Vec::new(), Ends::default());
            }
            let reading = self.shelf.reading(article);
            for sourcing in &mut sources {
                let target = sourcing.target.of(&reading.text);
                sourcing.outlet = gazetteer.names(target, &fold(target)).into_iter().next().map(|n| n.outlet);
            }
            let said = compare::statements(article, &reading, &attributions, self.cards[article.index()].lang.as_deref());
            (sources, said, Ends::of(&reading, &attributions))
        };
        let (mut statements, mut ends) = (Vec::new(), Vec::with_capacity(self.cards.len()));
        let articles = self.cards.len() as u32;
        for first in (0..articles).step_by(AT_A_TIME as usize) {
            let some = (first..articles.min(first + AT_A_TIME)).into_par_iter();
            let found: Vec<_> = some.map(|a| one(ArticleIx(a), heard)).collect();
            let mut of_some = Vec::with_capacity(found.iter().map(|f| f.1.len()).sum());
            for (article, (sources, said, of)) in (first..).map(ArticleIx).zip(found) {
                if !sources.is_empty() {
                    heard.put_sourcing(article, &sources);
                    sink.sources(article, &sources);
                }
                of_some.extend(said);
                ends.push(of);
            }
            statements.push(of_some);
        }
        (statements, ends)
    }

    fn families(&self, stars: Vec<Star>, behind: Behind<'_>) -> Vec<Family> {
        let mut families: Vec<Family> = stars.into_par_iter().map(|star| self.family(star, behind)).collect();
        families.sort_by_key(|f| (std::cmp::Reverse((f.articles().len(), f.exemplar.span.len())), f.members.first().copied()));
        families
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
            earliest: self.earliest(&articles).filter(|&a| !is_later(a, &articles, behind.pairs)),
            members: star.members,
            texts_low: told.as_ref().map_or(all, |t| t.low),
            texts_high: told.as_ref().map_or(all, |t| t.high),
            stemma: if told.is_some() { stemma(&articles, behind.pairs, behind.ranks) } else { Vec::new() },
            joins: told.map_or_else(Vec::new, |t| t.joins),
        }
    }

    /// How sentences name an article: by its outlet, else by its title, else by its first words.
    pub(crate) fn name(&self, article: ArticleIx) -> String {
        let card = &self.cards[article.index()];
        if card.outlet.is_some() || card.title.is_some() {
            return name(card);
        }
        let reading = self.shelf.reading(article);
        let opening = opening(&reading.text, &reading.blocks);
        if opening.is_empty() { name(card) } else { quoted(opening) }
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

/// The figures of all articles, read anew wherever they are needed: they are many, and what their comparison needs is large.
pub(crate) struct Figures<'a> {
    corpus: &'a CorpusView<'a>,
    heard: &'a Heard,
    /// The story of each article.
    story: Vec<u32>,
    /// Figures before those of each article; one more than there are articles.
    before: Vec<u32>,
}

/// Articles that are gone through at a time where what is found in them is handed over in order.
const AT_A_TIME: u32 = 4096;

impl<'a> Figures<'a> {
    /// Hands all figures over.
    fn new(corpus: &'a CorpusView<'a>, stories: &[Story], heard: &'a Heard, sink: &mut dyn Sink) -> Self {
        let articles = corpus.cards.len() as u32;
        let mut story = vec![0; corpus.cards.len()];
        (0u32..).zip(stories).for_each(|(n, s)| s.articles.iter().for_each(|a| story[a.index()] = n));
        let mut all = Figures { corpus, heard, story, before: vec![0] };
        for first in (0..articles).step_by(AT_A_TIME as usize) {
            let some = first..articles.min(first + AT_A_TIME);
            let of: Vec<Vec<Told>> = some.into_par_iter().map(|a| all.of(ArticleIx(a))).collect();
            let mut before = all.before.last().copied().unwrap_or(0);
            all.before.extend(of.iter().map(|of| {
                before += of.len() as u32;
                before
            }));
            sink.figures(of.into_iter().flatten().map(|t| t.figure).collect());
        }
        all
    }

    /// Those of an article, in the order of its text.
    pub(crate) fn of(&self, article: ArticleIx) -> Vec<Told> {
        let kept = self.corpus.shelf.digest(article).and_then(|d| figure::kept::unpack(&d.figures, article));
        let read = || figures(article, &self.corpus.shelf.reading(article), &self.corpus.cards[article.index()]);
        let mut told = kept.unwrap_or_else(read);
        let attributions = if told.is_empty() { Vec::new() } else { self.heard.attributions(article) };
        for figure in told.iter_mut().map(|t| &mut t.figure) {
            figure.event = Some(self.story[article.index()]);
            figure.attribution = innermost(&attributions, figure.passage.span);
        }
        told
    }

    /// The number of an article's first figure among all.
    pub(crate) fn first(&self, article: ArticleIx) -> u32 {
        self.before[article.index()]
    }

    /// The article of the figure with this number.
    pub(crate) fn article(&self, n: u32) -> ArticleIx {
        ArticleIx(self.before.partition_point(|&before| before <= n).saturating_sub(1) as u32)
    }

    /// The figure with this number.
    pub(crate) fn numbered(&self, n: u32) -> Option<Told> {
        let article = self.article(n);
        self.of(article).into_iter().nth((n - self.first(article)) as usize)
    }
}

/// Place of the innermost attribution whose content holds this span.
fn innermost(all: &[Attribution], span: Span) -> Option<u32> {
    let holds = |a: &Attribution| a.content.iter().any(|c| c.contains(span));
    (0u32..).zip(all).filter(|(_, a)| holds(a)).min_by_key(|(_, a)| a.content_len()).map(|(n, _)| n)
}

/// Whether one of these articles is judged later than another of them, dated or not. `pairs` is sorted by its two articles.
fn is_later(article: ArticleIx, articles: &[ArticleIx], pairs: &[Brief]) -> bool {
    let pair = |a: ArticleIx, b: ArticleIx| pairs.binary_search_by_key(&(a.min(b), a.max(b)), |p| (p.left, p.right)).ok();
    articles.iter().filter(|&&other| other != article).any(|&other| pair(article, other).is_some_and(|i| pairs[i].earlier == Some(other)))
}

/// What families are made with beside their stars.
#[derive(Clone, Copy)]
struct Behind<'a> {
    texts: &'a Texts<'a>,
    pairs: &'a [Brief],
    ranks: &'a [u32],
}

/// Different places that name a source, and how.
#[derive(Default)]
struct Credits(BTreeSet<(CreditForm, Passage)>);

impl Credits {
    fn add(&mut self, pairs: &[Pair]) {
        let place = |s: &CreditSpan| (s.form, Passage { article: s.article, span: s.span });
        self.0.extend(pairs.iter().flat_map(|p| &p.credit_spans).map(place));
    }

    /// Places in some forms; one that is named in two of them counts once.
    fn count(&self, form: impl Fn(CreditForm) -> bool) -> u64 {
        self.0.iter().filter(|c| form(c.0)).map(|c| c.1).collect::<BTreeSet<Passage>>().len() as u64
    }
}
