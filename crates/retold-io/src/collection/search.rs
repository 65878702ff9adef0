//! Which articles and findings a reader asks for: by words, outlet, country, language and date, by kind, confidence and review.
//!
//! Lists are walked in their order along an index, and what each row must be part of is a set made beforehand. So a page costs what the narrowest
//! index holds, a few bytes for each row, and never a text: 400,000 articles are walked in some 40 ms.

use retold::text::parse_date;
use rusqlite::ToSql;

use super::word_index::{WordQuery, WordSearch};
use super::{Collection, Doing, Error, Window};

/// Articles in which phrases are looked for at most: some 15 microseconds each. What is not looked at is counted.
const PHRASE_CHECKS: u64 = 4_000;
/// Articles up to which a set is sorted instead of walking past all others.
const SORTED: usize = 1_000;
/// Articles up to which findings are looked up one article at a time.
const LOOKED_UP: usize = 5_000;

/// What articles are asked for; everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words and phrases, see [`WordQuery`]; what holds no word is not asked for.
    pub words: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Country of the outlet, as `outlets.csv` has it.
    pub country: Option<String>,
    /// Language of the text.
    pub lang: Option<String>,
    /// First day, month or year of publication, ISO 8601; what is no date is not asked for.
    pub from: Option<String>,
    /// Last one.
    pub to: Option<String>,
}

impl Wanted {
    /// Whether nothing is asked for, so that everything is meant.
    pub fn is_all(&self) -> bool {
        self.query().is_none() && self.outlet.is_none() && self.country.is_none() && self.lang.is_none() && self.days().is_none()
    }

    /// The words.
    pub fn query(&self) -> Option<WordQuery> {
        self.words.as_deref().and_then(WordQuery::new)
    }

    /// First and last second of the days, since 1970, UTC.
    fn days(&self) -> Option<(i64, i64)> {
        let from = self.from.as_deref().and_then(parse_date).map(|d| d.from);
        let to = self.to.as_deref().and_then(parse_date).map(|d| d.to);
        (from.is_some() || to.is_some()).then(|| (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX)))
    }
}

/// What findings are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedFindings {
    /// Name of a kind.
    pub kind: Option<String>,
    /// Name of a confidence.
    pub confidence: Option<String>,
    /// What readers said.
    pub reviewed: Reviewed,
    /// Some article of the evidence.
    pub articles: Wanted,
}

/// Findings by what readers said of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reviewed {
    /// All but the rejected.
    #[default]
    NotRejected,
    /// All.
    Any,
    /// Those that nobody has looked at.
    Nobody,
    /// Those whose last word of some coder is this decision.
    As(&'static str),
}

/// Rows of a list that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Those of the window.
    pub rows: Vec<i64>,
    /// All that were found.
    pub total: u64,
    /// Articles with the words of a phrase in which the phrase was not looked for.
    pub not_looked: u64,
}

/// How much of a list was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listed {
    /// All rows that were found.
    pub total: u64,
    /// See [`Chosen::not_looked`].
    pub not_looked: u64,
}

impl Chosen {
    /// Its numbers.
    pub fn listed(&self) -> Listed {
        Listed { total: self.total, not_looked: self.not_looked }
    }
}

impl Collection {
    /// Articles that are asked for, by date, the undated last.
    ///
    /// # Errors
    /// Where the collection cannot be read.
    pub fn search_articles(&self, wanted: &Wanted, window: Window) -> Result<Chosen, Error> {
        let (set, search) = self.article_set(wanted)?;
        let mut taker = Taker::new(window);
        let mut looked = 0;
        let mut failed = None;
        self.walk(wanted, set.as_ref(), |number| {
            if set.as_ref().is_some_and(|set| !set.holds(number)) {
                return;
            }
            if let Some(search) = search.as_ref().filter(|s| s.checks()) {
                looked += 1;
                if looked > PHRASE_CHECKS {
                    taker.chosen.not_looked += 1;
                    return;
                }
                match search.holds(number) {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => {
                        failed.get_or_insert(error);
                        return;
                    }
                }
            }
            taker.take(number);
        })?;
        failed.map_or(Ok(taker.chosen), Err)
    }

    /// Findings that are asked for, the strongest first.
    ///
    /// # Errors
    /// Where the collection cannot be read.
    pub fn search_findings(&self, wanted: &WantedFindings, window: Window) -> Result<Chosen, Error> {
        let (among, not_looked) = self.findings_of_articles(&wanted.articles)?;
        let said = match wanted.reviewed {
            Reviewed::Any => Vec::new(),
            Reviewed::NotRejected => self.numbers("findings with a decision", &[&"rejected"])?,
            Reviewed::As(decision) => self.numbers("findings with a decision", &[&decision])?,
            Reviewed::Nobody => self.numbers("findings with a review", &[])?,
        };
        let inside = matches!(wanted.reviewed, Reviewed::As(_));
        let mut taker = Taker::new(window);
        let (kind, confidence) = (wanted.kind.as_deref(), wanted.confidence.as_deref());
        let one = |number: i64| {
            let fits = among.as_ref().is_none_or(|set| set.holds(number)) && said.binary_search(&number).is_ok() == inside;
            if fits {
                taker.take(number);
            }
        };
        match (&kind, &confidence) {
            // findings are numbered from 0 in the order of the list
            (None, None) => {
                let last = self.numbers("last finding", &[])?.first().copied();
                (0..=last.unwrap_or(-1)).for_each(one);
                Ok(())
            }
            (Some(kind), None) => self.each("all findings of a kind", &[kind], one),
            (None, Some(sure)) => self.each("all findings of a confidence", &[sure], one),
            (Some(kind), Some(sure)) => self.each("all findings of a kind and confidence", &[kind, sure], one),
        }?;
        Ok(Chosen { not_looked, ..taker.chosen })
    }

    /// The set of articles with the words, of the country, outlet and language; none where all are meant. Days are not part of it.
    fn article_set(&self, wanted: &Wanted) -> Result<(Option<Set>, Option<WordSearch<'_>>), Error> {
        let mut set: Option<Set> = None;
        let search = wanted.query().map(|query| WordSearch::new(self, query)).transpose()?;
        let mut lists = Vec::new();
        if let Some(search) = &search {
            lists.push(search.candidates()?);
        }
        for (name, key) in [
            ("all articles of an outlet", &wanted.outlet),
            ("articles of a country", &wanted.country),
            ("articles of a language", &wanted.lang),
        ] {
            if let Some(key) = key {
                lists.push(self.numbers(name, &[key])?);
            }
        }
        for list in lists {
            let next = Set::of(&list);
            set = Some(set.map_or(next.clone(), |set| set.and(&next)));
        }
        Ok((set, search))
    }

    /// Goes through the articles by date: those of the days that are asked for, and at least those of the set.
    fn walk(&self, wanted: &Wanted, set: Option<&Set>, one: impl FnMut(i64)) -> Result<(), Error> {
        let (from, to) = wanted.days().unwrap_or((i64::MIN, i64::MAX));
        let few = set.filter(|set| set.size <= SORTED).map(|set| serde_json::to_string(&set.numbers()).unwrap_or_default());
        match (few, wanted.days().is_some(), &wanted.outlet) {
            (Some(few), true, _) => self.each("these articles of days", &[&few, &from, &to], one),
            (Some(few), false, _) => self.each("these articles", &[&few], one),
            (None, true, Some(outlet)) => self.each("articles of an outlet and days", &[&from, &to, outlet], one),
            (None, false, Some(outlet)) => self.each("all articles of an outlet", &[outlet], one),
            (None, true, None) => self.each("articles of days", &[&from, &to], one),
            (None, false, None) => self.each("all articles", &[], one),
        }
    }

    /// The findings with evidence in articles that are asked for; none where all are meant.
    fn findings_of_articles(&self, wanted: &Wanted) -> Result<(Option<Set>, u64), Error> {
        if wanted.is_all() {
            return Ok((None, 0));
        }
        let articles = self.search_articles(wanted, Window { skip: 0, take: u64::MAX })?;
        let mut findings = Vec::new();
        if articles.rows.len() <= LOOKED_UP {
            let list = serde_json::to_string(&articles.rows).unwrap_or_default();
            self.each("findings of these articles", &[&list], |finding| findings.push(finding))?;
        } else {
            let set = Set::of(&articles.rows);
            self.each_pair("findings of all articles", |article, finding| {
                if set.holds(article) {
                    findings.push(finding);
                }
            })?;
        }
        Ok((Some(Set::of(&findings)), articles.not_looked))
    }

    /// Calls `one` with each number that a query gives.
    fn each(&self, name: &str, parameters: &[&dyn ToSql], mut one: impl FnMut(i64)) -> Result<(), Error> {
        let db = self.db();
        let read = || {
            let mut statement = db.prepare_cached(super::browse::query(name))?;
            let mut rows = statement.query(parameters)?;
            // numbers first: `one` may ask the database itself
            let mut list = Vec::new();
            while let Some(row) = rows.next()? {
                list.push(row.get(0)?);
            }
            Ok::<Vec<i64>, rusqlite::Error>(list)
        };
        let list = read().doing(self.db_path(), "cannot search")?;
        drop(db);
        list.into_iter().for_each(&mut one);
        Ok(())
    }

    /// The same with two numbers.
    fn each_pair(&self, name: &str, mut one: impl FnMut(i64, i64)) -> Result<(), Error> {
        let db = self.db();
        let mut read = || {
            let mut statement = db.prepare_cached(super::browse::query(name))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                one(row.get(0)?, row.get(1)?);
            }
            Ok::<(), rusqlite::Error>(())
        };
        read().doing(self.db_path(), "cannot search")
    }
}

/// Takes the rows of a window and counts all.
struct Taker {
    window: Window,
    chosen: Chosen,
}

impl Taker {
    fn new(window: Window) -> Self {
        Taker { window, chosen: Chosen::default() }
    }

    fn take(&mut self, row: i64) {
        let at = self.chosen.total;
        self.chosen.total += 1;
        if at >= self.window.skip && at - self.window.skip < self.window.take {
            self.chosen.rows.push(row);
        }
    }
}

/// A set of small numbers: a byte for each.
#[derive(Debug, Clone, Default)]
struct Set {
    holds: Vec<bool>,
    size: usize,
}

impl Set {
    fn of(numbers: &[i64]) -> Self {
        let mut set = Set::default();
        for at in numbers.iter().filter_map(|&n| usize::try_from(n).ok()) {
            if at >= set.holds.len() {
                set.holds.resize(at + 1, false);
            }
            set.size += usize::from(!set.holds[at]);
            set.holds[at] = true;
        }
        set
    }

    fn holds(&self, number: i64) -> bool {
        usize::try_from(number).ok().and_then(|at| self.holds.get(at)).copied().unwrap_or(false)
    }

    fn and(&self, other: &Set) -> Set {
        Set::of(&self.numbers().into_iter().filter(|&n| other.holds(n)).collect::<Vec<_>>())
    }

    fn numbers(&self) -> Vec<i64> {
        (0i64..).zip(&self.holds).filter(|(_, holds)| **holds).map(|(n, _)| n).collect()
    }
}
