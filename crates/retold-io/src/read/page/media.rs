use std::collections::HashSet;

use retold::record::{Media, MediaKind};
use url::Url;

use super::super::tags::attribute;
use super::marks::{COMMENTS, CREDIT, FURNITURE, HIDDEN};
use super::select::{Choice, Part};
use super::{absolute, ancestor};

/// Pictures and videos kept of one article.
const MAX_MEDIA: usize = 200;

/// Attributes that hold the address of a picture: those for pictures that load late come first, since `src` then holds a placeholder.
const ADDRESS: [&str; 4] = ["data-src", "data-lazy-src", "data-original", "src"];

/// The pictures and videos between the headline and the end of the story, with their captions. Linear.
///
/// Furniture of the page is left out. A video is a `video` element, or a frame whose address says that it plays or embeds something.
pub(super) fn media(choice: &Choice<'_, '_>, parts: &[Part], base: Option<&Url>) -> Vec<Media> {
    let (tree, lines) = (choice.tree, &choice.lines.lines);
    let Some(first) = parts.iter().position(|&part| part == Part::Story) else { return Vec::new() };
    let last = parts.iter().rposition(|&part| part != Part::Out).unwrap_or(first);
    let headline = choice.headline(first).unwrap_or(first);
    let end = lines.get(last + 1).map_or(tree.nodes.len(), |next| next.node as usize);
    let (mut out, mut figures) = (Vec::new(), HashSet::new());
    for at in lines[headline].node as usize..end {
        let node = &tree.nodes[at];
        if choice.marks.has(at, FURNITURE | COMMENTS | HIDDEN) || out.len() == MAX_MEDIA {
            continue;
        }
        let kind = match node.tag {
            "img" | "amp-img" => MediaKind::Image,
            "video" => MediaKind::Video,
            "iframe" if attribute(node.source, "src").is_some_and(|src| plays(&src)) => MediaKind::Video,
            _ => continue,
        };
        let figure = ancestor(tree, at as u32, "figure");
        // Forms of one picture for several screens stand in one figure.
        if figure.is_some_and(|figure| !figures.insert((figure, kind.as_str()))) {
            continue;
        }
        let url = ADDRESS.iter().find_map(|name| attribute(node.source, name).and_then(|src| absolute(&src, base)));
        let (caption, credit) = figure.map_or((None, None), |figure| captions(choice, parts, figure as usize));
        if url.is_some() || caption.is_some() {
            out.push(Media { span: None, kind, url, caption, credit, stated_date: None, stated_place: None });
        }
    }
    out
}

fn plays(address: &str) -> bool {
    ["embed", "player", "video"].iter().any(|word| address.contains(word))
}

/// Caption and credit inside a figure.
fn captions(choice: &Choice<'_, '_>, parts: &[Part], figure: usize) -> (Option<String>, Option<String>) {
    let lines = &choice.lines.lines;
    let end = choice.tree.nodes[figure].end as usize;
    let from = lines.partition_point(|line| (line.node as usize) < figure);
    let (mut caption, mut credit) = (Vec::new(), Vec::new());
    for at in (from..lines.len()).take_while(|&at| (lines[at].node as usize) < end).filter(|&at| parts[at] == Part::Caption) {
        let list = if choice.marks.has(lines[at].node as usize, CREDIT) { &mut credit } else { &mut caption };
        list.push(choice.lines.text(&lines[at]));
    }
    let joined = |list: Vec<&str>| (!list.is_empty()).then(|| list.join(" "));
    (joined(caption), joined(credit))
}
