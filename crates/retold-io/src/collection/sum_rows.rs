//! What many articles say together: summed from the rows of a collection at the end of an add, read back for pages.

use retold::Analysis;
use retold::record::{ArticleIx, Direction};
use rusqlite::{Connection, Result, Row as DbRow, params};

use super::article_rows::{name, span};
use super::derived::TOLD;
use super::only::Only;
use super::{Children, Roster};
use crate::sums::{Apart, Form, Line, Links, Named, OutletLink, Phrase, Phrases, Place, Row, Summed, Sums, Way, named};

/// Sums anew what is stored, and stores the sums; gives how many there are of each and what stands in none.
pub(super) fn replace(db: &Connection, roster: &Roster, analysis: &Analysis) -> Result<Summed> {
    let outlets: Vec<Option<&str>> = roster.cards().iter().map(|c| c.outlet.as_deref()).collect();
    let (links, apart) = links(db, roster, (&outlets, analysis))?;
    put_links(db, &links)?;
    let phrases = phrases(db, roster, &outlets)?;
    put_phrases(db, roster, &phrases)?;
    let named = bearers(db, roster, &outlets)?;
    put_named(db, &named)?;
    Ok(Summed { links: links.len() as u64, phrases: phrases.len() as u64, named: named.len() as u64, apart })
}

fn links(db: &Connection, roster: &Roster, (outlets, analysis): (&[Option<&str>], &Analysis)) -> Result<(Vec<OutletLink>, Apart)> {
    let mut sums = Links::new(outlets.iter().copied());
    let mut pairs = db.prepare(
        &format!(r#"SELECT number, "left", "right", shared_words, narration_words, earlier, direction, credit FROM pair_rows WHERE {TOLD} ORDER BY number"#),
    )?;
    let mut rows = pairs.query([])?;
    while let Some(r) = rows.next()? {
        let told = name::<Direction>(r, 6)? != Direction::CannotTell;
        let earlier = r.get::<_, Option<u32>>(5)?.filter(|_| told);
        sums.pair(&Line {
            number: r.get(0)?,
            left: rank(roster, r, 1)?,
            right: rank(roster, r, 2)?,
            shared: r.get(3)?,
            narration: r.get(4)?,
            earlier: earlier.and_then(|number| roster.rank(number)),
            credit: name(r, 7)?,
        });
    }
    analysis.families.iter().for_each(|f| sums.family(&f.articles()));
    Ok(sums.finish())
}

fn put_links(db: &Connection, links: &[OutletLink]) -> Result<()> {
    let mut row = db.prepare_cached("INSERT INTO link_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut pair = db.prepare_cached("INSERT INTO link_pairs VALUES (?, ?, ?)")?;
    for (n, l) in (0i64..).zip(links) {
        let (a, b) = (&l.left_earlier, &l.right_earlier);
        let count = |n: u64| n.cast_signed();
        row.execute(params![
            n,
            l.id,
            l.left,
            l.right,
            count(l.pairs),
            count(l.words),
            count(l.narration_words),
            count(l.families),
            count(a.pairs),
            count(a.words),
            count(a.credited),
            count(a.otherwise),
            count(a.none_found),
            count(b.pairs),
            count(b.words),
            count(b.credited),
            count(b.otherwise),
            count(b.none_found)
        ])?;
        for (seq, best) in (0i64..).zip(&l.best) {
            pair.execute(params![n, seq, best])?;
        }
    }
    Ok(())
}

fn phrases(db: &Connection, roster: &Roster, outlets: &[Option<&str>]) -> Result<Vec<Phrase>> {
    let mut sums = Phrases::default();
    let mut all = db.prepare(
        r#"SELECT article, "start", "end", relation, phrase, target_outlet FROM sourcing_rows WHERE target_outlet IS NOT NULL ORDER BY number"#,
    )?;
    let mut rows = all.query([])?;
    while let Some(r) = rows.next()? {
        let article = rank(roster, r, 0)?;
        let (words, target): (String, String) = (r.get(4)?, r.get(5)?);
        sums.add(&target, name(r, 3)?, &words, (article.0, span(r, 1)?, outlets[article.index()]));
    }
    Ok(sums.finish())
}

fn put_phrases(db: &Connection, roster: &Roster, phrases: &[Phrase]) -> Result<()> {
    let mut row = db.prepare_cached("INSERT INTO phrase_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut place = db.prepare_cached("INSERT INTO phrase_places VALUES (?, ?, ?, ?, ?)")?;
    for (n, p) in (0i64..).zip(phrases) {
        let [places, articles, outlets, own] = [p.places, p.articles, p.outlets, p.own].map(u64::cast_signed);
        row.execute(params![n, p.id, p.target, p.relation.as_str(), p.words, places, articles, outlets, own])?;
        for (seq, at) in (0i64..).zip(&p.first) {
            place.execute(params![n, seq, roster.number(ArticleIx(at.article)), at.span.start, at.span.end])?;
        }
    }
    Ok(())
}

fn bearers(db: &Connection, roster: &Roster, outlets: &[Option<&str>]) -> Result<Vec<Named>> {
    let mut all = db.prepare("SELECT name, label, voice, sort, article FROM label_rows WHERE name IS NOT NULL ORDER BY name")?;
    let mut rows = all.query([])?;
    let mut failed = None;
    let next = || -> Result<Option<Row>> {
        let Some(r) = rows.next()? else { return Ok(None) };
        let article = rank(roster, r, 4)?;
        let outlet = outlets[article.index()].map(str::to_owned);
        Ok(Some(Row { name: r.get(0)?, label: r.get(1)?, voice: name(r, 2)?, sort: name(r, 3)?, article: article.0, outlet }))
    };
    let mut next = next;
    let sums = named(std::iter::from_fn(|| {
        next().unwrap_or_else(|error| {
            failed = Some(error);
            None
        })
    }));
    failed.map_or(Ok(sums), Err)
}

fn put_named(db: &Connection, named: &[Named]) -> Result<()> {
    let mut row = db.prepare_cached("INSERT INTO named_rows VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    let mut form = db.prepare_cached("INSERT INTO named_forms VALUES (?, ?, ?, ?, ?, ?)")?;
    for (n, b) in (0i64..).zip(named) {
        let [labels, articles, outlets, different] = [b.labels, b.articles, b.outlets, b.different].map(u64::cast_signed);
        row.execute(params![n, b.id, b.name, labels, articles, outlets, different])?;
        for (seq, f) in (0i64..).zip(&b.forms) {
            form.execute(params![n, seq, f.words, f.voice.as_str(), f.articles.cast_signed(), f.outlets.cast_signed()])?;
        }
    }
    Ok(())
}

/// Sums that are read: places in articles that the roster lacks are left out.
pub(super) fn read(db: &Connection, roster: &Roster, (links, phrases, named): (&[i64], &[i64], &[i64])) -> Result<Sums> {
    Ok(Sums {
        links: read_links(db, Only::These(links))?,
        phrases: read_phrases(db, roster, Only::These(phrases))?,
        named: read_named(db, Only::These(named))?,
    })
}

fn read_links(db: &Connection, only: Only) -> Result<Vec<OutletLink>> {
    let (whose, which) = (only.condition("link"), only.condition("number"));
    let mut best = db.prepare_cached(&format!("SELECT link, pair FROM link_pairs {whose} ORDER BY link, seq"))?;
    let mut best = Children::of_only(&mut best, only)?;
    let mut rows = db.prepare_cached(&format!("SELECT * FROM link_rows {which} ORDER BY number"))?;
    only.rows(&mut rows, |r| {
        let way = |at: usize| -> Result<Way> {
            Ok(Way {
                pairs: count(r, at)?,
                words: count(r, at + 1)?,
                credited: count(r, at + 2)?,
                otherwise: count(r, at + 3)?,
                none_found: count(r, at + 4)?,
            })
        };
        Ok(OutletLink {
            id: r.get(1)?,
            left: r.get(2)?,
            right: r.get(3)?,
            pairs: count(r, 4)?,
            words: count(r, 5)?,
            narration_words: count(r, 6)?,
            families: count(r, 7)?,
            left_earlier: way(8)?,
            right_earlier: way(13)?,
            best: best.of_parent(r.get(0)?, |b| b.get::<_, u32>(1))?,
        })
    })
}

fn read_phrases(db: &Connection, roster: &Roster, only: Only) -> Result<Vec<Phrase>> {
    let (whose, which) = (only.condition("phrase"), only.condition("number"));
    let mut places =
        db.prepare_cached(&format!(r#"SELECT phrase, article, "start", "end" FROM phrase_places {whose} ORDER BY phrase, seq"#))?;
    let mut places = Children::of_only(&mut places, only)?;
    let mut rows = db.prepare_cached(&format!("SELECT * FROM phrase_rows {which} ORDER BY number"))?;
    only.rows(&mut rows, |r| {
        let first = places.of_parent(r.get(0)?, |p| -> Result<_> {
            Ok(roster.rank(p.get(1)?).map(|a| -> Result<_> { Ok(Place { article: a.0, span: span(p, 2)? }) }))
        })?;
        Ok(Phrase {
            id: r.get(1)?,
            target: r.get(2)?,
            relation: name(r, 3)?,
            words: r.get(4)?,
            places: count(r, 5)?,
            articles: count(r, 6)?,
            outlets: count(r, 7)?,
            own: count(r, 8)?,
            first: first.into_iter().flatten().collect::<Result<_>>()?,
        })
    })
}

fn read_named(db: &Connection, only: Only) -> Result<Vec<Named>> {
    let (whose, which) = (only.condition("named"), only.condition("number"));
    let mut forms =
        db.prepare_cached(&format!("SELECT named, words, voice, articles, outlets FROM named_forms {whose} ORDER BY named, seq"))?;
    let mut forms = Children::of_only(&mut forms, only)?;
    let mut rows = db.prepare_cached(&format!("SELECT * FROM named_rows {which} ORDER BY number"))?;
    only.rows(&mut rows, |r| {
        Ok(Named {
            id: r.get(1)?,
            name: r.get(2)?,
            labels: count(r, 3)?,
            articles: count(r, 4)?,
            outlets: count(r, 5)?,
            different: count(r, 6)?,
            forms: forms.of_parent(r.get(0)?, |f| -> Result<_> {
                Ok(Form { words: f.get(1)?, voice: name(f, 2)?, articles: count(f, 3)?, outlets: count(f, 4)? })
            })?,
        })
    })
}

fn count(row: &DbRow, at: usize) -> Result<u64> {
    row.get::<_, i64>(at).map(i64::cast_unsigned)
}

fn rank(roster: &Roster, row: &DbRow, at: usize) -> Result<ArticleIx> {
    let number: u32 = row.get(at)?;
    roster.rank(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(at, number.into()))
}
