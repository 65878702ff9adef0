//! A page as a tree of elements that knows where in the page each text stands.

use super::super::tags::{Part, parts};

/// An element or a text of a page. Nodes stand in document order: the descendants of node `i` are `i + 1..nodes[i].end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    /// Index of the element it stands in; the root is its own parent.
    pub(super) parent: u32,
    /// Index behind its last descendant.
    pub(super) end: u32,
    /// Lower-case name of a known element, [`OTHER`] for an unknown one, [`TEXT`] for text.
    pub(super) tag: &'static str,
    /// Attributes as written, or the text, entities as written.
    pub(super) source: &'a str,
}

/// The tag of texts.
pub(super) const TEXT: &str = "#text";

/// The tag of elements that the HTML standard does not know.
pub(super) const OTHER: &str = "#other";

/// Elements that stand inside a line. Sorted.
const INLINE: [&str; 32] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark",
    "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "u", "wbr",
];

/// Elements that start a block, and those without a look of their own. Sorted.
const BLOCK: [&str; 73] = [
    "address", "amp-img", "applet", "article", "aside", "audio", "base", "blockquote", "body", "br", "button", "canvas", "caption", "center",
    "col", "dd", "details", "dialog", "dir", "div", "dl", "dt", "embed", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "iframe", "input", "li", "link", "main", "math", "menu", "meta", "nav",
    "noscript", "object", "ol", "optgroup", "option", "p", "param", "picture", "pre", "script", "section", "select", "source", "style",
    "summary", "svg", "table", "tbody", "td", "template", "textarea", "th", "title", "tr", "ul",
];

/// Block elements that the list above does not hold, since they never hold text: they have no end tag.
const VOID: [&str; 15] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "video", "wbr"];

/// A closing tag looks no further up than this many open elements, so that hostile nesting costs linear time.
const FARTHEST: usize = 256;

/// A page as a tree. See [`Node`].
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) page: &'a str,
    pub(super) nodes: Vec<Node<'a>>,
}

impl<'a> Tree<'a> {
    /// Reads a page. Never fails, never recurses; time is linear in the page.
    ///
    /// Ends of elements that a page leaves out are supplied as the HTML standard says for paragraphs, lists and tables; what it says for
    /// misplaced content of tables and for overlapping formatting is left out, since it moves hardly any text.
    pub(super) fn read(page: &'a str) -> Self {
        let mut builder = Builder { tree: Tree { page, nodes: Vec::new() }, open: Vec::new(), foreign: 0 };
        builder.push("html", "");
        builder.open.push(0);
        for part in parts(page) {
            match part {
                Part::Text(text) => builder.text(text),
                Part::Open { name, attributes, body } => builder.open(known(name), attributes, body),
                Part::Close(name) => builder.close(known(name)),
            }
        }
        builder.pop_to(0);
        builder.tree
    }

    /// Where a slice of the page begins, in bytes of the page.
    pub(super) fn offset(&self, slice: &str) -> usize {
        slice.as_ptr() as usize - self.page.as_ptr() as usize
    }
}

/// Whether an element stands inside a line of text.
pub(super) fn is_inline(tag: &str) -> bool {
    tag == TEXT || INLINE.binary_search(&tag).is_ok()
}

fn known(name: &str) -> &'static str {
    let mut buffer = [0_u8; 10];
    let Some(lower) = buffer.get_mut(..name.len()) else {
        return OTHER;
    };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let lower: &[u8] = lower;
    let find = |list: &[&'static str]| list.binary_search_by(|tag| tag.as_bytes().cmp(lower)).ok().map(|at| list[at]);
    find(&INLINE).or_else(|| find(&BLOCK)).or_else(|| find(&VOID)).unwrap_or(OTHER)
}

struct Builder<'a> {
    tree: Tree<'a>,
    /// Indexes of open elements, outermost first.
    open: Vec<u32>,
    /// Open `svg` and `math` elements, inside which a slash closes any element.
    foreign: usize,
}

impl<'a> Builder<'a> {
    fn push(&mut self, tag: &'static str, source: &'a str) -> u32 {
        let at = self.tree.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Node { parent, end: at + 1, tag, source });
        at
    }

    fn text(&mut self, text: &'a str) {
        self.push(TEXT, text);
    }

    fn open(&mut self, tag: &'static str, attributes: &'a str, body: Option<&'a str>) {
        self.supply_ends(tag);
        if tag == "html" {
            return; // the root stands for it
        }
        let at = self.push(tag, attributes);
        if let Some(body) = body {
            self.open.push(at);
            self.text(body);
            self.open.pop();
            self.tree.nodes[at as usize].end = self.tree.nodes.len() as u32;
            return;
        }
        let empty = VOID.contains(&tag) && tag != "video" || (self.foreign > 0 || tag == OTHER) && attributes.ends_with('/');
        if !empty {
            self.foreign += usize::from(matches!(tag, "svg" | "math"));
            self.open.push(at);
        }
    }

    /// Closes what ends without a word where `tag` opens.
    fn supply_ends(&mut self, tag: &str) {
        match tag {
            "li" => self.close_before(&["li"], &["ul", "ol", "menu", "dir", "table", "td"]),
            "dd" | "dt" => self.close_before(&["dd", "dt"], &["dl", "table", "td"]),
            "option" | "optgroup" => self.close_before(&["option"], &["select"]),
            "td" | "th" => self.close_before(&["td", "th"], &["tr", "table"]),
            "tr" => self.close_before(&["tr"], &["table"]),
            "tbody" => self.close_before(&["tbody"], &["table"]),
            "body" => self.close_before(&["head"], &["body"]),
            "a" => self.close_before(&["a"], &BLOCK),
            _ => {}
        }
        if !is_inline(tag) && !matches!(tag, "br" | "script" | "style" | "link" | "meta" | "iframe" | "noscript" | "button" | "svg" | OTHER) {
            self.close_before(&["p"], &["table", "td", "th", "object", "button", "caption", "template"]);
        }
    }

    /// Closes the innermost of these elements, unless it lies outside one of `scope`.
    fn close_before(&mut self, tags: &[&str], scope: &[&str]) {
        for depth in (1..self.open.len()).rev().take(FARTHEST) {
            let tag = self.tree.nodes[self.open[depth] as usize].tag;
            if tags.contains(&tag) {
                self.pop_to(depth);
                return;
            }
            if scope.contains(&tag) {
                return;
            }
        }
    }

    fn close(&mut self, tag: &'static str) {
        if tag == "br" {
            self.push("br", "");
        }
        // What follows the end of the body still belongs to it.
        if matches!(tag, "html" | "body") {
            return;
        }
        let inline = is_inline(tag);
        for depth in (1..self.open.len()).rev().take(FARTHEST) {
            let open = self.tree.nodes[self.open[depth] as usize].tag;
            if open == tag {
                self.pop_to(depth);
                return;
            }
            let apart = matches!(open, "td" | "th" | "caption" | "template") && tag != "table" && tag != "tr" && tag != "tbody" || open == "table";
            if apart || inline && !is_inline(open) {
                return;
            }
        }
    }

    /// Closes all open elements from this depth on.
    fn pop_to(&mut self, depth: usize) {
        let end = self.tree.nodes.len() as u32;
        for at in self.open.drain(depth..) {
            let node = &mut self.tree.nodes[at as usize];
            node.end = end;
            self.foreign -= usize::from(matches!(node.tag, "svg" | "math"));
        }
    }
}
