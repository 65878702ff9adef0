//! One pass over a page: what its head says, and which elements and lines of its body could tell a title or a date.

use super::super::record::given;
use super::super::tags::{Part, attribute, parts, unescape};
use super::region::{Region, Regions};

/// Longest text kept of an element that carries a date or a heading, in bytes: a title of forty words, a date with its label.
const LONGEST_TEXT: usize = 400;

/// Longest line kept, in bytes; dates in longer ones are of the story.
const LONGEST_LINE: usize = 240;

/// Lines, headings and marks kept of one page. A page of a newspaper has some hundred lines.
const MOST: usize = 4000;

/// Elements that stand inside a line.
const INLINE: [&str; 25] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "wbr",
];

/// Attributes of any element that hold a date for programs.
const MACHINE: [&str; 9] =
    ["datetime", "content", "data-datetime", "data-date", "data-published", "data-timestamp", "data-time", "data-utc-time", "title"];

/// What a page holds, in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    /// Name, property or itemprop of meta tags in lower case, and content.
    pub(super) metas: Vec<(String, String)>,
    /// Bodies of JSON-LD scripts.
    pub(super) json: Vec<&'a str>,
    /// Bodies of other scripts.
    pub(super) scripts: Vec<&'a str>,
    pub(super) title: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) headings: Vec<Heading>,
    pub(super) marks: Vec<Mark>,
    pub(super) lines: Vec<Line>,
}

/// A heading of the body.
#[derive(Debug)]
pub(super) struct Heading {
    /// 1 to 3.
    pub(super) level: u8,
    pub(super) text: String,
    /// Number of lines before it.
    pub(super) line: usize,
    pub(super) region: Region,
    /// Where it leads, if it is a link.
    pub(super) link: Option<String>,
}

/// An element that carries a date: a `<time>`, or one whose attributes speak of a date.
#[derive(Debug)]
pub(super) struct Mark {
    /// `itemprop`, class and id, in lower case.
    pub(super) names: String,
    /// Whether it is a `<time>` element.
    pub(super) is_time: bool,
    /// What its attributes say, for programs.
    pub(super) machine: Option<String>,
    pub(super) text: String,
    pub(super) line: usize,
    pub(super) region: Region,
}

/// A line as a reader sees it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) region: Region,
}

/// A heading or mark whose text is still being read.
struct Pending {
    name: String,
    depth: usize,
    text: String,
    to: Target,
}

enum Target {
    Heading(usize),
    Mark(usize),
}

struct Reader<'a> {
    page: Page<'a>,
    regions: Regions,
    pending: Vec<Pending>,
    line: String,
    line_is_long: bool,
}

impl<'a> Page<'a> {
    pub(super) fn of(page: &'a str) -> Self {
        let mut reader =
            Reader { page: Page::default(), regions: Regions::default(), pending: Vec::new(), line: String::new(), line_is_long: false };
        for part in parts(page) {
            match part {
                Part::Open { name, attributes, body } => reader.open(&name.to_ascii_lowercase(), attributes, body),
                Part::Text(text) => reader.text(text),
                Part::Close(name) => reader.close(&name.to_ascii_lowercase()),
            }
        }
        reader.end_line();
        while let Some(pending) = reader.pending.pop() {
            reader.settle(pending);
        }
        reader.page
    }

    /// The first value of the first of these names that has one.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.metas_of(name).next())
    }

    pub(super) fn metas_of(&self, name: &str) -> impl Iterator<Item = &str> {
        self.metas.iter().filter(move |(n, _)| n == name).map(|(_, content)| content.as_str())
    }
}

impl<'a> Reader<'a> {
    fn open(&mut self, name: &str, attributes: &'a str, body: Option<&'a str>) {
        if !INLINE.contains(&name) {
            self.end_line();
        } else if matches!(name, "span" | "a" | "time" | "label") {
            // style keeps a name and a date apart that nothing else does
            let pending = self.pending.iter_mut().map(|pending| &mut pending.text);
            pending.chain([&mut self.line]).filter(|text| text.ends_with(char::is_alphanumeric)).for_each(|text| text.push(' '));
        }
        let value = |key: &str| given(attribute(attributes, key));
        match name {
            "html" => self.page.lang = self.page.lang.take().or_else(|| value("lang").or_else(|| value("xml:lang"))),
            "title" if self.page.title.is_none() && !self.regions.inside("svg") => self.page.title = body.and_then(squeezed),
            "meta" => {
                let content = value("content");
                for key in ["property", "name", "itemprop", "http-equiv"] {
                    if let (Some(key), Some(content)) = (value(key), &content)
                        && self.page.metas.len() < MOST
                    {
                        self.page.metas.push((key.to_lowercase(), content.clone()));
                    }
                }
            }
            "link" if value("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.page.canonical = self.page.canonical.take().or_else(|| value("href"));
            }
            "script" => {
                let is_json = value("type").is_some_and(|t| t.to_lowercase().contains("ld+json"));
                if is_json { &mut self.page.json } else { &mut self.page.scripts }.extend(body);
            }
            _ => self.body_element(name, attributes),
        }
    }

    fn body_element(&mut self, name: &str, attributes: &str) {
        let value = |key: &str| attribute(attributes, key);
        let names = if attributes.is_empty() {
            String::new()
        } else {
            ["itemprop", "class", "id", "rel"].iter().filter_map(|key| value(key)).collect::<Vec<_>>().join(" ").to_lowercase()
        };
        self.regions.open(name, &names, attributes.ends_with('/'));
        let region = self.regions.here();
        let line = self.page.lines.len();
        if name == "a"
            && let Some(heading) = self.pending.iter().rev().find_map(|p| if let Target::Heading(at) = p.to { Some(at) } else { None })
        {
            let link = &mut self.page.headings[heading].link;
            *link = link.take().or_else(|| given(value("href")));
        }
        let level = match name {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            _ => 0,
        };
        if level > 0 && self.page.headings.len() < MOST {
            self.page.headings.push(Heading { level, text: String::new(), line, region, link: None });
            self.wait(name, Target::Heading(self.page.headings.len() - 1));
        }
        let is_time = name == "time";
        if (is_time || speaks_of_dates(&names)) && self.page.marks.len() < MOST {
            let machine = MACHINE.iter().find_map(|key| value(key).filter(|v| v.bytes().any(|b| b.is_ascii_digit())));
            let pubdate = if is_time && attribute(attributes, "pubdate").is_some() { "pubdate " } else { "" };
            self.page.marks.push(Mark { names: format!("{pubdate}{names}"), is_time, machine, text: String::new(), line, region });
            self.wait(name, Target::Mark(self.page.marks.len() - 1));
        }
    }

    fn wait(&mut self, name: &str, to: Target) {
        // Nested deeper than this an element is a container, not a date.
        if self.pending.len() < 8 {
            self.pending.push(Pending { name: name.to_owned(), depth: self.regions.depth(), text: String::new(), to });
        }
    }

    fn text(&mut self, text: &str) {
        if self.regions.hidden() {
            return;
        }
        for pending in &mut self.pending {
            if pending.text.len() < LONGEST_TEXT {
                pending.text += text;
            }
        }
        if self.line.len() + text.len() > 2 * LONGEST_LINE && self.line.len() + text.trim().len() > 2 * LONGEST_LINE {
            self.line_is_long = true;
        } else {
            self.line += text;
        }
    }

    fn close(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.end_line();
        }
        self.regions.close(name);
        let depth = self.regions.depth();
        while let Some(last) = self.pending.last()
            && (last.depth > depth || last.name == name)
        {
            let pending = self.pending.pop().expect("there is a last one");
            self.settle(pending);
        }
        if !INLINE.contains(&name) {
            for pending in &mut self.pending {
                pending.text.push(' ');
            }
        }
    }

    fn settle(&mut self, pending: Pending) {
        let text = squeezed(&pending.text).unwrap_or_default();
        match pending.to {
            Target::Heading(index) => self.page.headings[index].text = text,
            Target::Mark(index) => self.page.marks[index].text = text,
        }
    }

    fn end_line(&mut self) {
        for pending in &mut self.pending {
            if !pending.text.ends_with(' ') {
                pending.text.push(' ');
            }
        }
        let line = std::mem::take(&mut self.line);
        let long = std::mem::take(&mut self.line_is_long);
        if line.trim().is_empty() && !long || self.page.lines.len() >= MOST {
            return;
        }
        let text = squeezed(&line).filter(|text| !long && text.len() <= LONGEST_LINE).unwrap_or_default();
        self.page.lines.push(Line { text, region: self.regions.here() });
    }
}

/// Whether class, id or itemprop of an element say that it holds a date.
fn speaks_of_dates(names: &str) -> bool {
    const WORDS: [&str; 14] = [
        "date",
        "time",
        "published",
        "posted",
        "pubdate",
        "byline",
        "created",
        "issued",
        "timestamp",
        "datum",
        "fecha",
        "post-meta",
        "entry-meta",
        "dateline",
    ];
    WORDS.iter().any(|word| names.contains(word))
}

/// Entities resolved, white space squeezed; `None` where nothing is left.
pub(super) fn squeezed(text: &str) -> Option<String> {
    // some pages write their entities twice
    given(Some(retold::text::on_one_line(&unescape(&unescape(text)))))
}
