//! What a page says of its own text in JSON-LD (`articleBody`), as a second opinion on what is visible.

use std::collections::HashSet;

use retold::text::{Word, fold};
use serde_json::Value;

use super::super::tags::{attribute, parts, Part, unescape};
use super::tree::Tree;

/// Shorter bodies are summaries, in words.
const LEAST_WORDS: usize = 60;

/// Words of a shingle: enough that chance does not find it in another text of the page.
const SHINGLE: usize = 3;

/// The words of a stated body.
pub(super) struct Body {
    shingles: HashSet<[u32; SHINGLE]>,
    words: usize,
}

impl Body {
    /// The longest `articleBody` of the page.
    pub(super) fn of(tree: &Tree<'_>) -> Option<Self> {
        let scripts = tree.nodes.iter().enumerate().filter(|(_, n)| n.tag == "script" && n.source.contains("json"));
        let mut longest: Option<String> = None;
        for (at, node) in scripts {
            if !attribute(node.source, "type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) {
                continue;
            }
            let Some(text) = tree.nodes.get(at + 1).filter(|n| n.parent == at as u32 && n.source.contains("articleBody")) else {
                continue;
            };
            let Ok(value) = serde_json::from_str::<Value>(text.source.trim()) else {
                continue;
            };
            for body in bodies(&value) {
                if longest.as_ref().is_none_or(|l| l.len() < body.len()) {
                    longest = Some(body.to_owned());
                }
            }
        }
        let text = plain(&longest?);
        let words = fold(&text);
        if words.len() < LEAST_WORDS {
            return None;
        }
        Some(Body { shingles: shingles(&words).collect(), words: words.len() })
    }

    /// How many words of a line's shingles stand in the body, and how many shingles it has. A line of fewer words has none.
    pub(super) fn agreement(&self, line: &str) -> (usize, usize) {
        let words = fold(line);
        shingles(&words).fold((0, 0), |(hits, all), s| (hits + usize::from(self.shingles.contains(&s)), all + 1))
    }

    pub(super) fn words(&self) -> usize {
        self.words
    }
}

fn shingles(words: &[Word]) -> impl Iterator<Item = [u32; SHINGLE]> {
    words.windows(SHINGLE).map(|w| [w[0].hash, w[1].hash, w[2].hash])
}

/// All values of the key `articleBody`, wherever they stand; iterative, since nesting is the page's.
fn bodies(value: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(entries) => {
                for (key, value) in entries {
                    match value {
                        Value::String(body) if key == "articleBody" => found.push(body.as_str()),
                        _ => open.push(value),
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Some pages put markup into the body, escaped or not.
fn plain(body: &str) -> String {
    let body = unescape(body);
    let mut out = String::with_capacity(body.len());
    for part in parts(&body) {
        match part {
            Part::Text(text) => out += &unescape(text),
            _ => out.push(' '),
        }
    }
    out
}
