//! From pairs of articles to pairs of outlets, or of other groups.

use std::collections::{BTreeMap, BTreeSet};

use retold::record::CreditClass;

use super::{Attribute, Edge, Graph, Kind, Link, Node, Shared, Value};

const NODE: &[Attribute] = &[("articles", Kind::Count), ("sharing", Kind::Count), ("pairs_inside", Kind::Count)];

const EDGE: &[Attribute] = &[
    ("pairs", Kind::Count),
    ("families", Kind::Count),
    ("articles", Kind::Count),
    ("words", Kind::Count),
    ("narration_words", Kind::Count),
    ("source_earlier", Kind::Count),
    ("target_earlier", Kind::Count),
    ("cannot_tell", Kind::Count),
    ("credited", Kind::Count),
    ("common_source", Kind::Count),
    ("link_only", Kind::Count),
    ("none_found", Kind::Count),
    ("not_judged", Kind::Count),
    ("not_needed", Kind::Count),
];

/// The columns of credit above, in their order.
const CREDITS: [CreditClass; 6] = [
    CreditClass::Credited,
    CreditClass::CommonSource,
    CreditClass::LinkOnly,
    CreditClass::NoneFound,
    CreditClass::NotJudged,
    CreditClass::NotNeeded,
];

/// What two groups share.
#[derive(Default)]
struct Sum {
    pairs: u64,
    words: u64,
    narration: u64,
    families: BTreeSet<usize>,
    articles: BTreeSet<usize>,
    /// First named group earlier, second earlier, cannot tell.
    order: [u64; 3],
    credits: [u64; CREDITS.len()],
}

#[derive(Default)]
struct Group {
    articles: u64,
    sharing: BTreeSet<usize>,
    inside: u64,
}

/// What the articles are grouped by.
pub(in crate::write) struct Groups<'a> {
    /// The group of each article, in the order of articles; `None` where it is not known.
    pub(in crate::write) of: Vec<Option<&'a str>>,
    /// Names of the two graphs.
    pub(in crate::write) names: [&'static str; 2],
    /// What a group is called, in the singular and the plural.
    pub(in crate::write) noun: [&'static str; 2],
}

impl Shared<'_> {
    /// The graph of all pairs of outlets, and that of those whose order is told.
    pub(super) fn outlets(&self) -> [Graph; 2] {
        let of = self.articles.iter().map(|card| card.outlet.as_deref()).collect();
        self.grouped(&Groups { of, names: ["outlets", "outlets-order"], noun: ["outlet", "outlets"] })
    }

    /// The same for any groups of articles.
    pub(in crate::write) fn grouped(&self, groups: &Groups) -> [Graph; 2] {
        let names: BTreeSet<&str> = groups.of.iter().copied().flatten().collect();
        let at: BTreeMap<&str, usize> = names.iter().enumerate().map(|(i, &name)| (name, i)).collect();
        let of = |article: usize| groups.of[article].map(|name| at[name]);
        let mut all: Vec<Group> = names.iter().map(|_| Group::default()).collect();
        (0..self.articles.len()).filter_map(of).for_each(|group| all[group].articles += 1);
        let unknown = groups.of.iter().filter(|group| group.is_none()).count();
        let (mut shared, mut order) = (BTreeMap::<_, Sum>::new(), BTreeMap::<_, Sum>::new());
        let mut left_out = 0;
        for link in &self.links {
            let (from, to) = link.way();
            let (Some(a), Some(b)) = (of(from), of(to)) else {
                left_out += 1;
                continue;
            };
            all[a].sharing.insert(from);
            all[b].sharing.insert(to);
            if a == b {
                all[a].inside += 1;
                continue;
            }
            shared.entry((a.min(b), a.max(b))).or_default().add(link, a > b);
            if link.earlier.is_some() {
                order.entry((a, b)).or_default().add(link, false);
            }
        }
        let [one, many] = groups.noun;
        let about = |what: &str| {
            format!(
                "{what} Nodes: {many}. Weight: families of shared text. Left out: {unknown} articles of unknown {one} and {left_out} pairs with one of \
                 them; pairs inside one {one} are counted on its node. An edge is no statement about intent or rights."
            )
        };
        let graph = |name, what, directed, sums: BTreeMap<(usize, usize), Sum>| Graph {
            name,
            about: about(what),
            directed,
            node_attributes: NODE,
            edge_attributes: EDGE,
            nodes: names.iter().zip(&all).map(|(name, group)| group.node(name)).collect(),
            edges: sums.into_iter().map(|((from, to), sum)| sum.edge(from, to)).collect(),
        };
        let [plain, told] = groups.names;
        [
            graph(plain, "Who shares text; edges have no direction.", false, shared),
            graph(told, "Pairs whose order is told; edges lead from the earlier to the later one in this collection.", true, order),
        ]
    }
}

impl Sum {
    /// `turned`: the link's earlier side is the second of the two groups.
    fn add(&mut self, link: &Link, turned: bool) {
        self.pairs += 1;
        self.words += link.words;
        self.narration += link.narration;
        self.families.extend(&link.families);
        self.articles.extend([link.left, link.right]);
        self.order[if link.earlier.is_none() { 2 } else { usize::from(turned) }] += 1;
        if let Some(at) = CREDITS.iter().position(|&credit| credit == link.credit) {
            self.credits[at] += 1;
        }
    }

    fn edge(self, from: usize, to: usize) -> Edge {
        let weight = self.families.len() as u64;
        let counts = [self.pairs, weight, self.articles.len() as u64, self.words, self.narration];
        let values = counts.into_iter().chain(self.order).chain(self.credits).map(Value::Count).collect();
        Edge { from, to, weight, values }
    }
}

impl Group {
    fn node(&self, name: &str) -> Node {
        let values = [self.articles, self.sharing.len() as u64, self.inside].map(Value::Count).to_vec();
        Node { id: name.to_owned(), label: name.to_owned(), day: None, values }
    }
}
