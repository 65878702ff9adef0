//! Graphs of who shares text with whom: articles and outlets, as GraphML, GEXF or one table of edges.
//!
//! Of each there are two. The *shared* graph has every pair that shares text, without a direction; what is known of the order stands on the
//! edge. The *order* graph has only pairs whose order is told, from the earlier to the later one in this collection. They are two files because
//! the programs that read graphs take either kind and refuse a mixture. Weights stand side by side and are never added up into one.

mod edges;
mod gexf;
mod graphml;
mod outlets;
mod xml;

use std::collections::BTreeSet;
use std::path::Path;

use retold::Card;
use retold::record::{CreditClass, Direction};
use rusqlite::types::Type;
use rusqlite::{Connection, Row};
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub(in crate::write) use outlets::Groups;

use super::Exported;
use super::whole::put;
use crate::collection::{Collection, Doing, Error};

/// In which format graphs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    /// For networkx, igraph, Cytoscape, Gephi.
    GraphMl,
    /// For Gephi; nodes carry their day.
    Gexf,
    /// One table, `edges.csv`, for spreadsheets and data frames.
    Edges {
        /// Leave cells that a spreadsheet would run as formulas as they are.
        raw: bool,
    },
}

/// What a node or an edge says, beside its name.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Count(u64),
    Real(f64),
    Unknown,
}

impl Value {
    /// As it is written; `None` where it is not known.
    fn text(&self) -> Option<String> {
        match self {
            Value::Text(text) => Some(text.clone()),
            Value::Count(count) => Some(count.to_string()),
            Value::Real(real) => Some(real.to_string()),
            Value::Unknown => None,
        }
    }
}

/// Name and type of an attribute, in the order of [`Node::values`].
type Attribute = (&'static str, Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Count,
    Real,
}

struct Node {
    id: String,
    label: String,
    /// When it was published, ISO 8601; only of articles.
    day: Option<String>,
    values: Vec<Value>,
}

struct Edge {
    /// Indexes of nodes.
    from: usize,
    to: usize,
    weight: u64,
    values: Vec<Value>,
}

pub(in crate::write) struct Graph {
    /// Also the file's name.
    name: &'static str,
    /// What its nodes, edges and weight are, in a sentence.
    about: String,
    directed: bool,
    node_attributes: &'static [Attribute],
    edge_attributes: &'static [Attribute],
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// Writes `articles`, `articles-order`, `outlets` and `outlets-order` in a format for graphs, or `edges.csv`, into `dir`, which is made where it is
/// missing. Files of the same names are replaced. Cost: one pass over pairs and families; all pairs are held in memory, without their passages.
///
/// # Errors
/// Where the collection cannot be read or a file not be written.
pub fn export_graphs(collection: &Collection, format: GraphFormat, dir: &Path) -> Result<Exported, Error> {
    std::fs::create_dir_all(dir).doing(dir, "cannot make the folder")?;
    let roster = collection.roster()?;
    let shared = Shared::read(&collection.db(), roster.cards()).doing(collection.db_path(), "cannot read the pairs")?;
    let mut out = Exported::default();
    write_graphs(&shared.graphs(), format, dir, &mut out)?;
    Ok(out)
}

pub(in crate::write) fn write_graphs(graphs: &[Graph], format: GraphFormat, dir: &Path, out: &mut Exported) -> Result<(), Error> {
    if let GraphFormat::Edges { raw } = format {
        let rows = graphs.iter().map(|g| g.edges.len()).sum();
        return put(out, &dir.join("edges.csv"), rows, |file| edges::write(graphs, raw, file));
    }
    for graph in graphs {
        let rows = graph.edges.len();
        match format {
            GraphFormat::Gexf => put(out, &dir.join(format!("{}.gexf", graph.name)), rows, |file| gexf::write(graph, file))?,
            _ => put(out, &dir.join(format!("{}.graphml", graph.name)), rows, |file| graphml::write(graph, file))?,
        }
    }
    Ok(())
}

/// A family of shared text.
pub(in crate::write) struct Family {
    pub(in crate::write) id: String,
    /// Its articles, by index.
    pub(in crate::write) members: BTreeSet<usize>,
    pub(in crate::write) earliest: Option<usize>,
    /// Fewest and most separately written texts.
    pub(in crate::write) texts: (u32, u32),
}

/// A passage of a family, as the view has it.
#[derive(Deserialize)]
struct Member {
    article: String,
}

#[derive(Deserialize)]
struct Texts {
    low: u32,
    high: u32,
}

/// A pair of articles that share text, by indexes.
pub(in crate::write) struct Link {
    pub(in crate::write) left: usize,
    pub(in crate::write) right: usize,
    /// The earlier one, where an order is told.
    pub(in crate::write) earlier: Option<usize>,
    pub(in crate::write) direction: Direction,
    pub(in crate::write) probability: Option<f64>,
    pub(in crate::write) credit: CreditClass,
    pub(in crate::write) words: u64,
    pub(in crate::write) narration: u64,
    /// Share of each article's words that the other has too, 0 to 1.
    pub(in crate::write) shares: [f64; 2],
    /// Families that hold both.
    pub(in crate::write) families: Vec<usize>,
}

/// Everything that graphs are made from, in the order of ids.
pub(in crate::write) struct Shared<'a> {
    pub(in crate::write) articles: &'a [Card],
    pub(in crate::write) families: Vec<Family>,
    pub(in crate::write) links: Vec<Link>,
    /// Indexes of the families that each article is a member of, sorted.
    in_families: Vec<Vec<usize>>,
}

const NODE: &[Attribute] = &[
    ("outlet", Kind::Text),
    ("published", Kind::Text),
    ("role", Kind::Text),
    ("lang", Kind::Text),
    ("url", Kind::Text),
    ("words", Kind::Count),
    ("families", Kind::Count),
];

const EDGE: &[Attribute] = &[
    ("words", Kind::Count),
    ("narration_words", Kind::Count),
    ("families", Kind::Count),
    ("direction", Kind::Text),
    ("earlier", Kind::Text),
    ("probability", Kind::Real),
    ("credit", Kind::Text),
];

impl<'a> Shared<'a> {
    pub(in crate::write) fn read(db: &Connection, articles: &'a [Card]) -> rusqlite::Result<Self> {
        let rank = |id: &str| articles.binary_search_by(|card| card.id.as_str().cmp(id)).ok();
        let families = families(db, rank)?;
        let mut in_families = vec![Vec::new(); articles.len()];
        for (n, family) in families.iter().enumerate() {
            family.members.iter().for_each(|&article| in_families[article].push(n));
        }
        let mut pairs = db.prepare(
            r#"SELECT "left", "right", earlier, direction, probability, credit, shared_words, narration_words, left_share, right_share FROM pairs ORDER BY "left", "right""#,
        )?;
        let mut rows = pairs.query([])?;
        let mut links = Vec::new();
        while let Some(row) = rows.next()? {
            let article = |at| Ok::<_, rusqlite::Error>(row.get_ref(at)?.as_str_or_null()?.and_then(rank));
            let (Some(left), Some(right)) = (article(0)?, article(1)?) else { continue };
            links.push(Link {
                left,
                right,
                earlier: article(2)?,
                direction: crate::collection::name(row, 3)?,
                probability: row.get(4)?,
                credit: crate::collection::name(row, 5)?,
                words: row.get::<_, u32>(6)?.into(),
                narration: row.get::<_, u32>(7)?.into(),
                shares: [row.get(8)?, row.get(9)?],
                families: both(&in_families[left], &in_families[right]),
            });
        }
        Ok(Shared { articles, families, links, in_families })
    }

    fn graphs(&self) -> [Graph; 4] {
        let [outlets, outlets_order] = self.outlets();
        [self.articles(false), self.articles(true), outlets, outlets_order]
    }

    /// Articles as nodes, pairs as edges; `order` takes those whose order is told, from the earlier to the later.
    fn articles(&self, order: bool) -> Graph {
        let nodes = self.articles.iter().zip(&self.in_families).map(|(card, families)| node(card, families.len())).collect();
        let id = |of: Option<usize>| of.map_or(Value::Unknown, |i| Value::Text(self.articles[i].id.clone()));
        let edge = |link: &Link| {
            let (from, to) = link.way();
            Edge {
                from,
                to,
                weight: link.words,
                values: vec![
                    Value::Count(link.words),
                    Value::Count(link.narration),
                    Value::Count(link.families.len() as u64),
                    Value::Text(link.direction.as_str().to_owned()),
                    id(link.earlier),
                    link.probability.map_or(Value::Unknown, Value::Real),
                    Value::Text(link.credit.as_str().to_owned()),
                ],
            }
        };
        let edges = self.links.iter().filter(|link| !order || link.earlier.is_some()).map(edge).collect();
        let (name, about) = if order {
            ("articles-order", "Articles whose order is told; edges lead from the earlier to the later one in this collection.")
        } else {
            ("articles", "Articles that share text; edges have no direction.")
        };
        let about = format!("{about} Weight: shared words. An edge is no statement about intent or rights.");
        Graph { name, about, directed: order, node_attributes: NODE, edge_attributes: EDGE, nodes, edges }
    }
}

/// An article, as a node.
fn node(card: &Card, families: usize) -> Node {
    let text = |of: Option<&str>| of.map_or(Value::Unknown, |text| Value::Text(text.to_owned()));
    let day = card.published.as_ref().map(|date| date.iso.clone());
    let values = vec![
        text(card.outlet.as_deref()),
        text(day.as_deref()),
        Value::Text(card.role.as_str().to_owned()),
        text(card.lang.as_deref()),
        text(card.url.as_deref()),
        Value::Count(card.words.into()),
        Value::Count(families as u64),
    ];
    let label = card.title.clone().unwrap_or_else(|| card.id.clone());
    Node { id: card.id.clone(), label, day, values }
}

/// All families, by their ids.
fn families(db: &Connection, rank: impl Fn(&str) -> Option<usize>) -> rusqlite::Result<Vec<Family>> {
    let mut all = db.prepare("SELECT id, members, earliest, texts FROM families ORDER BY id")?;
    let rows = all.query_map([], |row| {
        let members: Vec<Member> = from_json(row, 1)?;
        let texts: Texts = from_json(row, 3)?;
        Ok(Family {
            id: row.get(0)?,
            members: members.iter().filter_map(|m| rank(&m.article)).collect(),
            earliest: row.get_ref(2)?.as_str_or_null()?.and_then(&rank),
            texts: (texts.low, texts.high),
        })
    })?;
    rows.collect()
}

/// A list or an object of a view.
fn from_json<T: DeserializeOwned>(row: &Row, at: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(at)?.as_str()?).map_err(|e| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, e.into()))
}

impl Link {
    /// From the earlier to the later one; as they stand where no order is told.
    fn way(&self) -> (usize, usize) {
        if self.earlier == Some(self.right) { (self.right, self.left) } else { (self.left, self.right) }
    }
}

/// What two sorted lists have in common.
fn both(left: &[usize], right: &[usize]) -> Vec<usize> {
    left.iter().copied().filter(|family| right.binary_search(family).is_ok()).collect()
}
