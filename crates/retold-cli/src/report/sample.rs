//! An article for unit tests.

use retold::record::{Article, Role};

/// An article of which only id and text are known.
pub(crate) fn article(id: &str, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        input: format!("{id}.txt"),
        locator: None,
        sha256: String::new(),
        text_sha256: String::new(),
        role: Role::Article,
        url: None,
        archive_url: None,
        captured: None,
        outlet: None,
        title: None,
        author: None,
        published: None,
        published_from: None,
        stamped: None,
        modified: None,
        dates: Vec::new(),
        lang_confidence: None,
        times: Vec::new(),
        corrections: Vec::new(),
        lang: None,
        complete: true,
        links: Vec::new(),
        text: text.to_owned(),
        blocks: Vec::new(),
        version_of: None,
        extra: None,
    }
}
