//! What the report shows and what it leaves out, settled before a line is written, so that no link leads nowhere.

use std::collections::BTreeSet;

use retold::Analysis;
use retold::record::{Article, ArticleIx, Match, Pair};

use super::{ReportInput, names, size};

/// Findings whose pairs get a page first, so that the first lines of the list lead somewhere.
const LEADING_FINDINGS: usize = 100;

/// The input with its look-ups and the choice of what gets a page.
pub(crate) struct Book<'a> {
    pub(crate) input: &'a ReportInput<'a>,
    /// Pairs with a page, as indices into the analysis, in the order of the list.
    pub(crate) pairs: Vec<usize>,
    /// Families with a page.
    pub(crate) families: usize,
    /// Articles with a page.
    pub(crate) articles: BTreeSet<ArticleIx>,
    paged: Vec<bool>,
    pairs_of: Vec<Vec<usize>>,
    families_of: Vec<Vec<usize>>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(input: &'a ReportInput<'a>) -> Self {
        let analysis = input.analysis;
        let mut pairs_of = vec![Vec::new(); input.articles.len()];
        for (i, pair) in analysis.pairs.iter().enumerate() {
            pairs_of[pair.left.index()].push(i);
            pairs_of[pair.right.index()].push(i);
        }
        let families = families(input);
        let mut families_of = vec![Vec::new(); input.articles.len()];
        for (i, family) in analysis.families.iter().enumerate().take(families) {
            for article in family.articles() {
                families_of[article.index()].push(i);
            }
        }
        let mut book = Book {
            input,
            pairs: Vec::new(),
            families,
            articles: BTreeSet::new(),
            paged: vec![false; analysis.pairs.len()],
            pairs_of,
            families_of,
        };
        book.choose_pairs();
        book.choose_articles();
        book
    }

    /// The pairs behind the first findings, then those that share the most of the outlets' own words, within half the size.
    fn choose_pairs(&mut self) {
        let (analysis, options) = (self.input.analysis, self.input.options);
        let mut order: Vec<usize> = Vec::new();
        for finding in analysis.findings.iter().take(LEADING_FINDINGS) {
            let articles: BTreeSet<_> = finding.evidence().map(|e| e.passage.article).collect();
            let articles: Vec<_> = articles.into_iter().collect();
            if let [a, b] = articles[..] {
                order.extend(self.find(a, b));
            }
        }
        let mut rest: Vec<usize> = (0..analysis.pairs.len()).collect();
        rest.sort_by_key(|&i| {
            let p = &analysis.pairs[i];
            (std::cmp::Reverse((p.narration_words, p.shared_words)), p.left, p.right)
        });
        order.extend(&rest);
        let mut bytes = 0;
        for i in order {
            let size = self.pair_bytes(i);
            if self.paged[i] || bytes + size > options.max_bytes / 2 {
                continue;
            }
            if self.pairs.len() == options.max_pairs {
                break;
            }
            bytes += size;
            self.paged[i] = true;
            self.pairs.push(i);
        }
        self.pairs = rest.into_iter().filter(|&i| self.paged[i]).collect();
    }

    /// All articles where they fit; else those on a page of a pair or a family, as far as they fit.
    fn choose_articles(&mut self) {
        let room = self.room();
        let all = (0u32..).map(ArticleIx).take(self.input.articles.len());
        let size = |a: ArticleIx| {
            let pairs = self.pairs_of(a).len();
            size::ARTICLE_LINE + size::article(self.article(a), pairs, super::article::PAIRS)
        };
        if all.clone().map(size).sum::<usize>() <= room {
            self.articles = all.collect();
            return;
        }
        let mut wanted: Vec<ArticleIx> = Vec::new();
        for &i in &self.pairs {
            let p = &self.input.analysis.pairs[i];
            wanted.extend([p.left, p.right]);
        }
        for family in self.input.analysis.families.iter().take(self.families) {
            wanted.extend(family.articles());
        }
        let mut left = room;
        let mut chosen = BTreeSet::new();
        for article in wanted {
            if !chosen.contains(&article) && size(article) <= left {
                left -= size(article);
                chosen.insert(article);
            }
        }
        self.articles = chosen;
    }

    /// Bytes left for articles after everything else.
    fn room(&self) -> usize {
        let (analysis, options) = (self.input.analysis, self.input.options);
        let pairs: usize = self.pairs.iter().map(|&i| self.pair_bytes(i)).sum();
        let shown = analysis.families.iter().take(self.families);
        let families: usize = shown.map(|f| size::family(f, super::family::ROWS)).sum();
        let findings = analysis.findings.len().min(options.max_findings) * size::FINDING;
        let skipped = self.input.skipped.len().min(1_000) * size::SKIPPED;
        let lines = self.input.articles.len().min(super::article::LINES) * size::ARTICLE_LINE;
        let used = size::FRAME + lines + pairs + families + findings + skipped;
        options.max_bytes.saturating_sub(used)
    }

    fn pair_bytes(&self, pair: usize) -> usize {
        let pair = &self.input.analysis.pairs[pair];
        size::pair(self.article(pair.left), self.article(pair.right), self.matches(pair))
    }

    pub(crate) fn analysis(&self) -> &'a Analysis {
        self.input.analysis
    }

    pub(crate) fn article(&self, ix: ArticleIx) -> &'a Article {
        &self.input.articles[ix.index()]
    }

    /// Folded words of an article.
    pub(crate) fn words(&self, ix: ArticleIx) -> u32 {
        self.input.words.get(ix.index()).copied().unwrap_or(0)
    }

    /// The pair of two articles, in any order, as an index into the analysis.
    pub(crate) fn find(&self, a: ArticleIx, b: ArticleIx) -> Option<usize> {
        let key = (a.min(b), a.max(b));
        let pairs = &self.input.analysis.pairs;
        pairs.binary_search_by_key(&key, |p| (p.left, p.right)).ok()
    }

    /// The matches of a pair, in order.
    pub(crate) fn matches(&self, pair: &Pair) -> &'a [Match] {
        let all = &self.input.analysis.matches;
        let key = (pair.left, pair.right);
        let start = all.partition_point(|m| (m.left.article, m.right.article) < key);
        let end = all.partition_point(|m| (m.left.article, m.right.article) <= key);
        &all[start..end]
    }

    /// Pairs that an article is part of, as indices into the analysis.
    pub(crate) fn pairs_of(&self, article: ArticleIx) -> &[usize] {
        &self.pairs_of[article.index()]
    }

    /// Families with a page that an article is part of.
    pub(crate) fn families_of(&self, article: ArticleIx) -> &[usize] {
        &self.families_of[article.index()]
    }

    /// Link to the page of a pair, where it has one.
    pub(crate) fn pair_href(&self, pair: usize) -> Option<String> {
        let p = &self.input.analysis.pairs[pair];
        self.paged[pair].then(|| format!("#{}", names::pair_id(self.article(p.left), self.article(p.right))))
    }

    /// Link to the page of an article, where it has one.
    pub(crate) fn article_href(&self, article: ArticleIx) -> Option<String> {
        self.articles.contains(&article).then(|| format!("#{}", names::article_id(self.article(article))))
    }

    /// Link to the page of a family, where it has one.
    pub(crate) fn family_href(&self, family: usize) -> Option<String> {
        (family < self.families).then(|| {
            let family = &self.input.analysis.families[family];
            format!("#{}", names::family_id(self.input.articles, family))
        })
    }
}

/// How many families get a page: the largest, within a quarter of the size.
fn families(input: &ReportInput) -> usize {
    let mut bytes = 0;
    let fits = |family: &&retold::record::Family| {
        bytes += size::family(family, super::family::ROWS);
        bytes <= input.options.max_bytes / 4
    };
    let most = input.options.max_families;
    input.analysis.families.iter().take(most).take_while(fits).count()
}
