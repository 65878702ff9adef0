//! Digits as people group them.

/// A number in digits, and the letters glued to it ("5k", "20km").
#[derive(Debug, PartialEq)]
pub(super) struct Digits<'a> {
    /// Its value; the smaller one where it can be read in two ways.
    pub(super) low: f64,
    /// The larger one.
    pub(super) high: f64,
    /// What follows the digits.
    pub(super) suffix: &'a str,
}

/// Most digits of a number; longer rows are identifiers.
const MOST_DIGITS: usize = 15;

/// Reads a word that begins with a digit. `None` where it is no number: "1990s", "34th" and the like are left to their suffix.
///
/// One separator of the other kind before exactly three digits can be read in two ways ("1.800" in an English text): both are given.
pub(super) fn digits(raw: &str, thousands: char, decimal: char) -> Option<Digits<'_>> {
    let (mut whole, mut fraction, mut in_fraction, mut digits_read) = (String::new(), String::new(), false, 0);
    let mut end = raw.len();
    let mut group: Option<usize> = None;
    for (at, c) in raw.char_indices() {
        let next_is_digit = raw[at + c.len_utf8()..].chars().next().is_some_and(|n| digit(n).is_some());
        if let Some(d) = digit(c) {
            if in_fraction {
                fraction.push(d)
            } else {
                whole.push(d)
            }
            digits_read += 1;
            group = group.map(|n| n + 1);
        } else if c == thousands && next_is_digit && !in_fraction {
            if group.is_some_and(|n| n != 2 && n != 3) {
                return None;
            }
            group = Some(0);
        } else if c == decimal && next_is_digit && !in_fraction {
            in_fraction = true;
        } else {
            end = at;
            break;
        }
    }
    // lakh and crore are grouped by two, all others by three; the last group always has three
    if digits_read == 0 || digits_read > MOST_DIGITS || (!in_fraction && group.is_some_and(|n| n != 3)) {
        return None;
    }
    let low: f64 = format!("{whole}.{fraction}0").parse().ok()?;
    let two_ways = fraction.len() == 3 && group.is_none() && whole.len() <= 3 && !whole.starts_with('0');
    let high = if two_ways { format!("{whole}{fraction}").parse().ok()? } else { low };
    Some(Digits { low, high, suffix: &raw[end..] })
}

/// The Western form of a decimal digit of any of the scripts that news are written in.
fn digit(c: char) -> Option<char> {
    // zero of: ASCII, Arabic-Indic, Extended Arabic-Indic, Devanagari, Bengali, full width
    const ZEROS: [u32; 6] = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10];
    let zero = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&(c as u32)))?;
    char::from_digit(c as u32 - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::{Digits, digits};

    #[test]
    fn digits_are_read_as_their_language_groups_them() {
        let read = |raw, t, d| digits(raw, t, d).map(|n: Digits| (n.low, n.high));
        assert_eq!(read("1,800", ',', '.'), Some((1800.0, 1800.0)));
        assert_eq!(read("12,34,567", ',', '.'), Some((1_234_567.0, 1_234_567.0)));
        assert_eq!(read("1.800", ',', '.'), Some((1.8, 1800.0)));
        assert_eq!(read("1.800,5", '.', ','), Some((1800.5, 1800.5)));
        assert_eq!(read("٤٢٢", ',', '.'), Some((422.0, 422.0)));
        assert_eq!(read("1,80", ',', '.'), None);
        assert_eq!(read(&"9".repeat(400), ',', '.'), None);
        assert_eq!(digits("5k", ',', '.').map(|n| n.suffix), Some("k"));
    }
}
