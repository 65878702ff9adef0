//! Whether two cells of one slot say different things. Nothing is said of who is right.

use crate::figure::Told;
use crate::record::{Figure, Slot, State};

use super::cells::{Cell, Days, Meant, Part};

/// Whether two cells of one slot cannot mean the same. In doubt they do not differ.
///
/// Wrong where a name stands for another that no table knows ("the company" has none and is not compared), or for a part of it.
pub(super) fn differ(slot: Slot, left: &Cell, right: &Cell) -> bool {
    match (&left.meant, &right.meant) {
        (Meant::Names(a), Meant::Names(b)) => names_differ(slot, a, b),
        (Meant::Days(a), Meant::Days(b)) => days_differ(a, b),
        (Meant::Figure(a), Meant::Figure(b)) => figures_differ(a, b),
        _ => false,
    }
}

/// A name on one side that none on the other answers to. Of doers and sources one shared name is enough: they are named in full or in part.
fn names_differ(slot: Slot, a: &[Part], b: &[Part]) -> bool {
    let named = |parts: &[Part]| parts.iter().any(|p| p.named);
    if !named(a) || !named(b) {
        return false;
    }
    let answered = |part: &Part, others: &[Part]| others.iter().any(|o| o.keys.iter().any(|k| part.keys.binary_search(k).is_ok()));
    let all = |parts: &[Part], others: &[Part]| parts.iter().filter(|p| p.named).all(|p| answered(p, others));
    match slot {
        Slot::From | Slot::To | Slot::AtWhoseRequest => !all(a, b) || !all(b, a),
        _ => !a.iter().any(|p| answered(p, b)),
    }
}

/// Two times without a day in common. What was worked out from the day of an article is compared only where the words differ, since that day
/// may be the one of an update.
fn days_differ(a: &Days, b: &Days) -> bool {
    let apart = a.to < b.from || b.to < a.from;
    apart && (a.exact && b.exact || a.printed != b.printed && !next_to(a, b))
}

/// Whether two times are days that follow each other: nights, and zones of time, lie between them.
fn next_to(a: &Days, b: &Days) -> bool {
    let day = |iso: &str| iso.get(8..10).and_then(|d| d.parse::<i32>().ok());
    let month = |iso: &str| iso.get(..7).map(str::to_owned);
    let near = |x: &str, y: &str| match (day(x), day(y)) {
        (Some(x_day), Some(y_day)) if month(x) == month(y) => (x_day - y_day).abs() <= 1,
        (Some(x_day), Some(y_day)) => x_day.min(y_day) == 1 && x_day.max(y_day) >= 28,
        _ => false,
    };
    near(&a.to, &b.from) || near(&b.to, &a.from)
}

/// Two counts of one thing that have no value in common.
fn figures_differ(a: &Told, b: &Told) -> bool {
    let (x, y) = (&a.figure, &b.figure);
    let one_state = x.state == y.state
        || !matches!((x.state, y.state), (State::Negated | State::Conditional, _) | (_, State::Negated | State::Conditional));
    if a.slot != b.slot || a.group != b.group || x.unit != y.unit || a.is_part != b.is_part || !one_state {
        return false;
    }
    let ends = |f: &Figure| (f.low.unwrap_or(0.0), f.high.unwrap_or(f64::INFINITY));
    let ((a, b), (c, d)) = (ends(x), ends(y));
    a.max(c) > b.min(d)
}
