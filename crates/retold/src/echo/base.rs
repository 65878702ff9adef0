//! What stands behind a word like "likely": how many pairs of known order were called so, and how many rightly.
//!
//! A probability without its base says nothing. The figures are data, with their source, and stand nowhere else.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::record::Direction;

/// Pairs of generated articles that were called by one word, and how often that was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderBase {
    /// Pairs called so.
    pub pairs: u32,
    /// Of these: the earlier one was named rightly.
    pub right: u32,
    /// Of these: neither copied the other, both copied a third text. Such an order is one of dates at best.
    pub neither: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "every measured figure names its source; nothing reads it at run time")]
    source: String,
    likely: OrderBase,
    clear: OrderBase,
}

static MEASURED: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("../data/order_base.toml")).expect("the figures are checked by a test"));

/// What was measured of this word; `None` where no order is given.
pub fn order_base(direction: Direction) -> Option<OrderBase> {
    match direction {
        Direction::Clear => Some(MEASURED.clear),
        Direction::Likely => Some(MEASURED.likely),
        Direction::CannotTell => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_an_order_has_a_base_that_bears_its_threshold() {
        let config = crate::config::DirectionConfig::default();
        for (word, from) in [(Direction::Likely, config.likely_from), (Direction::Clear, config.clear_from)] {
            let base = order_base(word).expect("a base");
            let known = base.pairs - base.neither;
            assert!(known > 100, "{word:?}: {base:?}");
            assert!(f64::from(base.right) >= from * f64::from(known), "{word:?}: {base:?}");
        }
        assert_eq!(order_base(Direction::CannotTell), None);
    }
}
