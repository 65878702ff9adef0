//! What a pair's order and credit are, and what speaks for and against: as sentences.

use retold::record::{ArticleIx, Credit, CreditClass, CreditForm, CreditTarget, Direction, Pair, Stance};

use super::book::Book;
use super::names;
use super::paragraphs::{first_words, slice};
use super::wording;

/// Words of an evidence passage that a reason repeats.
const EVIDENCE_WORDS: usize = 24;

/// The two columns of a pair: the earlier one first where an order is judged, else as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) a: ArticleIx,
    pub(crate) b: ArticleIx,
    /// Whether column A is the pair's right side.
    pub(crate) flipped: bool,
    /// Whether an order is judged.
    pub(crate) ordered: bool,
}

impl Columns {
    pub(crate) fn of(pair: &Pair) -> Self {
        let ordered = pair.direction != Direction::CannotTell && pair.earlier.is_some();
        let flipped = ordered && pair.earlier == Some(pair.right);
        let (a, b) = if flipped { (pair.right, pair.left) } else { (pair.left, pair.right) };
        Columns { a, b, flipped, ordered }
    }

    /// Shares of the two articles' words that are in the other.
    pub(crate) fn shares(self, pair: &Pair) -> (f64, f64) {
        if self.flipped { (pair.right_share, pair.left_share) } else { (pair.left_share, pair.right_share) }
    }
}

/// A line of "What speaks for and against".
#[derive(Debug)]
pub(crate) struct ReasonLine {
    /// `for`, `against` or `open`: the sign before the line.
    pub(crate) class: &'static str,
    /// The same, read out.
    pub(crate) spoken: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    /// The words it rests on.
    pub(crate) quote: String,
    pub(crate) href: Option<String>,
}

/// The reasons of a pair, in the order of the engine.
pub(crate) fn reasons(book: &Book, pair: &Pair, columns: Columns) -> Vec<ReasonLine> {
    let sides = [pair.left, pair.right].map(|a| book.article(a));
    let line = |r: &retold::record::Reason| {
        let (class, spoken) = stance(r.stance, columns);
        let evidence = r.evidence;
        ReasonLine {
            class,
            spoken,
            kind: wording::reason(r.kind),
            text: names::in_words(&r.text, &sides),
            quote: evidence.map_or_else(String::new, |p| first_words(slice(&book.article(p.article).text, p.span), EVIDENCE_WORDS)),
            href: evidence.and_then(|p| book.article_href(p.article)),
        }
    };
    pair.reasons.iter().map(line).collect()
}

fn stance(stance: Stance, columns: Columns) -> (&'static str, &'static str) {
    let a_first = match stance {
        Stance::CannotTell => return ("open", "Open: "),
        Stance::LeftEarlier => !columns.flipped,
        Stance::RightEarlier => columns.flipped,
    };
    match (columns.ordered, a_first) {
        (true, true) => ("for", "For: "),
        (true, false) => ("against", "Against: "),
        (false, true) => ("left", "For the left one: "),
        (false, false) => ("right", "For the right one: "),
    }
}

/// What is said of one side's credit.
#[derive(Debug)]
pub(crate) struct CreditLine {
    /// The side that gives it or not.
    pub(crate) who: String,
    pub(crate) verdict: String,
    /// The words that give it, as printed.
    pub(crate) printed: Vec<String>,
    pub(crate) none_found: bool,
}

/// The credit of the later side; of both where no order is judged.
pub(crate) fn credits(book: &Book, pair: &Pair, columns: Columns) -> Vec<CreditLine> {
    if columns.ordered { vec![credit(book, pair, columns.b)] } else { vec![credit(book, pair, columns.a), credit(book, pair, columns.b)] }
}

/// The credit that a list shows: of the later side, or of the side that says more.
pub(crate) fn class(pair: &Pair) -> CreditClass {
    pair.credit().class
}

/// What is said of this side's credit of the other one.
pub(crate) fn credit(book: &Book, pair: &Pair, side: ArticleIx) -> CreditLine {
    let credit = if side == pair.left { pair.left_credit } else { pair.right_credit };
    let (left, right) = names::two(book.article(pair.left), book.article(pair.right));
    let text = &book.article(side).text;
    let spans = pair.credit_spans.iter().filter(|c| c.article == side && c.form != CreditForm::Trace);
    let mut printed: Vec<String> = spans.map(|c| first_words(slice(text, c.span), EVIDENCE_WORDS)).collect();
    printed.dedup();
    CreditLine {
        who: if side == pair.left { left } else { right },
        verdict: verdict(book, pair, side, credit),
        printed,
        none_found: credit.class == CreditClass::NoneFound,
    }
}

fn verdict(book: &Book, pair: &Pair, side: ArticleIx, credit: Credit) -> String {
    match credit.class {
        CreditClass::Credited => match credit.to {
            Some(CreditTarget::NotInCollection) => "credited: it names an outlet that this collection does not hold",
            Some(CreditTarget::Other) => "credited: it names another outlet of this collection",
            Some(CreditTarget::CommonSource) => "credited: it names a source that both may share",
            _ => "credited: it names the other side",
        }
        .to_owned(),
        CreditClass::CommonSource => "names a third source that both may come from".to_owned(),
        CreditClass::LinkOnly => "links to the other side without naming it".to_owned(),
        CreditClass::NoneFound => "credit not found in text, credit lines and links".to_owned(),
        CreditClass::NotNeeded => "covered by a stated licence or agency contract".to_owned(),
        CreditClass::NotJudged => format!("not judged: {}", why_not_judged(book, pair, side)),
    }
}

/// The reasons for which a credit may not be called missing.
fn why_not_judged(book: &Book, pair: &Pair, side: ArticleIx) -> String {
    let other = if side == pair.left { pair.right } else { pair.left };
    let mut why = Vec::new();
    if book.article(other).outlet.is_none() {
        why.push("outlet unknown");
    }
    if !book.article(side).complete {
        why.push("page incomplete");
    }
    if book.article(other).role.is_released() {
        why.push("the other text is published to be used");
    }
    if pair.direction == Direction::CannotTell {
        why.push("direction unclear");
    }
    if why.is_empty() {
        why.push("this is not the later text");
    }
    why.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Columns, stance};
    use retold::record::{ArticleIx, Stance};

    #[test]
    fn a_reason_turns_with_the_columns() {
        let columns = |flipped, ordered| Columns { a: ArticleIx(0), b: ArticleIx(1), flipped, ordered };
        assert_eq!(stance(Stance::LeftEarlier, columns(false, true)).0, "for");
        assert_eq!(stance(Stance::LeftEarlier, columns(true, true)).0, "against");
        assert_eq!(stance(Stance::RightEarlier, columns(false, false)).0, "right");
        assert_eq!(stance(Stance::CannotTell, columns(true, true)).0, "open");
    }
}
