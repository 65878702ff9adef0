//! From pairs of articles to pairs of outlets.

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

/// What two outlets share.
#[derive(Default)]
struct Sum {
    pairs: u64,
    words: u64,
    narration: u64,
    families: BTreeSet<usize>,
    articles: BTreeSet<usize>,
    /// First named outlet earlier, second earlier, cannot tell.
    order: [u64; 3],
    credits: [u64; CREDITS.len()],
}

#[derive(Default)]
struct Outlet {
    articles: u64,
    sharing: BTreeSet<usize>,
    inside: u64,
}

impl Shared {
    /// The graph of all pairs, and that of those whose order is told.
    pub(super) fn outlets(&self) -> [Graph; 2] {
        let names: BTreeSet<&str> = self.texts.iter().filter_map(|t| t.outlet.as_deref()).collect();
        let at: BTreeMap<&str, usize> = names.iter().enumerate().map(|(i, &name)| (name, i)).collect();
        let of = |article: usize| self.texts[article].outlet.as_deref().map(|name| at[name]);
        let mut outlets: Vec<Outlet> = names.iter().map(|_| Outlet::default()).collect();
        (0..self.texts.len()).filter_map(of).for_each(|outlet| outlets[outlet].articles += 1);
        let unknown = self.texts.iter().filter(|t| t.outlet.is_none()).count();
        let (mut shared, mut order) = (BTreeMap::<_, Sum>::new(), BTreeMap::<_, Sum>::new());
        let mut left_out = 0;
        for link in &self.links {
            let (from, to) = link.way();
            let (Some(a), Some(b)) = (of(from), of(to)) else {
                left_out += 1;
                continue;
            };
            outlets[a].sharing.insert(from);
            outlets[b].sharing.insert(to);
            if a == b {
                outlets[a].inside += 1;
                continue;
            }
            shared.entry((a.min(b), a.max(b))).or_default().add(link, a > b);
            if link.earlier.is_some() {
                order.entry((a, b)).or_default().add(link, false);
            }
        }
        let nodes = || names.iter().zip(&outlets).map(|(name, outlet)| outlet.node(name)).collect();
        let note = format!(
            "Weight: families of shared text. Left out: {unknown} articles of unknown outlet and {left_out} pairs with one of them; pairs inside one \
             outlet are counted on its node. An edge is no statement about intent or rights."
        );
        let graph = |name, about: &str, directed, sums: BTreeMap<(usize, usize), Sum>| Graph {
            name,
            about: format!("{about} {note}"),
            directed,
            node_attributes: NODE,
            edge_attributes: EDGE,
            nodes: nodes(),
            edges: sums.into_iter().map(|((from, to), sum)| sum.edge(from, to)).collect(),
        };
        [
            graph("outlets", "Outlets that share text; edges have no direction.", false, shared),
            graph(
                "outlets-order",
                "Outlets with pairs whose order is told; edges lead from the earlier to the later one in this collection.",
                true,
                order,
            ),
        ]
    }
}

impl Sum {
    /// `turned`: the link's earlier side is the second of the two outlets.
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

impl Outlet {
    fn node(&self, name: &str) -> Node {
        let values = [self.articles, self.sharing.len() as u64, self.inside].map(Value::Count).to_vec();
        Node { id: name.to_owned(), label: name.to_owned(), day: None, values }
    }
}
