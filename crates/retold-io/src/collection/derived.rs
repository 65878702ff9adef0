//! What the engine found: written anew by each add, in the exported order.

use std::collections::BTreeMap;
use std::fmt::Write;

use retold::Analysis;
use retold::record::{ArticleIx, Conflict, CreditForm, Family, Figure, Finding, Match, Pair, Passage, Sourcing, Span, Story, stable_id};
use rusqlite::{CachedStatement, Connection, Result, params};

use super::{Doing, Error, Roster, Writer, account_rows, group_rows, sum_rows, voice_rows, wording_rows};
use crate::overview::{self, Overview};
use crate::thresholds::{Threshold, Thresholds};
use crate::{ids, manifest};

/// Indexes of the derived tables. Dropped before they are filled and made afterwards: sorting once is several times faster.
pub(super) const CREATE_INDEXES: &str = r#"
CREATE UNIQUE INDEX match_rows_by_id ON match_rows(id);
CREATE INDEX match_rows_by_left ON match_rows("left");
CREATE INDEX match_rows_by_right ON match_rows("right");
CREATE UNIQUE INDEX pair_rows_by_id ON pair_rows(id);
CREATE INDEX pair_rows_by_left ON pair_rows("left", "right");
CREATE INDEX pair_rows_by_right ON pair_rows("right");
CREATE INDEX pair_rows_by_words ON pair_rows(narration_words DESC, shared_words DESC, number, quotation_words)
  WHERE narration_words + quotation_words > 0;
CREATE INDEX pair_rows_by_credit ON pair_rows(credit, narration_words DESC, shared_words DESC, number, quotation_words)
  WHERE narration_words + quotation_words > 0;
CREATE UNIQUE INDEX family_rows_by_id ON family_rows(id);
CREATE INDEX family_members_by_article ON family_members(article);
CREATE UNIQUE INDEX story_rows_by_id ON story_rows(id);
CREATE INDEX story_articles_by_article ON story_articles(article);
CREATE UNIQUE INDEX figure_rows_by_id ON figure_rows(id);
CREATE INDEX figure_rows_by_article ON figure_rows(article);
CREATE UNIQUE INDEX conflict_rows_by_id ON conflict_rows(id);
CREATE INDEX conflict_rows_by_left ON conflict_rows("left");
CREATE INDEX conflict_rows_by_right ON conflict_rows("right");
CREATE INDEX conflict_rows_by_class ON conflict_rows(class);
CREATE UNIQUE INDEX quote_rows_by_id ON quote_rows(id);
CREATE INDEX quote_members_by_attribution ON quote_members(attribution);
CREATE UNIQUE INDEX account_rows_by_id ON account_rows(id);
CREATE INDEX account_rows_by_differing ON account_rows(differing DESC, likeness DESC, number);
CREATE INDEX account_members_by_article ON account_members(article);
CREATE INDEX account_differs_by_slot ON account_differs(slot, account);
CREATE UNIQUE INDEX link_rows_by_id ON link_rows(id);
CREATE UNIQUE INDEX phrase_rows_by_id ON phrase_rows(id);
CREATE UNIQUE INDEX named_rows_by_id ON named_rows(id);
CREATE UNIQUE INDEX finding_rows_by_id ON finding_rows(id);
CREATE INDEX finding_rows_by_kind ON finding_rows(kind);
CREATE INDEX finding_rows_by_confidence ON finding_rows(confidence);
CREATE INDEX finding_rows_by_kind_and_confidence ON finding_rows(kind, confidence);
CREATE INDEX finding_rows_by_stratum ON finding_rows(kind, confidence, id);
CREATE INDEX finding_evidence_by_article ON finding_evidence(article);
"#;

/// Which rows of `pair_rows` share more than lines that are set aside, as [`Pair::is_told`] has it; the same words as in the indexes above.
pub(crate) const TOLD: &str = "narration_words + quotation_words > 0";

/// Empties the derived tables, children first.
const CLEAR: &str = "
DROP INDEX match_rows_by_id; DROP INDEX match_rows_by_left; DROP INDEX match_rows_by_right;
DROP INDEX pair_rows_by_id; DROP INDEX pair_rows_by_left; DROP INDEX pair_rows_by_right;
DROP INDEX pair_rows_by_words; DROP INDEX pair_rows_by_credit;
DROP INDEX family_rows_by_id; DROP INDEX family_members_by_article;
DROP INDEX story_rows_by_id; DROP INDEX story_articles_by_article;
DROP INDEX figure_rows_by_id; DROP INDEX figure_rows_by_article;
DROP INDEX conflict_rows_by_id; DROP INDEX conflict_rows_by_class; DROP INDEX conflict_rows_by_left; DROP INDEX conflict_rows_by_right;
DROP INDEX finding_rows_by_id; DROP INDEX finding_rows_by_kind; DROP INDEX finding_rows_by_confidence; DROP INDEX finding_rows_by_kind_and_confidence; DROP INDEX finding_rows_by_stratum;
DROP INDEX finding_evidence_by_article;
DROP INDEX account_rows_by_id; DROP INDEX account_rows_by_differing; DROP INDEX account_members_by_article;
DROP INDEX account_differs_by_slot;
DROP INDEX link_rows_by_id; DROP INDEX phrase_rows_by_id; DROP INDEX named_rows_by_id;
DROP INDEX quote_rows_by_id; DROP INDEX quote_members_by_attribution;
DELETE FROM link_pairs; DELETE FROM link_rows; DELETE FROM phrase_places; DELETE FROM phrase_rows;
DELETE FROM named_forms; DELETE FROM named_rows;
DELETE FROM quote_members; DELETE FROM quote_rows;
DELETE FROM match_layers; DELETE FROM match_edits; DELETE FROM match_rows;
DELETE FROM pair_reasons; DELETE FROM pair_credit_spans; DELETE FROM pair_beside; DELETE FROM pair_rows;
DELETE FROM family_members; DELETE FROM family_stemma; DELETE FROM family_joins; DELETE FROM family_rows;
DELETE FROM conflict_rows; DELETE FROM figure_rows;
DELETE FROM account_members; DELETE FROM account_cells; DELETE FROM account_differs; DELETE FROM account_rows;
DELETE FROM time_rows WHERE resolved_by = 'other-article';
DELETE FROM story_articles; DELETE FROM story_rows;
DELETE FROM finding_titles; DELETE FROM finding_evidence; DELETE FROM finding_reasons; DELETE FROM finding_rows;
";

/// How many rows of the larger tables an add has stored so far: the numbers of the next ones.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stored {
    matches: i64,
    pairs: i64,
    /// Of the pairs, those that share only lines that are set aside.
    aside: u64,
    figures: i64,
}

impl Writer<'_> {
    /// Makes matches, pairs, families, findings and counts those of this analysis, in its order. `roster` is the one that was analysed.
    pub fn replace_derived(&mut self, analysis: &Analysis, roster: &Roster) -> std::result::Result<(), Error> {
        self.clear_derived()?;
        self.put_pairs(&analysis.pairs, &analysis.matches, roster)?;
        self.put_figures(&analysis.figures, roster)?;
        self.put_derived(analysis, roster)
    }

    /// Empties what is derived. What is put afterwards comes in the exported order.
    pub fn clear_derived(&mut self) -> std::result::Result<(), Error> {
        self.derived = Stored::default();
        self.collection.db().execute_batch(CLEAR).doing(&self.collection.db_path, "cannot clear what was found")
    }

    /// Stores the next pairs with their matches.
    pub fn put_pairs(&mut self, pairs: &[Pair], matches: &[Match], roster: &Roster) -> std::result::Result<(), Error> {
        let first = self.derived;
        self.derived.matches += matches.len() as i64;
        self.derived.pairs += pairs.len() as i64;
        self.derived.aside += pairs.iter().filter(|p| !p.is_told()).count() as u64;
        let db = self.collection.db();
        let fill = Fill { db: &db, roster };
        let store = || {
            fill.matches(first.matches, matches, pairs)?;
            fill.pairs(first.pairs, pairs)
        };
        store().doing(&self.collection.db_path, "cannot store what articles share")
    }

    /// Stores the next figures.
    pub fn put_figures(&mut self, figures: &[Figure], roster: &Roster) -> std::result::Result<(), Error> {
        let first = self.derived.figures;
        self.derived.figures += figures.len() as i64;
        let db = self.collection.db();
        Fill { db: &db, roster }.figures(first, figures).doing(&self.collection.db_path, "cannot store figures")
    }

    /// Stores which outlets the sources of an article are.
    pub fn put_sources(&mut self, article: ArticleIx, sourcing: &[Sourcing], roster: &Roster) -> std::result::Result<(), Error> {
        let db = self.collection.db();
        voice_rows::put_sources(&db, roster.number(article), sourcing).doing(&self.collection.db_path, "cannot store what articles rest on")
    }

    /// Pairs stored by this add: those of which something is told, and those that share only lines that are set aside.
    pub fn pairs(&self) -> (u64, u64) {
        (self.derived.pairs.cast_unsigned() - self.derived.aside, self.derived.aside)
    }

    /// Stores everything else, once all of that is there.
    pub fn put_derived(&mut self, analysis: &Analysis, roster: &Roster) -> std::result::Result<(), Error> {
        let db = self.collection.db();
        let fill = Fill { db: &db, roster };
        let store = || {
            fill.families(analysis.families.iter().chain(&analysis.furniture))?;
            fill.stories(&analysis.stories)?;
            fill.conflicts(&analysis.conflicts)?;
            voice_rows::replace(&db, roster, &analysis.quotes)?;
            wording_rows::replace(&db, roster, &analysis.hedges_differ)?;
            account_rows::replace(&db, roster, &analysis.accounts)?;
            account_rows::replace_times(&db, roster, &analysis.times)?;
            fill.findings(&analysis.findings)?;
            fill.versions(&analysis.versions)?;
            manifest::store_counts(&db, analysis)?;
            db.execute_batch(CREATE_INDEXES)?;
            let mut overview = Overview::of(roster.cards().iter().map(Into::into), analysis);
            overview.count_tables(&db)?;
            overview.count_sums(&sum_rows::replace(&db, roster, analysis)?);
            overview.thresholds = thresholds(&db, roster, analysis)?;
            (overview.countries, overview.tongues) = (group_rows::of(&db, "country")?, group_rows::of(&db, "language")?);
            overview::store(&db, &overview)
        };
        store().doing(&self.collection.db_path, "cannot store what was found")
    }
}

/// What is left of the stored pairs at thresholds.
fn thresholds(db: &Connection, roster: &Roster, analysis: &Analysis) -> Result<Vec<Threshold>> {
    let mut all = Thresholds::new(roster.cards().iter().map(|c| c.outlet.as_deref()), &analysis.families);
    let mut pairs = db.prepare(&format!(r#"SELECT "left", "right", max(left_share, right_share) FROM pair_rows WHERE {TOLD}"#))?;
    let mut rows = pairs.query([])?;
    while let Some(r) = rows.next()? {
        if let (Some(left), Some(right)) = (roster.rank(r.get(0)?), roster.rank(r.get(1)?)) {
            all.pair(left, right, r.get(2)?);
        }
    }
    Ok(all.finish())
}

/// Ids made of spans, without a fresh string for each part.
#[derive(Default)]
struct SpanNames([String; 2]);

impl SpanNames {
    fn of(&mut self, left: Span, right: Span) -> [&str; 2] {
        for (name, span) in self.0.iter_mut().zip([left, right]) {
            name.clear();
            let _ = write!(name, "{}-{}", span.start, span.end);
        }
        [&self.0[0], &self.0[1]]
    }
}

struct Fill<'a> {
    db: &'a Connection,
    roster: &'a Roster,
}

impl<'a> Fill<'a> {
    fn insert(&self, into: &str, columns: usize) -> Result<CachedStatement<'a>> {
        let marks = vec!["?"; columns].join(",");
        self.db.prepare_cached(&format!("INSERT INTO {into} VALUES ({marks})"))
    }

    fn number(&self, article: ArticleIx) -> u32 {
        self.roster.number(article)
    }

    fn matches(&self, first: i64, matches: &[Match], pairs: &[Pair]) -> Result<()> {
        let mut row = self.insert("match_rows", 22)?;
        let (mut layer, mut edit) = (self.insert("match_layers", 5)?, self.insert("match_edits", 8)?);
        let mut names = SpanNames::default();
        // the matches of a pair stand together, in the order of the pairs
        let mut credits = pairs.iter().flat_map(|p| p.passages.iter().map(move |c| (p, c)));
        for (n, m) in (first..).zip(matches) {
            let (pair, credit) = credits.next().ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            let span = credit.span.as_ref();
            let (l, r) = (m.left, m.right);
            let [left, right] = names.of(l.span, r.span);
            let id = stable_id("m", &[self.roster.id(l.article), left, self.roster.id(r.article), right]);
            row.execute(params![
                n,
                id,
                self.number(l.article),
                l.span.start,
                l.span.end,
                self.number(r.article),
                r.span.start,
                r.span.end,
                m.kind.as_str(),
                m.layer.as_str(),
                m.words,
                m.left_words,
                m.right_words,
                pair.credit_of(credit).as_str(),
                credit.left.as_str(),
                credit.right.as_str(),
                span.map(|s| s.target.as_str()),
                span.map(|s| s.to.as_str()),
                span.map(|s| s.form.as_str()),
                span.map(|s| self.number(s.article)),
                span.map(|s| s.span.start),
                span.map(|s| s.span.end)
            ])?;
            for (seq, x) in (0i64..).zip(&m.layers) {
                layer.execute(params![n, seq, x.span.start, x.span.end, x.layer.as_str()])?;
            }
            for (seq, e) in (0i64..).zip(&m.edits) {
                let class = e.class.as_str();
                edit.execute(params![n, seq, e.op.as_str(), class, e.left.start, e.left.end, e.right.start, e.right.end])?;
            }
        }
        Ok(())
    }

    fn pairs(&self, first: i64, pairs: &[Pair]) -> Result<()> {
        let mut row = self.insert("pair_rows", 19)?;
        let (mut reason, mut span) = (self.insert("pair_reasons", 8)?, self.insert("pair_credit_spans", 8)?);
        let mut beside = self.insert("pair_beside", 8)?;
        for (n, p) in (first..).zip(pairs) {
            let id = ids::pair(self.roster.id(p.left), self.roster.id(p.right));
            let (credit, to) = (p.credit(), |c: retold::record::Credit| c.to.map(|t| t.as_str()));
            row.execute(params![
                n,
                id,
                self.number(p.left),
                self.number(p.right),
                p.shared_words,
                p.narration_words,
                p.quotation_words,
                p.left_share,
                p.right_share,
                p.earlier.map(|e| self.number(e)),
                p.direction.as_str(),
                p.probability,
                credit.class.as_str(),
                p.left_credit.class.as_str(),
                p.right_credit.class.as_str(),
                to(p.left_credit),
                to(p.right_credit),
                credit_target(p),
                to(credit)
            ])?;
            for (seq, r) in (0i64..).zip(&p.reasons) {
                let at = r.evidence;
                let (start, end) = (at.map(|e| e.span.start), at.map(|e| e.span.end));
                reason.execute(params![
                    n,
                    seq,
                    r.stance.as_str(),
                    r.kind.as_str(),
                    r.text,
                    at.map(|e| self.number(e.article)),
                    start,
                    end
                ])?;
            }
            for (seq, s) in (0i64..).zip(&p.credit_spans) {
                span.execute(params![n, seq, self.number(s.article), s.span.start, s.span.end, s.target, s.to.as_str(), s.form.as_str()])?;
            }
            for (seq, e) in (0i64..).zip(&p.beside) {
                let class = e.class.as_str();
                beside.execute(params![n, seq, e.op.as_str(), class, e.left.start, e.left.end, e.right.start, e.right.end])?;
            }
        }
        Ok(())
    }

    /// Which article is a version of which is known only when all are there.
    fn versions(&self, versions: &[(ArticleIx, ArticleIx)]) -> Result<()> {
        self.db.execute("UPDATE article_rows SET version_of = NULL WHERE version_of IS NOT NULL", [])?;
        let mut set = self.db.prepare_cached("UPDATE article_rows SET version_of = ?2 WHERE number = ?1")?;
        versions.iter().try_for_each(|&(later, first)| set.execute(params![self.number(later), self.roster.id(first)]).map(|_| ()))
    }

    fn families<'f>(&self, families: impl Iterator<Item = &'f Family>) -> Result<()> {
        let (mut row, mut member) = (self.insert("family_rows", 14)?, self.insert("family_members", 5)?);
        let (mut stemma, mut join) = (self.insert("family_stemma", 5)?, self.insert("family_joins", 8)?);
        for (n, f) in (0i64..).zip(families) {
            let articles = f.articles();
            let mut outlets: Vec<&str> = articles.iter().filter_map(|a| self.roster.cards()[a.index()].outlet.as_deref()).collect();
            outlets.sort_unstable();
            outlets.dedup();
            row.execute(params![
                n,
                ids::family(f, |a| self.roster.id(a)),
                articles.len() as i64,
                outlets.len() as i64,
                f.layer.as_str(),
                self.number(f.exemplar.article),
                f.exemplar.span.start,
                f.exemplar.span.end,
                f.cohesion,
                f.chained,
                f.capped,
                f.earliest.map(|e| self.number(e)),
                f.texts_low,
                f.texts_high
            ])?;
            for (seq, m) in (0i64..).zip(&f.members) {
                member.execute(params![n, seq, self.number(m.article), m.span.start, m.span.end])?;
            }
            for (seq, d) in (0i64..).zip(&f.stemma) {
                stemma.execute(params![n, seq, self.number(d.article), d.from.map(|a| self.number(a)), d.words])?;
            }
            for (seq, j) in (0i64..).zip(&f.joins) {
                join.execute(params![n, seq, self.number(j.left), self.number(j.right), j.words, j.share, j.low, j.high])?;
            }
        }
        Ok(())
    }

    fn stories(&self, stories: &[Story]) -> Result<()> {
        let (mut row, mut member) = (self.insert("story_rows", 13)?, self.insert("story_articles", 3)?);
        let of = |articles: &[ArticleIx]| articles.iter().map(|a| self.roster.id(*a).to_owned()).collect::<Vec<_>>();
        let mut threads: BTreeMap<u32, Vec<ArticleIx>> = BTreeMap::new();
        stories.iter().for_each(|s| threads.entry(s.thread).or_default().extend(&s.articles));
        threads.values_mut().for_each(|articles| articles.sort_unstable());
        let threads: BTreeMap<u32, String> = threads.into_iter().map(|(n, articles)| (n, ids::of("t", &of(&articles)))).collect();
        for (n, s) in (0i64..).zip(stories) {
            let (id, thread) = (ids::story(&s.articles, |a| self.roster.id(a)), &threads[&s.thread]);
            let e = s.ends;
            row.execute(params![
                n,
                id,
                s.first,
                s.last,
                s.headline,
                s.texts_low,
                s.texts_high,
                e.named,
                e.documents,
                e.unnamed,
                e.nothing,
                s.thread,
                thread
            ])?;
            for (seq, article) in (0i64..).zip(&s.articles) {
                member.execute(params![n, seq, self.number(*article)])?;
            }
        }
        Ok(())
    }

    fn figures(&self, first: i64, figures: &[Figure]) -> Result<()> {
        let mut row = self.insert("figure_rows", 16)?;
        let mut first_said = self.db.prepare_cached("SELECT min(number) FROM attribution_rows WHERE article = ?1")?;
        for (n, f) in (first..).zip(figures) {
            let Passage { article, span } = f.passage;
            let attribution = match f.attribution {
                Some(a) => {
                    let first: Option<i64> = first_said.query_row([self.number(article)], |r| r.get(0))?;
                    first.map(|first| first + i64::from(a))
                }
                None => None,
            };
            let (start, end) = (f.counted_span.map(|s| s.start), f.counted_span.map(|s| s.end));
            row.execute(params![
                n,
                self.figure_id(f),
                self.number(article),
                span.start,
                span.end,
                f.low,
                f.high,
                f.modifier.as_str(),
                f.unit,
                f.counted,
                start,
                end,
                f.state.as_str(),
                f.as_of,
                f.event,
                attribution
            ])?;
        }
        Ok(())
    }

    fn conflicts(&self, conflicts: &[Conflict]) -> Result<()> {
        let mut row = self.insert("conflict_rows", 6)?;
        let mut figure = self.db.prepare_cached("SELECT id FROM figure_rows WHERE number = ?1")?;
        let mut id = |n: u32| figure.query_row([n], |r| r.get::<_, String>(0));
        for (n, c) in (0i64..).zip(conflicts) {
            let sides = [id(c.left)?, id(c.right)?];
            row.execute(params![n, ids::of("k", &sides), c.left, c.right, c.class.as_str(), c.confidence])?;
        }
        Ok(())
    }

    fn figure_id(&self, figure: &Figure) -> String {
        let mut parts = Vec::new();
        ids::place(figure.passage, &|a| self.roster.id(a), &mut parts);
        ids::of("g", &parts)
    }

    fn findings(&self, findings: &[Finding]) -> Result<()> {
        let mut row = self.insert("finding_rows", 6)?;
        let (mut evidence, mut reason) = (self.insert("finding_evidence", 6)?, self.insert("finding_reasons", 3)?);
        let mut title = self.insert("finding_titles", 5)?;
        for (n, f) in (0i64..).zip(findings) {
            row.execute(params![n, ids::finding(f, |a| self.roster.id(a)), f.kind.as_str(), f.sentence, f.confidence.as_str(), f.score])?;
            for (seq, e) in (0i64..).zip(f.evidence()) {
                let Passage { article, span } = e.passage;
                evidence.execute(params![n, seq, self.number(article), span.start, span.end, e.role.as_str()])?;
            }
            for (seq, t) in (0i64..).zip(&f.titles) {
                title.execute(params![n, seq, self.number(t.article), t.span.start, t.span.end])?;
            }
            for (seq, text) in (0i64..).zip(&f.reasons) {
                reason.execute(params![n, seq, text])?;
            }
        }
        Ok(())
    }
}

/// Whom the credit that counts names, as printed: on the side that [`Pair::credit`] speaks of, the first place that names whom it says.
fn credit_target(pair: &Pair) -> Option<&str> {
    let side = if pair.credit_of_left() { pair.left } else { pair.right };
    let to = pair.credit().to?;
    let named = || pair.credit_spans.iter().filter(|s| s.article == side && s.to == to);
    // a credit before a trace: of a shared quotation a trace may be all there is
    named().find(|s| s.form != CreditForm::Trace).or_else(|| named().next()).map(|s| s.target.as_str())
}
