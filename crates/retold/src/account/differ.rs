//! Whether two cells of one slot say different things. Nothing is said of who is right.

use crate::figure::Told;
use crate::record::{Slot, State};

use super::cells::{Cell, Meant, Part};

/// Whether two cells of one slot cannot mean the same. In doubt they do not differ.
///
/// Wrong where a name stands for another that no table knows ("the company" has none and is not compared), or for a part of it.
pub(super) fn differ(slot: Slot, left: &Cell, right: &Cell, told: &[Told]) -> bool {
    match (&left.meant, &right.meant) {
        (Meant::Names(a), Meant::Names(b)) => names_differ(slot, a, b),
        (Meant::Days(from, to), Meant::Days(other_from, other_to)) => to < other_from || other_to < from,
        (Meant::Figure(a), Meant::Figure(b)) => figures_differ(&told[*a], &told[*b]),
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

/// Two counts of one thing that have no value in common.
fn figures_differ(a: &Told, b: &Told) -> bool {
    let (x, y) = (&a.figure, &b.figure);
    let one_state = x.state == y.state
        || !matches!((x.state, y.state), (State::Negated | State::Conditional, _) | (_, State::Negated | State::Conditional));
    if a.slot != b.slot || a.group != b.group || x.unit != y.unit || a.is_part != b.is_part || !one_state {
        return false;
    }
    let ends = |f: &crate::record::Figure| (f.low.unwrap_or(0.0), f.high.unwrap_or(f64::INFINITY));
    let ((a, b), (c, d)) = (ends(x), ends(y));
    a.max(c) > b.min(d)
}
