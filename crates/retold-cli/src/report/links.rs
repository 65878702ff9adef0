//! Where a page is: an anchor in one file, a file in a folder, a path of the local server. Pages ask, and never write an address themselves.

use retold::record::Article;

use super::names;

/// What the pages become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Sections of one file.
    OneFile,
    /// Files of a folder.
    Folder,
    /// Answers of the local server.
    Server,
}

/// A kind of page of which there are many, each with an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Leaf {
    Article,
    Pair,
    Family,
    Quote,
    Story,
    Account,
    Named,
    Link,
    Phrase,
    Finding,
}

impl Leaf {
    /// First part of its path, and its folder.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Leaf::Article => "article",
            Leaf::Pair => "pair",
            Leaf::Family => "family",
            Leaf::Quote => "quote",
            Leaf::Story => "story",
            Leaf::Account => "account",
            Leaf::Named => "named",
            Leaf::Link => "link",
            Leaf::Phrase => "phrase",
            Leaf::Finding => "finding",
        }
    }
}

/// Which rows of a list a page shows: the filter and the page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ask {
    /// A member of a closed list: kind of finding, class of credit, …
    pub(crate) of: Option<String>,
    /// A confidence.
    pub(crate) sure: Option<String>,
    /// What readers said: a decision, `any` or `nobody`.
    pub(crate) said: Option<String>,
    /// An outlet.
    pub(crate) outlet: Option<String>,
    /// Country of the outlet.
    pub(crate) country: Option<String>,
    /// Language of the text.
    pub(crate) lang: Option<String>,
    /// Words to search for.
    pub(crate) words: Option<String>,
    /// First and last day, ISO 8601.
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    /// What a sample is drawn with, how many of each kind and confidence, and for whom.
    pub(crate) seed: Option<String>,
    pub(crate) each: Option<String>,
    pub(crate) coder: Option<String>,
    /// Counted from 0.
    pub(crate) page: u64,
    /// Lines at a time, where they are not as many as on a page; never part of an address.
    pub(crate) take: Option<u64>,
}

impl Ask {
    /// Names and values of what is asked for, in the order that addresses have.
    fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("of", &self.of),
            ("sure", &self.sure),
            ("said", &self.said),
            ("words", &self.words),
            ("outlet", &self.outlet),
            ("country", &self.country),
            ("lang", &self.lang),
            ("from", &self.from),
            ("to", &self.to),
            ("seed", &self.seed),
            ("each", &self.each),
            ("coder", &self.coder),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)))
    }

    /// What stands behind the question mark of an address; empty where nothing does.
    pub(crate) fn query(&self) -> String {
        let mut query = String::new();
        let page = (self.page > 0).then(|| (self.page + 1).to_string());
        for (name, value) in self.fields().chain(page.as_deref().map(|page| ("page", page))) {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(&format!("{name}={}", encoded(value)));
        }
        query
    }
}

/// Makes addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Links {
    pub(crate) shape: Shape,
    /// Whether the page that links is in one of the folders.
    pub(crate) deep: bool,
}

impl Links {
    pub(crate) const ONE_FILE: Links = Links { shape: Shape::OneFile, deep: false };
    pub(crate) const SERVER: Links = Links { shape: Shape::Server, deep: false };

    /// A page of a kind of which there is one: `findings`, `method`.
    pub(crate) fn to(self, slug: &str) -> String {
        match self.shape {
            Shape::OneFile => format!("#{slug}"),
            Shape::Folder if slug == "start" => format!("{}index.html", self.up()),
            Shape::Folder => format!("{}{slug}.html", self.up()),
            Shape::Server if slug == "start" => "/".to_owned(),
            Shape::Server => format!("/{slug}"),
        }
    }

    /// A place on the page of method and limits.
    pub(crate) fn method(self, anchor: &str) -> String {
        if self.shape == Shape::OneFile { format!("#{anchor}") } else { format!("{}#{anchor}", self.to("method")) }
    }

    /// A part of a list.
    pub(crate) fn list(self, slug: &str, ask: &Ask) -> String {
        match self.shape {
            Shape::OneFile => format!("#{slug}"),
            Shape::Folder => format!("{}{}", self.up(), file_of_list(slug, ask)),
            Shape::Server => format!("{}{}", self.to(slug), ask.query()),
        }
    }

    /// The page of a row with an id of ours: a hash.
    pub(crate) fn leaf(self, leaf: Leaf, id: &str) -> String {
        match self.shape {
            Shape::OneFile => format!("#{id}"),
            Shape::Folder => format!("{}{}/{id}.html", self.up(), leaf.slug()),
            Shape::Server => format!("/{}/{id}", leaf.slug()),
        }
    }

    /// The page of an article, whose id may be anything.
    pub(crate) fn article(self, article: &Article) -> String {
        match self.shape {
            Shape::Server => format!("/{}/{}", Leaf::Article.slug(), encoded(&article.id)),
            _ => self.leaf(Leaf::Article, &names::article_id(article)),
        }
    }

    /// A file beside the pages: style, script.
    pub(crate) fn asset(self, name: &str) -> String {
        match self.shape {
            Shape::Server => format!("/assets/{name}"),
            _ => format!("{}assets/{name}", self.up()),
        }
    }

    /// Whether lists have pages and filters.
    pub(crate) fn pages(self) -> bool {
        self.shape != Shape::OneFile
    }

    /// Whether somebody answers: searches and reviews work.
    pub(crate) fn live(self) -> bool {
        self.shape == Shape::Server
    }

    fn up(self) -> &'static str {
        if self.deep { "../" } else { "" }
    }
}

/// Name of the file of a part of a list: `findings.html`, `findings-of-edited-number-2.html`.
pub(crate) fn file_of_list(slug: &str, ask: &Ask) -> String {
    let of = ask.of.as_ref().map_or(String::new(), |of| format!("-of-{of}"));
    let page = if ask.page > 0 { format!("-{}", ask.page + 1) } else { String::new() };
    format!("{slug}{of}{page}.html")
}

/// Everything but letters, digits and `-._~` as `%XX`: safe in a path, a query and an attribute.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            b'.' if !out.is_empty() => out.push('.'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Ask, Links, Shape, encoded};

    #[test]
    fn the_same_page_has_an_address_in_every_shape() {
        let at = |shape, deep| Links { shape, deep }.list("findings", &Ask { of: Some("credited".into()), page: 1, ..Ask::default() });
        assert_eq!(at(Shape::OneFile, false), "#findings");
        assert_eq!(at(Shape::Folder, true), "../findings-of-credited-2.html");
        assert_eq!(at(Shape::Server, false), "/findings?of=credited&page=2");
    }

    #[test]
    fn nothing_in_an_id_leaves_its_place_in_a_path() {
        assert_eq!(encoded("../a b?#\"é"), "%2E.%2Fa%20b%3F%23%22%C3%A9");
    }
}
