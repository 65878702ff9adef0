//! Whether two cells of one slot say different things. Nothing is said of who is right.

use crate::figure::Told;
use crate::record::{Modifier, Slot, State};

use super::cells::{Cell, Meant, Part};

/// Slots whose cells are held against each other, in the order of slots. Of 47 times, places, doers and sources that were said to differ, read one by
/// one, nine did: the others belonged to other verbs of their sentences. They stand side by side, and a reader sees what they say.
pub(super) const COMPARED: [Slot; 4] = [Slot::From, Slot::To, Slot::HowMany, Slot::AtWhoseRequest];

/// Whether two cells of one slot cannot mean the same. In doubt they do not differ.
///
/// Wrong where a name stands for another that no table knows ("the company" has none and is not compared), or for a part of it.
pub(super) fn differ(left: &Cell, right: &Cell) -> bool {
    match (&left.meant, &right.meant) {
        (Meant::Names(a), Meant::Names(b)) => names_differ(a, b),
        (Meant::Figure(a), Meant::Figure(b)) => figures_differ(a, b),
        _ => false,
    }
}

/// A name on one side that none on the other answers to.
fn names_differ(a: &[Part], b: &[Part]) -> bool {
    let named = |parts: &[Part]| parts.iter().any(|p| p.named);
    let answered = |part: &Part, others: &[Part]| others.iter().any(|o| o.keys.iter().any(|k| part.keys.binary_search(k).is_ok()));
    let all = |parts: &[Part], others: &[Part]| parts.iter().filter(|p| p.named).all(|p| answered(p, others));
    named(a) && named(b) && (!all(a, b) || !all(b, a))
}

/// Smaller over larger count from which both may be of one event. That of the comparison of figures.
const ONE_EVENT_RATIO: f64 = 0.38;

/// Smaller over larger count from which one that is about so many may be the other. That of the comparison of figures.
const ABOUT_RATIO: f64 = 0.95;

/// Two counts of one thing that have no value in common.
fn figures_differ(a: &Told, b: &Told) -> bool {
    let (x, y) = (&a.figure, &b.figure);
    let one_state = x.state == y.state
        || !matches!((x.state, y.state), (State::Negated | State::Conditional, _) | (_, State::Negated | State::Conditional));
    // "7 rifles", "13 magazines"
    if a.slot != b.slot || a.group != b.group || a.noun != b.noun || x.unit != y.unit || a.is_part != b.is_part || !one_state {
        return false;
    }
    // "two of them", "two others": a part
    if a.is_of_whole || b.is_of_whole {
        return false;
    }
    let about = [x, y].iter().any(|f| f.modifier == Modifier::About);
    if about && x.low.zip(y.low).is_some_and(|(x, y)| x.min(y) >= ABOUT_RATIO * x.max(y)) {
        return false;
    }
    let near = |x: f64, y: f64| x.min(y) >= ONE_EVENT_RATIO * x.max(y);
    !a.overlaps(b) && x.low.zip(y.low).is_none_or(|(x, y)| near(x, y))
}
