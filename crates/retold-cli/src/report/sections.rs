//! How many of the pages that are sums over many articles stand in one file: those that come first in their lists, within a part of its size.

use retold::Analysis;
use retold_io::sums::Sums;

/// Each kind may take one part in so many of the size of the file. Chosen, not measured.
const PART: usize = 16;
/// Passages of a name, pairs of two outlets, places of a phrase: in one file the first ones.
pub(crate) const PASSAGES: usize = 40;
pub(crate) const PAIRS: usize = 12;
pub(crate) const PLACES: usize = 20;
/// Bytes of a page without its rows, and of a row; measured on the sample collection and rounded up.
const PAGE: usize = 2_500;
const ROW: usize = 1_100;

/// Pages of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sections {
    pub(crate) accounts: usize,
    pub(crate) named: usize,
    pub(crate) links: usize,
    pub(crate) phrases: usize,
    /// Bytes that they may take.
    pub(crate) bytes: usize,
}

impl Sections {
    /// Of a part of a collection: all that is in it.
    pub(crate) fn all(analysis: &Analysis, sums: &Sums) -> Self {
        let (accounts, named) = (analysis.accounts.len(), sums.named.len());
        Sections { accounts, named, links: sums.links.len(), phrases: sums.phrases.len(), bytes: 0 }
    }

    /// What fits into one file of this size. `order` is that of the accounts.
    pub(crate) fn within(max_bytes: usize, analysis: &Analysis, (sums, order): (&Sums, &[usize])) -> Self {
        let mut bytes = 0;
        let mut fit = |rows: &mut dyn Iterator<Item = usize>| {
            let mut room = max_bytes / PART;
            let mut count = 0;
            for rows in rows {
                let page = PAGE + ROW * rows;
                if page > room {
                    break;
                }
                room -= page;
                bytes += page;
                count += 1;
            }
            count
        };
        let accounts = fit(&mut order.iter().map(|&i| 2 * analysis.accounts[i].members.len()));
        let named = fit(&mut sums.named.iter().map(|n| (n.labels as usize).min(PASSAGES) + n.different as usize));
        let links = fit(&mut sums.links.iter().map(|l| l.best.len().min(PAIRS)));
        let phrases = fit(&mut sums.phrases.iter().map(|p| p.first.len().min(PLACES)));
        Sections { accounts, named, links, phrases, bytes }
    }
}
