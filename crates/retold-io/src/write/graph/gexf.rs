//! GEXF 1.2 (<https://gexf.net/schema.html>): like GraphML, with a day for each article, so that a time line can be played.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::xml::{clean, refused};
use super::{Attribute, Graph, Kind, Value};

type Xml<'w, W> = Writer<&'w mut W>;

/// Writes one graph. Unknown values are left out; an undated article is there all the time.
pub(super) fn write<W: Write>(graph: &Graph, file: &mut W) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(file, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let about = format!("{} Characters that XML refuses, replaced: {}.", graph.about, graph.refused());
    xml.create_element("gexf").with_attributes([("xmlns", "http://www.gexf.net/1.2draft"), ("version", "1.2")]).write_inner_content(
        |xml| {
            xml.create_element("meta").write_inner_content(|xml| {
                xml.create_element("creator").write_text_content(BytesText::new("Retold"))?;
                xml.create_element("description").write_text_content(BytesText::new(&about))?;
                Ok(())
            })?;
            let kind = if graph.directed { "directed" } else { "undirected" };
            let timed = graph.nodes.iter().any(|node| node.day.is_some());
            let mut element = xml.create_element("graph").with_attribute(("defaultedgetype", kind));
            if timed {
                element = element.with_attributes([("mode", "dynamic"), ("timeformat", "date")]);
            }
            element.write_inner_content(|xml| {
                attributes(xml, "node", graph.node_attributes)?;
                attributes(xml, "edge", graph.edge_attributes)?;
                xml.create_element("nodes").write_inner_content(|xml| nodes(xml, graph))?;
                xml.create_element("edges").write_inner_content(|xml| edges(xml, graph))?;
                Ok(())
            })?;
            Ok(())
        },
    )?;
    Ok(())
}

fn attributes<W: Write>(xml: &mut Xml<W>, class: &str, all: &[Attribute]) -> io::Result<()> {
    xml.create_element("attributes").with_attribute(("class", class)).write_inner_content(|xml| {
        for (at, (name, kind)) in all.iter().enumerate() {
            let kind = match kind {
                Kind::Text => "string",
                Kind::Count => "long",
                Kind::Real => "double",
            };
            let id = at.to_string();
            xml.create_element("attribute").with_attributes([("id", &*id), ("title", name), ("type", kind)]).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn nodes<W: Write>(xml: &mut Xml<W>, graph: &Graph) -> io::Result<()> {
    for node in &graph.nodes {
        let mut element = xml.create_element("node").with_attributes([("id", &*clean(&node.id)), ("label", &*clean(&node.label))]);
        // a date with its time would need a zone of its own in each
        if let Some(day) = node.day.as_deref().and_then(|day| day.get(..10)) {
            element = element.with_attribute(("start", day));
        }
        element.write_inner_content(|xml| values(xml, &node.values))?;
    }
    Ok(())
}

fn edges<W: Write>(xml: &mut Xml<W>, graph: &Graph) -> io::Result<()> {
    for (number, edge) in graph.edges.iter().enumerate() {
        let (from, to) = (clean(&graph.nodes[edge.from].id), clean(&graph.nodes[edge.to].id));
        let (id, weight) = (number.to_string(), edge.weight.to_string());
        let element = xml.create_element("edge");
        element
            .with_attributes([("id", &*id), ("source", &*from), ("target", &*to), ("weight", &*weight)])
            .write_inner_content(|xml| values(xml, &edge.values))?;
    }
    Ok(())
}

fn values<W: Write>(xml: &mut Xml<W>, values: &[Value]) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for (at, text) in values.iter().enumerate().filter_map(|(at, value)| Some((at, value.text()?))) {
            let at = at.to_string();
            xml.create_element("attvalue").with_attributes([("for", &*at), ("value", &*clean(&text))]).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

impl Graph {
    /// Characters of names and values that XML refuses.
    fn refused(&self) -> usize {
        let texts = |values: &[Value]| values.iter().filter_map(Value::text).map(|text| refused(&text)).sum::<usize>();
        let nodes = self.nodes.iter().map(|node| refused(&node.id) + refused(&node.label) + texts(&node.values)).sum::<usize>();
        nodes + self.edges.iter().map(|edge| texts(&edge.values)).sum::<usize>()
    }
}
