//! GraphML (<http://graphml.graphdrawing.org/specification.html>): attributes are declared as keys, then nodes, then edges.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::xml::clean;
use super::{Attribute, Graph, Kind, Value};

type Xml<'w, W> = Writer<&'w mut W>;

/// Writes one graph. Unknown values are left out.
pub(super) fn write<W: Write>(graph: &Graph, file: &mut W) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(file, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns")).write_inner_content(|xml| {
        key(xml, "about", "graph", ("about", Kind::Text))?;
        key(xml, "label", "node", ("label", Kind::Text))?;
        key(xml, "weight", "edge", ("weight", Kind::Count))?;
        for &(name, kind) in graph.node_attributes {
            key(xml, &format!("node_{name}"), "node", (name, kind))?;
        }
        for &(name, kind) in graph.edge_attributes {
            key(xml, &format!("edge_{name}"), "edge", (name, kind))?;
        }
        let direction = if graph.directed { "directed" } else { "undirected" };
        xml.create_element("graph").with_attributes([("id", graph.name), ("edgedefault", direction)]).write_inner_content(|xml| {
            data(xml, "about", &graph.about)?;
            nodes(xml, graph)?;
            edges(xml, graph)
        })?;
        Ok(())
    })?;
    Ok(())
}

fn nodes<W: Write>(xml: &mut Xml<W>, graph: &Graph) -> io::Result<()> {
    for node in &graph.nodes {
        xml.create_element("node").with_attribute(("id", &*clean(&node.id))).write_inner_content(|xml| {
            data(xml, "label", &node.label)?;
            values(xml, "node", graph.node_attributes, &node.values)
        })?;
    }
    Ok(())
}

fn edges<W: Write>(xml: &mut Xml<W>, graph: &Graph) -> io::Result<()> {
    for (number, edge) in graph.edges.iter().enumerate() {
        let (from, to) = (clean(&graph.nodes[edge.from].id), clean(&graph.nodes[edge.to].id));
        let id = format!("e{number}");
        xml.create_element("edge").with_attributes([("id", &*id), ("source", &*from), ("target", &*to)]).write_inner_content(|xml| {
            data(xml, "weight", &edge.weight.to_string())?;
            values(xml, "edge", graph.edge_attributes, &edge.values)
        })?;
    }
    Ok(())
}

fn key<W: Write>(xml: &mut Xml<W>, id: &str, of: &str, (name, kind): Attribute) -> io::Result<()> {
    let kind = match kind {
        Kind::Text => "string",
        Kind::Count => "long",
        Kind::Real => "double",
    };
    xml.create_element("key").with_attributes([("id", id), ("for", of), ("attr.name", name), ("attr.type", kind)]).write_empty()?;
    Ok(())
}

fn values<W: Write>(xml: &mut Xml<W>, of: &str, attributes: &[Attribute], values: &[Value]) -> io::Result<()> {
    for ((name, _), value) in attributes.iter().zip(values) {
        if let Some(text) = value.text() {
            data(xml, &format!("{of}_{name}"), &text)?;
        }
    }
    Ok(())
}

fn data<W: Write>(xml: &mut Xml<W>, key: &str, text: &str) -> io::Result<()> {
    xml.create_element("data").with_attribute(("key", key)).write_text_content(BytesText::new(&clean(text)))?;
    Ok(())
}
