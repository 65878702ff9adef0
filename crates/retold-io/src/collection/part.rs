//! A part of what was found: the rows that one page shows, as an analysis of their own.
//!
//! A page of a large collection is made from the same records as a report in RAM, only fewer: [`Selection`] says which rows, [`Part`] holds
//! them with a roster of the articles they speak of. Ranks count among these articles, places in lists among these rows.

use std::collections::BTreeSet;

use retold::find::{Place, Query};
use retold::record::{Article, ArticleIx, Variant};
use retold::{Analysis, Config};
use rusqlite::{Connection, Result};

use super::derived::TOLD;
use super::found::Found;
use super::only::Only;
use super::review::{self, Review};
use super::{
    CaseItem, Collection, Doing, Error, Listed, Roster, Validation, account_rows, article_rows, sum_rows, voice_rows, wording_rows,
};
use crate::find::Finder;
use crate::manifest;
use crate::sums::Sums;

/// Members of a list whose articles are read for a page; the whole number is in [`Sizes`].
const MEMBERS: i64 = 400;
/// Passages of evidence whose articles are read.
const EVIDENCE: i64 = 64;

/// Rows of the derived tables, by number, and articles.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Articles to be read besides those that the rows speak of.
    pub articles: Vec<u32>,
    /// Pairs with all that is known of them, and their matches.
    pub pairs: Vec<i64>,
    /// Pairs with their matches, but without reasons, credits and edits.
    pub compared: Vec<i64>,
    /// Pairs as lines of a list: without reasons and matches.
    pub lines: Vec<i64>,
    /// Families; their members only where asked for.
    pub families: Vec<i64>,
    /// Whether the families' members are read.
    pub members: bool,
    /// Findings.
    pub findings: Vec<i64>,
    /// Quotations in several places.
    pub quotes: Vec<i64>,
    /// Stories.
    pub stories: Vec<i64>,
    /// Accounts of one event in different words, with their stories.
    pub accounts: Vec<i64>,
    /// Pairs of outlets; their articles only where `pairs` or `lines` name them.
    pub links: Vec<i64>,
    /// Words that name an outlet as source.
    pub phrases: Vec<i64>,
    /// Whether the articles of the phrases are read.
    pub places: bool,
    /// Groups that outlets give labels to.
    pub named: Vec<i64>,
    /// Whether it is read how its articles name and hedge.
    pub wordings: bool,
    /// Whether only the first article of each story is read.
    pub first_of_stories: bool,
    /// Whether only the first place of each quotation is read besides its fullest form; [`Sizes`] says how the others differ.
    pub first_of_quotes: bool,
    /// Figures.
    pub figures: Vec<i64>,
    /// Pairs of figures; both are read.
    pub conflicts: Vec<i64>,
    /// Whether the figures of all its articles are read.
    pub figures_of_articles: bool,
    /// Whether the pairs of its articles are counted.
    pub pairs_of_articles: bool,
    /// A passage to look up.
    pub passage: Option<String>,
    /// Whether it is read whose words its articles print.
    pub voices: bool,
    /// How much of a list these rows are, where somebody searched.
    pub listed: Option<Listed>,
    /// What readers said of a sample.
    pub validation: Option<Validation>,
}

/// What a page is made from.
#[derive(Debug, Default)]
pub struct Part {
    /// The articles that the rows speak of.
    pub roster: Roster,
    /// The same with their texts and blocks, by rank; without what no page shows of an article: its links, its media, every date it claims,
    /// where its text stands in its page.
    pub articles: Vec<Article>,
    /// The rows.
    pub analysis: Analysis,
    /// Ids of the rows, in the order of the lists.
    pub ids: Ids,
    /// How large the whole is of which rows show a part.
    pub sizes: Sizes,
    /// What readers said of the findings, in their order.
    pub reviews: Vec<Vec<Review>>,
    /// Where the passage was found.
    pub looked: Option<Looked>,
    /// How much of a list its rows are.
    pub listed: Option<Listed>,
    /// What readers said of a sample.
    pub validation: Option<Validation>,
    /// The case file.
    pub case: Vec<CaseItem>,
    /// Sums over many articles; `best` of a link are places in the list of pairs, where they are read.
    pub sums: Sums,
}

/// Where a passage was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Looked {
    /// Whether it has too few words to be looked for.
    pub too_short: bool,
    /// The first places, articles by their rank in the part.
    pub places: Vec<Place>,
    /// How many places there are.
    pub total: usize,
    /// Earliest in this collection, where the dates tell.
    pub earliest: Option<ArticleIx>,
}

/// Places of a passage that are shown.
const PLACES: usize = 100;

/// Ids of rows in the order of the lists of an analysis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids {
    /// Of families.
    pub families: Vec<String>,
    /// Of findings.
    pub findings: Vec<String>,
    /// Of quotations.
    pub quotes: Vec<String>,
    /// Of stories.
    pub stories: Vec<String>,
    /// Of accounts.
    pub accounts: Vec<String>,
}

/// How large the whole is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Articles and known outlets of each family.
    pub families: Vec<(u64, u64)>,
    /// Articles of each finding's evidence.
    pub findings: Vec<u64>,
    /// Places of each quotation.
    pub quotes: Vec<u64>,
    /// How the forms of each quotation differ from the fullest, each way once.
    pub variants: Vec<Vec<Variant>>,
    /// Articles of each story.
    pub stories: Vec<u64>,
    /// Sentences of each account.
    pub accounts: Vec<u64>,
    /// Pairs of each article, by rank: those of which something is told, and those that share only lines set aside. Counted where the selection
    /// asks for it, else 0.
    pub pairs: Vec<(u64, u64)>,
}

impl Collection {
    /// Reads what a selection names. Costs what it names, whatever the size of the collection.
    ///
    /// # Errors
    /// Where the collection cannot be read.
    pub fn part(&self, selection: &Selection) -> std::result::Result<Part, Error> {
        let mut selection = selection.clone();
        let case = self.case()?;
        let looked = selection.passage.as_deref().map(|passage| self.look_up(passage)).transpose()?;
        if let Some(found) = &looked {
            selection.articles.extend(found.0.places.iter().map(|p| found.1.number(p.article)));
        }
        let numbers = {
            let db = self.db();
            let mut gather = || Gather { db: &db, found: BTreeSet::new() }.all(&mut selection);
            gather().doing(self.db_path(), "cannot look up what a page shows")?
        };
        let (roster, articles) = self.shown(&numbers, selection.figures_of_articles)?;
        let db = self.db();
        let read = || {
            let analysis = analysis(&db, &roster, &selection)?;
            let ids = ids(&db, &selection)?;
            let reviews = review::of_findings(&db, &ids.findings)?;
            let sums = sums(&db, (&roster, &analysis), &selection)?;
            Ok::<_, rusqlite::Error>((analysis, ids, sizes(&db, &roster, &selection)?, reviews, sums))
        };
        let (analysis, ids, sizes, reviews, sums) = read().doing(self.db_path(), "cannot read what a page shows")?;
        let looked = looked.map(|(mut looked, of)| {
            let here = |article: ArticleIx| roster.rank(of.number(article));
            looked.earliest = looked.earliest.and_then(here);
            looked.places.retain_mut(|p| here(p.article).map(|rank| p.article = rank).is_some());
            looked
        });
        Ok(Part {
            articles,
            analysis,
            ids,
            sizes,
            reviews,
            looked,
            listed: selection.listed,
            validation: selection.validation,
            case,
            sums,
            roster,
        })
    }

    /// The articles with these numbers, which are sorted; those by rank.
    fn shown(&self, numbers: &[u32], with_times: bool) -> std::result::Result<(Roster, Vec<Article>), Error> {
        let db = self.db();
        let mut cards = Vec::with_capacity(numbers.len());
        let mut articles = Vec::with_capacity(numbers.len());
        for &number in numbers {
            let found = article_rows::shown(&db, number, with_times).doing(self.db_path(), "cannot read an article")?;
            let (card, article) = found.ok_or(Error::NoArticle { number })?;
            cards.push((number, card));
            articles.push(article);
        }
        articles.sort_by(|a, b| a.id.cmp(&b.id));
        Ok((Roster::some(cards), articles))
    }

    /// Looks a passage up, with the configuration that the collection was made with.
    fn look_up(&self, passage: &str) -> std::result::Result<(Looked, Roster), Error> {
        let config: Config = self.configuration()?.and_then(|c| serde_json::from_value(c).ok()).unwrap_or_default();
        let Some(query) = Query::new(passage, &config.echo) else {
            return Ok((Looked { too_short: true, ..Looked::default() }, Roster::default()));
        };
        let crate::find::Found { places: found, roster } = Finder::open(self)?.find(&query, &config)?;
        let mut looked = Looked { too_short: false, total: found.places.len(), earliest: found.earliest, places: found.places };
        looked.places.truncate(PLACES);
        Ok((looked, roster))
    }
}

/// Finds the articles that rows speak of, and makes the lists of rows sorted and complete.
struct Gather<'a> {
    db: &'a Connection,
    found: BTreeSet<u32>,
}

impl Gather<'_> {
    fn all(mut self, of: &mut Selection) -> Result<Vec<u32>> {
        self.found.extend(&of.articles);
        of.stories.extend(self.numbers(
            "SELECT event FROM account_rows WHERE number IN (SELECT value FROM json_each(?1)) AND event IS NOT NULL",
            &of.accounts,
        )?);
        for list in [
            &mut of.links,
            &mut of.phrases,
            &mut of.named,
            &mut of.accounts,
            &mut of.pairs,
            &mut of.compared,
            &mut of.lines,
            &mut of.families,
            &mut of.findings,
            &mut of.quotes,
            &mut of.stories,
            &mut of.conflicts,
        ] {
            list.sort_unstable();
            list.dedup();
        }
        of.lines.extend(of.pairs.iter().chain(&of.compared));
        of.lines.sort_unstable();
        of.lines.dedup();
        of.figures
            .extend(self.numbers(r#"SELECT "left" FROM conflict_rows WHERE number IN (SELECT value FROM json_each(?1))"#, &of.conflicts)?);
        of.figures
            .extend(self.numbers(r#"SELECT "right" FROM conflict_rows WHERE number IN (SELECT value FROM json_each(?1))"#, &of.conflicts)?);
        self.articles_of(of)?;
        if of.figures_of_articles {
            let articles: Vec<i64> = self.found.iter().map(|&n| n.into()).collect();
            of.figures
                .extend(self.numbers("SELECT number FROM figure_rows WHERE article IN (SELECT value FROM json_each(?1))", &articles)?);
        }
        of.figures.sort_unstable();
        of.figures.dedup();
        Ok(self.found.into_iter().collect())
    }

    fn articles_of(&mut self, of: &Selection) -> Result<()> {
        const LIST: &str = "IN (SELECT value FROM json_each(?1))";
        self.add(&format!(r#"SELECT "left" FROM pair_rows WHERE number {LIST}"#), &of.lines)?;
        self.add(&format!(r#"SELECT "right" FROM pair_rows WHERE number {LIST}"#), &of.lines)?;
        self.add(&format!("SELECT article FROM pair_reasons WHERE pair {LIST} AND article IS NOT NULL"), &of.pairs)?;
        self.add(&format!("SELECT exemplar FROM family_rows WHERE number {LIST}"), &of.families)?;
        self.add(&format!("SELECT earliest FROM family_rows WHERE number {LIST} AND earliest IS NOT NULL"), &of.families)?;
        if of.members {
            // the earliest members: what a reader looks for first
            let members = format!(
                "SELECT DISTINCT m.article FROM family_members m JOIN article_rows a ON a.number = m.article WHERE m.family {LIST}
                 ORDER BY a.published_low IS NULL, a.published_low, a.id LIMIT {MEMBERS}"
            );
            self.add(&members, &of.families)?;
        }
        self.add(&format!("SELECT article FROM finding_evidence WHERE finding {LIST} AND seq < {EVIDENCE}"), &of.findings)?;
        self.add(&format!("SELECT earliest FROM quote_rows WHERE number {LIST} AND earliest IS NOT NULL"), &of.quotes)?;
        let said = |part: &str| format!("SELECT t.article FROM {part} JOIN attribution_rows t ON t.number = q.said");
        self.add(&said(&format!("(SELECT fullest AS said FROM quote_rows WHERE number {LIST}) q")), &of.quotes)?;
        let of_quote = if of.first_of_quotes { 1 } else { MEMBERS };
        let places = format!("(SELECT attribution AS said FROM quote_members WHERE quote {LIST} AND seq < {of_quote}) q");
        self.add(&said(&places), &of.quotes)?;
        let of_story = if of.first_of_stories { 1 } else { MEMBERS };
        self.add(&format!("SELECT article FROM story_articles WHERE story {LIST} AND seq < {of_story}"), &of.stories)?;
        self.add(&format!("SELECT article FROM account_members WHERE account {LIST} AND seq < {EVIDENCE}"), &of.accounts)?;
        if of.places {
            self.add(&format!("SELECT article FROM phrase_places WHERE phrase {LIST} AND seq < {MEMBERS}"), &of.phrases)?;
        }
        self.add(&format!("SELECT article FROM figure_rows WHERE number {LIST}"), &of.figures)
    }

    fn add(&mut self, sql: &str, list: &[i64]) -> Result<()> {
        let numbers = self.numbers(sql, list)?;
        self.found.extend(numbers.into_iter().filter_map(|n| u32::try_from(n).ok()));
        Ok(())
    }

    fn numbers(&self, sql: &str, list: &[i64]) -> Result<Vec<i64>> {
        if list.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.db.prepare_cached(sql)?;
        Only::These(list).rows(&mut statement, |r| r.get(0))
    }
}

fn analysis(db: &Connection, roster: &Roster, of: &Selection) -> Result<Analysis> {
    let found = Found { db, roster };
    let numbers: Vec<i64> = roster.numbers().iter().map(|&n| n.into()).collect();
    let (texts, counts) = manifest::counts(db)?;
    let detailed = matches_of(db, &of.pairs)?;
    let mut matches = matches_of(db, &of.compared)?;
    matches.extend(&detailed);
    matches.sort_unstable();
    matches.dedup();
    let voices = of.voices || !of.quotes.is_empty();
    let said = if voices { Only::These(&numbers) } else { Only::These(&[]) };
    let mut analysis = Analysis {
        matches: found.matches(Only::These(&matches), Only::These(&detailed))?,
        pairs: found.pairs(Only::These(&of.lines), Only::These(&of.pairs))?,
        // in their order, as their ids and sizes are
        families: found.families(Only::These(&of.families))?,
        furniture: Vec::new(),
        stories: found.stories(Only::These(&of.stories))?,
        figures: found.figures(Only::These(&of.figures))?,
        conflicts: found.conflicts(Only::These(&of.conflicts))?,
        voices: if voices { voice_rows::all(db, roster, said)? } else { Vec::new() },
        quotes: if of.quotes.is_empty() { Vec::new() } else { voice_rows::quotes(db, roster, Only::These(&of.quotes), said)? },
        findings: found.findings(Only::These(&of.findings))?,
        wordings: if of.wordings { wording_rows::all(db, roster, Only::These(&numbers))? } else { Vec::new() },
        // no page shows these yet
        hedges_differ: Vec::new(),
        accounts: account_rows::all(db, roster, Only::These(&of.accounts))?,
        times: Vec::new(),
        versions: Vec::new(),
        texts,
        counts,
    };
    // ranks of some articles follow ids as those of all do, but rows were numbered in the order of all
    analysis.matches.sort_by_key(|m| (m.left.article, m.right.article, m.left.span, m.right.span));
    analysis.pairs.sort_by_key(|p| (p.left, p.right));
    let place = |figure: u32| of.figures.binary_search(&figure.into()).unwrap_or(0) as u32;
    analysis.conflicts.iter_mut().for_each(|c| (c.left, c.right) = (place(c.left), place(c.right)));
    let story = |number: Option<u32>| number.and_then(|n| of.stories.binary_search(&n.into()).ok()).map(|place| place as u32);
    analysis.figures.iter_mut().for_each(|f| f.event = story(f.event));
    analysis.accounts.iter_mut().for_each(|a| a.event = story(a.event));
    Ok(analysis)
}

/// The sums, with articles and pairs by their places in the part.
fn sums(db: &Connection, (roster, analysis): (&Roster, &Analysis), of: &Selection) -> Result<Sums> {
    let mut sums = sum_rows::read(db, roster, (&of.links, &of.phrases, &of.named))?;
    // lists of pairs of outlets name no pair of articles
    if sums.links.is_empty() || analysis.pairs.is_empty() {
        sums.links.iter_mut().for_each(|link| link.best.clear());
        return Ok(sums);
    }
    let mut ends = db.prepare_cached(r#"SELECT "left", "right" FROM pair_rows WHERE number = ?1"#)?;
    let mut place = |pair: u32| -> Result<Option<u32>> {
        let ends: (u32, u32) = ends.query_row([pair], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let Some(ends) = roster.rank(ends.0).zip(roster.rank(ends.1)) else { return Ok(None) };
        Ok(analysis.pairs.binary_search_by_key(&ends, |p| (p.left, p.right)).ok().map(|place| place as u32))
    };
    for link in &mut sums.links {
        let places = link.best.iter().map(|&pair| place(pair)).collect::<Result<Vec<_>>>()?;
        link.best = places.into_iter().flatten().collect();
    }
    Ok(sums)
}

/// Numbers of the matches of these pairs.
fn matches_of(db: &Connection, pairs: &[i64]) -> Result<Vec<i64>> {
    let mut list = db.prepare_cached(
        r#"SELECT m.number FROM pair_rows p CROSS JOIN match_rows m ON m."left" = p."left" AND m."right" = p."right"
           WHERE p.number IN (SELECT value FROM json_each(?1))"#,
    )?;
    let mut numbers: Vec<i64> = Only::These(pairs).rows(&mut list, |r| r.get(0))?;
    numbers.sort_unstable();
    Ok(numbers)
}

fn ids(db: &Connection, of: &Selection) -> Result<Ids> {
    let ids = |table: &str, list: &[i64]| -> Result<Vec<String>> {
        let which = Only::These(list).condition("number");
        let mut statement = db.prepare_cached(&format!("SELECT id FROM {table} {which} ORDER BY number"))?;
        Only::These(list).rows(&mut statement, |r| r.get(0))
    };
    Ok(Ids {
        families: ids("family_rows", &of.families)?,
        findings: ids("finding_rows", &of.findings)?,
        quotes: ids("quote_rows", &of.quotes)?,
        stories: ids("story_rows", &of.stories)?,
        accounts: ids("account_rows", &of.accounts)?,
    })
}

/// How the forms of a quotation differ from the fullest.
fn variants(db: &Connection, quote: i64) -> Result<Vec<Variant>> {
    let mut all = db.prepare_cached("SELECT DISTINCT variant FROM quote_members WHERE quote = ?1")?;
    let names: Vec<String> = all.query_map([quote], |r| r.get(0))?.collect::<Result<_>>()?;
    let mut variants: Vec<Variant> = names.iter().flat_map(|names| names.split(' ')).filter_map(|name| name.parse().ok()).collect();
    variants.sort_unstable();
    variants.dedup();
    Ok(variants)
}

fn sizes(db: &Connection, roster: &Roster, of: &Selection) -> Result<Sizes> {
    let count = |sql: &str, list: &[i64]| -> Result<Vec<u64>> {
        let mut one = db.prepare_cached(sql)?;
        list.iter().map(|&n| one.query_row([n], |r| r.get::<_, i64>(0)).map(|n| n as u64)).collect()
    };
    let sizes = count("SELECT size FROM family_rows WHERE number = ?1", &of.families)?;
    let outlets = count("SELECT outlets FROM family_rows WHERE number = ?1", &of.families)?;
    let numbers: Vec<i64> = roster.numbers().iter().map(|&n| n.into()).collect();
    Ok(Sizes {
        families: sizes.into_iter().zip(outlets).collect(),
        findings: count("SELECT count(DISTINCT article) FROM finding_evidence WHERE finding = ?1", &of.findings)?,
        quotes: count("SELECT count(*) FROM quote_members WHERE quote = ?1", &of.quotes)?,
        variants: of.quotes.iter().map(|&quote| variants(db, quote)).collect::<Result<_>>()?,
        accounts: count("SELECT count(*) FROM account_members WHERE account = ?1", &of.accounts)?,
        stories: count("SELECT count(*) FROM story_articles WHERE story = ?1", &of.stories)?,
        pairs: if of.pairs_of_articles { pairs_of(db, &numbers)? } else { vec![(0, 0); numbers.len()] },
    })
}

/// Pairs of each article: told ones and those set aside.
fn pairs_of(db: &Connection, articles: &[i64]) -> Result<Vec<(u64, u64)>> {
    let mut one = db.prepare_cached(&format!(
        r#"SELECT count(*) FILTER (WHERE told), count(*) FILTER (WHERE NOT told) FROM (
             SELECT {TOLD} AS told FROM pair_rows WHERE "left" = ?1 UNION ALL SELECT {TOLD} FROM pair_rows WHERE "right" = ?1)"#
    ))?;
    let count = |r: &rusqlite::Row, at| r.get::<_, i64>(at).map(i64::cast_unsigned);
    articles.iter().map(|&n| one.query_row([n], |r| Ok((count(r, 0)?, count(r, 1)?)))).collect()
}
