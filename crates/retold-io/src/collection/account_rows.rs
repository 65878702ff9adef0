//! Accounts, and times that were worked out from other articles: written anew by each add.

use retold::record::{Account, AccountCell, ArticleIx, Passage, ResolvedBy, TimeMention, stable_id};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result, Row, params};

use super::article_rows::{name, span};
use super::only::Only;
use super::{Children, Roster};
use crate::ids;

/// Stores the accounts of this analysis, in its order.
pub(super) fn replace(db: &Connection, roster: &Roster, accounts: &[Account]) -> Result<()> {
    let mut row = db.prepare_cached("INSERT INTO account_rows VALUES (?, ?, ?, ?, ?)")?;
    let mut member = db.prepare_cached("INSERT INTO account_members VALUES (?, ?, ?, ?, ?)")?;
    let mut cell = db.prepare_cached("INSERT INTO account_cells VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    let mut differs = db.prepare_cached("INSERT INTO account_differs VALUES (?, ?, ?)")?;
    for (n, account) in (0i64..).zip(accounts) {
        let id = ids::account(account, |a| roster.id(a));
        row.execute(params![n, id, account.event, account.likeness, account.differs.len() as i64])?;
        for (seq, m) in (0i64..).zip(&account.members) {
            member.execute(params![n, seq, roster.number(m.article), m.span.start, m.span.end])?;
        }
        for (seq, c) in (0i64..).zip(&account.cells) {
            cell.execute(params![n, seq, c.slot.as_str(), roster.number(c.article), c.span.start, c.span.end, c.value])?;
        }
        for (seq, slot) in (0i64..).zip(&account.differs) {
            differs.execute(params![n, seq, slot.as_str()])?;
        }
    }
    Ok(())
}

/// The accounts of the last analysis, in its order. Sentences of articles that the roster lacks are left out.
pub(super) fn all(db: &Connection, roster: &Roster, only: Only) -> Result<Vec<Account>> {
    let (whose, which) = (only.condition("account"), only.condition("number"));
    let query = |sql: &str, whose: &str| db.prepare_cached(&sql.replace("{}", whose));
    let mut members = query(r#"SELECT account, article, "start", "end" FROM account_members {} ORDER BY account, seq"#, &whose)?;
    let mut cells = query(r#"SELECT account, article, "start", "end", slot, value FROM account_cells {} ORDER BY account, seq"#, &whose)?;
    let mut differs = query("SELECT account, slot FROM account_differs {} ORDER BY account, seq", &whose)?;
    let (mut members, mut cells) = (Children::of_only(&mut members, only)?, Children::of_only(&mut cells, only)?);
    let mut differs = Children::of_only(&mut differs, only)?;
    let mut rows = query("SELECT number, event, likeness FROM account_rows {} ORDER BY number", &which)?;
    let one = |row: &Row| {
        let number = row.get(0)?;
        let members = members.of_parent(number, |r| -> Result<_> {
            here(roster, r, 1)?.map(|article| span(r, 2).map(|span| Passage { article, span })).transpose()
        })?;
        let cells = cells.of_parent(number, |r| -> Result<_> {
            let Some(article) = here(roster, r, 1)? else { return Ok(None) };
            Ok(Some(AccountCell { article, span: span(r, 2)?, slot: name(r, 4)?, value: r.get(5)? }))
        })?;
        Ok(Account {
            event: row.get(1)?,
            members: members.into_iter().flatten().collect(),
            cells: cells.into_iter().flatten().collect(),
            differs: differs.of_parent(number, |r| name(r, 1))?,
            likeness: row.get(2)?,
        })
    };
    only.rows(&mut rows, one)
}

/// The article in a column; none where the roster holds some articles only, and not this one.
fn here(roster: &Roster, row: &Row, at: usize) -> Result<Option<ArticleIx>> {
    if roster.is_some() { Ok(roster.rank(row.get(at)?)) } else { article(roster, row, at).map(Some) }
}

fn article(roster: &Roster, row: &Row, at: usize) -> Result<ArticleIx> {
    let number: u32 = row.get(at)?;
    roster.rank(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(at, number.into()))
}

/// Stores the times that were worked out from other articles; what the article's own text tells stays.
pub(super) fn replace_times(db: &Connection, roster: &Roster, times: &[(ArticleIx, TimeMention)]) -> Result<()> {
    let mut row = db.prepare_cached(
        r#"INSERT INTO time_rows (id, article, "start", "end", "from", "to", resolved_by, flag) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"#,
    )?;
    for (article, t) in times {
        let id = stable_id("t", &[roster.id(*article), &ids::span(t.span), t.resolved_by.as_str()]);
        let (start, end) = (t.span.start, t.span.end);
        let number = roster.number(*article);
        row.execute(params![id, number, start, end, t.from, t.to, t.resolved_by.as_str(), t.flag.map(|f| f.as_str())])?;
    }
    Ok(())
}

/// The times that were worked out from other articles, by article and place.
pub(super) fn times(db: &Connection, roster: &Roster) -> Result<Vec<(ArticleIx, TimeMention)>> {
    let mut rows =
        db.prepare(r#"SELECT article, "start", "end", "from", "to", resolved_by, flag FROM time_rows WHERE resolved_by = ?1"#)?;
    let one = |r: &Row| {
        let flag = if r.get_ref(6)? == ValueRef::Null { None } else { Some(name(r, 6)?) };
        let mention = TimeMention { span: span(r, 1)?, from: r.get(3)?, to: r.get(4)?, resolved_by: name(r, 5)?, flag };
        Ok((article(roster, r, 0)?, mention))
    };
    let mut times: Vec<(ArticleIx, TimeMention)> = rows.query_map([ResolvedBy::OtherArticle.as_str()], one)?.collect::<Result<_>>()?;
    times.sort_by_key(|(article, t)| (*article, t.span));
    Ok(times)
}
