//! What the engine found in a corpus: the records that are stored, shown and exported.

use crate::record::{
    Account, ArticleIx, Conflict, Family, Figure, Finding, HedgeDiffers, Match, Pair, Quote, Sourcing, Story, TimeMention, Voices, Wording,
};

/// Everything found. Every list is in canonical order, whatever the order of reading and the number of threads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analysis {
    /// Sorted by left article, right article, left span, right span.
    pub matches: Vec<Match>,
    /// Sorted by left article, right article.
    pub pairs: Vec<Pair>,
    /// Largest first, then by first member.
    pub families: Vec<Family>,
    /// Page furniture of one outlet that recurs in its articles, as families of layer `site`; in the order of `families`, which hold none of it.
    pub furniture: Vec<Family>,
    /// Largest first, then by first article. Every article is in exactly one.
    pub stories: Vec<Story>,
    /// Sorted by article and place.
    pub figures: Vec<Figure>,
    /// Sorted by left, then right figure.
    pub conflicts: Vec<Conflict>,
    /// Whose words each article prints; one for each article, in the order of ranks.
    pub voices: Vec<Voices>,
    /// Quotations found in several places; largest first, then by first member.
    pub quotes: Vec<Quote>,
    /// How each article names and hedges; one for each article, in the order of ranks.
    pub wordings: Vec<Wording>,
    /// Hedges that stand on one side of shared text only, sorted; each once.
    pub hedges_differ: Vec<HedgeDiffers>,
    /// The same events told in different words, in the order of first members.
    pub accounts: Vec<Account>,
    /// Times that an undated article names, worked out from the day of another article with the same sentence. Sorted by article and place.
    /// They come after the judging of order, so none is evidence of which article came first.
    pub times: Vec<(ArticleIx, TimeMention)>,
    /// Later versions of articles, each with the first version, sorted. What versions share is in none of the lists but `findings`.
    pub versions: Vec<(ArticleIx, ArticleIx)>,
    /// Largest score first, then by kind and first evidence.
    pub findings: Vec<Finding>,
    /// How many separately written texts the articles of all families go back to: fewest and most.
    pub texts: (u32, u32),
    /// What was looked at, capped and set aside.
    pub counts: Counts,
}

/// Takes what is found, part by part and each part in its canonical order, so that a large collection need not be held at once.
pub trait Sink {
    /// The next pairs with their matches.
    fn pairs(&mut self, pairs: Vec<Pair>, matches: Vec<Match>);

    /// The next figures.
    fn figures(&mut self, figures: Vec<Figure>);

    /// What an article rests on, with the outlets that are named, where it rests on anything. In the order of ranks.
    fn sources(&mut self, article: ArticleIx, sourcing: &[Sourcing]);
}

impl Sink for Analysis {
    fn pairs(&mut self, pairs: Vec<Pair>, matches: Vec<Match>) {
        self.pairs.extend(pairs);
        self.matches.extend(matches);
    }

    fn figures(&mut self, figures: Vec<Figure>) {
        self.figures.extend(figures);
    }

    fn sources(&mut self, article: ArticleIx, sourcing: &[Sourcing]) {
        self.voices[article.index()].sourcing = sourcing.to_vec();
    }
}

/// What was looked at and what was not: "no echo found" differs from "not looked".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Articles looked at.
    pub articles: u64,
    /// Folded words in them.
    pub words: u64,
    /// Fingerprints of all articles.
    pub postings: u64,
    /// Fingerprints that stand in more than one article.
    pub shared_grams: u64,
    /// Fingerprints in so many articles that their pairs were narrowed to longer runs.
    pub narrowed_grams: u64,
    /// Longer runs in so many articles that only links to the exemplar and the predecessor were followed.
    pub capped_runs: u64,
    /// Pairs of articles that were aligned.
    pub candidate_pairs: u64,
    /// Of those, pairs without a match.
    pub rejected_pairs: u64,
    /// Pairs of figures of one thread that were not compared, since it holds too many.
    pub figures_not_compared: u64,
    /// Matches set aside as page furniture.
    pub site_matches: u64,
    /// Matches set aside as stock phrases.
    pub formula_matches: u64,
    /// Matches left out because the configuration's filter does not keep them.
    pub filtered_matches: u64,
    /// Credits in datelines and in lines of their own.
    pub credits_around: u64,
    /// Credits in phrases of the running text.
    pub credits_in_text: u64,
    /// Places where somebody told an outlet something: no credits of a text.
    pub credit_traces: u64,
}
