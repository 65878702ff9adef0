//! The lists that pages show, a page at a time, and the way from an id to its row.
//!
//! Every query is here, once, with its name: a test asks SQLite for its plan and refuses one that would read a whole table.
//! What is passed over on the way to a page is passed over in an index.

use rusqlite::{OptionalExtension, ToSql};

use super::{Collection, Doing, Error};

/// Part of a list: how many rows are passed over, and how many are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows before it.
    pub skip: u64,
    /// Rows at most.
    pub take: u64,
}

/// Name and text of every query behind a page. `?1` and `?2` are skip and take in lists; else see the method that asks.
pub const QUERIES: &[(&str, &str)] = &[
    // rows are numbered from 0 in the order of the list
    ("findings", "SELECT number FROM finding_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("families", "SELECT number FROM family_rows WHERE number >= ?1 AND layer <> 'site' ORDER BY number LIMIT ?2"),
    // of pairs, those of which something is told; the others have no page
    (
        "pairs",
        "SELECT number FROM pair_rows WHERE narration_words + quotation_words > 0
         ORDER BY narration_words DESC, shared_words DESC, number LIMIT ?2 OFFSET ?1",
    ),
    (
        "pairs of a credit",
        "SELECT number FROM pair_rows WHERE narration_words + quotation_words > 0 AND credit = ?3
         ORDER BY narration_words DESC, shared_words DESC, number LIMIT ?2 OFFSET ?1",
    ),
    ("articles", "SELECT number FROM article_rows ORDER BY published_low IS NULL, published_low, id LIMIT ?2 OFFSET ?1"),
    ("quotes", "SELECT number FROM quote_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("stories", "SELECT number FROM story_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("links", "SELECT number FROM link_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("phrases", "SELECT number FROM phrase_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("named", "SELECT number FROM named_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("link", "SELECT number FROM link_rows WHERE id = ?1"),
    ("phrase", "SELECT number FROM phrase_rows WHERE id = ?1"),
    ("named by id", "SELECT number FROM named_rows WHERE id = ?1"),
    ("pairs of a link", "SELECT pair FROM link_pairs WHERE link = ?1 ORDER BY seq LIMIT ?2"),
    (
        "articles that label a name",
        "SELECT DISTINCT l.article FROM named_rows n CROSS JOIN label_rows l ON l.name = n.name AND l.name IS NOT NULL
         CROSS JOIN article_rows a ON a.number = l.article WHERE n.number = ?1 ORDER BY a.id LIMIT ?2",
    ),
    (
        "articles of the story of an article",
        "SELECT article FROM story_articles WHERE story = (SELECT story FROM story_articles WHERE article = ?1) ORDER BY seq LIMIT ?2",
    ),
    // those that differ in most come first
    ("accounts", "SELECT number FROM account_rows ORDER BY differing DESC, likeness DESC, number LIMIT ?2 OFFSET ?1"),
    ("accounts that differ in a slot", "SELECT account FROM account_differs WHERE slot = ?3 ORDER BY account LIMIT ?2 OFFSET ?1"),
    ("figures that stand to each other in a way", "SELECT number FROM conflict_rows WHERE class = ?3 ORDER BY number LIMIT ?2 OFFSET ?1"),
    (
        "articles of two figures",
        r#"SELECT f.article FROM conflict_rows c CROSS JOIN figure_rows f ON f.number = c."left" WHERE c.number = ?1 UNION ALL
           SELECT f.article FROM conflict_rows c CROSS JOIN figure_rows f ON f.number = c."right" WHERE c.number = ?1 LIMIT ?2"#,
    ),
    // searches: `search.rs` walks these from their beginning and takes what belongs to a set
    ("articles with words", "SELECT rowid FROM word_index WHERE word_index MATCH ?1"),
    ("all articles", "SELECT number FROM article_rows ORDER BY published_low IS NULL, published_low, id"),
    (
        "articles of days",
        "SELECT number FROM article_rows WHERE (published_low IS NULL) = 0 AND published_low BETWEEN ?1 AND ?2 ORDER BY published_low, id",
    ),
    ("all articles of an outlet", "SELECT number FROM article_rows WHERE outlet = ?1 ORDER BY published_low IS NULL, published_low, id"),
    (
        "articles of an outlet and days",
        "SELECT number FROM article_rows WHERE outlet = ?3 AND (published_low IS NULL) = 0 AND published_low BETWEEN ?1 AND ?2
         ORDER BY published_low, id",
    ),
    ("articles of a country", "SELECT a.number FROM outlets o CROSS JOIN article_rows a ON a.outlet = o.name WHERE o.country = ?1"),
    ("articles of a language", "SELECT number FROM article_rows WHERE lang = ?1"),
    (
        "these articles",
        "SELECT number FROM article_rows WHERE number IN (SELECT value FROM json_each(?1))
         ORDER BY published_low IS NULL, published_low, id",
    ),
    (
        "these articles of days",
        "SELECT number FROM article_rows WHERE number IN (SELECT value FROM json_each(?1)) AND published_low BETWEEN ?2 AND ?3
         ORDER BY published_low, id",
    ),
    ("last finding", "SELECT number FROM finding_rows WHERE number >= 0 ORDER BY number DESC LIMIT 1"),
    ("all findings of a kind", "SELECT number FROM finding_rows WHERE kind = ?1 ORDER BY number"),
    ("all findings of a confidence", "SELECT number FROM finding_rows WHERE confidence = ?1 ORDER BY number"),
    ("all findings of a kind and confidence", "SELECT number FROM finding_rows WHERE kind = ?1 AND confidence = ?2 ORDER BY number"),
    ("findings of these articles", "SELECT finding FROM finding_evidence WHERE article IN (SELECT value FROM json_each(?1))"),
    ("findings of all articles", "SELECT article, finding FROM finding_evidence ORDER BY article"),
    (
        "findings with a decision",
        "SELECT DISTINCT f.number FROM reviews r CROSS JOIN finding_rows f ON f.id = r.finding WHERE r.decision = ?1
           AND NOT EXISTS (SELECT 1 FROM reviews n WHERE n.finding = r.finding AND n.coder = r.coder AND (n.at, n.id) > (r.at, r.id))
         ORDER BY f.number",
    ),
    (
        "findings with a review",
        "SELECT DISTINCT f.number FROM reviews r CROSS JOIN finding_rows f ON f.id = r.finding WHERE r.finding > '' ORDER BY f.number",
    ),
    ("strata", "SELECT kind, confidence, count(*) FROM finding_rows GROUP BY kind, confidence ORDER BY kind, confidence"),
    ("findings of a stratum", "SELECT id FROM finding_rows WHERE kind = ?1 AND confidence = ?2 AND id >= ?3 ORDER BY id LIMIT ?4"),
    (
        "reviews",
        "SELECT r.finding, r.coder, r.decision FROM reviews r WHERE r.finding > '' AND r.finding IN (SELECT id FROM finding_rows)
         ORDER BY r.finding, r.at, r.id",
    ),
    ("case file", "SELECT finding, note FROM case_rows WHERE number > 0 ORDER BY number"),
    ("outlets", "SELECT DISTINCT outlet FROM article_rows WHERE outlet > '' ORDER BY outlet LIMIT ?1"),
    ("countries", "SELECT DISTINCT country FROM outlets WHERE country > '' ORDER BY country LIMIT ?1"),
    ("article", "SELECT number FROM article_rows WHERE id = ?1"),
    ("pair", "SELECT number FROM pair_rows WHERE id = ?1 AND narration_words + quotation_words > 0"),
    ("family", "SELECT number FROM family_rows WHERE id = ?1"),
    ("finding", "SELECT number FROM finding_rows WHERE id = ?1"),
    ("quote", "SELECT number FROM quote_rows WHERE id = ?1"),
    ("account", "SELECT number FROM account_rows WHERE id = ?1"),
    ("story", "SELECT number FROM story_rows WHERE id = ?1"),
    (
        "the pairs of an article with the most words",
        r#"SELECT number FROM (
             SELECT number, narration_words, shared_words FROM pair_rows WHERE "left" = ?1 AND narration_words + quotation_words > 0
             UNION ALL
             SELECT number, narration_words, shared_words FROM pair_rows WHERE "right" = ?1 AND narration_words + quotation_words > 0)
           ORDER BY narration_words DESC, shared_words DESC, number LIMIT ?2"#,
    ),
    (
        "the pairs of an article that share lines set aside",
        r#"SELECT number FROM (
             SELECT number, shared_words FROM pair_rows WHERE "left" = ?1 AND narration_words + quotation_words = 0
             UNION ALL SELECT number, shared_words FROM pair_rows WHERE "right" = ?1 AND narration_words + quotation_words = 0)
           ORDER BY shared_words DESC, number LIMIT ?2"#,
    ),
    ("articles of a finding", "SELECT DISTINCT article FROM finding_evidence WHERE finding = ?1 AND seq < 64 ORDER BY seq LIMIT ?2"),
    (
        "articles of a pair",
        r#"SELECT "left" FROM pair_rows WHERE number = ?1 UNION ALL SELECT "right" FROM pair_rows WHERE number = ?1 LIMIT ?2"#,
    ),
    (
        "pair of two articles",
        r#"SELECT number FROM pair_rows WHERE "left" = ?1 AND "right" = ?2 UNION ALL
       SELECT number FROM pair_rows WHERE "left" = ?2 AND "right" = ?1"#,
    ),
    (
        "families of an article",
        "SELECT DISTINCT m.family FROM family_members m CROSS JOIN family_rows f ON f.number = m.family AND f.layer <> 'site'
         WHERE m.article = ?1 ORDER BY m.family LIMIT ?2",
    ),
    // rows of the public record, for lists as files
    ("record: findings", "SELECT * FROM findings WHERE id = (SELECT id FROM finding_rows WHERE number = ?1)"),
    ("record: families", "SELECT * FROM families WHERE id = (SELECT id FROM family_rows WHERE number = ?1)"),
    ("record: pairs", "SELECT * FROM pairs WHERE id = (SELECT id FROM pair_rows WHERE number = ?1)"),
    ("record: quotes", "SELECT * FROM quotes WHERE id = (SELECT id FROM quote_rows WHERE number = ?1)"),
    ("record: stories", "SELECT * FROM stories WHERE id = (SELECT id FROM story_rows WHERE number = ?1)"),
    ("record: accounts", "SELECT * FROM accounts WHERE id = (SELECT id FROM account_rows WHERE number = ?1)"),
    ("record: conflicts", "SELECT * FROM conflicts WHERE id = (SELECT id FROM conflict_rows WHERE number = ?1)"),
    (
        "record: articles",
        "SELECT id, outlet, title, published, published_from, lang, role, url, archive_url, captured, words, sha256, text_sha256
         FROM article_rows WHERE number = ?1",
    ),
    // numbers and ids of all rows of a kind that have a page, in their order: for writing every page
    ("ids: article", "SELECT number, id FROM article_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("ids: pair", "SELECT number, id FROM pair_rows WHERE number >= ?1 AND narration_words + quotation_words > 0 ORDER BY number LIMIT ?2"),
    ("ids: family", "SELECT number, id FROM family_rows WHERE number >= ?1 AND layer <> 'site' ORDER BY number LIMIT ?2"),
    ("ids: quote", "SELECT number, id FROM quote_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    // a story of one article is that article
    (
        "ids: story",
        "SELECT number, id FROM story_rows WHERE number >= ?1 AND EXISTS (SELECT 1 FROM story_articles WHERE story = story_rows.number AND seq = 1)
         ORDER BY number LIMIT ?2",
    ),
    ("ids: link", "SELECT number, id FROM link_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("ids: phrase", "SELECT number, id FROM phrase_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("ids: named", "SELECT number, id FROM named_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    ("ids: account", "SELECT number, id FROM account_rows WHERE number >= ?1 ORDER BY number LIMIT ?2"),
    (
        "families of a pair",
        "SELECT DISTINCT l.family FROM family_members l CROSS JOIN family_members r ON r.article = ?2 AND r.family = l.family
         CROSS JOIN family_rows f ON f.number = l.family AND f.layer <> 'site' WHERE l.article = ?1 ORDER BY l.family LIMIT 3",
    ),
    // two members of a family, neither of which is its exemplar, and of which no finding speaks
    (
        "pairs of members only",
        r#"SELECT p.id FROM pair_rows p WHERE narration_words + quotation_words > 0 AND p.number >= ?1
           AND EXISTS (SELECT 1 FROM family_members l CROSS JOIN family_members r ON r.article = p."right" AND r.family = l.family
             WHERE l.article = p."left")
           AND NOT EXISTS (SELECT 1 FROM family_members m CROSS JOIN family_rows f ON f.number = m.family AND f.exemplar = p."left"
             WHERE m.article = p."right")
           AND NOT EXISTS (SELECT 1 FROM family_members m CROSS JOIN family_rows f ON f.number = m.family AND f.exemplar = p."right"
             WHERE m.article = p."left")
           AND NOT EXISTS (SELECT 1 FROM finding_evidence l CROSS JOIN finding_evidence r ON r.finding = l.finding AND r.article = p."right"
             WHERE l.article = p."left" AND l.seq < 2 AND r.seq < 2)"#,
    ),
    (
        "pairs of a family with its exemplar",
        r#"SELECT p.number FROM family_rows f CROSS JOIN family_members m ON m.family = f.number
             CROSS JOIN pair_rows p ON p."left" = f.exemplar AND p."right" = m.article WHERE f.number = ?1
           UNION SELECT p.number FROM family_rows f CROSS JOIN family_members m ON m.family = f.number
             CROSS JOIN pair_rows p ON p."left" = m.article AND p."right" = f.exemplar WHERE f.number = ?1 LIMIT ?2"#,
    ),
    (
        "pairs between members of a family",
        r#"SELECT p.number FROM family_members l CROSS JOIN pair_rows p ON p."left" = l.article
           WHERE l.family = ?1 AND p."right" IN (SELECT article FROM family_members WHERE family = ?1) LIMIT ?2"#,
    ),
];

pub(super) fn query(name: &str) -> &'static str {
    QUERIES.iter().find(|(n, _)| *n == name).map_or("", |(_, sql)| sql)
}

impl Collection {
    /// Numbers of a list, by the name it has in [`QUERIES`]; `key` is what the list is of, where it is of something.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn list(&self, name: &str, window: Window, key: Option<&str>) -> Result<Vec<i64>, Error> {
        let (skip, take) = (i64::try_from(window.skip).unwrap_or(i64::MAX), i64::try_from(window.take).unwrap_or(i64::MAX));
        match key {
            Some(key) => self.numbers(name, &[&skip, &take, &key]),
            None => self.numbers(name, &[&skip, &take]),
        }
    }

    /// The row with this id, in the table that the query of this name asks.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn row(&self, name: &str, id: &str) -> Result<Option<i64>, Error> {
        let db = self.db();
        let found = db.prepare_cached(query(name)).and_then(|mut s| s.query_row([id], |r| r.get(0)).optional());
        found.doing(self.db_path(), "cannot look up an id")
    }

    /// Numbers of a list that hangs on a row.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn rows_of(&self, name: &str, row: i64, most: u64) -> Result<Vec<i64>, Error> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.numbers(name, &[&row, &most])
    }

    /// Ids of the pairs of a family's members with each other, sorted: without its exemplar, and without those that a finding is about. They grow
    /// with the square of a family, and each member is compared with the exemplar anyway. Costs some look-ups for each pair.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn pairs_of_members_only(&self) -> Result<Vec<String>, Error> {
        let mut ids = self.names("pairs of members only", 0)?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// Ids of the pairs of outlets of which one pair of articles shares text, each with the id of that pair; sorted. Reads all pairs of outlets, once
    /// for a folder of pages.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn links_of_one_pair(&self) -> Result<Vec<(String, String)>, Error> {
        let db = self.db();
        let read = |r: &rusqlite::Row| Ok((r.get(0)?, r.get(1)?));
        let sql = "SELECT l.id, p.id FROM link_rows l CROSS JOIN link_pairs e ON e.link = l.number CROSS JOIN pair_rows p ON p.number = e.pair \
                   WHERE l.pairs = 1";
        let ids = db.prepare(sql).and_then(|mut s| s.query_map([], read)?.collect());
        let mut ids: Vec<(String, String)> = ids.doing(self.db_path(), "cannot read the pairs of outlets")?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// The pair of two articles, given by their numbers in any order.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn pair_of(&self, a: u32, b: u32) -> Result<Option<i64>, Error> {
        Ok(self.numbers("pair of two articles", &[&a, &b])?.first().copied())
    }

    /// Families that hold both articles, given by their numbers.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn families_of_pair(&self, left: u32, right: u32) -> Result<Vec<i64>, Error> {
        self.numbers("families of a pair", &[&left, &right])
    }

    /// Numbers and ids of a kind of row (`article`, `pair`, `family`, `quote`, `story`), from the row with this number on; those that have a
    /// page.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn ids(&self, kind: &str, from: i64, most: u64) -> Result<Vec<(i64, String)>, Error> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let db = self.db();
        let read = |r: &rusqlite::Row| Ok((r.get(0)?, r.get(1)?));
        let ids = db.prepare_cached(query(&format!("ids: {kind}"))).and_then(|mut s| s.query_map([from, most], read)?.collect());
        ids.doing(self.db_path(), "cannot read a list of ids")
    }

    /// Names of a list (`outlets`, `countries`), in their order.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn names(&self, list: &str, most: u64) -> Result<Vec<String>, Error> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let db = self.db();
        let names = db.prepare_cached(query(list)).and_then(|mut s| s.query_map([most], |r| r.get(0))?.collect());
        names.doing(self.db_path(), "cannot read a list of names")
    }

    /// The title of the article with this number; empty where it has none.
    pub(super) fn title(&self, number: u32) -> Result<String, Error> {
        let db = self.db();
        let title = db
            .prepare_cached("SELECT title FROM article_rows WHERE number = ?1")
            .and_then(|mut s| s.query_row([number], |r| r.get::<_, Option<String>>(0)).optional());
        title.doing(self.db_path(), "cannot read a title").map(|title| title.flatten().unwrap_or_default())
    }

    /// The steps in which SQLite would answer a query: how to tell whether it reads a whole table.
    ///
    /// # Errors
    /// Where the query is not one.
    pub fn plan(&self, sql: &str) -> Result<Vec<String>, Error> {
        let db = self.db();
        let steps = || {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let nothing = vec![rusqlite::types::Null; plan.parameter_count()];
            plan.query_map(rusqlite::params_from_iter(nothing), |r| r.get(3))?.collect::<rusqlite::Result<Vec<String>>>()
        };
        steps().doing(self.db_path(), "cannot plan a query")
    }

    pub(super) fn numbers(&self, name: &str, parameters: &[&dyn ToSql]) -> Result<Vec<i64>, Error> {
        let db = self.db();
        let list = db.prepare_cached(query(name)).and_then(|mut s| s.query_map(parameters, |r| r.get(0))?.collect());
        list.doing(self.db_path(), "cannot read a list")
    }
}
