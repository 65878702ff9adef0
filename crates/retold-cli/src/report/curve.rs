//! Figures over time as SVG: one thing counted, each article's figure where it was published and as high as it is.

use std::fmt::Write;

use super::date::{self, DAY};
use super::lanes::{CHARACTER, escape};
use super::wording;

/// Size of the drawing and of its plot, in SVG units.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 230.0;
const LEFT: f64 = 90.0;
const RIGHT: f64 = 870.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 190.0;
/// From this ratio of the largest to the smallest value on, equal steps are equal ratios.
const WIDE: f64 = 40.0;
/// Height of a label.
const LABEL: f64 = 14.0;
/// Between a point's middle and its label.
const BESIDE: f64 = 9.0;

/// A figure.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    /// Publication, in seconds since 1970.
    pub(crate) at: i64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Whether it has come about; else hollow.
    pub(crate) actual: bool,
    pub(crate) label: String,
    pub(crate) href: Option<String>,
}

struct Scale {
    from: i64,
    to: i64,
    low: f64,
    high: f64,
    ratios: bool,
}

impl Scale {
    fn of(points: &[Point]) -> Option<Self> {
        let from = points.iter().map(|p| p.at).min()?;
        let to = points.iter().map(|p| p.at).max()?;
        let low = points.iter().map(|p| p.low).fold(f64::INFINITY, f64::min);
        let high = points.iter().map(|p| p.high).fold(0.0, f64::max);
        let air = ((to - from) / 30).max(DAY / 8);
        let ratios = low > 0.0 && high / low >= WIDE;
        let (low, high) = if ratios { (low, high) } else { (0.0, if high > 0.0 { high * 1.08 } else { 1.0 }) };
        Some(Scale { from: from - air, to: to + air, low, high, ratios })
    }

    fn x(&self, at: i64) -> f64 {
        LEFT + (at - self.from) as f64 / (self.to - self.from) as f64 * (RIGHT - LEFT)
    }

    fn y(&self, value: f64) -> f64 {
        let part = if self.ratios {
            (value.max(self.low) / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        BOTTOM - part.clamp(0.0, 1.0) * (BOTTOM - TOP)
    }

    /// Values beside the plot.
    fn ticks(&self) -> Vec<f64> {
        if self.ratios {
            let first = self.low.log10().ceil() as i32;
            let last = self.high.log10().floor() as i32;
            return (first..=last).map(|power| 10f64.powi(power)).collect();
        }
        let rough = self.high / 4.0;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough).unwrap_or(rough);
        (0..=5).map(|n| f64::from(n) * step).filter(|v| *v <= self.high).collect()
    }
}

/// Draws the points; empty without any. Hidden from screen readers, as its links are: the table beside it says the same.
pub(crate) fn draw(points: &[Point]) -> String {
    let Some(scale) = Scale::of(points) else { return String::new() };
    let mut svg = format!("<svg class=\"curvesvg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">");
    for value in scale.ticks() {
        let y = scale.y(value);
        let _ = write!(
            svg,
            "<path class=\"lane\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/><text class=\"ax end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            LEFT - 8.0,
            y + 4.0,
            number(value)
        );
    }
    days(&mut svg, &scale);
    let at: Vec<(f64, f64)> = points.iter().map(|p| point(&mut svg, p, &scale)).collect();
    labels(&mut svg, points, &at);
    svg.push_str("</svg>");
    svg
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 { wording::number(value as u64) } else { format!("{value}") }
}

fn days(svg: &mut String, scale: &Scale) {
    let span = scale.to - scale.from;
    let step = [1, 2, 7, 14, 30, 91, 182, 365, 730].into_iter().find(|d| span / (d * DAY) <= 7).unwrap_or(1_825) * DAY;
    let mut at = scale.from.div_euclid(step) * step + step;
    while at < scale.to {
        let (year, month, day) = date::civil(at.div_euclid(DAY));
        let name =
            if step > 60 * DAY { format!("{} {year}", date::month_short(month)) } else { format!("{day} {}", date::month_short(month)) };
        let x = scale.x(at);
        let cut = x + 4.0 + name.len() as f64 * CHARACTER > WIDTH;
        let (beside, class) = if cut { (x - 4.0, "ax end") } else { (x + 4.0, "ax") };
        let _ = write!(
            svg,
            "<path class=\"tick\" d=\"M{x:.1} {TOP}V{BOTTOM}\"/><text class=\"{class}\" x=\"{beside:.1}\" y=\"{:.1}\">{name}</text>",
            BOTTOM + 20.0
        );
        at += step;
    }
}

/// Draws a point and says where.
fn point(svg: &mut String, p: &Point, scale: &Scale) -> (f64, f64) {
    let (x, top, bottom) = (scale.x(p.at), scale.y(p.high), scale.y(p.low));
    if bottom - top > 1.0 {
        let _ = write!(svg, "<rect class=\"span\" x=\"{:.1}\" y=\"{top:.1}\" width=\"6\" height=\"{:.1}\"/>", x - 3.0, bottom - top);
    }
    let y = f64::midpoint(top, bottom);
    let class = if p.actual { "full" } else { "hollow" };
    let mark = format!("<circle class=\"mk {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>");
    match &p.href {
        Some(href) => {
            let _ = write!(svg, "<a href=\"{}\" tabindex=\"-1\">{mark}</a>", escape(href));
        }
        None => svg.push_str(&mark),
    }
    (x, y)
}

/// Writes what the points are behind or before them, where that covers no point and no other label; what fits nowhere is left to the table.
fn labels(svg: &mut String, points: &[Point], at: &[(f64, f64)]) {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for (p, &(x, y)) in points.iter().zip(at) {
        let width = p.label.chars().count() as f64 * CHARACTER;
        let is_free = |from: f64| {
            let to = from + width;
            let covers = |from2: f64, to2: f64, y2: f64| (y2 - y).abs() < LABEL && from < to2 && from2 < to;
            from >= LEFT
                && to <= WIDTH
                && !taken.iter().any(|l| covers(l.0, l.1, l.2))
                && !at.iter().any(|o| covers(o.0 - 5.0, o.0 + 5.0, o.1))
        };
        let (behind, before) = (x + BESIDE, x - BESIDE - width);
        let (from, text, class) = match () {
            () if is_free(behind) => (behind, behind, "lb u"),
            () if is_free(before) => (before, x - BESIDE, "lb u end"),
            () => continue,
        };
        taken.push((from, from + width, y));
        let _ = write!(svg, "<text class=\"{class}\" x=\"{text:.1}\" y=\"{:.1}\">{}</text>", y + 4.0, escape(&p.label));
    }
}

#[cfg(test)]
mod tests {
    use super::{Point, draw};

    fn point(at: i64, value: f64, actual: bool) -> Point {
        Point { at, low: value, high: value, actual, label: format!("<{value}>"), href: Some("#a".into()) }
    }

    #[test]
    fn a_plan_is_hollow_and_what_stands_too_near_has_no_label() {
        let svg = draw(&[point(0, 800.0, false), point(600, 800.0, true), point(900_000, 1_800.0, true)]);
        assert_eq!((svg.matches("mk hollow").count(), svg.matches("mk full").count()), (1, 2));
        assert_eq!(svg.matches("&lt;800&gt;").count(), 1);
        assert!(svg.contains("&lt;1800&gt;") && svg.contains(">1,000<"));
        assert!(draw(&[]).is_empty());
    }

    #[test]
    fn far_values_are_drawn_by_ratio() {
        let svg = draw(&[point(0, 3.0, true), point(86_400, 46_000_000.0, true)]);
        assert!(svg.contains(">10<") && svg.contains(">10,000,000<") && !svg.contains("NaN"));
    }
}
