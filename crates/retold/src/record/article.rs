use super::closed::closed_list;
use super::correction::Correction;
use super::media::Media;
use super::source::SourceMap;
use super::span::Span;
use super::time::TimeMention;

closed_list! {
    /// What part an article plays in the collection.
    "role" Role {
        /// An outlet's article: the default.
        Article = "article",
        /// An agency's dispatch.
        Wire = "wire",
        /// A press release.
        Release = "release",
        /// The record of what somebody said.
        Transcript = "transcript",
        /// A statement as issued.
        Statement = "statement",
    }
}

impl Role {
    /// Whether texts of this role are published to be used: releases, statements, transcripts.
    pub fn is_released(self) -> bool {
        matches!(self, Role::Release | Role::Transcript | Role::Statement)
    }
}

// a macro's enum cannot mark its default
#[allow(clippy::derivable_impls)]
impl Default for Role {
    fn default() -> Self {
        Role::Article
    }
}

closed_list! {
    /// Where a publication date was read.
    "date origin" DateOrigin {
        /// The input record said so.
        Given = "given",
        /// The page's JSON-LD.
        JsonLd = "jsonld",
        /// A meta tag.
        Meta = "meta",
        /// A `<time>` element.
        TimeTag = "time-tag",
        /// The address of the page.
        Url = "url",
        /// A feed entry.
        Feed = "feed",
        /// An HTTP header.
        Http = "http",
        /// The article's own text: a stamp or a dateline.
        Text = "text",
        /// Worked out from other articles.
        Inferred = "inferred",
        /// When the page was captured: the article is not younger.
        Capture = "capture",
    }
}

closed_list! {
    /// How exactly a date is known.
    "precision" Precision {
        /// A year.
        Year = "year",
        /// A month of a year.
        Month = "month",
        /// A day; the time zone is unknown.
        Day = "day",
        /// A day and a time of day.
        Time = "time",
    }
}

/// A date as precise as it is known, in UTC where the zone was given.
///
/// `from` and `to` bound the moment: seconds since 1970-01-01T00:00Z, both inclusive. A day without a zone spans that day in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// ISO 8601 as exported: `2018`, `2018-07`, `2018-07-23`, `2018-07-23T09:40:00Z`, `2018-07-23T09:40:00+03:00`.
    pub iso: String,
    /// First possible second.
    pub from: i64,
    /// Last possible second.
    pub to: i64,
    /// How much of it is known.
    pub precision: Precision,
}

closed_list! {
    /// What a date says of an article.
    "kind of date" DateKind {
        /// When it came out.
        Published = "published",
        /// When it was last changed.
        Modified = "modified",
    }
}

/// A date that something says an article has. Several may disagree: all are kept, one is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateClaim {
    /// What it says of the article.
    pub kind: DateKind,
    /// Where it was read.
    pub origin: DateOrigin,
    /// What says so, in the words of the page: `article:published_time`, `NewsArticle.datePublished`, a class, a label.
    pub key: String,
    /// The date as written there.
    pub raw: String,
    /// The date as read, with its zone where one is written.
    pub date: Date,
    /// Whether the article's date of this kind comes from here.
    pub chosen: bool,
}

closed_list! {
    /// What a stretch of an article is, apart from story text.
    "block kind" BlockKind {
        /// The headline, where it stands in the text.
        Headline = "headline",
        /// The author line.
        Byline = "byline",
        /// Place, date and agency before the first sentence.
        Dateline = "dateline",
        /// The summary between headline and story.
        Lead = "lead",
        /// A caption of a picture or a video.
        Caption = "caption",
        /// A correction notice.
        Correction = "correction",
        /// A pointer to another article.
        RelatedLink = "related-link",
        /// Page furniture: navigation, sharing, comments.
        Furniture = "furniture",
        /// A line that says whose text it is.
        Credit = "credit",
        /// A line repeated across the pages of one outlet.
        Site = "site",
    }
}

/// A stretch of an article that is not story text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// Byte offsets into the article's text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// One article: an immutable text and what is known of it. Unknown is `None`, never an empty string.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// Stable name of the article: given by its record, else derived from address and bytes.
    pub id: String,
    /// File it came from, relative to the input argument.
    pub input: String,
    /// Line, record or member inside the file.
    pub locator: Option<String>,
    /// SHA-256 of the raw bytes, hexadecimal.
    pub sha256: String,
    /// SHA-256 of the text, hexadecimal.
    pub text_sha256: String,
    /// Its part in the collection.
    pub role: Role,
    /// Its address.
    pub url: Option<String>,
    /// Address of an archived copy.
    pub archive_url: Option<String>,
    /// When the page was captured.
    pub captured: Option<String>,
    /// The publisher, under its main name.
    pub outlet: Option<String>,
    /// The title that came with the record or page.
    pub title: Option<String>,
    /// The author line, as printed.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// Where that date was read.
    pub published_from: Option<DateOrigin>,
    /// A date stamp or dateline that stands in the text itself; kept beside `published` since the two may disagree.
    pub stamped: Option<Date>,
    /// When it was last changed, ISO 8601.
    pub modified: Option<String>,
    /// Every date the page claims for itself, in the order of reading: what [`Article::published`] was chosen from.
    pub dates: Vec<DateClaim>,
    /// ISO 639-1 language.
    pub lang: Option<String>,
    /// How sure the language is, 0 to 1: 1 where the record names it, the detector's word where the text tells, none where only the page
    /// declares it.
    pub lang_confidence: Option<f64>,
    /// Whether the whole page is there (a page or a record with metadata), so that a missing credit may be called missing.
    pub complete: bool,
    /// Hyperlinks of the body, absolute.
    pub links: Vec<String>,
    /// The text. Never changed after reading.
    pub text: String,
    /// Headline, dateline, furniture and the like, sorted by span.
    pub blocks: Vec<Block>,
    /// Pictures and videos of the page, in order.
    pub media: Vec<Media>,
    /// The way from the text back to the page.
    pub source: SourceMap,
    /// What its correction notices say was changed.
    pub corrections: Vec<Correction>,
    /// Times the text names, in order.
    pub times: Vec<TimeMention>,
    /// What else the record said, under names that mean nothing here: a JSON object as text. Carried along, never read.
    pub extra: Option<String>,
    /// Earlier version of the same address, by id.
    pub version_of: Option<String>,
}
