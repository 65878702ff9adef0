//! Direction: which of two articles that share text is the earlier one, as evidence for and against, never as a verdict.
//!
//! Every sign gives log-odds; their sum gives a probability. A declared date alone never makes an order clear: pages are back-dated, times
//! are lost, agencies' texts are carried late. A date weighs less where it is only a day, where the texts are near copies months apart (one
//! of the dates is wrong, as a rule), and where both sides show traces of one agency (both may carry takes of its text), or a third, earlier
//! text holds all that they share (both may have it from there). The weights are chosen so that one sign of the common kind is likely and
//! never clear; they err towards `cannot-tell`. How often they were right is in [`super::base`].
//!
//! Clear needs two kinds of sign, of which one is made by the later side: its credit, its reporting, its changes. Whoever back-dates a copy
//! cannot make the text that was copied name the copy. A credit that another text of the named outlet may have earned is none of the two.

use super::changes::Third;
use super::growth::Growth;
use crate::config::DirectionConfig;
use crate::corpus::Card;
use crate::record::{ArticleIx, CreditForm, Date, DateOrigin, Direction, Passage, Precision, Reason, ReasonKind, Role, Stance};
use crate::text::{Gazetteer, Mention, is_institution};

/// Log-odds of the signs.
mod weight {
    /// Publication days differ. 0.95 alone: likely.
    pub(super) const DAYS_DIFFER: f64 = 1.9;
    /// Near copies are dated months apart: one of the dates is wrong more often than not. 0.65 alone: cannot tell.
    pub(super) const MONTHS_APART: f64 = 0.4;
    /// Both sides have traces of one agency and are dated, as days, within a week: takes of its text. 0.82 alone: cannot tell.
    pub(super) const TAKES: f64 = 0.95;
    /// The same where the times of day are known, or more than a week lies between. 0.89 alone: likely.
    pub(super) const TAKES_TIMED: f64 = 1.3;
    /// All that the two share stands in a third, earlier text, and neither has a change of the other's. 0.69 alone: cannot tell. Swept on
    /// generated chains (eval/runs/2026-11-22-direction-base.md): of pairs that both copied a third text, 0.24 are given an order, not 0.68;
    /// of copies 0.70, not 0.74.
    pub(super) const BOTH_FROM_THIRD: f64 = 0.5;
    /// A count that grows is lower on one side. 0.87 alone: likely.
    pub(super) const UPDATE: f64 = 1.2;
    /// Several such counts.
    pub(super) const UPDATES: f64 = 1.6;
    /// One side has the other's changes against a third text, and more of its own: it may also have them from a version that is not in the
    /// collection and that the other side carries unchanged. 0.72 alone: cannot tell.
    pub(super) const SHARED_CHANGES: f64 = 0.6;
    /// One side is the site of an institution, which publishes releases, and the other is not. 0.92 alone: likely.
    pub(super) const INSTITUTION: f64 = 1.5;
    /// Same day, times of day differ by an hour or more. 0.90 alone: likely.
    pub(super) const HOURS_DIFFER: f64 = 1.4;
    /// The stamps printed in both texts differ in the same way.
    pub(super) const STAMPS_AGREE: f64 = 0.5;
    /// One side credits the other's outlet.
    pub(super) const CREDIT: f64 = 2.5;
    /// One side credits an outlet that may be the other's, which names none. 0.89 alone: likely.
    pub(super) const CREDIT_PERHAPS: f64 = 1.3;
    /// One side says that somebody told the other's outlet something.
    pub(super) const WITNESS: f64 = 1.5;
    /// One side says that its own outlet was told or shown something, which the other side does not have.
    pub(super) const OWN_REPORTING: f64 = 1.5;
    /// One side is an agency and the other is not. 0.84 alone: cannot tell.
    pub(super) const AGENCY: f64 = 1.05;
    /// One text lies in the other, which has much more.
    pub(super) const CONTAINED: f64 = 0.4;
}

/// One side of a pair.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) article: ArticleIx,
    pub(crate) card: &'a Card,
    pub(crate) mentions: &'a [Mention],
    /// Share of the article's words that are shared, 0 to 1.
    pub(crate) share: f64,
}

/// The order of two articles.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    pub(crate) earlier: Option<ArticleIx>,
    pub(crate) direction: Direction,
    pub(crate) probability: Option<f64>,
    pub(crate) reasons: Vec<Reason>,
}

/// What the shared text itself tells, and what a third text tells of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Signs {
    /// Counts that are lower on one side.
    pub(crate) growth: Option<Growth>,
    /// Changes against a third text.
    pub(crate) third: Option<Third>,
    /// Whether the left, the right side shares text with another article of the other's outlet, which a credit may be meant for.
    pub(crate) fellows: (bool, bool),
}

/// Weighs all signs.
pub(crate) fn judge(left: Side<'_>, right: Side<'_>, signs: Signs, context: Context<'_>) -> Judged {
    let Context { gazetteer, config, .. } = context;
    let mut scale = Scale::default();
    let common = common_trace(left, right, gazetteer);
    let doubt = match signs.third {
        Some(Third::Both { .. }) => Doubt::ThirdText,
        _ if common.is_some() => Doubt::Takes,
        _ => Doubt::None,
    };
    scale.dates(left, right, doubt);
    if let Some(ours) = common {
        let text = format!("{} and {} both may come from a text of {}, which they name.", name(left.card), name(right.card), ours.1);
        scale.add(0.0, Stance::CannotTell, ReasonKind::CommonSource, text, Some(ours.0));
    }
    scale.growth(left, right, signs.growth);
    scale.third(left, right, signs.third, context.cards);
    scale.institution(left, right);
    scale.sourcing(left, right, gazetteer, Stance::RightEarlier);
    scale.sourcing(right, left, gazetteer, Stance::LeftEarlier);
    scale.own_reporting(left, right, gazetteer, Stance::LeftEarlier);
    scale.own_reporting(right, left, gazetteer, Stance::RightEarlier);
    scale.agency(left, right, gazetteer);
    scale.containment(left, right);
    scale.verdict((left.article, right.article), signs.fellows, config)
}

/// What judging needs to know beside the two sides.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) config: &'a DirectionConfig,
    pub(crate) cards: &'a [Card],
}

/// Where both sides name one outlet that is neither of them, or one side agencies without a name: a place, and the name as printed.
pub(crate) fn common_trace(left: Side<'_>, right: Side<'_>, gazetteer: &Gazetteer) -> Option<(Passage, String)> {
    let of = |m: &Mention, side: Side<'_>| side.card.outlet.as_deref().is_some_and(|o| gazetteer.same(o, &m.outlet));
    let named = |m: &&Mention| !of(m, left) && !of(m, right) && right.mentions.iter().any(|b| gazetteer.same(&m.outlet, &b.outlet));
    let place = |side: Side<'_>, m: &Mention| (Passage { article: side.article, span: m.span }, m.printed.clone());
    let unnamed = |side: Side<'_>| side.mentions.iter().find(|m| m.unnamed).map(|m| place(side, m));
    left.mentions.iter().find(named).map(|m| place(left, m)).or_else(|| unnamed(left)).or_else(|| unnamed(right))
}

/// Log-odds so far: positive where the left article is the earlier one.
#[derive(Default)]
struct Scale {
    odds: f64,
    reasons: Vec<(f64, Reason)>,
}

impl Scale {
    fn add(&mut self, weight: f64, stance: Stance, kind: ReasonKind, text: String, evidence: Option<Passage>) {
        self.odds += match stance {
            Stance::LeftEarlier => weight,
            Stance::RightEarlier => -weight,
            Stance::CannotTell => 0.0,
        };
        self.reasons.push((weight, Reason { stance, kind, text, evidence }));
    }

    fn open(&mut self, kind: ReasonKind, text: String) {
        self.add(0.0, Stance::CannotTell, kind, text, None);
    }

    fn dates(&mut self, left: Side<'_>, right: Side<'_>, doubt: Doubt) {
        let (Some(a), Some(b)) = (written(left.card), written(right.card)) else {
            let undated = [left, right].into_iter().filter(|s| written(s.card).is_none()).map(|s| name(s.card)).collect::<Vec<_>>();
            self.open(ReasonKind::Undated, format!("No usable date: {}.", undated.join(" and ")));
            return;
        };
        for side in [left, right] {
            if let Some(text) = date_conflict(side.card) {
                self.open(ReasonKind::DateConflict, text);
            }
        }
        let (stance, first, second, earlier, later) = if a.to < b.from {
            (Stance::LeftEarlier, a, b, left, right)
        } else if b.to < a.from {
            (Stance::RightEarlier, b, a, right, left)
        } else {
            self.open(
                ReasonKind::Date,
                format!("The dates do not tell: {} ({}) and {} ({}).", a.iso, name(left.card), b.iso, name(right.card)),
            );
            return;
        };
        let near_copies = left.share.min(right.share) >= NEAR_COPY;
        let weight = date_weight(first, second, near_copies, doubt);
        if weight == weight::MONTHS_APART {
            let text = "Near copies are dated months apart: one of the dates may be wrong.".to_owned();
            self.open(ReasonKind::DateConflict, text);
        }
        let text = format!("{} is dated {}, {} {}.", name(earlier.card), first.iso, name(later.card), second.iso);
        self.add(weight, stance, ReasonKind::Date, text, None);
        if let (Some(a), Some(b)) = (&earlier.card.stamped, &later.card.stamped)
            && a.to < b.from
            && earlier.card.published_from != Some(DateOrigin::Text)
        {
            self.add(
                weight::STAMPS_AGREE,
                stance,
                ReasonKind::Stamp,
                format!("The stamps in the texts say {} and {}.", a.iso, b.iso),
                None,
            );
        }
    }

    /// What `side` says of where its text comes from. `stance` is the order in which `side` is the later one.
    fn sourcing(&mut self, side: Side<'_>, other: Side<'_>, gazetteer: &Gazetteer, stance: Stance) {
        let of_other = |m: &&Mention| other.card.outlet.as_deref().is_some_and(|o| gazetteer.same(o, &m.outlet));
        let not_itself = |m: &&Mention| !side.card.outlet.as_deref().is_some_and(|o| gazetteer.same(o, &m.outlet));
        let passage = |m: &Mention| Some(Passage { article: side.article, span: m.span });
        let named: Vec<&Mention> = side.mentions.iter().filter(not_itself).collect();
        if let Some(m) = named.iter().find(|m| of_other(m) && m.form != CreditForm::Trace) {
            let text = format!("{} names {} as a source.", name(side.card), m.printed);
            self.add(weight::CREDIT, stance, ReasonKind::Credit, text, passage(m));
        } else if let Some(m) = named.iter().find(|m| of_other(m)) {
            let text = format!("{} has words that were said to {}.", name(side.card), m.printed);
            self.add(weight::WITNESS, stance, ReasonKind::HouseStyle, text, passage(m));
        } else if other.card.outlet.is_none()
            && other.mentions.is_empty()
            && let Some(m) = named.iter().find(|m| m.form != CreditForm::Trace)
        {
            let text =
                format!("{} names {} as a source; {} names no outlet and may be that text.", name(side.card), m.printed, name(other.card));
            self.add(weight::CREDIT_PERHAPS, stance, ReasonKind::Credit, text, passage(m));
        }
    }

    /// "told the Meridian" in the Meridian: whoever was told wrote it down first.
    fn own_reporting(&mut self, side: Side<'_>, other: Side<'_>, gazetteer: &Gazetteer, stance: Stance) {
        let own = |s: Side<'_>, m: &Mention| {
            m.form == CreditForm::Trace && s.card.outlet.as_deref().is_some_and(|o| gazetteer.same(o, &m.outlet))
        };
        let Some(m) = side.mentions.iter().find(|m| own(side, m)) else { return };
        if !other.mentions.iter().any(|m| own(other, m)) {
            let text = format!("{} names its own reporting: {} was told or shown what it prints.", name(side.card), m.printed);
            self.add(weight::OWN_REPORTING, stance, ReasonKind::HouseStyle, text, Some(Passage { article: side.article, span: m.span }));
        }
    }

    fn growth(&mut self, left: Side<'_>, right: Side<'_>, growth: Option<Growth>) {
        let Some(growth) = growth else { return };
        let (stance, earlier, later) =
            if growth.left_lower { (Stance::LeftEarlier, left, right) } else { (Stance::RightEarlier, right, left) };
        let weight = if growth.counts > 1 { weight::UPDATES } else { weight::UPDATE };
        let text = format!("{} has a lower count than {} of what can only grow.", name(earlier.card), name(later.card));
        self.add(weight, stance, ReasonKind::Update, text, Some(growth.seen));
    }

    fn third(&mut self, left: Side<'_>, right: Side<'_>, third: Option<Third>, cards: &[Card]) {
        let of = |third: ArticleIx| name(&cards[third.index()]);
        let (stance, first, second, third, changes) = match third {
            None => return,
            Some(Third::Apart { third }) => {
                let text =
                    format!("Against {}, each side has changes of its own and none of the other’s: both may come from it.", of(third));
                return self.open(ReasonKind::CommonSource, text);
            }
            Some(Third::Both { third }) => {
                let text = format!(
                    "What {} and {} share stands in {}, and neither has a change of the other’s: both may come from it.",
                    name(left.card),
                    name(right.card),
                    of(third)
                );
                return self.open(ReasonKind::CommonSource, text);
            }
            Some(Third::LeftFirst { third, changes }) => (Stance::LeftEarlier, left, right, third, changes),
            Some(Third::RightFirst { third, changes }) => (Stance::RightEarlier, right, left, third, changes),
        };
        let (a, b) = (name(first.card), name(second.card));
        let text = format!("{b} has the {changes} changes that {a} has against {}, and more of its own.", of(third));
        self.add(weight::SHARED_CHANGES, stance, ReasonKind::SharedChanges, text, None);
    }

    fn institution(&mut self, left: Side<'_>, right: Side<'_>) {
        let institution = |s: Side<'_>| host(s.card).is_some_and(|h| is_institution(&h));
        let (of, stance) = match (institution(left), institution(right)) {
            (true, false) => (left, Stance::LeftEarlier),
            (false, true) => (right, Stance::RightEarlier),
            _ => return,
        };
        let text = format!("{} is the site of an institution, which publishes releases.", name(of.card));
        self.add(weight::INSTITUTION, stance, ReasonKind::HouseStyle, text, None);
    }

    fn agency(&mut self, left: Side<'_>, right: Side<'_>, gazetteer: &Gazetteer) {
        let agency =
            |s: Side<'_>| s.card.role == Role::Wire || s.card.outlet.as_deref().and_then(|o| gazetteer.outlet(o)).is_some_and(|o| o.agency);
        let (of, stance) = match (agency(left), agency(right)) {
            (true, false) => (left, Stance::LeftEarlier),
            (false, true) => (right, Stance::RightEarlier),
            _ => return,
        };
        let text = format!("{} is an agency: its texts are written to be carried by others.", name(of.card));
        self.add(weight::AGENCY, stance, ReasonKind::Agency, text, None);
    }

    fn containment(&mut self, left: Side<'_>, right: Side<'_>) {
        const INSIDE: f64 = 0.8;
        const MUCH_MORE: f64 = 0.6;
        for (part, whole, stance) in [(right, left, Stance::LeftEarlier), (left, right, Stance::RightEarlier)] {
            if part.share >= INSIDE && whole.share <= MUCH_MORE {
                let text = format!(
                    "{:.0} % of {} stands in {}, which has more: an abridgement is the commoner case.",
                    100.0 * part.share,
                    name(part.card),
                    name(whole.card)
                );
                self.add(weight::CONTAINED, stance, ReasonKind::Containment, text, None);
            }
        }
    }

    fn verdict(self, (left, right): (ArticleIx, ArticleIx), fellows: (bool, bool), config: &DirectionConfig) -> Judged {
        let probability = 1.0 / (1.0 + (-SLOPE * self.odds.abs()).exp());
        let (stance, earlier) = if self.odds > 0.0 { (Stance::LeftEarlier, left) } else { (Stance::RightEarlier, right) };
        // of the later side
        let ambiguous = if self.odds > 0.0 { fellows.1 } else { fellows.0 };
        let counts = |kind: &ReasonKind| match kind {
            // what a text holds of the other says how, hardly when, and what an outlet is says nothing of this text
            ReasonKind::Containment | ReasonKind::Agency => false,
            // a stamp is made together with the date
            ReasonKind::Stamp => false,
            ReasonKind::Credit => !ambiguous,
            _ => true,
        };
        let mut kinds: Vec<ReasonKind> = self.reasons.iter().filter(|(w, r)| *w > 0.0 && r.stance == stance).map(|(_, r)| r.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let independent = kinds.iter().filter(|k| counts(k)).count();
        let direction = if probability >= config.clear_from && independent >= 2 {
            Direction::Clear
        } else if probability >= config.likely_from {
            Direction::Likely
        } else {
            Direction::CannotTell
        };
        let told = direction != Direction::CannotTell;
        Judged {
            earlier: told.then_some(earlier),
            direction,
            probability: told.then_some((probability * 1000.0).round() / 1000.0),
            reasons: self.reasons.into_iter().map(|(_, reason)| reason).collect(),
        }
    }
}

/// When the text was written, as far as its dates tell: a stamp in the text is trusted before a declared date that contradicts it, and a
/// capture only says that the text is not younger.
fn written(card: &Card) -> Option<&Date> {
    let declared = card
        .published
        .as_ref()
        .filter(|_| !matches!(card.published_from, Some(DateOrigin::Capture | DateOrigin::Http | DateOrigin::Inferred)));
    let declared = declared.filter(|d| d.precision >= Precision::Day);
    match (declared, &card.stamped) {
        (Some(declared), Some(stamp)) if disagree(declared, stamp) => Some(stamp),
        (Some(declared), _) => Some(declared),
        (None, Some(stamp)) => Some(stamp),
        (None, None) => None,
    }
}

/// Share of both texts from which they are near copies.
const NEAR_COPY: f64 = 0.5;

/// From log-odds of the weights to those of the probability: a logistic map without shift. Fitted where 0.87 was right in 0.97 of cases on one
/// generated corpus; on two others (eval/runs/2026-11-22-direction-base.md) stated and reached share differ by 0.010 and 0.002.
const SLOPE: f64 = 1.6;

/// Why an earlier date may say little of who had the text from whom.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubt {
    None,
    /// Both sides have traces of one agency.
    Takes,
    /// A third text holds all that is shared.
    ThirdText,
}

/// What a difference of two dates weighs.
fn date_weight(first: &Date, second: &Date, near_copies: bool, doubt: Doubt) -> f64 {
    const DAY: i64 = 86_400;
    const MONTHS: i64 = 60 * DAY;
    const WEEK: i64 = 7 * DAY;
    let apart = later_by(first, second);
    let timed = first.precision.min(second.precision) >= Precision::Time;
    if first.iso.get(..10) == second.iso.get(..10) && apart < 3600 {
        return 0.0;
    }
    match (near_copies && apart > MONTHS, doubt) {
        (true, _) => weight::MONTHS_APART,
        (false, Doubt::ThirdText) => weight::BOTH_FROM_THIRD,
        _ if first.iso.get(..10) == second.iso.get(..10) => weight::HOURS_DIFFER,
        (false, Doubt::Takes) if timed || apart > WEEK => weight::TAKES_TIMED,
        (false, Doubt::Takes) => weight::TAKES,
        (false, Doubt::None) => weight::DAYS_DIFFER,
    }
}

/// The host of the article's address; else its outlet, where that is one.
fn host(card: &Card) -> Option<String> {
    let of_url = card.url.as_deref().and_then(|u| u.split_once("://")).map(|(_, rest)| rest);
    let of_url = of_url.map(|rest| rest.split(['/', ':', '?', '#']).next().unwrap_or(rest));
    let named = || card.outlet.as_deref().filter(|o| o.contains('.') && !o.contains(' '));
    of_url.or_else(named).map(str::to_lowercase)
}

/// Whether two dates of one article cannot both be right: more than half a day lies between them, which no time zone explains.
fn disagree(a: &Date, b: &Date) -> bool {
    const HALF_A_DAY: i64 = 43_200;
    a.from.max(b.from) - a.to.min(b.to) > HALF_A_DAY
}

fn later_by(first: &Date, second: &Date) -> i64 {
    second.from - first.to
}

/// A sentence where the declared date and the stamp in the text disagree.
pub(crate) fn date_conflict(card: &Card) -> Option<String> {
    let (declared, stamp) = (card.published.as_ref()?, card.stamped.as_ref()?);
    let apart = disagree(declared, stamp) && card.published_from != Some(DateOrigin::Text);
    apart.then(|| format!("{} is declared {}, but its text is stamped {}.", name(card), declared.iso, stamp.iso))
}

/// The first words of a title or text, in quotation marks.
pub(crate) fn quoted(words: &str) -> String {
    const WORDS: usize = 10;
    const CHARS: usize = 80;
    let mut words = words.split_whitespace();
    let first = words.by_ref().take(WORDS).collect::<Vec<_>>().join(" ");
    let shown: String = first.chars().take(CHARS).collect();
    let more = shown.len() < first.len() || words.next().is_some();
    format!("“{shown}{}”", if more { " …" } else { "" })
}

/// How sentences name an article: by its outlet, else by its title, else by its file. Where its text is at hand, [`CorpusView::name`] says more
/// than a file.
pub(crate) fn name(card: &Card) -> String {
    match (&card.outlet, &card.title) {
        (Some(outlet), _) => outlet.to_string(),
        (None, Some(title)) => quoted(title),
        (None, None) => card.input.rsplit('/').next().unwrap_or(&card.id).to_owned(),
    }
}
