use super::closed::closed_list;
use super::span::Span;

closed_list! {
    /// What a page shows beside its text.
    "media kind" MediaKind {
        /// A picture.
        Image = "image",
        /// A video, embedded or of the page itself.
        Video = "video",
    }
}

/// A picture or video of an article. Never fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Where the caption or title stands in the article's text, in bytes; `None` where it stands beside the text or there is none.
    pub span: Option<Span>,
    /// What it is.
    pub kind: MediaKind,
    /// Its address, absolute where the page's own address is known.
    pub url: Option<String>,
    /// What stands under it, as printed.
    pub caption: Option<String>,
    /// Who made it, as printed, where the page sets that apart from the caption.
    pub credit: Option<String>,
    /// The day its caption states, ISO 8601; `None` where it states none or several.
    pub stated_date: Option<String>,
    /// The place its caption states, as printed.
    pub stated_place: Option<String>,
}
