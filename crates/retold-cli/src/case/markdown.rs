//! A memo as Markdown (CommonMark). Words of articles cannot become markup: every mark of punctuation in them is escaped.

use std::fmt::Write;

use super::memo::{Excerpt, Item, Memo};

/// The memo.
pub(crate) fn markdown(memo: &Memo) -> String {
    let mut out = format!("# Case file: {}\n\n", escaped(&memo.title));
    let _ = writeln!(
        out,
        "{} findings from {}, read by Retold {} (run {}, settings {}). Text overlap, not intent; “earliest” means earliest in this collection.\n",
        memo.items.len(),
        memo.articles,
        escaped(&memo.version),
        memo.run,
        memo.config
    );
    out.push_str("## Findings\n\n");
    memo.items.iter().for_each(|one| item(&mut out, one));
    out.push_str(
        "Shared text can be entirely in order: agency contracts, syndication, licences, press releases and joint reporting all lead to it, and often \
         say nothing in the text.\n\n",
    );
    out.push_str("## Excerpts\n\n");
    memo.excerpts.iter().for_each(|one| excerpt(&mut out, one));
    out.push_str("## What we could not check\n\n");
    list(&mut out, &memo.unchecked);
    out.push_str("## Questions to the outlets\n\nTo be sent before anything is published, with the excerpts, and with time to answer.\n\n");
    for outlet in &memo.outlets {
        let _ = writeln!(out, "### {}\n", escaped(&outlet.outlet));
        list(&mut out, &outlet.questions);
    }
    out.push_str("To all: Is there anything about this that we should know and did not ask? May your answer be quoted?\n");
    out
}

fn item(out: &mut String, item: &Item) {
    let _ = writeln!(out, "### {}. {}\n", item.number, escaped(&item.sentence));
    let excerpts: Vec<String> = item.excerpts.iter().map(|n| format!("[{n}](#excerpt-{n})")).collect();
    let _ = writeln!(out, "*{}*, {}: {}\n", item.confidence, item.kind, item.about);
    let more = if item.left_out > 0 { format!(", and {} more in the table “findings”", item.left_out) } else { String::new() };
    let _ = writeln!(out, "Excerpts {}{more}. Finding {}.\n", excerpts.join(", "), escaped(&item.id));
    if !item.reasons.is_empty() {
        out.push_str("What speaks for and against:\n\n");
        list(out, &item.reasons);
    }
    if !item.said.is_empty() {
        let _ = writeln!(out, "In review: {}.\n", escaped(&item.said.join(", ")));
    }
    if !item.note.is_empty() {
        let _ = writeln!(out, "Note: {}\n", escaped(&item.note));
    }
}

fn excerpt(out: &mut String, one: &Excerpt) {
    let role = if one.role.is_empty() { String::new() } else { format!(" ({})", one.role) };
    let n = one.number;
    let _ = writeln!(
        out,
        "<a id=\"excerpt-{n}\"></a>**[{n}] {}**, {}, “{}”{role}\n",
        escaped(&one.article.outlet),
        escaped(&one.article.date),
        escaped(&one.article.title)
    );
    let _ = writeln!(out, "> {}**{}**{}\n", escaped(&one.before), escaped(&one.words), escaped(&one.after));
    for (name, value) in &one.facts {
        let _ = writeln!(out, "- {name}: {}", escaped(value));
    }
    out.push('\n');
}

fn list(out: &mut String, lines: &[String]) {
    for line in lines {
        let _ = writeln!(out, "- {}", escaped(line));
    }
    out.push('\n');
}

/// Text that Markdown shows as it is, on one line. All ASCII punctuation may be escaped with a backslash (CommonMark 2.4); what programs make
/// links of without being told loses nothing by it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '(' | ')' | '#' | '+' | '-' | '.' | '!' | '|' | '~' | '&'
            | '$' | '=' | ':' | '"' | '\'' | '@' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_of_an_article_is_markup() {
        assert_eq!(escaped("# a\n<b> [x](y) *z*"), "\\# a \\<b\\> \\[x\\]\\(y\\) \\*z\\*");
    }
}
