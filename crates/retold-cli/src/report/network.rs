//! A network of outlets as SVG: names on a circle, a line for each pair that shares text.

use std::f64::consts::TAU;
use std::fmt::Write;

use super::lanes::escape;
use super::visible::visible;

/// Size of the drawing and of its circle, in SVG units.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 540.0;
const ACROSS: f64 = 250.0;
const DOWN: f64 = 205.0;
/// Radius of a node, and how far an arrow ends before it.
const NODE: f64 = 6.0;
const GAP: f64 = 12.0;
/// Characters of a name.
const NAME: usize = 26;
/// Widest line.
const WIDEST: f64 = 7.0;

/// A line between two outlets, by their places in the list.
#[derive(Debug, Clone)]
pub(crate) struct Arc {
    /// The one that is earlier in most pairs with an order.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Families of shared text.
    pub(crate) weight: u64,
    /// Whether most of their pairs have this order: else no arrow, and dashed.
    pub(crate) told: bool,
    pub(crate) href: String,
}

struct Point {
    x: f64,
    y: f64,
}

fn at(place: usize, of: usize) -> Point {
    let angle = TAU * place as f64 / of as f64 - TAU / 4.0;
    Point { x: WIDTH / 2.0 + ACROSS * angle.cos(), y: HEIGHT / 2.0 + DOWN * angle.sin() }
}

/// Draws the network; empty where there is nothing to draw. Hidden from screen readers, as its links are: the list below it says the same.
pub(crate) fn draw(outlets: &[&str], arcs: &[Arc]) -> String {
    if outlets.len() < 2 || arcs.is_empty() {
        return String::new();
    }
    let most = arcs.iter().map(|a| a.weight).max().unwrap_or(1) as f64;
    let mut svg = format!("<svg class=\"netsvg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">");
    // the lightest below
    let mut order: Vec<&Arc> = arcs.iter().collect();
    order.sort_by_key(|a| (a.weight, a.from, a.to));
    for arc in order {
        line(&mut svg, arc, (outlets.len(), most));
    }
    for (place, name) in outlets.iter().enumerate() {
        let p = at(place, outlets.len());
        let right = p.x > WIDTH / 2.0 + 1.0;
        let middle = (p.x - WIDTH / 2.0).abs() <= 1.0;
        let (x, y) = match (middle, right) {
            (true, _) => (p.x, if p.y < HEIGHT / 2.0 { p.y - 14.0 } else { p.y + 22.0 }),
            (_, true) => (p.x + 13.0, p.y + 4.0),
            _ => (p.x - 13.0, p.y + 4.0),
        };
        let class = if middle {
            "u mid"
        } else if right {
            "u"
        } else {
            "u end"
        };
        let _ = write!(
            svg,
            "<circle class=\"mk full\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{NODE}\"/><text class=\"lb {class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
            p.x,
            p.y,
            escape(&short(&visible(name)))
        );
    }
    svg.push_str("</svg>");
    svg
}

fn short(name: &str) -> String {
    if name.chars().count() <= NAME { name.to_owned() } else { format!("{}…", name.chars().take(NAME - 1).collect::<String>()) }
}

fn line(svg: &mut String, arc: &Arc, (outlets, most): (usize, f64)) {
    let (a, b) = (at(arc.from, outlets), at(arc.to, outlets));
    // bent towards the middle, so that lines of neighbours do not run along the circle
    let (mx, my) = (f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
    let (cx, cy) = (mx + (WIDTH / 2.0 - mx) * 0.35, my + (HEIGHT / 2.0 - my) * 0.35);
    let (dx, dy) = (b.x - cx, b.y - cy);
    let length = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / length, dy / length);
    let (ex, ey) = (b.x - ux * GAP, b.y - uy * GAP);
    let width = 1.2 + (WIDEST - 1.2) * (arc.weight as f64 / most).sqrt();
    let class = if arc.told { "edge" } else { "edge dash" };
    let _ = write!(
        svg,
        "<a href=\"{}\" tabindex=\"-1\"><path class=\"{class}\" stroke-width=\"{width:.1}\" d=\"M{:.1} {:.1}Q{cx:.1} {cy:.1} {ex:.1} {ey:.1}\"/>",
        escape(&arc.href),
        a.x,
        a.y
    );
    if arc.told {
        let (px, py) = (-uy, ux);
        let wide = 3.5 + width / 2.0;
        let tip = (b.x - ux * (NODE + 1.0), b.y - uy * (NODE + 1.0));
        let back = (tip.0 - ux * 11.0, tip.1 - uy * 11.0);
        let _ = write!(
            svg,
            "<path class=\"tip\" d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z\"/>",
            tip.0,
            tip.1,
            back.0 + px * wide,
            back.1 + py * wide,
            back.0 - px * wide,
            back.1 - py * wide
        );
    }
    svg.push_str("</a>");
}

#[cfg(test)]
mod tests {
    use super::{Arc, draw};

    #[test]
    fn an_order_that_is_not_told_has_no_arrow() {
        let arc = |from, to, told| Arc { from, to, weight: 3, told, href: "#k\"1".to_owned() };
        let svg = draw(&["A & B", "C", "D"], &[arc(0, 1, true), arc(1, 2, false)]);
        assert_eq!(svg.matches("class=\"tip\"").count(), 1);
        assert!(svg.contains("edge dash") && svg.contains("A &amp; B") && svg.contains("#k&quot;1"));
        assert!(draw(&["A"], &[]).is_empty());
    }
}
