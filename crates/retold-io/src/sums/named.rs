//! Groups, organisations, governments, and the labels that outlets give them.
//!
//! Summed by the name as printed: two spellings are two rows. A name is summed only where texts show that it is a group's, far more often than that
//! it is a person's; the names of people stay in their texts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use retold::record::{EntitySort, Label, Voice, stable_id};
use retold::text::on_one_line;

/// Labels named in the list.
const FORMS: usize = 10;
/// From so many outlets on a name has a row: one alone says nothing of how outlets differ.
const OUTLETS: usize = 2;

/// A name is a group's where it bears labels of groups so many times as often as labels of people. Chosen, not measured.
const MORE: u64 = 5;

/// A name and the labels given to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Hash of the name.
    pub id: String,
    /// The name as printed.
    pub name: String,
    /// Labels that were read.
    pub labels: u64,
    /// Articles that give one.
    pub articles: u64,
    /// Outlets of these articles; one without a known outlet counts by itself.
    pub outlets: u64,
    /// Different labels, each voice by itself.
    pub different: u64,
    /// Those of most outlets and articles.
    pub forms: Vec<Form>,
}

/// A label as it is given in one voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The words, in lower case where they are printed so anywhere.
    pub words: String,
    /// Whose word it is.
    pub voice: Voice,
    /// Articles.
    pub articles: u64,
    /// Their outlets.
    pub outlets: u64,
}

/// A label with the name that bears it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) voice: Voice,
    pub(crate) sort: EntitySort,
    pub(crate) article: u32,
    pub(crate) outlet: Option<String>,
}

/// The name that a label is given to, where there is one.
pub fn name_text(text: &str, label: &Label) -> Option<String> {
    let named = label.mention.is_some() && label.sort != EntitySort::Thing;
    let name = text.get(label.entity.range()).filter(|_| named)?;
    Some(on_one_line(name)).filter(|n| !n.is_empty())
}

/// The words of a label.
pub(crate) fn label_text(text: &str, label: &Label) -> String {
    on_one_line(text.get(label.span.range()).unwrap_or(""))
}

#[derive(Default)]
struct Given {
    printed: BTreeSet<String>,
    articles: BTreeSet<u32>,
    /// By name, or by article.
    outlets: BTreeSet<Result<String, u32>>,
}

#[derive(Default)]
struct Bearer {
    printed: BTreeSet<String>,
    labels: u64,
    groups: u64,
    persons: u64,
    all: Given,
    forms: BTreeMap<(String, Voice), Given>,
}

/// Sums labels that come in the order of their names, upper and lower case aside.
pub(crate) fn named(rows: impl Iterator<Item = Row>) -> Vec<Named> {
    let mut out = Vec::new();
    let mut key = String::new();
    let mut bearer = Bearer::default();
    for row in rows {
        if !row.name.eq_ignore_ascii_case(&key) {
            out.extend(std::mem::take(&mut bearer).finish(&key));
            key = row.name.to_ascii_lowercase();
        }
        bearer.add(row);
    }
    out.extend(bearer.finish(&key));
    out.sort_by_cached_key(|n: &Named| (Reverse((n.outlets, n.articles, n.labels)), n.name.clone()));
    out
}

impl Given {
    fn add(&mut self, row: &Row) {
        self.articles.insert(row.article);
        self.outlets.insert(row.outlet.clone().ok_or(row.article));
    }
}

impl Bearer {
    fn add(&mut self, row: Row) {
        self.labels += 1;
        self.groups += u64::from(row.sort == EntitySort::Group);
        self.persons += u64::from(row.sort == EntitySort::Person);
        self.all.add(&row);
        let form = self.forms.entry((row.label.to_lowercase(), row.voice)).or_default();
        form.add(&row);
        form.printed.insert(row.label);
        self.printed.insert(row.name);
    }

    fn finish(self, key: &str) -> Option<Named> {
        if self.groups <= MORE * self.persons || self.all.outlets.len() < OUTLETS {
            return None;
        }
        let different = self.forms.len() as u64;
        // small letters come after capital ones: what stands last is no headline
        let form = |((key, voice), given): ((String, Voice), Given)| Form {
            words: given.printed.into_iter().next_back().unwrap_or(key),
            voice,
            articles: given.articles.len() as u64,
            outlets: given.outlets.len() as u64,
        };
        let mut forms: Vec<Form> = self.forms.into_iter().map(form).collect();
        forms.sort_by_cached_key(|f| (Reverse((f.outlets, f.articles)), f.voice, f.words.clone()));
        forms.truncate(FORMS);
        Some(Named {
            id: stable_id("e", &[key]),
            name: self.printed.into_iter().next_back().unwrap_or_default(),
            labels: self.labels,
            articles: self.all.articles.len() as u64,
            outlets: self.all.outlets.len() as u64,
            different,
            forms,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, named};
    use retold::record::{EntitySort, Voice};

    fn row(name: &str, label: &str, article: u32, sort: EntitySort) -> Row {
        let outlet = Some(format!("Outlet {article}"));
        Row { name: name.into(), label: label.into(), voice: Voice::Own, sort, article, outlet }
    }

    #[test]
    fn a_group_of_two_outlets_has_a_row_and_a_person_has_none() {
        let rows = [
            row("Ilse Varn", "harbour master", 0, EntitySort::Person),
            row("Ilse Varn", "official", 1, EntitySort::Person),
            row("QUAY WARDENS", "VIGILANTES", 0, EntitySort::Actor),
            row("Quay Wardens", "vigilantes", 1, EntitySort::Actor),
            row("Quay Wardens", "rescuers", 1, EntitySort::Group),
            row("Watch", "office", 2, EntitySort::Group),
        ];
        let all = named(rows.into_iter());
        let [wardens] = &all[..] else { panic!("{all:?}") };
        assert_eq!((wardens.name.as_str(), wardens.labels, wardens.outlets, wardens.different), ("Quay Wardens", 3, 2, 2));
        assert_eq!((wardens.forms[0].words.as_str(), wardens.forms[0].articles), ("vigilantes", 2));
    }
}
