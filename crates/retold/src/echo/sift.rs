//! Which items of a long row are meant, where few are and which looks like chance.

/// Calls `found` with the place of every item that `is` says yes to, in order.
///
/// `is` has to be cheap and free of branches: it is asked of 64 items before anything is decided, so that a processor has nothing to guess wrongly but
/// how many of them are meant.
#[inline]
pub(super) fn sift<T>(items: &[T], is: impl Fn(&T) -> bool, mut found: impl FnMut(usize)) {
    for (begin, stretch) in (0..).step_by(64).zip(items.chunks(64)) {
        let (eights, rest) = stretch.as_chunks::<8>();
        let answers = |items: &[T]| items.iter().enumerate().fold(0u64, |held, (at, item)| held | u64::from(is(item)) << at);
        // eight of a known number are asked without a loop
        let mut held = eights.iter().enumerate().fold(0u64, |held, (i, eight)| held | answers(eight) << (8 * i));
        held |= answers(rest).checked_shl(8 * eights.len() as u32).unwrap_or(0);
        while held != 0 {
            found(begin + held.trailing_zeros() as usize);
            held &= held - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_asking_one_by_one_finds(items in prop::collection::vec(0u8..4, 0..300)) {
            let mut found = Vec::new();
            sift(&items, |&item| item == 3, |at| found.push(at));
            let one_by_one: Vec<usize> = (0..items.len()).filter(|&at| items[at] == 3).collect();
            prop_assert_eq!(found, one_by_one);
        }
    }
}
