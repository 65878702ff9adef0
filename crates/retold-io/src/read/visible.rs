use super::tags::{Part, parts, unescape};

/// Elements whose content no reader sees as text of the page, or which hold navigation.
const HIDDEN: [&str; 12] = ["head", "noscript", "template", "nav", "svg", "math", "select", "button", "form", "object", "canvas", "footer"];

/// Elements that stand inside a line.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u", "wbr",
];

/// The visible text of a page, a line for every block: what is left when the extractor finds no article. Linear, no tree.
pub(super) fn visible_text(page: &str) -> String {
    let mut lines = vec![String::new()];
    // Name and depth of the hidden element we are in.
    let mut hidden: Option<(&str, usize)> = None;
    for part in parts(page) {
        match (part, &mut hidden) {
            (Part::Open { name, .. }, Some((outer, depth))) if name.eq_ignore_ascii_case(outer) => *depth += 1,
            (Part::Close(name), Some((outer, depth))) if name.eq_ignore_ascii_case(outer) => {
                *depth -= 1;
                if *depth == 0 {
                    hidden = None;
                }
            }
            // A head that was never closed ends where the body begins.
            (Part::Open { name, .. }, Some((outer, _))) if name.eq_ignore_ascii_case("body") && outer.eq_ignore_ascii_case("head") => {
                hidden = None;
            }
            (_, Some(_)) => {}
            (Part::Open { name, attributes, .. }, None) if among(&HIDDEN, name) && !attributes.ends_with('/') => {
                hidden = Some((name, 1));
            }
            (Part::Open { name, .. } | Part::Close(name), None) => {
                if !among(&INLINE, name) {
                    lines.push(String::new());
                }
            }
            (Part::Text(text), None) => {
                if let Some(line) = lines.last_mut() {
                    *line += &unescape(text);
                }
            }
        }
    }
    let squeezed = lines.iter().map(|line| retold::text::on_one_line(line));
    squeezed.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn among(list: &[&str], name: &str) -> bool {
    list.iter().any(|n| name.eq_ignore_ascii_case(n))
}

#[cfg(test)]
mod tests {
    use super::visible_text;

    #[test]
    fn scripts_and_navigation_are_not_visible() {
        let page = "<head><title>T</title></head><body><nav><ul><li>Home</nav><p>The <b>ferry</b> sank.<br>Nobody\n was hurt.\
                    <script>x()</script><div>More&nbsp;soon";
        assert_eq!(visible_text(page), "The ferry sank.\nNobody was hurt.\nMore soon");
    }
}
