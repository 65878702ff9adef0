//! Damaged copies, letter by letter: what two texts share where words are misread, split and run together.
//!
//! Runs of equal letters are chained as runs of words are elsewhere. Between and beyond them letters are aligned along a narrow band that follows
//! the best way, as far as that pays (X-drop: Zhang, Schwartz, Wagner, Miller, J. Comput. Biol. 7, 2000). In the end words count: two of them
//! stand opposite each other where most of their letters do.

use super::align::{Run, Units, grown, push};
use super::noisy::GRAM_LETTERS;
use crate::text::{Letters, Word};

/// Scores of letters: equal, other or missing. An exchanged word costs what an equal one gains, as it does among words; unrelated letters lose.
const EQUAL: i32 = 2;
const OTHER: i32 = -2;
/// How far a way may fall below its best before it is given up: a word of twelve letters that was exchanged, and a few letters more.
const DROP: i32 = 40;
/// Letters that the band reaches to either side of the best way.
const BAND: usize = 9;
/// Letters on each side of a run that are looked at, and how many of one side must be equal for the run to be more than a phrase: fewer where the
/// run is longer, by one for each so many letters. Unrelated letters: one or two.
const BESIDE: usize = 16;
const ALIKE: usize = 8;
const ALIKE_BESIDE_LONG: usize = 6;
const FOR_ONE_LESS: usize = 7;

/// The letters and words of two texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Damaged<'a> {
    pub(super) left: &'a Letters,
    pub(super) right: &'a Letters,
    pub(super) left_words: &'a [Word],
    pub(super) right_words: &'a [Word],
}

impl Units for Damaged<'_> {
    fn left_at(&self, word: u32) -> u32 {
        self.left.starts[word as usize]
    }

    fn right_at(&self, word: u32) -> u32 {
        self.right.starts[word as usize]
    }

    fn grow(&self, left: u32, right: u32) -> Run {
        grown(&self.left.bytes, &self.right.bytes, (left as usize, right as usize), |l, r| l == r)
    }
}

impl Damaged<'_> {
    /// How many words of the left text a run of equal letters holds whole.
    pub(super) fn words_of(&self, run: Run) -> u32 {
        let before = |letter: u32| self.left.starts.partition_point(|&start| start < letter) as u32;
        before(run.left_end() + 1).saturating_sub(before(run.left) + 1)
    }

    /// Whether what stands beside a run of equal letters is alike, with few letters misread; the run is of a chain of so many letters.
    pub(super) fn goes_on(&self, run: Run, chained: u32) -> bool {
        let longer = (chained as usize).saturating_sub(GRAM_LETTERS);
        let enough = ALIKE - (longer / FOR_ONE_LESS).min(ALIKE - ALIKE_BESIDE_LONG);
        const SHIFTS: [(usize, usize); 5] = [(0, 0), (0, 1), (1, 0), (1, 2), (2, 1)];
        let (l, r) = (&self.left.bytes[..], &self.right.bytes[..]);
        let alike = |l: Option<&[u8; BESIDE]>, r: Option<&[u8; BESIDE]>| {
            l.zip(r).is_some_and(|(l, r)| l.iter().zip(r).filter(|(a, b)| a == b).count() >= enough)
        };
        let ahead = |(skip_l, skip_r): (usize, usize)| {
            let (l, r) = (l.get(run.left_end() as usize + skip_l..), r.get(run.right_end() as usize + skip_r..));
            alike(l.and_then(|l| l.first_chunk()), r.and_then(|r| r.first_chunk()))
        };
        let back = |(skip_l, skip_r): (usize, usize)| {
            let (end_l, end_r) = ((run.left as usize).checked_sub(skip_l), (run.right as usize).checked_sub(skip_r));
            alike(end_l.and_then(|end| l[..end].last_chunk()), end_r.and_then(|end| r[..end].last_chunk()))
        };
        SHIFTS.into_iter().any(|shift| ahead(shift) || back(shift))
    }

    /// Aligns the letters between the runs of a chain and beyond its ends, and tells which words stand opposite each other.
    pub(super) fn refine(&self, chain: &[Run]) -> Vec<Run> {
        let (l, r) = (&self.left.bytes[..], &self.right.bytes[..]);
        let mut runs: Vec<Run> = Vec::with_capacity(4 * chain.len());
        for mut seed in chain.iter().copied() {
            match runs.last().copied() {
                None => self.back((0, 0), (seed.left, seed.right), &mut runs),
                Some(last) => {
                    let Some(rest) = seed.behind(last) else { continue };
                    seed = rest;
                    self.ahead((last.left_end(), last.right_end()), (seed.left, seed.right), &mut runs);
                    let reached = runs.last().map_or((0, 0), |run| (run.left_end(), run.right_end()));
                    self.back(reached, (seed.left, seed.right), &mut runs);
                }
            }
            push(&mut runs, seed);
        }
        if let Some(&last) = runs.last() {
            self.ahead((last.left_end(), last.right_end()), (l.len() as u32, r.len() as u32), &mut runs);
        }
        self.words(&runs)
    }

    /// The letters behind `from`, as far as it pays, `to` at most.
    fn ahead(&self, from: (u32, u32), to: (u32, u32), runs: &mut Vec<Run>) {
        let (l, r) = (&self.left.bytes[from.0 as usize..to.0 as usize], &self.right.bytes[from.1 as usize..to.1 as usize]);
        for run in best_prefix(l.len(), r.len(), |i| l[i], |j| r[j]).into_iter().rev() {
            push(runs, Run { left: from.0 + run.left, right: from.1 + run.right, len: run.len });
        }
    }

    /// The letters before `to`, as far as it pays, `from` at least.
    fn back(&self, from: (u32, u32), to: (u32, u32), runs: &mut Vec<Run>) {
        let (l, r) = (&self.left.bytes[from.0 as usize..to.0 as usize], &self.right.bytes[from.1 as usize..to.1 as usize]);
        for run in best_prefix(l.len(), r.len(), |i| l[l.len() - 1 - i], |j| r[r.len() - 1 - j]) {
            push(runs, Run { left: to.0 - run.left_end(), right: to.1 - run.right_end(), len: run.len });
        }
    }

    /// From runs of letters to runs of words that stand opposite each other.
    ///
    /// Words that were run together in one text stand, all together, opposite the one that they became; the first of them is told.
    fn words(&self, letters: &[Run]) -> Vec<Run> {
        let opposite = self.opposite(letters);
        let mut out: Vec<Run> = Vec::new();
        let mut rest = &opposite[..];
        while let [first, ..] = rest {
            let of_one_right = rest.iter().take_while(|o| o.right == first.right).count();
            let of_one_left = rest.iter().take_while(|o| o.left == first.left).count();
            let (together, behind) = rest.split_at(of_one_right.max(of_one_left));
            let is_split = together.len() > 1 && !together.iter().any(|o| self.is_one(o)) && self.are_one(together);
            let taken = out.last().is_some_and(|last| last.left_end() > first.left || last.right_end() > first.right);
            if !taken && (is_split || self.is_one(first)) {
                push(&mut out, Run { left: first.left, right: first.right, len: 1 });
            }
            rest = if is_split { behind } else { &rest[1..] };
        }
        out
    }

    /// Which words have letters in common, in order.
    fn opposite(&self, letters: &[Run]) -> Vec<Opposite> {
        let mut out: Vec<Opposite> = Vec::new();
        for run in letters {
            for i in 0..run.len {
                let (left, right) = out.last().map_or((0, 0), |last| (last.left, last.right));
                let (left, right) = (word_at(self.left, left, run.left + i), word_at(self.right, right, run.right + i));
                match out.last_mut() {
                    Some(last) if (last.left, last.right) == (left, right) => last.equal += 1,
                    _ => out.push(Opposite { left, right, equal: 1 }),
                }
            }
        }
        out
    }

    /// Whether two words are one, misread or not.
    fn is_one(&self, opposite: &Opposite) -> bool {
        self.left_words[opposite.left as usize].hash == self.right_words[opposite.right as usize].hash
            || self.are_one(std::slice::from_ref(opposite))
    }

    /// Whether half of the letters of words that are misread, on either side together, are equal.
    fn are_one(&self, together: &[Opposite]) -> bool {
        let letters = |letters, words, word: fn(&Opposite) -> u32| -> Option<u32> {
            together.chunk_by(|a, b| word(a) == word(b)).map(|same| misreadable(letters, words, word(&same[0]))).sum()
        };
        let (left, right) = (letters(self.left, self.left_words, |o| o.left), letters(self.right, self.right_words, |o| o.right));
        let equal: u32 = together.iter().map(|o| o.equal).sum();
        left.zip(right).is_some_and(|(l, r)| 2 * equal >= l.max(r))
    }
}

/// How many letters a word has that may be misread. A number is never: `1,300` is not `1,800`; nor is a word of one character.
fn misreadable(letters: &Letters, words: &[Word], word: u32) -> Option<u32> {
    let (start, len) = (letters.starts[word as usize] as usize, letters.len_of(word));
    let is_number = letters.bytes[start..start + len as usize].iter().all(u8::is_ascii_digit);
    (!is_number && !words[word as usize].is_character()).then_some(len)
}

/// Two words and how many of their letters are equal.
#[derive(Debug, Clone, Copy)]
struct Opposite {
    left: u32,
    right: u32,
    equal: u32,
}

/// The word of a letter, looked for from `word` on.
fn word_at(letters: &Letters, mut word: u32, letter: u32) -> u32 {
    while letters.starts[word as usize + 1] <= letter {
        word += 1;
    }
    word
}

/// The runs of equal letters of the best-scoring alignment that begins at the corner, last first. `left` and `right` give the letters of a row and
/// of a column, from the corner on.
fn best_prefix(rows: usize, columns: usize, left: impl Fn(usize) -> u8, right: impl Fn(usize) -> u8) -> Vec<Run> {
    const WIDTH: usize = 2 * BAND + 1;
    const LOW: i32 = i32::MIN / 4;
    // the band moves by two columns a row at most
    const SHIFT: usize = 2;
    // a letter of the right text, or no letter: equal to none of the left text
    let letter_before = |j: usize| j.checked_sub(1).filter(|&at| at < columns).map_or(u16::MAX, |at| u16::from(right(at)));
    // column of the first cell of each row, and the row's ways back: 0 both, 1 left alone, 2 right alone
    let mut rows_kept: Vec<(usize, [u8; WIDTH])> = Vec::with_capacity(64);
    let (mut best, mut at) = (0, (0, 0));
    let (mut first, mut row, mut peak) = (0usize, [LOW; WIDTH], 0);
    row.iter_mut().zip(0..=columns).for_each(|(cell, j)| *cell = OTHER * j as i32);
    let mut beside: [u16; WIDTH] = std::array::from_fn(letter_before);
    rows_kept.push((0, [2; WIDTH]));
    for i in 1..=rows {
        if row[peak] < best - DROP {
            break;
        }
        let next = (first + peak + 1).saturating_sub(BAND).clamp(first, first + SHIFT);
        for j in first + WIDTH..next + WIDTH {
            beside.copy_within(1.., 0);
            beside[WIDTH - 1] = letter_before(j);
        }
        let mut last = [LOW; WIDTH + SHIFT + 1];
        last[1..=WIDTH].copy_from_slice(&row);
        let (corner, above) = (&last[next - first..][..WIDTH], &last[next - first + 1..][..WIDTH]);
        let letter = u16::from(left(i - 1));
        let mut ways = [0u8; WIDTH];
        for k in 0..WIDTH {
            let both = corner[k] + if beside[k] == letter { EQUAL } else { OTHER };
            let alone = above[k] + OTHER;
            row[k] = both.max(alone);
            ways[k] = u8::from(alone > both);
        }
        let held = (columns + 1 - next).min(WIDTH);
        row[held..].fill(LOW);
        peak = 0;
        for k in 1..held {
            let alone = row[k - 1] + OTHER;
            if alone > row[k] {
                (row[k], ways[k]) = (alone, 2);
            }
            if row[k] > row[peak] {
                peak = k;
            }
        }
        if row[peak] > best {
            (best, at) = (row[peak], (i, next + peak));
        }
        first = next;
        rows_kept.push((next, ways));
    }
    trace(&rows_kept, at, |i, j| left(i) == right(j))
}

/// Runs of equal letters on the way back from a cell, last first.
fn trace<const WIDTH: usize>(rows: &[(usize, [u8; WIDTH])], from: (usize, usize), equal: impl Fn(usize, usize) -> bool) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut i, mut j) = from;
    while i > 0 && j > 0 {
        let (first, ways) = &rows[i];
        match ways[j - first] {
            0 => {
                (i, j) = (i - 1, j - 1);
                if equal(i, j) {
                    match runs.last_mut() {
                        Some(run) if (run.left, run.right) == (i as u32 + 1, j as u32 + 1) => {
                            *run = Run { left: i as u32, right: j as u32, len: run.len + 1 };
                        }
                        _ => runs.push(Run { left: i as u32, right: j as u32, len: 1 }),
                    }
                }
            }
            1 => i -= 1,
            _ => j -= 1,
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    /// Pairs of words that stand opposite each other, from a run of letters that both texts hold.
    fn opposite(left: &str, right: &str, seed: &str) -> Vec<(String, String)> {
        let (left_words, right_words) = (fold(left), fold(right));
        let (l, r) = (Letters::of(left, &left_words), Letters::of(right, &right_words));
        let find =
            |letters: &Letters| letters.bytes.windows(seed.len()).position(|w| w == seed.as_bytes()).expect("the seed stands there") as u32;
        let damaged = Damaged { left: &l, right: &r, left_words: &left_words, right_words: &right_words };
        let slice = |text: &str, word: Word| text[word.start as usize..word.end as usize].to_owned();
        let runs = damaged.refine(&[damaged.grow(find(&l), find(&r))]);
        let of_run = |run: Run| (0..run.len).map(move |i| ((run.left + i) as usize, (run.right + i) as usize));
        runs.into_iter().flat_map(of_run).map(|(i, j)| (slice(left, left_words[i]), slice(right, right_words[j]))).collect()
    }

    #[test]
    fn misread_split_and_joined_words_are_passed() {
        let left = "Nobody slept. The harbour office said that the first ferry would leave the old quay at dawn with all on board";
        let right =
            "Late news: The liarbour oftice saidthat the fir st ferry vvould leave tbe old quay at dovvn witb all ou boord, it rained";
        let pairs = opposite(left, right, "thefirstfe");
        let told = |l: &str, r: &str| pairs.contains(&(l.to_owned(), r.to_owned()));
        for (l, r) in [
            ("The", "The"),
            ("harbour", "liarbour"),
            ("office", "oftice"),
            ("leave", "leave"),
            ("the", "tbe"),
            ("on", "ou"),
            ("board", "boord"),
        ] {
            assert!(told(l, r), "{l} {r} in {pairs:?}");
        }
        assert_eq!(pairs.first().map(|p| p.0.as_str()), Some("The"), "what stands before is not shared: {pairs:?}");
        assert_eq!(pairs.last().map(|p| p.0.as_str()), Some("board"));
    }

    #[test]
    fn words_run_together_stand_opposite_the_word_they_became() {
        let (apart, joined) = ("the ferries wait at the old quay until noon", "the ferries wait atthcold quay un til noon");
        let told = |l: &str, r: &str| (l.to_owned(), r.to_owned());
        let pairs = opposite(apart, joined, "theferries");
        assert!([told("at", "atthcold"), told("quay", "quay"), told("until", "til")].iter().all(|t| pairs.contains(t)), "{pairs:?}");
        let pairs = opposite(joined, apart, "theferries");
        assert!([told("atthcold", "at"), told("quay", "quay"), told("til", "until")].iter().all(|t| pairs.contains(t)), "{pairs:?}");
    }

    #[test]
    fn a_number_is_never_a_part_of_a_joined_word() {
        let pairs = opposite("the ferries wait at 12 old quays until noon", "the ferries wait at13old quays until noon", "theferries");
        assert!(!pairs.iter().any(|(l, _)| ["at", "12", "old"].contains(&l.as_str())), "{pairs:?}");
    }

    #[test]
    fn another_number_and_another_word_are_others() {
        let pairs = opposite(
            "the mayor counted 1,300 ships in the harbour on monday morning",
            "the clerk counted 1,800 ships in the harbour on monday morning",
            "shipsinthehar",
        );
        assert!(pairs.contains(&("counted".to_owned(), "counted".to_owned())), "{pairs:?}");
        assert!(!pairs.iter().any(|(l, _)| l == "1,300" || l == "mayor"), "{pairs:?}");
    }
}
