//! What was found, read back: the records that [`Writer::replace_derived`](super::Writer::replace_derived) stored.

use std::str::FromStr;

use retold::record::{
    ArticleIx, ChainEnds, Conflict, Credit, CreditSpan, Descent, Edit, Evidence, Family, Figure, Finding, Join, Layer, LayerSpan, Match,
    Pair, Passage, PassageCredit, Reason, Span, Story, UnknownName,
};
use retold::{Analysis, Counts};
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::{Type, ValueRef};
use rusqlite::{CachedStatement, Connection, Error, Result, Row, Rows, Statement};

use super::article_rows::{name, span};
use super::only::Only;
use super::{Collection, Doing, Roster, account_rows, voice_rows, wording_rows};
use crate::manifest;

impl Collection {
    /// Everything found at the last add, in its order. `roster` is this collection's.
    pub fn analysis(&self, roster: &Roster) -> std::result::Result<Analysis, super::Error> {
        let db = self.db();
        let found = Found { db: &db, roster };
        let all = Only::All;
        let read = || -> Result<Analysis> {
            let (texts, counts): ((u32, u32), Counts) = manifest::counts(&db)?;
            let (furniture, families) = found.families(all)?.into_iter().partition(|f| f.layer == Layer::Site);
            Ok(Analysis {
                matches: found.matches(all, all)?,
                pairs: found.pairs(all, all)?,
                families,
                furniture,
                stories: found.stories(all)?,
                figures: found.figures(all)?,
                conflicts: found.conflicts(all)?,
                voices: voice_rows::all(&db, roster, all)?,
                quotes: voice_rows::quotes(&db, roster, all, all)?,
                wordings: wording_rows::all(&db, roster, all)?,
                hedges_differ: wording_rows::hedges_differ(&db, roster)?,
                accounts: account_rows::all(&db, roster, all)?,
                times: account_rows::times(&db, roster)?,
                findings: found.findings(all)?,
                versions: found.versions()?,
                texts,
                counts,
            })
        };
        read().doing(self.db_path(), "cannot read what was found")
    }
}

/// Reads records of a corpus, all or some. Passages of articles that the roster lacks are left out of lists.
pub(super) struct Found<'a> {
    pub(super) db: &'a Connection,
    pub(super) roster: &'a Roster,
}

impl Found<'_> {
    fn versions(&self) -> Result<Vec<(ArticleIx, ArticleIx)>> {
        let mut rows = self.db.prepare("SELECT number, version_of FROM article_rows WHERE version_of IS NOT NULL")?;
        let first = |id: &str| self.roster.cards().binary_search_by(|c| c.id.as_str().cmp(id)).ok().map(|ix| ArticleIx(ix as u32));
        let pair = |r: &Row| Ok(Some(self.article(r, 0)?).zip(first(r.get_ref(1)?.as_str()?)));
        let pairs: Vec<Option<(ArticleIx, ArticleIx)>> = rows.query_map([], pair)?.collect::<Result<_>>()?;
        let mut pairs: Vec<_> = pairs.into_iter().flatten().collect();
        pairs.sort_unstable();
        Ok(pairs)
    }

    fn article(&self, row: &Row, at: usize) -> Result<ArticleIx> {
        let number: u32 = row.get(at)?;
        self.roster.rank(number).ok_or(Error::IntegralValueOutOfRange(at, number.into()))
    }

    fn maybe_article(&self, row: &Row, at: usize) -> Result<Option<ArticleIx>> {
        if row.get_ref(at)? == ValueRef::Null { Ok(None) } else { self.article(row, at).map(Some) }
    }

    /// The article of a list; none where the roster holds only some articles and not this one.
    fn here(&self, row: &Row, at: usize) -> Result<Option<ArticleIx>> {
        if row.get_ref(at)? == ValueRef::Null {
            return Ok(None);
        }
        if self.roster.is_some() { Ok(self.roster.rank(row.get(at)?)) } else { self.article(row, at).map(Some) }
    }

    fn read(&self, sql: String) -> Result<CachedStatement<'_>> {
        self.db.prepare_cached(&sql)
    }

    /// Article, start and end in three neighbouring columns.
    fn passage(&self, row: &Row, at: usize) -> Result<Passage> {
        Ok(Passage { article: self.article(row, at)?, span: span(row, at + 1)? })
    }

    /// Matches, those of `detailed` with their layers and edits.
    pub(super) fn matches(&self, only: Only, detailed: Only) -> Result<Vec<Match>> {
        let (whose, which) = (detailed.condition(r#""match""#), only.condition("number"));
        let mut layers = self.read(format!(r#"SELECT "match", "start", "end", layer FROM match_layers {whose} ORDER BY "match", seq"#))?;
        let mut edits = self.read(format!(
            r#"SELECT "match", op, class, left_start, left_end, right_start, right_end FROM match_edits {whose} ORDER BY "match", seq"#
        ))?;
        let (mut layers, mut edits) = (Children::of_only(&mut layers, detailed)?, Children::of_only(&mut edits, detailed)?);
        let mut all = self.read(format!(
            r#"SELECT number, "left", left_start, left_end, "right", right_start, right_end, kind, layer, words, left_words, right_words
               FROM match_rows {which} ORDER BY number"#
        ))?;
        let one = |row: &Row| {
            let number = row.get(0)?;
            Ok(Match {
                left: self.passage(row, 1)?,
                right: self.passage(row, 4)?,
                kind: name(row, 7)?,
                layer: name(row, 8)?,
                layers: layers.of_parent(number, layer_span)?,
                words: row.get(9)?,
                left_words: row.get(10)?,
                right_words: row.get(11)?,
                edits: edits.of_parent(number, edit)?,
            })
        };
        only.rows(&mut all, one)
    }

    /// Pairs, those of `detailed` with their reasons, credits and what stands beside their matches.
    pub(super) fn pairs(&self, only: Only, detailed: Only) -> Result<Vec<Pair>> {
        let (whose, which) = (detailed.condition("pair"), only.condition("number"));
        let mut reasons =
            self.read(format!(r#"SELECT pair, "for", kind, text, article, "start", "end" FROM pair_reasons {whose} ORDER BY pair, seq"#))?;
        let mut spans = self.read(format!(
            r#"SELECT pair, article, "start", "end", target, "to", form FROM pair_credit_spans {whose} ORDER BY pair, seq"#
        ))?;
        let mut beside = self.read(format!(
            "SELECT pair, op, class, left_start, left_end, right_start, right_end FROM pair_beside {whose} ORDER BY pair, seq"
        ))?;
        // both are numbered in the order of articles
        let of_pair = detailed.condition("p.number");
        let mut passages = self.read(format!(
            r#"SELECT p.number, m.left_credit, m.right_credit, m.credit_article, m.credit_start, m.credit_end, m.credit_target, m.credit_to,
               m.credit_form FROM match_rows m JOIN pair_rows p ON p."left" = m."left" AND p."right" = m."right" {of_pair} ORDER BY m.number"#
        ))?;
        let (mut reasons, mut spans) = (Children::of_only(&mut reasons, detailed)?, Children::of_only(&mut spans, detailed)?);
        let (mut beside, mut passages) = (Children::of_only(&mut beside, detailed)?, Children::of_only(&mut passages, detailed)?);
        let mut all = self.read(format!(
            r#"SELECT number, "left", "right", shared_words, narration_words, quotation_words, left_share, right_share, earlier, direction,
               probability, left_credit, left_credit_to, right_credit, right_credit_to FROM pair_rows {which} ORDER BY number"#
        ))?;
        let reason = |r: &Row| -> Result<_> {
            let seen = if r.get_ref(4)? == ValueRef::Null { None } else { Some(self.passage(r, 4)?) };
            Ok(Reason { stance: name(r, 1)?, kind: name(r, 2)?, text: r.get(3)?, evidence: seen })
        };
        let credit_span = |r: &Row| -> Result<_> {
            let Passage { article, span } = self.passage(r, 1)?;
            Ok(CreditSpan { article, span, target: r.get(4)?, to: name(r, 5)?, form: name(r, 6)? })
        };
        let passage = |r: &Row| -> Result<_> {
            let span = if r.get_ref(3)? == ValueRef::Null {
                None
            } else {
                let Passage { article, span } = self.passage(r, 3)?;
                Some(CreditSpan { article, span, target: r.get(6)?, to: name(r, 7)?, form: name(r, 8)? })
            };
            Ok(PassageCredit { left: name(r, 1)?, right: name(r, 2)?, span })
        };
        let one = |row: &Row| {
            let number = row.get(0)?;
            Ok(Pair {
                left: self.article(row, 1)?,
                right: self.article(row, 2)?,
                shared_words: row.get(3)?,
                narration_words: row.get(4)?,
                quotation_words: row.get(5)?,
                left_share: row.get(6)?,
                right_share: row.get(7)?,
                earlier: self.maybe_article(row, 8)?,
                direction: name(row, 9)?,
                probability: row.get(10)?,
                reasons: reasons.of_parent(number, reason)?,
                left_credit: Credit { class: name(row, 11)?, to: maybe_name(row, 12)? },
                right_credit: Credit { class: name(row, 13)?, to: maybe_name(row, 14)? },
                credit_spans: spans.of_parent(number, credit_span)?,
                passages: passages.of_parent(number, passage)?,
                beside: beside.of_parent(number, edit)?,
            })
        };
        only.rows(&mut all, one)
    }

    pub(super) fn families(&self, only: Only) -> Result<Vec<Family>> {
        let (whose, which) = (only.condition("family"), only.condition("number"));
        let mut members =
            self.read(format!(r#"SELECT family, article, "start", "end" FROM family_members {whose} ORDER BY family, seq"#))?;
        let mut stemma = self.read(format!(r#"SELECT family, article, "from", words FROM family_stemma {whose} ORDER BY family, seq"#))?;
        let mut joins = self
            .read(format!(r#"SELECT family, "left", "right", words, share, low, high FROM family_joins {whose} ORDER BY family, seq"#))?;
        let (mut stemma, mut joins) = (Children::of_only(&mut stemma, only)?, Children::of_only(&mut joins, only)?);
        let mut members = Children::of_only(&mut members, only)?;
        let member = |r: &Row| self.here(r, 1)?.map(|_| self.passage(r, 1)).transpose();
        let descent = |r: &Row| -> Result<_> {
            let Some(article) = self.here(r, 1)? else { return Ok(None) };
            Ok(Some(Descent { article, from: self.here(r, 2)?, words: r.get(3)? }))
        };
        let join = |r: &Row| -> Result<_> {
            let Some((left, right)) = self.here(r, 1)?.zip(self.here(r, 2)?) else { return Ok(None) };
            Ok(Some(Join { left, right, words: r.get(3)?, share: r.get(4)?, low: r.get(5)?, high: r.get(6)? }))
        };
        let mut all = self.read(format!(
            "SELECT number, layer, exemplar, exemplar_start, exemplar_end, cohesion, chained, capped, earliest, texts_low, texts_high
             FROM family_rows {which} ORDER BY number"
        ))?;
        let one = |row: &Row| {
            let number = row.get(0)?;
            Ok(Family {
                layer: name(row, 1)?,
                exemplar: self.passage(row, 2)?,
                cohesion: row.get(5)?,
                chained: row.get(6)?,
                capped: row.get(7)?,
                members: listed(members.of_parent(number, member)?),
                earliest: self.maybe_article(row, 8)?,
                texts_low: row.get(9)?,
                texts_high: row.get(10)?,
                joins: listed(joins.of_parent(number, join)?),
                stemma: listed(stemma.of_parent(number, descent)?),
            })
        };
        only.rows(&mut all, one)
    }

    pub(super) fn stories(&self, only: Only) -> Result<Vec<Story>> {
        let (whose, which) = (only.condition("story"), only.condition("number"));
        let mut members = self.read(format!("SELECT story, article FROM story_articles {whose} ORDER BY story, seq"))?;
        let mut members = Children::of_only(&mut members, only)?;
        let mut all = self.read(format!(
            r#"SELECT number, "first", "last", headline, texts_low, texts_high, chain_named, chain_documents, chain_unnamed, chain_nothing, thread
               FROM story_rows {which} ORDER BY number"#
        ))?;
        let one = |row: &Row| {
            Ok(Story {
                articles: listed(members.of_parent(row.get(0)?, |r| self.here(r, 1))?),
                first: row.get(1)?,
                last: row.get(2)?,
                headline: row.get(3)?,
                texts_low: row.get(4)?,
                texts_high: row.get(5)?,
                ends: ChainEnds { named: row.get(6)?, documents: row.get(7)?, unnamed: row.get(8)?, nothing: row.get(9)? },
                thread: row.get(10)?,
            })
        };
        only.rows(&mut all, one)
    }

    pub(super) fn figures(&self, only: Only) -> Result<Vec<Figure>> {
        let which = only.condition("number");
        let mut all = self.read(format!(
            r#"SELECT article, "start", "end", low, high, modifier, unit, counted, counted_start, counted_end, state, as_of, event,
               attribution - (SELECT min(t.number) FROM attribution_rows t WHERE t.article = figure_rows.article)
               FROM figure_rows {which} ORDER BY number"#
        ))?;
        let one = |row: &Row| {
            let counted: (Option<u32>, Option<u32>) = (row.get(8)?, row.get(9)?);
            Ok(Figure {
                passage: self.passage(row, 0)?,
                low: row.get(3)?,
                high: row.get(4)?,
                modifier: name(row, 5)?,
                unit: row.get(6)?,
                counted: row.get(7)?,
                counted_span: counted.0.zip(counted.1).map(|(start, end)| Span::new(start, end)),
                state: name(row, 10)?,
                as_of: row.get(11)?,
                event: row.get(12)?,
                attribution: row.get(13)?,
            })
        };
        only.rows(&mut all, one)
    }

    pub(super) fn conflicts(&self, only: Only) -> Result<Vec<Conflict>> {
        let which = only.condition("number");
        let mut all = self.read(format!(r#"SELECT "left", "right", class, confidence FROM conflict_rows {which} ORDER BY number"#))?;
        let one = |row: &Row| Ok(Conflict { left: row.get(0)?, right: row.get(1)?, class: name(row, 2)?, confidence: row.get(3)? });
        only.rows(&mut all, one)
    }

    pub(super) fn findings(&self, only: Only) -> Result<Vec<Finding>> {
        let (whose, which) = (only.condition("finding"), only.condition("number"));
        let mut evidence =
            self.read(format!(r#"SELECT finding, article, "start", "end", role FROM finding_evidence {whose} ORDER BY finding, seq"#))?;
        let mut titles =
            self.read(format!(r#"SELECT finding, article, "start", "end" FROM finding_titles {whose} ORDER BY finding, seq"#))?;
        let mut titles = Children::of_only(&mut titles, only)?;
        let mut reasons = self.read(format!("SELECT finding, text FROM finding_reasons {whose} ORDER BY finding, seq"))?;
        let (mut evidence, mut reasons) = (Children::of_only(&mut evidence, only)?, Children::of_only(&mut reasons, only)?);
        let mut all = self.read(format!("SELECT number, kind, sentence, confidence, score FROM finding_rows {which} ORDER BY number"))?;
        let one = |row: &Row| {
            let number = row.get(0)?;
            let shown = evidence.of_parent(number, |r| -> Result<_> {
                let Some(_) = self.here(r, 1)? else { return Ok(None) };
                Ok(Some(Evidence { passage: self.passage(r, 1)?, role: name(r, 4)? }))
            })?;
            let mut shown = shown.into_iter().flatten();
            let first = shown.next().ok_or(Error::QueryReturnedNoRows)?;
            let mut finding = shown.fold(Finding::new(name(row, 1)?, row.get(2)?, first), Finding::with);
            finding.confidence = name(row, 3)?;
            finding.score = row.get(4)?;
            finding.titles = titles.of_parent(number, |r| self.passage(r, 1))?;
            finding.reasons = reasons.of_parent(number, |r| r.get(1))?;
            Ok(finding)
        };
        only.rows(&mut all, one)
    }
}

fn listed<T>(items: Vec<Option<T>>) -> Vec<T> {
    items.into_iter().flatten().collect()
}

fn layer_span(row: &Row) -> Result<LayerSpan> {
    Ok(LayerSpan { span: span(row, 1)?, layer: name(row, 3)? })
}

fn edit(row: &Row) -> Result<Edit> {
    Ok(Edit { op: name(row, 1)?, class: name(row, 2)?, left: span(row, 3)?, right: span(row, 5)? })
}

fn maybe_name<T: FromStr<Err = UnknownName>>(row: &Row, at: usize) -> Result<Option<T>> {
    match row.get_ref(at)?.data_type() {
        Type::Null => Ok(None),
        _ => name(row, at).map(Some),
    }
}

/// Rows of a list, read in step with the rows they belong to. Their first column is the parent's number, which both are sorted by.
pub(crate) struct Children<'s> {
    /// None where there is no parent.
    rows: Option<Rows<'s>>,
}

impl<'s> Children<'s> {
    /// Begins with the first list.
    pub(crate) fn of(statement: &'s mut Statement) -> Result<Self> {
        Self::of_only(statement, Only::All)
    }

    /// The same, for lists of some parents.
    pub(super) fn of_only(statement: &'s mut Statement, only: Only) -> Result<Self> {
        if only.is_none() {
            return Ok(Children { rows: None });
        }
        let mut rows = only.query(statement)?;
        rows.advance()?;
        Ok(Children { rows: Some(rows) })
    }

    /// The list of this parent. Parents are asked for in ascending order.
    pub(crate) fn of_parent<T, E: From<Error>>(
        &mut self,
        parent: i64,
        mut item: impl FnMut(&Row) -> std::result::Result<T, E>,
    ) -> std::result::Result<Vec<T>, E> {
        let mut list = Vec::new();
        let Some(rows) = &mut self.rows else { return Ok(list) };
        while let Some(row) = rows.get() {
            match row.get::<_, i64>(0)? {
                // rows without a parent: damage, which `Collection::check` reports
                n if n < parent => {}
                n if n > parent => break,
                _ => list.push(item(row)?),
            }
            rows.advance()?;
        }
        Ok(list)
    }
}
