use retold::record::{Date, DateOrigin};
use retold::text::parse_date;
use serde_json::Value;
use url::Url;

use super::record::given;
use super::tags::{Part, attribute, parts, unescape};

/// Names of meta tags that hold a publication date, most trusted first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "article.published",
    "date",
];

/// Names of meta tags that hold the date of the last change.
const MODIFIED: &[&str] = &["article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"];

/// Names of meta tags that hold the author.
const AUTHOR: &[&str] = &["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl"];

/// Larger JSON-LD is not article data.
const MAX_JSON: usize = 1 << 20;

/// What the head of a page, and the few marks in its body, say about the article.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) site: Option<String>,
    /// The page's own address.
    pub(super) address: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) published: Option<(Date, DateOrigin)>,
    pub(super) modified: Option<String>,
}

/// Raw finds of one pass over the page.
#[derive(Default)]
struct Finds {
    /// Name or property in lower case, content.
    metas: Vec<(String, String)>,
    json: Vec<Value>,
    title: Option<String>,
    heading: Option<String>,
    canonical: Option<String>,
    lang: Option<String>,
    time: Option<Date>,
    /// Whether `time` says of itself that it is the publication.
    time_is_marked: bool,
}

impl Meta {
    pub(super) fn read(page: &str) -> Self {
        let finds = Finds::of(page);
        let article = finds.article();
        let text = |key: &str| article.and_then(|a| a.get(key)).and_then(Value::as_str);
        let date = |value: Option<&str>, origin| Some((parse_date(value?)?, origin));
        Meta {
            title: finds.meta(&["og:title"]).or(finds.heading.clone()).or(finds.title.clone()),
            author: article.and_then(|a| names(a.get("author")?)).or_else(|| finds.meta(AUTHOR)).filter(|name| !name.starts_with("http")),
            site: finds.meta(&["og:site_name"]).or_else(|| article.and_then(|a| names(a.get("publisher")?))),
            address: finds.canonical.clone().or_else(|| finds.meta(&["og:url"])).filter(|a| is_web(a)),
            lang: finds.lang.clone(),
            published: date(text("datePublished"), DateOrigin::JsonLd)
                .or_else(|| finds.date(PUBLISHED).map(|d| (d, DateOrigin::Meta)))
                .or_else(|| finds.time.clone().map(|d| (d, DateOrigin::TimeTag))),
            modified: text("dateModified").and_then(parse_date).or_else(|| finds.date(MODIFIED)).map(|d| d.iso),
        }
    }

    /// `/2015/02/22/`, `/2015/feb/22/` or `/2015-02-22` in the path of an address.
    pub(super) fn date_in_address(address: &str) -> Option<(Date, DateOrigin)> {
        let url = Url::parse(address).ok()?;
        let segments: Vec<&str> = url.path_segments()?.take(32).collect();
        let triple = |w: &[&str]| {
            let year_first = w[0].len() == 4 && w[0].bytes().all(|b| b.is_ascii_digit());
            let named = || parse_date(&format!("{} {} {}", w[2], w[1], w[0]));
            year_first.then(|| parse_date(&w.join("-")).or_else(named)).flatten()
        };
        let single = |s: &&str| retold::text::leading_date(s).filter(|_| s.starts_with(['1', '2'])).map(|(date, _)| date);
        let found = segments.windows(3).find_map(triple).or_else(|| segments.iter().find_map(single))?;
        Some((found, DateOrigin::Url))
    }
}

impl Finds {
    fn of(page: &str) -> Self {
        let mut finds = Finds::default();
        let mut heading: Option<String> = None;
        for part in parts(page) {
            match part {
                Part::Open { name, attributes, body } => {
                    if name.eq_ignore_ascii_case("h1") && finds.heading.is_none() {
                        heading = Some(String::new());
                    }
                    finds.element(&name.to_ascii_lowercase(), attributes, body);
                }
                Part::Text(text) => {
                    if let Some(heading) = &mut heading {
                        *heading += text;
                    }
                }
                Part::Close(name) if name.eq_ignore_ascii_case("h1") => {
                    finds.heading = heading.take().and_then(|h| squeezed(&h));
                }
                Part::Close(_) => {}
            }
        }
        finds
    }

    fn element(&mut self, name: &str, attributes: &str, body: Option<&str>) {
        let value = |key: &str| given(attribute(attributes, key));
        match name {
            "html" => self.lang = self.lang.take().or_else(|| value("lang")),
            "title" if self.title.is_none() => self.title = body.and_then(squeezed),
            "meta" => {
                let key = value("property").or_else(|| value("name")).or_else(|| value("itemprop"));
                if let (Some(key), Some(content)) = (key, value("content")) {
                    self.metas.push((key.to_lowercase(), content));
                }
            }
            "link" if value("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or_else(|| value("href"));
            }
            "script" if value("type").is_some_and(|t| t.to_lowercase().contains("ld+json")) => {
                let body = body.unwrap_or_default().trim();
                if body.len() <= MAX_JSON {
                    self.json.extend(serde_json::from_str::<Value>(body).ok());
                }
            }
            "time" => {
                let marked = attribute(attributes, "pubdate").is_some()
                    || value("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("datePublished"));
                if self.time.is_none() || marked && !self.time_is_marked {
                    let date = value("datetime").and_then(|d| parse_date(&d));
                    self.time_is_marked = marked && date.is_some();
                    self.time = date.or(self.time.take());
                }
            }
            _ => {}
        }
    }

    fn meta(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.metas.iter().find(|(k, _)| k == key).map(|(_, content)| content.clone()))
    }

    fn date(&self, keys: &[&str]) -> Option<Date> {
        keys.iter().find_map(|key| self.metas.iter().filter(|(k, _)| k == key).find_map(|(_, content)| parse_date(content)))
    }

    /// The JSON-LD object of the article: one whose type says so, else one with a publication date.
    fn article(&self) -> Option<&Value> {
        let mut objects = Vec::new();
        for value in &self.json {
            collect(value, &mut objects);
        }
        let is_article = |v: &&Value| types(v).any(|t| t.contains("Article") || t.contains("Posting") || t == "Report");
        let found = objects.iter().copied().find(is_article);
        found.or_else(|| objects.iter().copied().find(|v| v.get("datePublished").is_some()))
    }
}

/// Objects at the top, in lists and in `@graph`.
fn collect<'v>(value: &'v Value, objects: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|v| collect(v, objects)),
        Value::Object(map) => {
            objects.push(value);
            if let Some(graph) = map.get("@graph") {
                collect(graph, objects);
            }
        }
        _ => {}
    }
}

fn types(value: &Value) -> impl Iterator<Item = &str> {
    let (one, many) = match value.get("@type") {
        Some(Value::Array(many)) => (None, many.as_slice()),
        one => (one, [].as_slice()),
    };
    one.into_iter().chain(many).filter_map(Value::as_str)
}

/// A name, an object with a name, or a list of these.
fn names(value: &Value) -> Option<String> {
    let one = |value: &Value| match value {
        Value::String(name) => squeezed(name),
        Value::Object(map) => squeezed(map.get("name")?.as_str()?),
        _ => None,
    };
    match value {
        Value::Array(values) => given(Some(values.iter().filter_map(one).collect::<Vec<_>>().join(", "))),
        value => one(value),
    }
}

fn squeezed(text: &str) -> Option<String> {
    given(Some(unescape(text).split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|u| matches!(u.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::Meta;
    use retold::record::DateOrigin;

    #[test]
    fn a_page_says_who_when_and_where() {
        let page = r#"<html lang="en-GB"><head><title>Ferry sinks - Lisken Courier</title>
            <meta property="og:title" content="Ferry sinks &amp; nobody hurt"><meta property="og:site_name" content="Lisken Courier">
            <link rel="canonical" href="https://courier.example/2015/02/22/ferry"><meta name="date" content="2015-02-21">
            <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"],
            "datePublished": "2015-02-22T17:52:00+01:00", "author": [{"name": "Ada Vorn"}, "Ole Brandt"]}]}</script></head></html>"#;
        let meta = Meta::read(page);
        assert_eq!(meta.title.as_deref(), Some("Ferry sinks & nobody hurt"));
        assert_eq!(meta.author.as_deref(), Some("Ada Vorn, Ole Brandt"));
        assert_eq!(meta.site.as_deref(), Some("Lisken Courier"));
        assert_eq!(meta.lang.as_deref(), Some("en-GB"));
        let (date, origin) = meta.published.unwrap();
        assert_eq!((date.iso.as_str(), origin), ("2015-02-22T17:52:00+01:00", DateOrigin::JsonLd));
        let address = |path: &str| Meta::date_in_address(&format!("https://courier.example/{path}")).map(|(d, _)| d.iso);
        assert_eq!(address("news/2015/02/22/ferry").as_deref(), Some("2015-02-22"));
        assert_eq!(address("2015/feb/22/ferry").as_deref(), Some("2015-02-22"));
        assert_eq!(address("2015-02-22-ferry-sinks").as_deref(), Some("2015-02-22"));
        assert_eq!(address("id/20150/ferry"), None);
    }

    #[test]
    fn broken_json_and_time_tags_do_no_harm() {
        let page = "<h1>Ferry <i>sinks</i></h1><script type='application/ld+json'>{oops</script>\
                    <time datetime='2015-02-20'>x</time><time pubdate datetime='2015-02-22'>y</time>";
        let meta = Meta::read(page);
        assert_eq!(meta.title.as_deref(), Some("Ferry sinks"));
        let (date, origin) = meta.published.unwrap();
        assert_eq!((date.iso.as_str(), origin), ("2015-02-22", DateOrigin::TimeTag));
    }
}
