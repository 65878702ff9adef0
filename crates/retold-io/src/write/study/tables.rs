//! The tables of a study, counted from pairs and families.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use csv::{Terminator, WriterBuilder};
use retold::record::CreditClass;

use super::Study;
use crate::collection::Error;
use crate::thresholds::TENTHS;
use crate::write::graph::{Family, Link, Shared};
use crate::write::whole::put;
use crate::write::{Exported, safe};

/// What is said of a group.
#[derive(Default)]
struct Group {
    articles: u64,
    sharing: BTreeSet<usize>,
    families: u64,
    /// Families that are earliest here and that another group carries.
    earliest: u64,
    /// Groups that carry text that is earlier here, by what they say of it.
    carried_by: BTreeMap<&'static str, BTreeSet<usize>>,
    /// Pairs whose later side is here and whose earlier side is elsewhere, by credit.
    carries: BTreeMap<&'static str, u64>,
    cannot_tell: u64,
}

pub(super) struct Tables<'a> {
    shared: &'a Shared<'a>,
    study: &'a Study,
    /// Names of the groups, sorted.
    names: Vec<&'a str>,
    /// The group of each article.
    of: Vec<Option<usize>>,
    groups: Vec<Group>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, keys: &'a [Option<String>], study: &'a Study) -> Self {
        let names: Vec<&str> = keys.iter().flatten().map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect();
        let of: Vec<Option<usize>> = keys.iter().map(|k| k.as_deref().and_then(|k| names.binary_search(&k).ok())).collect();
        let groups = groups(shared, &of, names.len());
        Tables { shared, study, names, of, groups }
    }

    pub(super) fn write(&self, dir: &Path, out: &mut Exported) -> Result<(), Error> {
        let mut table = |name: &str, columns: &[&str], rows: Vec<Vec<String>>| {
            put(out, &dir.join(name), rows.len(), |file| csv(file, columns, rows.into_iter()))
        };
        let columns = "left,right,left_group,right_group,left_share,right_share,shared_words,narration_words,earlier,direction,credit";
        table("pairs.csv", &columns.split(',').collect::<Vec<_>>(), self.shared.links.iter().map(|link| self.pair(link)).collect())?;
        let columns = "family,articles,groups,texts,earliest,earliest_group,earliest_published,first_day,last_day";
        table("families.csv", &columns.split(',').collect::<Vec<_>>(), self.shared.families.iter().map(|f| self.family(f)).collect())?;
        let columns = "group,label,articles,sharing,families,earliest_here,carried_by_credited,carried_by_none_found,carried_by_other,\
                       carries_credited,carries_none_found,carries_other,cannot_tell";
        let rows = (0..self.groups.len()).map(|at| self.group(at)).collect();
        table("groups.csv", &columns.split(',').map(str::trim).collect::<Vec<_>>(), rows)?;
        let columns = ["threshold", "pairs", "articles", "edges", "groups", "largest_connected_set"];
        table("sensitivity.csv", &columns, TENTHS.iter().map(|&t| self.at_threshold(f64::from(t) / 10.0)).collect())?;
        table("timeline.csv", &["day", "articles", "sharing", "families_begin"], self.timeline())
    }

    fn name(&self, article: usize) -> String {
        self.of[article].map_or(String::new(), |group| self.names[group].to_owned())
    }

    fn pair(&self, link: &Link) -> Vec<String> {
        let id = |article: usize| self.shared.articles[article].id.clone();
        vec![
            id(link.left),
            id(link.right),
            self.name(link.left),
            self.name(link.right),
            format!("{:.4}", link.shares[0]),
            format!("{:.4}", link.shares[1]),
            link.words.to_string(),
            link.narration.to_string(),
            link.earlier.map(id).unwrap_or_default(),
            link.direction.as_str().to_owned(),
            link.credit.as_str().to_owned(),
        ]
    }

    fn family(&self, family: &Family) -> Vec<String> {
        let (low, high) = family.texts;
        let groups: BTreeSet<usize> = family.members.iter().filter_map(|&a| self.of[a]).collect();
        let mut days: Vec<&str> = family.members.iter().filter_map(|&a| self.day(a)).collect();
        days.sort_unstable();
        let earliest = |text: &dyn Fn(usize) -> String| family.earliest.map(text).unwrap_or_default();
        vec![
            family.id.clone(),
            family.members.len().to_string(),
            groups.len().to_string(),
            if low == high { low.to_string() } else { format!("{low}-{high}") },
            earliest(&|a| self.shared.articles[a].id.clone()),
            earliest(&|a| self.name(a)),
            earliest(&|a| self.published(a).unwrap_or_default().to_owned()),
            days.first().copied().unwrap_or_default().to_owned(),
            days.last().copied().unwrap_or_default().to_owned(),
        ]
    }

    fn group(&self, at: usize) -> Vec<String> {
        let (group, name) = (&self.groups[at], self.names[at]);
        let by = |class: &str| group.carried_by.get(class).map_or(0, BTreeSet::len).to_string();
        let carries = |class: &str| group.carries.get(class).copied().unwrap_or(0).to_string();
        vec![
            name.to_owned(),
            self.study.labels.get(name).cloned().unwrap_or_default(),
            group.articles.to_string(),
            group.sharing.len().to_string(),
            group.families.to_string(),
            group.earliest.to_string(),
            by("credited"),
            by("none-found"),
            by("other"),
            carries("credited"),
            carries("none-found"),
            carries("other"),
            group.cannot_tell.to_string(),
        ]
    }

    /// What is left where only pairs count of which one article shares this much of its words.
    fn at_threshold(&self, threshold: f64) -> Vec<String> {
        let kept: Vec<&Link> = self.shared.links.iter().filter(|l| l.shares[0].max(l.shares[1]) >= threshold).collect();
        let articles: BTreeSet<usize> = kept.iter().flat_map(|l| [l.left, l.right]).collect();
        let edges: BTreeSet<(usize, usize)> = kept
            .iter()
            .filter_map(|l| Some((self.of[l.left]?, self.of[l.right]?)))
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        let groups: BTreeSet<usize> = edges.iter().flat_map(|&(a, b)| [a, b]).collect();
        let largest = largest_set(&edges, self.names.len());
        let counts = [kept.len(), articles.len(), edges.len(), groups.len(), largest];
        std::iter::once(format!("{threshold:.1}")).chain(counts.iter().map(usize::to_string)).collect()
    }

    fn timeline(&self) -> Vec<Vec<String>> {
        let mut days: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
        let sharing: BTreeSet<usize> = self.shared.links.iter().flat_map(|l| [l.left, l.right]).collect();
        for article in 0..self.shared.articles.len() {
            if let Some(day) = self.day(article) {
                let counts = days.entry(day).or_default();
                counts[0] += 1;
                counts[1] += u64::from(sharing.contains(&article));
            }
        }
        for day in self.shared.families.iter().filter_map(|f| f.earliest).filter_map(|a| self.day(a)) {
            days.entry(day).or_default()[2] += 1;
        }
        days.into_iter().map(|(day, counts)| std::iter::once(day.to_owned()).chain(counts.iter().map(u64::to_string)).collect()).collect()
    }

    fn published(&self, article: usize) -> Option<&str> {
        self.shared.articles[article].published.as_ref().map(|date| date.iso.as_str())
    }

    fn day(&self, article: usize) -> Option<&str> {
        self.published(article).and_then(|day| day.get(..10))
    }

    /// What the study covers, in words.
    pub(super) fn note(&self) -> String {
        let texts = self.shared.articles.len();
        let undated = (0..texts).filter(|&a| self.day(a).is_none()).count();
        let ungrouped = self.of.iter().filter(|group| group.is_none()).count();
        let told = self.shared.links.iter().filter(|l| l.earlier.is_some()).count();
        let [one, many] = self.study.group_by.noun();
        let labels = self.study.labels_from.as_ref().map_or(String::new(), |from| {
            let known = self.names.iter().filter(|name| self.study.labels.contains_key(**name)).count();
            format!(
                "Labels of groups are the user's, from {from}; {known} of {} groups have one. Retold has no labels of its own.\n",
                self.names.len()
            )
        });
        format!(
            "Study of shared text, made with Retold {}.\n\n\
             Groups are {many}: {} of them. {texts} articles, {ungrouped} of unknown {one}, {undated} undated.\n\
             {} pairs share text; the order is told for {told} of them. {} families.\n{labels}\n\
             \"Earliest\" means earliest in this collection: articles that are not in it, earlier versions and agency copy may come before it. A {one} with few\n\
             articles here may have published many. \"carried_by\" counts {many} that carry text whose earlier side is here: credited, with no credit found\n\
             (which says nothing of rights: contracts and licences are seldom printed), or with the credit not judged, shared with a third source, or\n\
             not needed (\"other\"). Many of them make no agency of a {one}: look at the pairs.\n\
             sensitivity.csv: the share is of the article that shares more of its words; with 0.0 every shared passage of eight words counts.\n\
             Text overlap, not intent.\n",
            env!("CARGO_PKG_VERSION"),
            self.names.len(),
            self.shared.links.len(),
            self.shared.families.len()
        )
    }
}

fn groups(shared: &Shared, of: &[Option<usize>], count: usize) -> Vec<Group> {
    let mut out: Vec<Group> = (0..count).map(|_| Group::default()).collect();
    for group in of.iter().flatten() {
        out[*group].articles += 1;
    }
    for link in &shared.links {
        let (from, to) = if link.earlier == Some(link.right) { (link.right, link.left) } else { (link.left, link.right) };
        for end in [from, to] {
            if let Some(group) = of[end] {
                out[group].sharing.insert(end);
            }
        }
        let (Some(a), Some(b)) = (of[from], of[to]) else { continue };
        if a == b {
            continue;
        }
        if link.earlier.is_none() {
            out[a].cannot_tell += 1;
            out[b].cannot_tell += 1;
            continue;
        }
        let class = match link.credit {
            CreditClass::Credited => "credited",
            CreditClass::NoneFound => "none-found",
            _ => "other",
        };
        out[a].carried_by.entry(class).or_default().insert(b);
        *out[b].carries.entry(class).or_default() += 1;
    }
    for family in &shared.families {
        let inside: BTreeSet<usize> = family.members.iter().filter_map(|&a| of[a]).collect();
        inside.iter().for_each(|&group| out[group].families += 1);
        if let Some(group) = family.earliest.and_then(|a| of[a])
            && inside.len() > 1
        {
            out[group].earliest += 1;
        }
    }
    out
}

/// Size of the largest set of groups that edges join.
fn largest_set(edges: &BTreeSet<(usize, usize)>, groups: usize) -> usize {
    let mut root: Vec<usize> = (0..groups).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    for &(a, b) in edges {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a] = b;
    }
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for group in edges.iter().flat_map(|&(a, b)| [a, b]).collect::<BTreeSet<_>>() {
        *sizes.entry(find(&mut root, group)).or_default() += 1;
    }
    sizes.into_values().max().unwrap_or(0)
}

/// A table, safe to open in a spreadsheet.
pub(super) fn csv<W: Write>(file: &mut W, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> io::Result<()> {
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(file);
    out.write_record(columns)?;
    for row in rows {
        // numbers below zero do not occur, so every cell may be made safe
        out.write_record(row.iter().map(|cell| safe(cell).into_owned()))?;
    }
    out.flush()
}
