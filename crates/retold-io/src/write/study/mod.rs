//! `retold study echo`: who carries whose text, as tables and graphs that a study can be rerun with.
//!
//! After Starbird, Arif, Wilson, Van Koevering, Yefimova and Scarnecchia, "Ecosystem or Echo-System? Exploring Content Sharing across Alternative
//! Media Domains" (ICWSM 2018), where domains were joined by articles they shared. Here they are joined by passages, with the order where it
//! can be told and the credit where it can be judged; how much hangs on a threshold of likeness is a table of its own.
//!
//! | file | a row is |
//! |---|---|
//! | `pairs.csv` | two articles that share text: shares both ways, order, credit |
//! | `families.csv` | a family of shared text: where it is earliest in this collection, how many groups carry it, separately written texts |
//! | `groups.csv` | an outlet, domain, country or language: what is earliest there, who carries it, what it carries, with which credit |
//! | `sensitivity.csv` | a threshold: what is left of pairs and edges |
//! | `timeline.csv` | a day: articles, articles that share text, families that begin |
//! | `groups*.graphml`, `.gexf`, `edges.csv` | the graphs, see [`export_graphs`](super::export_graphs) |
//! | `README.txt` | what was covered and what was not |

mod tables;

use std::collections::BTreeMap;
use std::path::Path;

use retold::Card;
use rusqlite::Connection;

use super::Exported;
use super::graph::{GraphFormat, Groups, Shared, write_graphs};
use super::whole::put;
use crate::collection::{Collection, Doing, Error};
use crate::manifest;
use crate::registered_domain;
use tables::Tables;

/// What articles are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GroupBy {
    /// The outlet, as the collection knows it.
    #[default]
    Outlet,
    /// The registered domain of the address.
    Domain,
    /// The outlet's country in `outlets.csv`.
    Country,
    /// The language of the text.
    Language,
}

impl GroupBy {
    fn noun(self) -> [&'static str; 2] {
        match self {
            GroupBy::Outlet => ["outlet", "outlets"],
            GroupBy::Domain => ["domain", "domains"],
            GroupBy::Country => ["country", "countries"],
            GroupBy::Language => ["language", "languages"],
        }
    }
}

/// How a study is made.
#[derive(Debug, Clone, Default)]
pub struct Study {
    /// What articles are grouped by.
    pub group_by: GroupBy,
    /// The user's own words for a group, by its name, repeated in `groups.csv` as they are: Retold has none.
    pub labels: BTreeMap<String, String>,
    /// Where the labels come from, for the note.
    pub labels_from: Option<String>,
    /// Write `bylines.csv`, author lines as printed beside their articles. Off unless asked for; never counted or ranked.
    pub bylines: bool,
}

/// Writes the study into `dir`, which is made where it is missing. Files of the same names are replaced. Cost: one pass over pairs and families, all of
/// which are held in memory without their passages.
///
/// # Errors
/// Where the collection cannot be read or a file not be written.
pub fn study_echo(collection: &Collection, study: &Study, dir: &Path) -> Result<Exported, Error> {
    std::fs::create_dir_all(dir).doing(dir, "cannot make the folder")?;
    let doing = "cannot read the tables";
    let roster = collection.roster()?;
    let db = collection.db();
    let shared = Shared::read(&db, roster.cards()).doing(collection.db_path(), doing)?;
    let keys = keys(&db, roster.cards(), study.group_by).doing(collection.db_path(), doing)?;
    let tables = Tables::new(&shared, &keys, study);
    let mut out = Exported::default();
    tables.write(dir, &mut out)?;
    if study.bylines {
        bylines(&db, dir, &mut out, collection)?;
    }
    let of = keys.iter().map(Option::as_deref).collect();
    let graphs = shared.grouped(&Groups { of, names: ["groups", "groups-order"], noun: study.group_by.noun() });
    for format in [GraphFormat::GraphMl, GraphFormat::Gexf, GraphFormat::Edges { raw: false }] {
        write_graphs(&graphs, format, dir, &mut out)?;
    }
    manifest::replace(&dir.join("README.txt"), tables.note().as_bytes())?;
    Ok(out)
}

/// The group of each article.
fn keys(db: &Connection, articles: &[Card], by: GroupBy) -> rusqlite::Result<Vec<Option<String>>> {
    let countries: BTreeMap<String, String> = db
        .prepare("SELECT name, country FROM outlets WHERE country IS NOT NULL")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let key = |card: &Card| match by {
        GroupBy::Outlet => card.outlet.as_deref().map(str::to_owned),
        GroupBy::Domain => card.url.as_deref().and_then(registered_domain),
        GroupBy::Country => card.outlet.as_deref().and_then(|outlet| countries.get(outlet).cloned()),
        GroupBy::Language => card.lang.as_deref().map(str::to_owned),
    };
    Ok(articles.iter().map(key).collect())
}

/// Author lines, as printed, beside their articles.
fn bylines(db: &Connection, dir: &Path, out: &mut Exported, collection: &Collection) -> Result<(), Error> {
    let read = || -> rusqlite::Result<Vec<[String; 3]>> {
        let mut all = db.prepare("SELECT id, coalesce(outlet, ''), author FROM articles WHERE author IS NOT NULL ORDER BY id")?;
        all.query_map([], |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?]))?.collect()
    };
    let rows = read().doing(collection.db_path(), "cannot read the author lines")?;
    put(out, &dir.join("bylines.csv"), rows.len(), |file| {
        tables::csv(file, &["article", "outlet", "byline"], rows.into_iter().map(|r| r.to_vec()))
    })
}
