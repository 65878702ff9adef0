//! Credit: whether each side of a pair says whose text it carries.
//!
//! `none-found` is said only where the other side's outlet is known, the page is complete, and the order is clear or likely; everything else
//! that was not found is `not-judged`. A witness (`told NPA`) is no credit.

use std::collections::BTreeSet;

use super::direction::Side;
use crate::corpus::Reading;
use crate::record::{ArticleIx, Credit, CreditClass, CreditSpan, CreditTarget, Role};
use crate::text::{Gazetteer, Mention, MentionForm};

/// What credit needs to know of the collection.
pub(crate) struct Credits<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    /// Main names of the collection's outlets.
    pub(crate) outlets: &'a BTreeSet<&'a str>,
}

impl Credits<'_> {
    /// The credit of `side` towards `other`. `later` is whether `side` is the later one, clearly or likely.
    pub(crate) fn judge(&self, side: Side<'_>, other: Side<'_>, reading: &Reading, later: bool) -> (Credit, Vec<CreditSpan>) {
        let spans: Vec<CreditSpan> = side
            .mentions
            .iter()
            .filter(|m| m.form != MentionForm::Witness && !side.card.outlet.as_deref().is_some_and(|o| self.gazetteer.same(o, &m.outlet)))
            .map(|m| CreditSpan { article: side.article, span: m.span, target: m.printed.clone(), to: self.target(m, side, other) })
            .collect();
        let found = |to: CreditTarget| spans.iter().any(|s| s.to == to);
        let credit = |class, to| Credit { class, to };
        let judged = if found(CreditTarget::ItsOutlet) {
            credit(CreditClass::Credited, Some(CreditTarget::ItsOutlet))
        } else if self.licensed(side, other) {
            credit(CreditClass::NotNeeded, None)
        } else if other.card.outlet.is_none() && found(CreditTarget::NotInCollection) {
            credit(CreditClass::Credited, Some(CreditTarget::NotInCollection))
        } else if found(CreditTarget::CommonSource) {
            credit(CreditClass::CommonSource, Some(CreditTarget::CommonSource))
        } else if let Some(to) = links_to(reading, other) {
            credit(CreditClass::LinkOnly, Some(to))
        } else {
            let to = spans.first().map(|s| s.to);
            // an outlet need not credit itself
            let own = side.card.outlet.is_some() && side.card.outlet == other.card.outlet;
            let judgeable = later && other.card.outlet.is_some() && side.card.complete && !own;
            credit(if judgeable { CreditClass::NoneFound } else { CreditClass::NotJudged }, to)
        };
        (judged, spans)
    }

    fn target(&self, mention: &Mention, side: Side<'_>, other: Side<'_>) -> CreditTarget {
        let same = |outlet: &str| self.gazetteer.same(outlet, &mention.outlet);
        let both_name = || other.mentions.iter().any(|m| m.form != MentionForm::Witness && self.gazetteer.same(&m.outlet, &mention.outlet));
        let agency = || self.gazetteer.outlet(&mention.outlet).is_some_and(|o| o.agency);
        if other.card.outlet.as_deref().is_some_and(same) {
            CreditTarget::ItsOutlet
        } else if both_name() || agency() && side.card.outlet.is_some() && other.card.outlet.is_some() {
            CreditTarget::CommonSource
        } else if self.outlets.contains(self.gazetteer.main_name(&mention.outlet)) {
            CreditTarget::Other
        } else {
            CreditTarget::NotInCollection
        }
    }

    /// A stated agreement with the other outlet, or a source that is published to be used.
    fn licensed(&self, side: Side<'_>, other: Side<'_>) -> bool {
        let agreed = || {
            let (Some(own), Some(theirs)) = (&side.card.outlet, &other.card.outlet) else { return false };
            self.gazetteer.outlet(own).is_some_and(|o| o.agreements.iter().any(|a| self.gazetteer.same(a, theirs) || a == theirs))
        };
        matches!(other.card.role, Role::Release | Role::Transcript | Role::Statement) || agreed()
    }
}

/// Where the hyperlinks of the text lead: to the other article, or at least to its site.
fn links_to(reading: &Reading, other: Side<'_>) -> Option<CreditTarget> {
    let url = other.card.url.as_deref()?;
    let bare = |u: &str| {
        u.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.").trim_end_matches('/').to_lowercase()
    };
    let wanted = bare(url);
    let host = wanted.split('/').next().unwrap_or("").to_owned();
    let links: Vec<String> = reading.links.iter().map(|l| bare(l)).collect();
    if links.contains(&wanted) {
        Some(CreditTarget::ThisArticle)
    } else {
        links.iter().any(|l| l.split('/').next() == Some(host.as_str())).then_some(CreditTarget::ItsOutlet)
    }
}

/// The article's own id is enough to tell credits of one side from those of the other.
pub(crate) fn of_article(spans: &[CreditSpan], article: ArticleIx) -> impl Iterator<Item = &CreditSpan> {
    spans.iter().filter(move |s| s.article == article)
}
