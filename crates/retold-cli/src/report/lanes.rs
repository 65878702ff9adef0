//! Time lanes of a family: one lane for each outlet, true to scale, as SVG.

use std::fmt::Write;

use super::date::{self, DAY};

/// Width of the drawing, where the plot starts and ends, and the height of a lane, in SVG units.
const WIDTH: f64 = 1_100.0;
const LEFT: f64 = 210.0;
const RIGHT: f64 = 1_080.0;
const LANE: f64 = 46.0;
const TOP: f64 = 26.0;
/// Marks nearer than this are drawn as one.
const NEAR: f64 = 17.0;
/// Width of a character of a label, a little more than the mean of common fonts at this size.
pub(crate) const CHARACTER: f64 = 6.9;
/// Between a mark's middle and its label.
const BESIDE: f64 = 12.0;
/// Characters from which the name of an undated article is shown cut.
const FEWEST: usize = 8;
/// Undated marks that are drawn with their names.
pub(crate) const NAMED: usize = 5;

/// How the credit of a text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Earliest in this collection: a disc.
    Earliest,
    /// Filled square.
    Credited,
    /// Hollow square.
    NotFound,
    /// Dotted square.
    NotJudged,
}

/// An article on a lane.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// Place in the family's list of articles.
    pub(crate) key: usize,
    /// First and last possible second; `None` for the undated.
    pub(crate) when: Option<(i64, i64)>,
    pub(crate) look: Look,
    /// What stands beside it.
    pub(crate) label: String,
    pub(crate) href: Option<String>,
}

/// A lane: an outlet and its articles.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) label: String,
    pub(crate) spots: Vec<Spot>,
}

/// A line from an earlier to a later article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Solid; else dashed.
    pub(crate) clear: bool,
}

struct Scale {
    from: i64,
    to: i64,
}

impl Scale {
    fn of(lanes: &[Lane]) -> Option<Self> {
        let spans = || lanes.iter().flat_map(|l| &l.spots).filter_map(|s| s.when);
        let from = spans().map(|w| w.0).min()?;
        let to = spans().map(|w| w.1).max()?;
        // A little air on both sides, and never a scale of no length.
        let air = ((to - from) / 40).max(600);
        Some(Scale { from: from - air, to: to + air })
    }

    fn x(&self, t: i64) -> f64 {
        let part = (t - self.from) as f64 / (self.to - self.from) as f64;
        LEFT + part * (RIGHT - LEFT)
    }
}

/// A spot with its place on the drawing.
struct Placed<'a> {
    spot: &'a Spot,
    x: f64,
    y: f64,
    more: usize,
}

/// Draws the lanes. Hidden from screen readers, as its links are: the table beside it says the same and has them.
pub(crate) fn draw(lanes: &[Lane], edges: &[Edge]) -> String {
    let scale = Scale::of(lanes);
    let height = TOP + LANE * lanes.len() as f64 + 26.0;
    let mut svg = format!("<svg class=\"lanesvg\" viewBox=\"0 0 {WIDTH} {height:.0}\" aria-hidden=\"true\">");
    if let Some(scale) = &scale {
        axis(&mut svg, scale, height - 24.0);
    }
    let mut placed = Vec::new();
    // Where each article ended up, its own mark or the one it was joined to.
    let mut at: Vec<(usize, f64, f64)> = Vec::new();
    for (i, lane) in lanes.iter().enumerate() {
        let y = TOP + LANE * (i as f64 + 0.5);
        let _ = write!(
            svg,
            "<path class=\"lane{}\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/><text class=\"u\" x=\"0\" y=\"{:.1}\">{}</text>",
            if lane.spots.iter().all(|s| s.when.is_none()) { " off" } else { "" },
            y + 4.0,
            escape(&lane.label)
        );
        place(lane, y, scale.as_ref(), (&mut placed, &mut at));
    }
    for edge in edges {
        draw_edge(&mut svg, edge, &at);
    }
    for lane in placed.chunk_by(|a, b| a.y == b.y) {
        lane.iter().for_each(|p| spot(&mut svg, p, scale.as_ref()));
        labels(&mut svg, lane);
    }
    svg.push_str("</svg>");
    svg
}

fn place<'a>(lane: &'a Lane, y: f64, scale: Option<&Scale>, (placed, at): (&mut Vec<Placed<'a>>, &mut Vec<(usize, f64, f64)>)) {
    let first = placed.len();
    for (i, spot) in lane.spots.iter().enumerate() {
        let x = match (spot.when, scale) {
            (Some((from, to)), Some(scale)) => scale.x(from + (to - from) / 2),
            _ => LEFT + 12.0 + i as f64 * apart(lane.spots.len()),
        };
        let near = placed[first..].last_mut().filter(|p| x - p.x < NEAR && spot.when.is_some());
        match near {
            Some(p) => {
                p.more += 1;
                at.push((spot.key, p.x, y));
            }
            None if x > RIGHT => at.push((spot.key, RIGHT, y)),
            None => {
                at.push((spot.key, x, y));
                placed.push(Placed { spot, x, y, more: 0 });
            }
        }
    }
}

/// Distance between undated marks: room for their names where they are few.
fn apart(spots: usize) -> f64 {
    if spots <= NAMED { (RIGHT - LEFT) / NAMED as f64 } else { NEAR }
}

fn draw_edge(svg: &mut String, edge: &Edge, at: &[(usize, f64, f64)]) {
    let find = |key| at.iter().find(|p| p.0 == key);
    let (Some(&(_, x1, y1)), Some(&(_, x2, y2))) = (find(edge.from), find(edge.to)) else {
        return;
    };
    if (y1 - y2).abs() < 1.0 && (x1 - x2).abs() < NEAR {
        return;
    }
    let class = if edge.clear { "edge" } else { "edge dash" };
    // Down a trunk below the earlier mark, then along the later one's lane: labels stand above the lanes and stay clear.
    let turn = if y2 > y1 { -9.0 } else { 9.0 };
    let end = if x2 >= x1 { x2 - 9.0 } else { x2 + 9.0 };
    let out = if x2 >= x1 { 9.0 } else { -9.0 };
    let _ = if (y1 - y2).abs() < 1.0 {
        write!(svg, "<path class=\"{class}\" d=\"M{x1:.1} {y1:.1}H{end:.1}\"/>")
    } else {
        write!(svg, "<path class=\"{class}\" d=\"M{x1:.1} {y1:.1}V{:.1}Q{x1:.1} {y2:.1} {:.1} {y2:.1}H{end:.1}\"/>", y2 + turn, x1 + out)
    };
}

fn spot(svg: &mut String, p: &Placed, scale: Option<&Scale>) {
    if let (Some((from, to)), Some(scale)) = (p.spot.when, scale) {
        let (x1, x2) = (scale.x(from), scale.x(to));
        if x2 - x1 > 14.0 {
            let _ = write!(svg, "<rect class=\"span\" x=\"{x1:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"6\"/>", p.y - 3.0, x2 - x1);
        }
    }
    let (x, y) = (p.x, p.y);
    let mark = match p.spot.look {
        Look::Earliest => {
            format!("<circle class=\"mk full\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"7.5\"/>")
        }
        look => {
            let class = match look {
                Look::NotFound => "hollow",
                Look::NotJudged => "dotted",
                _ => "full",
            };
            format!("<rect class=\"mk {class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"14\" height=\"14\"/>", x - 7.0, y - 7.0)
        }
    };
    match &p.spot.href {
        Some(href) => {
            let _ = write!(svg, "<a href=\"{}\" tabindex=\"-1\">{mark}</a>", escape(href));
        }
        None => svg.push_str(&mark),
    }
}

/// Writes what stands beside the marks of a lane, from left to right, each where it covers neither a mark nor another label: whole, or without what
/// follows the date, behind its mark or before it. What fits nowhere is left to the table.
fn labels(svg: &mut String, lane: &[Placed]) {
    let mut free_from = 0.0;
    for (i, p) in lane.iter().enumerate() {
        let (before, after) =
            (i.checked_sub(1).map_or(LEFT - 20.0 - BESIDE, |i| lane[i].x), lane.get(i + 1).map_or(WIDTH + BESIDE, |next| next.x));
        let room = after - BESIDE - (p.x + BESIDE);
        let more = if p.more > 0 { format!(" +{}", p.more) } else { String::new() };
        let date = p.spot.label.split(" · ").next().unwrap_or("");
        for words in [&p.spot.label, date] {
            let text = format!("{words}{more}");
            let text = if p.spot.when.is_none() { cut(&text, room) } else { text };
            let width = text.chars().count() as f64 * CHARACTER;
            let (x, class) = match () {
                () if text.is_empty() => continue,
                () if width <= room && p.x + BESIDE >= free_from => (p.x + BESIDE, "lb u"),
                () if p.x - BESIDE - width >= free_from.max(before + BESIDE) => (p.x - BESIDE, "lb u end"),
                () => continue,
            };
            free_from = if class == "lb u" { x + width } else { x };
            let _ = write!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>", p.y - 8.0, escape(&text));
            break;
        }
    }
}

/// As much of a name as there is room for.
fn cut(name: &str, room: f64) -> String {
    let fits = (room / CHARACTER).max(0.0) as usize;
    if name.chars().count() <= fits {
        return name.to_owned();
    }
    if fits < FEWEST { String::new() } else { name.chars().take(fits - 1).collect::<String>().trim_end().to_owned() + "…" }
}

/// Steps of the axis in seconds: the largest number of lines stays near ten.
const STEPS: [i64; 11] = [3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 91 * DAY, 365 * DAY];

fn axis(svg: &mut String, scale: &Scale, bottom: f64) {
    let span = scale.to - scale.from;
    let longest = STEPS[STEPS.len() - 1];
    let step = STEPS.iter().copied().find(|s| span / s <= 9).unwrap_or((span / longest / 9 + 1) * longest);
    let mut t = scale.from.div_euclid(step) * step + step;
    while t < scale.to {
        let x = scale.x(t);
        let (y, m, d) = date::civil(t.div_euclid(DAY));
        let clock = t.rem_euclid(DAY);
        let name = if clock != 0 {
            format!("{:02}:{:02}", clock / 3_600, clock % 3_600 / 60)
        } else if step > 60 * DAY {
            format!("{} {y}", date::month_short(m))
        } else {
            format!("{d} {}", date::month_short(m))
        };
        let _ = write!(svg, "<path class=\"tick\" d=\"M{x:.1} 14V{bottom:.1}\"/>");
        if x < RIGHT - 30.0 {
            let _ = write!(svg, "<text class=\"ax\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>", x + 4.0, bottom + 18.0);
        }
        t += step;
    }
}

/// Text for SVG: the five characters that mean something in markup.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Edge, Lane, Look, Spot, draw};

    fn spot(key: usize, when: Option<(i64, i64)>) -> Spot {
        Spot { key, when, look: Look::Credited, label: format!("<{key}>"), href: None }
    }

    #[test]
    fn near_marks_are_drawn_as_one_and_counted() {
        let lane = |label: &str, spots| Lane { label: label.into(), spots };
        let lanes = [
            lane("A & B", vec![spot(0, Some((0, 0))), spot(1, Some((60, 60))), spot(2, Some((86_400, 86_400)))]),
            lane("Undated", vec![spot(3, None)]),
        ];
        let svg = draw(&lanes, &[Edge { from: 0, to: 2, clear: false }]);
        assert_eq!(svg.matches("class=\"mk").count(), 3);
        assert!(svg.contains("&lt;0&gt; +1"));
        assert!(svg.contains("A &amp; B"));
        assert!(svg.contains("edge dash"));
    }

    #[test]
    fn labels_cover_neither_marks_nor_each_other() {
        let day = |key: usize, day: i64, label: &str| Spot { label: label.into(), ..spot(key, Some((day * 86_400, day * 86_400))) };
        let lane =
            vec![day(0, 0, "1 Mar"), day(1, 3, "4 Mar"), day(2, 6, "7 Mar · names a common source"), day(3, 100, "9 Jun · credited")];
        let svg = draw(&[Lane { label: "A".into(), spots: lane }], &[]);
        // no room between the first three marks; the third has some behind it, the last only before it
        assert!(!svg.contains("1 Mar") && !svg.contains("4 Mar") && svg.contains("7 Mar · names a common source"), "{svg}");
        assert!(svg.matches("lb u end").count() == 1 && svg.contains("9 Jun · credited"), "{svg}");
        // without what follows the date it fits
        let lane = vec![day(0, 0, "1 Mar"), day(1, 20, "21 Mar · names a common source"), day(2, 30, "31 Mar"), day(3, 100, "9 Jun")];
        let svg = draw(&[Lane { label: "A".into(), spots: lane }], &[]);
        assert!(svg.contains(">21 Mar<") && !svg.contains("names a common source"), "{svg}");
    }
}
