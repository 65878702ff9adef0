//! What the pages are made from, and what has a page: settled before a line is written, so that no link leads nowhere.
//!
//! A book holds either everything (one file, of which a choice of pages is shown) or the part of a collection that one page shows, with the
//! numbers of the whole. A page function does not know which.

use std::collections::BTreeSet;
use std::sync::Arc;

use retold::Analysis;
use retold::record::{Article, ArticleIx, Match, Pair, Variant};
use retold_io::collection::{CaseItem, Ids, Listed, Looked, Review, Sizes, Validation};
use retold_io::overview::Facts;
use retold_io::sums::Sums;
use retold_io::{Overview, ids};

use super::links::{Ask, Leaf, Links};
use super::sections::Sections;
use super::sentence::Offered;
use super::{ReportInput, names, size};

/// Findings whose pairs get a page first, so that the first lines of the list lead somewhere.
const LEADING_FINDINGS: usize = 100;

/// The input with its look-ups and the choice of what gets a page.
pub(crate) struct Book<'a> {
    pub(crate) input: &'a ReportInput<'a>,
    /// Numbers of the whole collection.
    pub(crate) overview: Arc<Overview>,
    /// Where pages are.
    pub(crate) go: Links,
    /// Pairs with a page, as indices into the analysis, in the order of the list.
    pub(crate) pairs: Vec<usize>,
    /// Families with a page.
    pub(crate) families: usize,
    /// Articles with a page.
    pub(crate) articles: BTreeSet<ArticleIx>,
    /// Ids of rows, in the order of the lists.
    pub(crate) ids: Ids,
    /// What readers said of the findings, in their order; empty where nobody can say anything.
    pub(crate) reviews: Vec<Vec<Review>>,
    /// Where a passage was found.
    pub(crate) looked: Option<Looked>,
    /// How much of a list was asked for, where the part is one.
    pub(crate) listed: Option<Listed>,
    /// What readers said of a sample.
    pub(crate) validation: Option<Validation>,
    /// The case file.
    pub(crate) case: Vec<CaseItem>,
    /// What was asked for, where a coder judges a sample and is not to see what others said.
    pub(crate) blind: Option<Ask>,
    /// Names to choose from when asking.
    pub(crate) offered: Arc<Offered>,
    /// Sums over many articles.
    pub(crate) sums: Sums,
    /// How many of their pages there are, and of those of accounts.
    pub(crate) sections: Sections,
    /// Sizes of what is here in part.
    sizes: Option<Sizes>,
    /// Pairs of outlets without a page, and the pair of articles that stands for each; sorted.
    pub(crate) instead: Arc<Vec<(String, String)>>,
    paged: Vec<bool>,
    pairs_of: Vec<Vec<usize>>,
    families_of: Vec<Vec<usize>>,
}

impl<'a> Book<'a> {
    /// Everything, of which one file shows a choice.
    pub(crate) fn new(input: &'a ReportInput<'a>) -> Self {
        let facts = input.articles.iter().map(|a| Facts::of(a, super::article::holds_hidden(a)));
        let id = |a: ArticleIx| input.articles[a.index()].id.as_str();
        let analysis = input.analysis;
        let mut overview = Overview { rejected: input.run.rejected, ..Overview::of(facts, analysis) };
        let (sums, summed) = Sums::of(input.articles, analysis);
        overview.count_sums(&summed);
        overview.count_thresholds(input.articles.iter().map(|a| a.outlet.as_deref()), analysis);
        let mut book = Book {
            overview: Arc::new(overview),
            sums,
            families: families(input),
            ids: Ids {
                families: analysis.families.iter().map(|f| ids::family(f, id)).collect(),
                findings: analysis.findings.iter().map(|f| ids::finding(f, id)).collect(),
                stories: analysis.stories.iter().map(|s| ids::story(&s.articles, id)).collect(),
                accounts: analysis.accounts.iter().map(|a| ids::account(a, id)).collect(),
                quotes: analysis.quotes.iter().map(|q| ids::quote(q, &analysis.voices, id)).collect(),
            },
            ..Book::bare(input, Links::ONE_FILE)
        };
        book.sections = Sections::within(input.options.max_bytes, analysis, (&book.sums, &super::accounts::order(analysis)));
        book.look_up();
        book.choose_pairs();
        book.choose_articles();
        book
    }

    /// The part that one page shows, of which everything has a page.
    pub(crate) fn of_part(input: &'a ReportInput<'a>, overview: Arc<Overview>, (ids, sizes): (Ids, Sizes), go: Links) -> Self {
        let analysis = input.analysis;
        let mut book = Book {
            overview,
            ids,
            sizes: Some(sizes),
            families: analysis.families.len(),
            articles: (0u32..).map(ArticleIx).take(input.articles.len()).collect(),
            paged: analysis.pairs.iter().map(Pair::is_told).collect(),
            ..Book::bare(input, go)
        };
        book.look_up();
        book.pairs = book.by_words();
        book
    }

    /// Gives pairs with these ids, which are sorted, no page.
    pub(crate) fn leave_out(&mut self, ids: &[String]) {
        if ids.is_empty() {
            return;
        }
        for pair in 0..self.paged.len() {
            let id = self.pair_id(pair);
            self.paged[pair] &= ids.binary_search(&id).is_err();
        }
    }

    fn bare(input: &'a ReportInput<'a>, go: Links) -> Self {
        Book {
            input,
            go,
            overview: Arc::default(),
            pairs: Vec::new(),
            families: 0,
            articles: BTreeSet::new(),
            ids: Ids::default(),
            reviews: Vec::new(),
            looked: None,
            listed: None,
            validation: None,
            case: Vec::new(),
            blind: None,
            offered: Arc::default(),
            sums: Sums::default(),
            sections: Sections::default(),
            sizes: None,
            instead: Arc::default(),
            paged: vec![false; input.analysis.pairs.len()],
            pairs_of: vec![Vec::new(); input.articles.len()],
            families_of: vec![Vec::new(); input.articles.len()],
        }
    }

    fn look_up(&mut self) {
        let analysis = self.input.analysis;
        for (i, pair) in analysis.pairs.iter().enumerate() {
            self.pairs_of[pair.left.index()].push(i);
            self.pairs_of[pair.right.index()].push(i);
        }
        for (i, family) in analysis.families.iter().enumerate().take(self.families) {
            for article in family.articles() {
                self.families_of[article.index()].push(i);
            }
        }
    }

    /// All pairs of which something is told, those that share the most of the outlets' own words first.
    fn by_words(&self) -> Vec<usize> {
        let mut all: Vec<usize> = (0..self.input.analysis.pairs.len()).filter(|&i| self.input.analysis.pairs[i].is_told()).collect();
        all.sort_by_key(|&i| {
            let p = &self.input.analysis.pairs[i];
            (std::cmp::Reverse((p.narration_words, p.shared_words)), p.left, p.right)
        });
        all
    }

    /// The pairs behind the first findings, then those that share the most of the outlets' own words, within half the size.
    fn choose_pairs(&mut self) {
        let (analysis, options) = (self.input.analysis, self.input.options);
        let mut order: Vec<usize> = Vec::new();
        for finding in analysis.findings.iter().take(LEADING_FINDINGS) {
            let articles: BTreeSet<_> = finding.evidence().map(|e| e.passage.article).collect();
            let articles: Vec<_> = articles.into_iter().collect();
            if let [a, b] = articles[..] {
                order.extend(self.find(a, b).filter(|&i| analysis.pairs[i].is_told()));
            }
        }
        let rest = self.by_words();
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
        let used = size::FRAME + self.sections.bytes + lines + pairs + families + findings + skipped;
        options.max_bytes.saturating_sub(used)
    }

    fn pair_bytes(&self, pair: usize) -> usize {
        let pair = &self.input.analysis.pairs[pair];
        size::pair(self.article(pair.left), self.article(pair.right), self.matches(pair))
    }

    /// Whether this is the part that one page shows, and not everything.
    pub(crate) fn is_part(&self) -> bool {
        self.sizes.is_some()
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

    /// How many pairs an article is part of in the whole collection: those of which something is told, and those that share only lines set aside.
    pub(crate) fn pairs_in_all(&self, article: ArticleIx) -> (u64, u64) {
        if let Some(sizes) = &self.sizes {
            return sizes.pairs[article.index()];
        }
        let all = self.pairs_of(article);
        let told = all.iter().filter(|&&i| self.input.analysis.pairs[i].is_told()).count();
        (told as u64, (all.len() - told) as u64)
    }

    /// Articles and known outlets of a family in the whole collection.
    pub(crate) fn family_size(&self, family: usize) -> (u64, u64) {
        if let Some(sizes) = &self.sizes {
            return sizes.families[family];
        }
        let articles = self.input.analysis.families[family].articles();
        let outlets: BTreeSet<_> = articles.iter().filter_map(|&a| names::outlet(self.article(a))).collect();
        (articles.len() as u64, outlets.len() as u64)
    }

    /// Articles of a finding's evidence in the whole collection.
    pub(crate) fn finding_size(&self, finding: usize) -> u64 {
        if let Some(sizes) = &self.sizes {
            return sizes.findings[finding];
        }
        let articles: BTreeSet<_> = self.input.analysis.findings[finding].evidence().map(|e| e.passage.article).collect();
        articles.len() as u64
    }

    /// Places of a quotation in the whole collection.
    pub(crate) fn quote_size(&self, quote: usize) -> u64 {
        self.sizes.as_ref().map_or(self.input.analysis.quotes[quote].members.len() as u64, |s| s.quotes[quote])
    }

    /// How the forms of a quotation differ from the fullest in the whole collection, each way once.
    pub(crate) fn quote_variants(&self, quote: usize) -> Vec<Variant> {
        if let Some(sizes) = &self.sizes {
            return sizes.variants[quote].clone();
        }
        let all: BTreeSet<Variant> = self.input.analysis.quotes[quote].members.iter().flat_map(|(_, v)| v).copied().collect();
        all.into_iter().collect()
    }

    /// Articles of a story in the whole collection.
    pub(crate) fn story_size(&self, story: usize) -> u64 {
        self.sizes.as_ref().map_or(self.input.analysis.stories[story].articles.len() as u64, |s| s.stories[story])
    }

    /// Sentences of an account in the whole collection.
    pub(crate) fn account_size(&self, account: usize) -> u64 {
        self.sizes.as_ref().map_or(self.input.analysis.accounts[account].members.len() as u64, |s| s.accounts[account])
    }

    /// Id of a pair.
    pub(crate) fn pair_id(&self, pair: usize) -> String {
        let p = &self.input.analysis.pairs[pair];
        ids::pair(&self.article(p.left).id, &self.article(p.right).id)
    }

    /// Link to the page of a pair, where it has one.
    pub(crate) fn pair_href(&self, pair: usize) -> Option<String> {
        self.paged[pair].then(|| self.go.leaf(Leaf::Pair, &self.pair_id(pair)))
    }

    /// Link to the page of two outlets, or of the only two of their articles that share text.
    pub(crate) fn link_href(&self, id: &str) -> String {
        match self.instead.binary_search_by(|(link, _)| link.as_str().cmp(id)) {
            Ok(at) => self.go.leaf(Leaf::Pair, &self.instead[at].1),
            Err(_) => self.go.leaf(Leaf::Link, id),
        }
    }

    /// Link to the page of an article, where it has one.
    pub(crate) fn article_href(&self, article: ArticleIx) -> Option<String> {
        self.articles.contains(&article).then(|| self.go.article(self.article(article)))
    }

    /// Link to the page of a family, where it has one.
    pub(crate) fn family_href(&self, family: usize) -> Option<String> {
        (family < self.families).then(|| self.go.leaf(Leaf::Family, &self.ids.families[family]))
    }

    /// The article with this id.
    pub(crate) fn named(&self, id: &str) -> Option<ArticleIx> {
        let at = self.input.articles.binary_search_by(|a| a.id.as_str().cmp(id)).ok()?;
        u32::try_from(at).ok().map(ArticleIx)
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
