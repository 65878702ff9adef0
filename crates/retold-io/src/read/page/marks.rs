//! What the markup says of each part of a page: unseen, link, furniture, story.

use std::sync::LazyLock;

use serde::Deserialize;

use super::super::tags::attributes;
use super::tree::{Node, TEXT, Tree};

/// Never drawn as text of the page.
const UNSEEN: u16 = 1;
/// Inside a link.
pub(super) const LINK: u16 = 2;
/// Inside a heading or in bold type.
const STRONG: u16 = 4;
/// Furniture of the page by its element or name.
pub(super) const FURNITURE: u16 = 8;
/// Furniture whatever its size: comments of readers, notices of the site.
pub(super) const COMMENTS: u16 = 16;
/// Named as the body of an article.
pub(super) const BODY: u16 = 32;
/// A caption or credit of a picture.
pub(super) const CAPTION: u16 = 64;
/// Inside an element that hides text from readers.
pub(super) const HIDDEN: u16 = 128;
/// Inside a quoted post of another site.
pub(super) const EMBED: u16 = 256;
/// Who made a picture.
pub(super) const CREDIT: u16 = 512;

/// An element that holds more than this share of a page's running text is not its furniture, whatever it is called.
const FURNITURE_SHARE: f32 = 0.4;

/// Marks that pass on to everything inside.
const INHERITED: u16 = UNSEEN | LINK | STRONG | FURNITURE | COMMENTS | CAPTION | HIDDEN | EMBED | BODY | CREDIT;

/// Names of classes and ids, as `data/page.toml` lists and explains them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    body: Vec<String>,
    furniture: Vec<String>,
    comments: Vec<String>,
    notices: Vec<String>,
    caption: Vec<String>,
    credit: Vec<String>,
    embed: Vec<String>,
    hidden: Vec<String>,
    neutral: Vec<String>,
}

static NAMES: LazyLock<Names> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/page.toml")).expect("data/page.toml is well formed"));

/// The marks of all nodes of a tree.
#[derive(Debug)]
pub(super) struct Marks {
    /// Own and inherited.
    marks: Vec<u16>,
    /// Without what is inherited.
    own: Vec<Own>,
}

/// What an element says of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Own {
    marks: u16,
    /// Which name or element makes it furniture: an index into the list of names, or beyond it for elements, roles and styles.
    cause: u16,
}

/// Causes that are no name of the list.
const BY_TAG: u16 = 1000;
const BY_ROLE: u16 = 1001;
const BY_STYLE: u16 = 1002;
const CAUSES: usize = 1003;

impl Marks {
    /// Reads elements, classes, ids and styles. Linear.
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut own: Vec<Own> = Vec::with_capacity(tree.nodes.len());
        let mut words = String::new();
        for node in &tree.nodes {
            own.push(if node.tag == TEXT { Own::default() } else { own_marks(node, &mut words) });
        }
        let mut marks = Marks { marks: Vec::new(), own };
        marks.pass_on(tree);
        marks
    }

    fn pass_on(&mut self, tree: &Tree<'_>) {
        self.marks.clear();
        self.marks.reserve(tree.nodes.len());
        for (at, node) in tree.nodes.iter().enumerate() {
            let mut above = if at == 0 { 0 } else { self.marks[node.parent as usize] & INHERITED };
            if matches!(node.tag, "table" | "blockquote" | "pre" | "ul" | "ol") {
                // A figure may show text as well as pictures.
                above &= !CAPTION;
            }
            if self.own[at].marks & EMBED != 0 {
                // The element around a quoted post bears the name of what else such elements hold: buttons for sharing.
                above &= !FURNITURE;
            }
            self.marks.push(above | self.own[at].marks);
        }
    }

    pub(super) fn has(&self, node: usize, mark: u16) -> bool {
        self.marks[node] & mark != 0
    }

    /// Whether the element itself bears the name of a body.
    pub(super) fn names_body(&self, node: usize) -> bool {
        self.own[node].marks & BODY != 0
    }

    /// Whether the node and everything in it is never drawn.
    pub(super) fn is_unseen(&self, node: usize) -> bool {
        self.has(node, UNSEEN)
    }

    pub(super) fn is_link(&self, node: usize) -> bool {
        self.has(node, LINK)
    }

    pub(super) fn is_strong(&self, node: usize) -> bool {
        self.has(node, STRONG)
    }

    /// Takes marks back whose cause would take out most of a page: what a page calls all of its paragraphs is no name for furniture, and a
    /// story that is hidden until a script has run is no hidden text. `weight` is the running text that stands in each node itself. Linear.
    pub(super) fn relieve(&mut self, tree: &Tree<'_>, weight: &[f32]) {
        let nodes = &tree.nodes;
        let mut inside = weight.to_vec();
        for at in (1..nodes.len()).rev() {
            let (parent, own) = (nodes[at].parent as usize, inside[at]);
            inside[parent] += own;
        }
        let mut by_cause = vec![0.0_f32; CAUSES];
        let mut end_of = vec![0_u32; CAUSES];
        for (at, own) in self.own.iter().enumerate() {
            let cause = own.cause as usize;
            if own.marks & (FURNITURE | HIDDEN) != 0 && end_of[cause] <= at as u32 {
                by_cause[cause] += inside[at];
                end_of[cause] = nodes[at].end;
            }
        }
        let most = inside[0] * FURNITURE_SHARE;
        if by_cause.iter().all(|&weight| weight <= most) {
            return;
        }
        for own in &mut self.own {
            if own.marks & (FURNITURE | HIDDEN) != 0 && by_cause[own.cause as usize] > most {
                own.marks &= !(FURNITURE | HIDDEN);
            }
        }
        self.pass_on(tree);
    }
}

/// Elements that are never drawn as text of the page.
const UNSEEN_TAGS: [&str; 18] = [
    "head", "script", "style", "noscript", "template", "svg", "math", "select", "object", "canvas", "iframe", "textarea", "title",
    "option", "audio", "embed", "applet", "input",
];

/// Whether what stands in an element of this name is text of the page.
pub(in super::super) fn is_drawn(tag: &str) -> bool {
    !UNSEEN_TAGS.iter().any(|t| tag.eq_ignore_ascii_case(t))
}

fn own_marks(node: &Node<'_>, words: &mut String) -> Own {
    let by_tag = match node.tag {
        tag if UNSEEN_TAGS.contains(&tag) => return Own { marks: UNSEEN, cause: 0 },
        "nav" | "footer" | "form" | "button" | "menu" | "label" | "dialog" | "aside" => FURNITURE,
        "a" => LINK,
        "b" | "strong" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => STRONG,
        "figcaption" | "figure" => CAPTION,
        _ => 0,
    };
    let mut own = Own { marks: by_tag, cause: BY_TAG };
    // The whole page bears names that say what else is on it.
    let whole = matches!(node.tag, "html" | "body" | "main" | "article");
    let mut streamed = false;
    let mut hidden = false;
    for (name, value) in attributes(node.source) {
        if NAMING.iter().any(|n| name.eq_ignore_ascii_case(n)) {
            streamed |= value.starts_with("S:");
            let named = named(value, words);
            if whole {
                own.marks |= named.marks & BODY; // nothing else
            } else if own.marks & FURNITURE != 0 {
                own.marks |= named.marks;
            } else {
                own = Own { marks: own.marks | named.marks, cause: named.cause };
            }
        } else if name.eq_ignore_ascii_case("itemprop") {
            own.marks |= match value.trim() {
                "articleBody" => BODY,
                "caption" => CAPTION,
                "comment" => COMMENTS,
                _ => 0,
            };
        } else if name.eq_ignore_ascii_case("role") && !whole && own.marks & FURNITURE == 0 && ROLES.contains(&value.trim()) {
            own = Own { marks: own.marks | FURNITURE, cause: BY_ROLE };
        } else {
            hidden |= name.eq_ignore_ascii_case("hidden")
                || name.eq_ignore_ascii_case("aria-hidden") && value.eq_ignore_ascii_case("true")
                || name.eq_ignore_ascii_case("style") && hides(value);
        }
    }
    // React sends parts of a page hidden under such an id and puts them in place when they have come.
    if hidden && !streamed && node.tag != "html" && node.tag != "body" {
        own = Own { marks: own.marks | HIDDEN, cause: BY_STYLE };
    }
    own
}

/// Attributes that name an element.
const NAMING: [&str; 4] = ["class", "id", "data-testid", "data-component"];

/// Roles of furniture. Source: WAI-ARIA 1.2, landmark and widget roles.
const ROLES: [&str; 10] =
    ["navigation", "complementary", "banner", "contentinfo", "dialog", "search", "menu", "menubar", "tablist", "toolbar"];

/// The words of a class or id, each between blanks: `PostBody__share-bar` is ` post body share bar `.
fn split_words(value: &str, words: &mut String) {
    words.clear();
    words.push(' ');
    let mut lower = false;
    for c in value.chars().take(512) {
        if !c.is_ascii_alphanumeric() {
            words.push(' ');
            lower = false;
            continue;
        }
        if c.is_ascii_uppercase() && lower {
            words.push(' ');
        }
        lower = !c.is_ascii_uppercase();
        words.push(c.to_ascii_lowercase());
    }
    words.push(' ');
}

fn named(value: &str, words: &mut String) -> Own {
    if value.is_empty() {
        return Own::default();
    }
    let names = &*NAMES;
    split_words(value, words);
    let any = |list: &[String]| list.iter().position(|n| words.contains(n.as_str()));
    if any(&names.hidden).is_some() {
        return Own { marks: HIDDEN, cause: BY_STYLE };
    }
    if any(&names.body).is_some() {
        return Own { marks: BODY, cause: 0 };
    }
    if any(&names.comments).is_some() || any(&names.notices).is_some() {
        // Readers, and lawyers, may write more than the article has.
        return Own { marks: COMMENTS, cause: 0 };
    }
    let mut own = Own::default();
    if any(&names.embed).is_some() {
        own.marks |= EMBED;
    }
    if any(&names.caption).is_some() {
        own.marks |= CAPTION;
    }
    if any(&names.credit).is_some() {
        own.marks |= CAPTION | CREDIT;
    }
    if let Some(cause) = any(&names.furniture)
        && any(&names.neutral).is_none()
    {
        own = Own { marks: own.marks | FURNITURE, cause: cause as u16 };
    }
    own
}

/// How styles write white.
const WHITE: [&str; 6] = ["white", "#fff", "#ffffff", "rgb(255,255,255)", "rgba(255,255,255,1)", "hsl(0,0%,100%)"];

/// Whether a style takes text out of sight: not drawn, without size, far outside the screen, white on white of its own.
fn hides(style: &str) -> bool {
    let mut white = [false; 2];
    let squeezed: String = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    squeezed.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let value = value.trim_end_matches("!important");
        let length = || value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse::<f32>();
        match name {
            "display" => value == "none",
            "visibility" => value == "hidden",
            "font-size" => length().is_ok_and(|l| l == 0.0),
            // Far outside any screen.
            "left" | "top" | "text-indent" | "margin-left" => length().is_ok_and(|l| l <= -900.0),
            "color" | "background" | "background-color" => {
                white[usize::from(name != "color")] |= WHITE.contains(&value);
                white == [true; 2]
            }
            _ => false,
        }
    })
}
