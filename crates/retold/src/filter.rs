//! Filters: which matches a run keeps. The default keeps all.

use serde::{Deserialize, Serialize};

use crate::corpus::Card;

/// What two articles must be to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Across {
    /// Any two articles.
    #[default]
    All,
    /// Articles of two known outlets.
    Outlets,
    /// Articles of two known languages.
    Languages,
}

/// Which matches are kept. A filter acts on matches after alignment and before anything is derived from them, so that pairs, families and
/// findings all rest on what is kept; what it leaves out is counted. An article that lacks what a filter asks for (a date, an outlet, a
/// language) does not pass it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Days that the two publication dates may lie apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// Whether only articles of different outlets, or of different languages, are compared.
    pub across: Across,
    /// Languages (ISO 639-1) that both articles must be of; empty for all.
    pub languages: Vec<String>,
    /// Outlets whose articles are left out.
    pub without_outlets: Vec<String>,
    /// Equal words that a match must have.
    pub min_words: u32,
    /// Share of equal words that a match must have, 0 to 1.
    pub min_identity: f64,
}

impl Default for Filter {
    fn default() -> Self {
        let none = Vec::new;
        Filter { within_days: None, across: Across::All, languages: none(), without_outlets: none(), min_words: 0, min_identity: 0.0 }
    }
}

impl Filter {
    /// Whether a match of so many equal words and such an identity (0 to 1) between these articles passes.
    pub fn keeps(&self, words: u32, identity: f64, left: &Card, right: &Card) -> bool {
        words >= self.min_words && identity >= self.min_identity && self.keeps_pair(left, right)
    }

    fn keeps_pair(&self, left: &Card, right: &Card) -> bool {
        let different = |a: Option<&str>, b: Option<&str>| a.is_some() && b.is_some() && a != b;
        let known = |list: &[String], value: Option<&str>| value.is_some_and(|value| list.iter().any(|one| one == value));
        let across = match self.across {
            Across::All => true,
            Across::Outlets => different(left.outlet.as_deref(), right.outlet.as_deref()),
            Across::Languages => different(left.lang.as_deref(), right.lang.as_deref()),
        };
        let languages =
            self.languages.is_empty() || known(&self.languages, left.lang.as_deref()) && known(&self.languages, right.lang.as_deref());
        let outlets = !known(&self.without_outlets, left.outlet.as_deref()) && !known(&self.without_outlets, right.outlet.as_deref());
        across && languages && outlets && self.within_days.is_none_or(|days| days_apart(left, right).is_some_and(|d| d <= i64::from(days)))
    }
}

/// Whole days that lie between two articles at least; `None` where one is undated.
fn days_apart(left: &Card, right: &Card) -> Option<i64> {
    let date = |c: &'_ Card| c.published.as_ref().or(c.stamped.as_ref()).map(|d| (d.from, d.to));
    let ((l_from, l_to), (r_from, r_to)) = (date(left)?, date(right)?);
    Some((r_from - l_to).max(l_from - r_to).max(0) / 86_400)
}
