//! Sentences that have the words of a claim, in any article.

use crate::corpus::Reading;
use crate::record::{ArticleIx, Span};
use crate::text::function_words;

use super::align::{Frequencies, each_shared};
use super::lexicon::{flag, lexicon};
use super::telling::{LeftOut, Telling, all_sentences};

/// A claim as it is looked for.
#[derive(Debug)]
pub(crate) struct Sought(Option<Telling>);

/// A sentence that has many words of a claim.
#[derive(Debug)]
pub(crate) struct Near {
    /// Place of the claim.
    pub(crate) sought: usize,
    pub(crate) article: ArticleIx,
    pub(crate) span: Span,
    /// Words and names of the claim that it has.
    pub(crate) shared: Vec<u32>,
    /// How many of them are names.
    pub(crate) names: usize,
    /// Whether it tells of an action of the claim.
    pub(crate) action: bool,
}

/// What of an article is near the claims.
#[derive(Debug, Default)]
pub(crate) struct NearOf {
    pub(crate) sentences: Vec<Near>,
    /// Words of the claims that the article has.
    pub(crate) terms: Vec<u32>,
}

/// How often the words of claims stand in articles.
#[derive(Default)]
pub(crate) struct Terms(Frequencies);

impl Sought {
    /// A claim is read like a sentence of an English article.
    pub(crate) fn of(text: &str) -> Self {
        let (Some(lexicon), Some(skipped)) = (lexicon(None), function_words(None)) else { return Sought(None) };
        let reading = Reading::of_text(text.to_owned());
        let all = all_sentences(ArticleIx(0), &reading, lexicon, skipped, &LeftOut::default());
        // a claim of two sentences is looked for by the longer one
        Sought(all.into_iter().max_by_key(|t| t.terms.len()))
    }

    pub(crate) fn has_action(&self) -> bool {
        self.0.as_ref().is_some_and(|t| t.actions != 0)
    }

    pub(crate) fn has_name(&self) -> bool {
        self.0.as_ref().is_some_and(|t| !t.names.is_empty())
    }
}

/// The sentences of an article that have at least two in five of a claim's words; speech included.
pub(crate) fn near(sought: &[Sought], article: ArticleIx, reading: &Reading, lang: Option<&str>) -> NearOf {
    let (Some(lexicon), Some(skipped)) = (lexicon(lang), function_words(lang)) else { return NearOf::default() };
    let mut out = NearOf::default();
    for telling in all_sentences(article, reading, lexicon, skipped, &LeftOut::default()) {
        for (n, own) in sought.iter().enumerate().filter_map(|(n, s)| Some((n, s.0.as_ref()?))) {
            let mut shared = Vec::new();
            each_shared(&own.terms, &telling.terms, |term| shared.push(term));
            out.terms.extend(&shared);
            if 5 * shared.len() < 2 * own.terms.len() {
                continue;
            }
            let mut names = 0;
            each_shared(&own.names, &telling.terms, |_| names += 1);
            let action = own.actions & telling.actions != 0;
            out.sentences.push(Near { sought: n, article, span: telling.span, shared, names, action });
        }
    }
    out.terms.sort_unstable();
    out.terms.dedup();
    out
}

impl Terms {
    /// One more article with these words.
    pub(crate) fn count(&mut self, terms: &[u32]) {
        self.0.articles += 1;
        terms.iter().for_each(|term| *self.0.with.entry(*term).or_default() += 1);
    }

    /// Share of a claim's weight that these words of it have, 0 to 1.
    pub(crate) fn share(&self, shared: &[u32], sought: &Sought) -> f64 {
        let weight = |terms: &[u32]| terms.iter().map(|t| f64::from(self.0.rarity(*t))).sum::<f64>();
        sought.0.as_ref().map_or(0.0, |t| weight(shared) / weight(&t.terms).max(f64::MIN_POSITIVE))
    }
}

/// Whether a word holds what it stands with at a distance: "alleged".
pub(crate) fn keeps_distance(lang: Option<&str>, word: u32) -> bool {
    lexicon(lang).is_some_and(|l| l.of(word).flags & flag::DISTANCE != 0)
}
