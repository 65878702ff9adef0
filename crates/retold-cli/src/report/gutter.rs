//! Small maps of where matches lie: drawn as SVG from numbers and ids of our own, never from article text.

use std::fmt::Write;

use retold::record::{Layer, MatchKind, Span};

use super::edits::Numbered;
use super::wording;

/// Size of the map between the columns, in SVG units.
const WIDTH: f64 = 46.0;
const HEIGHT: f64 = 380.0;
const STRIP: f64 = 12.0;
/// Thinnest bar that can still be seen and clicked.
const THINNEST: f64 = 4.0;

/// The map between two columns: a strip for each article, bars for matches, lines between the two places of a match.
///
/// For the eye and the mouse only; the numbers in the text carry the same links for everybody else.
pub(crate) fn between(matches: &[Numbered], a_len: usize, b_len: usize) -> String {
    let mut svg = format!(
        "<svg class=\"gut\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"strip\" width=\"{STRIP}\" height=\"{HEIGHT}\"/>\
         <rect class=\"strip\" x=\"{:.0}\" width=\"{STRIP}\" height=\"{HEIGHT}\"/>",
        WIDTH - STRIP
    );
    for m in matches {
        let (x, y) = m.spans();
        let (top_a, tall_a) = bar(x, a_len, HEIGHT);
        let (top_b, tall_b) = bar(y, b_len, HEIGHT);
        let tone = tone(m);
        let _ = write!(
            svg,
            "<path class=\"link\" d=\"M{STRIP} {:.1}L{:.0} {:.1}\"/>\
             <a href=\"#{id}-a\" tabindex=\"-1\"><rect class=\"a {tone}\" x=\"1\" y=\"{top_a:.1}\" width=\"{:.0}\" height=\"{tall_a:.1}\"/></a>\
             <a href=\"#{id}-b\" tabindex=\"-1\"><rect class=\"b {tone}\" x=\"{:.0}\" y=\"{top_b:.1}\" width=\"{:.0}\" height=\"{tall_b:.1}\"/></a>",
            top_a + tall_a / 2.0,
            WIDTH - STRIP,
            top_b + tall_b / 2.0,
            STRIP - 2.0,
            WIDTH - STRIP + 1.0,
            STRIP - 2.0,
            id = m.id,
        );
    }
    svg.push_str("</svg>");
    svg
}

/// The map of one article, lying: where its shared passages stand.
pub(crate) fn strip(spans: &[(Span, &'static str)], len: usize, class: &str) -> String {
    let mut svg = format!(
        "<svg class=\"map {class}\" viewBox=\"0 0 600 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"strip\" width=\"600\" height=\"10\"/>"
    );
    for &(span, tone) in spans {
        let (left, wide) = bar(span, len, 600.0);
        let _ = write!(svg, "<rect class=\"{class} {tone}\" x=\"{left:.1}\" y=\"1\" width=\"{wide:.1}\" height=\"8\"/>");
    }
    svg.push_str("</svg>");
    svg
}

/// Solid for verbatim, hollow for edited, a third colour for a quotation, grey for what is set aside.
pub(crate) fn tone(m: &Numbered) -> &'static str {
    match (m.m.layer, m.m.kind) {
        (Layer::Quotation, _) => "quo",
        (layer, _) if wording::is_aside(layer) => "asd",
        (_, MatchKind::Verbatim) => "ver",
        _ => "edi",
    }
}

/// Start and length of a span on a strip.
fn bar(span: Span, len: usize, scale: f64) -> (f64, f64) {
    let len = len.max(1) as f64;
    let size = (f64::from(span.len()) / len * scale).max(THINNEST);
    let start = (f64::from(span.start) / len * scale).min(scale - size);
    (start.max(0.0), size)
}

#[cfg(test)]
mod tests {
    use super::bar;
    use retold::record::Span;

    #[test]
    fn a_bar_stays_on_its_strip() {
        assert_eq!(bar(Span::new(0, 50), 100, 200.0), (0.0, 100.0));
        assert_eq!(bar(Span::new(99, 100), 100, 100.0), (96.0, 4.0));
    }
}
