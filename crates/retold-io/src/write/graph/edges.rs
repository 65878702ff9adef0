//! All edges in one table.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::{Graph, Value};
use crate::write::safe;

/// Columns that only some graphs have are empty in the rows of the others.
pub(super) fn write<W: Write>(graphs: &[Graph], raw: bool, file: &mut W) -> io::Result<()> {
    let mut columns: Vec<&'static str> = Vec::new();
    for (name, _) in graphs.iter().flat_map(|g| g.edge_attributes) {
        if !columns.contains(name) {
            columns.push(name);
        }
    }
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(file);
    rows.write_record(["graph", "source", "target", "directed", "weight"].into_iter().chain(columns.iter().copied()))?;
    for graph in graphs {
        let at: Vec<Option<usize>> = columns.iter().map(|c| graph.edge_attributes.iter().position(|(name, _)| name == c)).collect();
        for edge in &graph.edges {
            let text = |text: &str| if raw { text.to_owned() } else { safe(text).into_owned() };
            let ends = [edge.from, edge.to].map(|end| text(&graph.nodes[end].id));
            let head = [graph.name.to_owned(), ends[0].clone(), ends[1].clone(), graph.directed.to_string(), edge.weight.to_string()];
            let cell = |at: &Option<usize>| match at.map(|at| &edge.values[at]) {
                Some(Value::Text(value)) => text(value),
                Some(value) => value.text().unwrap_or_default(),
                None => String::new(),
            };
            rows.write_record(head.into_iter().chain(at.iter().map(cell)))?;
        }
    }
    rows.flush()
}
