//! Which lines of a page are the story.

use retold::record::BlockKind;
use retold::text::line_kind;

use std::collections::HashSet;

use super::body::Body;
use super::line::{Line, Lines};
use super::marks::{BODY, CAPTION, COMMENTS, EMBED, FURNITURE, HIDDEN, Marks};
use super::tree::Tree;

/// What a line is to the reader of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Not of the article.
    Out,
    /// Story text: a paragraph, an item of a list, a heading inside the story.
    Story,
    /// A caption or credit of a picture.
    Caption,
}

/// Shortest line, in bytes, that can carry weight without being a whole sentence.
const LONG_LINE: usize = 120;

/// Shortest line, in bytes, that carries weight as a sentence.
const SENTENCE: usize = 40;

/// Headlines looked at: a page that goes on with other stories has a dozen or two.
const MOST_HEADLINES: usize = 100;

/// Weight of a line beyond this length grows no further, in bytes.
const HEAVIEST: usize = 800;

/// A pointer to another article has no more lines.
const CARD_LINES: usize = 12;

/// It is no deeper than this many elements around its heading.
const CARD_DEPTH: usize = 6;

/// It has no more than this share of a page's running text.
const CARD_SHARE: f32 = 0.25;

/// Where all of them together have more than this share, they are what the page is about: a list.
const CARDS_SHARE: f32 = 0.25;

/// A story before such a list has at least so many paragraphs.
const STORY_PARAGRAPHS: usize = 3;

/// An element is left for the one around it where that adds this share of its weight.
const CLIMB_SHARE: f32 = 0.15;

/// The same where the element around it is no longer inside an `article`.
const LEAVE_SHARE: f32 = 3.0;

pub(super) struct Choice<'p, 'a> {
    pub(super) tree: &'p Tree<'a>,
    pub(super) marks: Marks,
    pub(super) lines: &'p Lines,
    pub(super) title: Option<&'p str>,
    pub(super) worth: Vec<f32>,
    /// Lines of pointers to other articles.
    card: Vec<bool>,
    body: Option<Body>,
}

impl<'p, 'a> Choice<'p, 'a> {
    pub(super) fn of(tree: &'p Tree<'a>, marks: Marks, lines: &'p Lines, title: Option<&'p str>) -> Self {
        let mut choice =
            Choice { tree, marks, lines, title, worth: Vec::new(), card: vec![false; lines.lines.len()], body: Body::of(tree) };
        let mut weight = vec![0.0; tree.nodes.len()];
        for line in &lines.lines {
            let plain = !choice.marks.has(line.node as usize, COMMENTS);
            weight[line.node as usize] = if plain { choice.running(line).max(0.0) } else { 0.0 };
        }
        choice.marks.relieve(tree, &weight);
        choice.worth = lines.lines.iter().map(|line| choice.worth(line)).collect();
        choice.cards();
        choice
    }

    /// The part each line plays.
    pub(super) fn parts(&self) -> Vec<Part> {
        let container = self.container();
        let mut parts = self.inside(container);
        self.lead(&mut parts);
        self.follow_body(&mut parts);
        self.prune(&mut parts);
        parts
    }

    fn text(&self, line: &Line) -> &'p str {
        self.lines.text(line)
    }

    fn tag(&self, line: &Line) -> &'static str {
        self.tree.nodes[line.block as usize].tag
    }

    fn is_heading(&self, line: &Line) -> bool {
        matches!(self.tag(line), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    }

    /// How much a line speaks for the elements it stands in: bytes of running text, below zero for what is none.
    fn worth(&self, line: &Line) -> f32 {
        let node = line.node as usize;
        if self.marks.has(node, FURNITURE | CAPTION | COMMENTS | HIDDEN) {
            return -5.0;
        }
        if self.marks.has(node, EMBED) { 0.0 } else { self.running(line) }
    }

    /// The same by its text alone.
    fn running(&self, line: &Line) -> f32 {
        let text = self.text(line);
        let plain = text.len() - line.linked.min(text.len());
        if line.linked * 2 > text.len() {
            return -10.0 - 0.3 * line.linked.min(100) as f32;
        }
        if self.is_heading(line) {
            return 0.0;
        }
        if text.len() >= LONG_LINE || text.len() >= SENTENCE && ends_sentence(text) {
            return plain.min(HEAVIEST) as f32;
        }
        if ends_sentence(text) { 0.0 } else { -10.0 }
    }

    /// Takes the weight from pointers to other articles: an element that begins with a heading that is a link.
    fn cards(&mut self) {
        let nodes = &self.tree.nodes;
        let lines = &self.lines.lines;
        let total: f32 = self.worth.iter().map(|w| w.max(0.0)).sum();
        for at in 0..lines.len() {
            let line = &lines[at];
            if self.marks.has(line.node as usize, BODY)
                || !self.is_heading(line)
                || line.linked * 10 < self.text(line).len() * 8
                || self.tag(line) == "h1"
            {
                continue;
            }
            // The largest element that has nothing of weight before this heading and no second one behind it.
            let mut card = at..at + 1;
            let mut element = line.block as usize;
            for _ in 0..CARD_DEPTH {
                element = nodes[element].parent as usize;
                let (from, end) = (element as u32, nodes[element].end);
                // No further than a card may reach, or many headings would cost quadratic time.
                let first = (0..at).rev().take(CARD_LINES).take_while(|&i| lines[i].node >= from).last().unwrap_or(at);
                let reach = lines.len().min(at + CARD_LINES + 1);
                let next = (at + 1..reach).find(|&i| lines[i].node >= end).unwrap_or(reach);
                let begins = (first..at).all(|i| self.worth[i] <= 0.0 && !self.is_heading(&lines[i]));
                let weight: f32 = (at..next).map(|i| self.worth[i].max(0.0)).sum();
                let alone = (at + 1..next).all(|i| !self.is_heading(&lines[i]));
                if element == 0 || !begins || !alone || weight > total * CARD_SHARE || next - first > CARD_LINES {
                    break;
                }
                card = first..next;
            }
            self.card[card].fill(true);
        }
        let of_cards: f32 = (0..lines.len()).filter(|&i| self.card[i]).map(|i| self.worth[i].max(0.0)).sum();
        if of_cards > total * CARDS_SHARE && !self.ends_in_cards() {
            self.card.fill(false);
        }
        for at in (0..lines.len()).filter(|&i| self.card[i]) {
            self.worth[at] = self.worth[at].min(-5.0);
        }
    }

    /// Whether a story stands before the pointers to other articles and hardly anything behind the first of them.
    fn ends_in_cards(&self) -> bool {
        let Some(first) = self.card.iter().position(|&card| card) else { return false };
        let plain = |at: &usize| !self.card[*at] && self.worth[*at] > 0.0;
        let weight = |range: std::ops::Range<usize>| range.filter(plain).map(|at| self.worth[at]).sum::<f32>();
        let paragraphs = (0..first).filter(plain).count();
        paragraphs >= STORY_PARAGRAPHS && weight(first..self.card.len()) < weight(0..first) * CARDS_SHARE
    }

    /// The element that holds the story.
    fn container(&self) -> usize {
        let nodes = &self.tree.nodes;
        // Weight of everything inside; and of the paragraphs that stand directly in it or one element deeper.
        let (mut sum, mut near) = (vec![0.0_f32; nodes.len()], vec![0.0_f32; nodes.len()]);
        for (line, &worth) in self.lines.lines.iter().zip(&self.worth) {
            sum[line.block as usize] += worth;
            let own = worth.max(0.0);
            let block = line.block as usize;
            let first = if matches!(nodes[block].tag, "div" | "section" | "article" | "td" | "main") {
                block
            } else {
                nodes[block].parent as usize
            };
            near[first] += own;
            near[nodes[first].parent as usize] += own / 2.0;
        }
        for at in (1..nodes.len()).rev() {
            let (parent, inside) = (nodes[at].parent as usize, sum[at]);
            sum[parent] += inside;
        }
        let best_of = |score: &dyn Fn(usize) -> f32| (0..nodes.len()).fold(0, |best, at| if score(at) > score(best) { at } else { best });
        let best = best_of(&|at| near[at]);
        let article: Vec<bool> = nodes.iter().fold(Vec::with_capacity(nodes.len()), |mut inside, node| {
            let above = inside.get(node.parent as usize).copied().unwrap_or(false);
            inside.push(above || node.tag == "article");
            inside
        });
        let inside_article = |at: usize| article[at];
        let mut top = best;
        let mut at = best;
        while at != 0 {
            at = nodes[at].parent as usize;
            let share = if inside_article(top) && !inside_article(at) { LEAVE_SHARE } else { CLIMB_SHARE };
            if sum[at] > sum[top] * (1.0 + share) {
                top = at;
            }
        }
        let body = best_of(&|at| if self.marks.names_body(at) { sum[at] } else { 0.0 });
        if self.marks.names_body(body) && sum[body] > 0.5 * sum[top] {
            return body;
        }
        self.own_article(top, &sum).unwrap_or(top)
    }

    /// Where an element holds several articles, each with its headline: the one whose headline is the title of the page.
    fn own_article(&self, container: usize, sum: &[f32]) -> Option<usize> {
        let nodes = &self.tree.nodes;
        let title = self.title?;
        let above = |at: usize| std::iter::successors(Some(at), |&at| Some(nodes[at].parent as usize).filter(|&up| up != at));
        let article = |line: &Line| above(line.block as usize).find(|&at| nodes[at].tag == "article");
        let headlines = || self.lines.lines.iter().filter(|line| self.tag(line) == "h1").take(MOST_HEADLINES);
        let own = article(headlines().find(|line| same_words(title, self.text(line)))?)?;
        let other =
            |at: usize| at > container && !(own..nodes[own].end as usize).contains(&at) && !(at..nodes[at].end as usize).contains(&own);
        let inside = own > container && own < nodes[container].end as usize;
        (inside && sum[own] > 0.0 && headlines().filter_map(article).any(|at| other(at) && sum[at] > 0.0)).then_some(own)
    }

    fn inside(&self, container: usize) -> Vec<Part> {
        let end = self.tree.nodes[container].end as usize;
        let part = |line: &Line| {
            let node = line.node as usize;
            if node < container || node >= end || self.marks.has(node, FURNITURE | COMMENTS | HIDDEN) {
                return Part::Out;
            }
            if self.marks.has(node, CAPTION) { Part::Caption } else { Part::Story }
        };
        self.lines.lines.iter().map(part).collect()
    }

    /// Adds the sentences between the headline of the page and the element that holds the story: a lead with a place of its own.
    fn lead(&self, parts: &mut [Part]) {
        let Some(first) = parts.iter().position(|&part| part == Part::Story) else { return };
        let Some(headline) = self.headline(first) else { return };
        let found: Vec<usize> = (headline + 1..first).filter(|&at| self.worth[at] > 0.0).collect();
        if found.len() >= LEAD_PARAGRAPHS {
            found.into_iter().for_each(|at| parts[at] = Part::Story);
        }
    }

    /// The last line of the highest level of headings before a line.
    pub(super) fn headline(&self, before: usize) -> Option<usize> {
        (0..before).rev().find(|&at| self.tag(&self.lines.lines[at]) == "h1")
    }

    /// Takes out lines that are no story though they stand in it.
    fn prune(&self, parts: &mut [Part]) {
        let lines = &self.lines.lines;
        for (at, line) in lines.iter().enumerate() {
            if parts[at] != Part::Story {
                continue;
            }
            let text = self.text(line);
            if self.card[at] {
                parts[at] = Part::Out;
                continue;
            }
            if self.marks.has(line.node as usize, EMBED) {
                continue; // what a story quotes has links of its own
            }
            let kind = line_kind(text, None);
            let repeats_title = self.title.is_some_and(|t| same_words(t, text));
            if repeats_title || matches!(kind, Some(BlockKind::Furniture | BlockKind::RelatedLink)) {
                parts[at] = Part::Out;
            } else if kind == Some(BlockKind::Caption) {
                parts[at] = Part::Caption;
            } else if self.is_pointer(at) {
                parts[at] = Part::Out;
            }
        }
        self.trim(parts);
        self.contact(parts);
        self.once(parts);
    }

    /// Whether a line is nothing but a link elsewhere. A heading may be one; an item of a list that is a heading is not the story's.
    fn is_pointer(&self, at: usize) -> bool {
        let line = &self.lines.lines[at];
        let parent = self.tree.nodes[line.block as usize].parent as usize;
        let heading = self.is_heading(line) && self.tree.nodes[parent].tag != "li";
        line.linked * 10 > self.text(line).len() * 7 && !heading
    }

    /// Takes out what is no sentence before the first paragraph and after the last one.
    fn trim(&self, parts: &mut [Part]) {
        let lines = &self.lines.lines;
        let nodes = &self.tree.nodes;
        let good = |at: usize| parts[at] == Part::Story && self.worth[at] > 0.0;
        let (Some(first), Some(last)) = ((0..lines.len()).find(|&at| good(at)), (0..lines.len()).rev().find(|&at| good(at))) else {
            return;
        };
        let level = |at: usize| nodes[lines[at].block as usize].parent;
        let mut last_kept = last;
        for at in (0..first).chain(last + 1..lines.len()) {
            if parts[at] != Part::Story || self.worth[at] > 0.0 {
                continue;
            }
            let text = self.text(&lines[at]);
            let plain = lines[at].linked * 2 < text.len();
            let near = at > last && at - last_kept <= 2;
            let beside = plain && (level(at) == level(first) || level(at) == level(last)) && matches!(self.tag(&lines[at]), "p" | "li");
            let item = plain && self.tag(&lines[at]) == "li" && near;
            let post = self.marks.has(lines[at].node as usize, EMBED) && near;
            if beside || item || post {
                last_kept = at.max(last);
            } else {
                parts[at] = Part::Out;
            }
        }
    }

    /// Takes out the line at the very end that says how to reach the author: an address or handle stands in it.
    fn contact(&self, parts: &mut [Part]) {
        for at in (0..parts.len()).rev().filter(|&at| parts[at] == Part::Story).take(CONTACT_LINES).collect::<Vec<_>>() {
            let text = self.text(&self.lines.lines[at]);
            let post = self.marks.has(self.lines.lines[at].node as usize, EMBED);
            if text.len() > CONTACT || !text.split_whitespace().any(is_handle) || post {
                return;
            }
            parts[at] = Part::Out;
        }
    }

    /// Where the page states its text and most of that is visible, lines before and behind it are no story.
    fn follow_body(&self, parts: &mut [Part]) {
        let Some(body) = &self.body else { return };
        let lines = &self.lines.lines;
        let agreement: Vec<(usize, usize)> = lines.iter().map(|line| body.agreement(self.text(line))).collect();
        let found: usize = agreement.iter().map(|(hits, _)| hits).sum();
        let shown: usize = (0..lines.len()).filter(|&at| parts[at] == Part::Story).map(|at| agreement[at].1).sum();
        if found * 10 < body.words() * 7 || found * 10 < shown * 4 {
            return;
        }
        let agrees = |at: usize| agreement[at].1 > 0 && agreement[at].0 * 2 > agreement[at].1;
        let (Some(first), Some(last)) = ((0..lines.len()).find(|&at| agrees(at)), (0..lines.len()).rev().find(|&at| agrees(at))) else {
            return;
        };
        // A stated body may be cut: paragraphs beside its first and last one go on being story.
        let level = |at: usize| self.tree.nodes[lines[at].block as usize].parent;
        let beside = |at: usize| level(at) == level(first) || level(at) == level(last);
        for at in 0..lines.len() {
            if agrees(at) && !self.marks.has(lines[at].node as usize, HIDDEN) {
                parts[at] = Part::Story;
            } else if (at < first || at > last) && parts[at] == Part::Story && !beside(at) {
                parts[at] = Part::Out;
            }
        }
    }

    /// Keeps a paragraph once where a page holds its story twice, for small and large screens. A line or two may be repeated on purpose.
    fn once(&self, parts: &mut [Part]) {
        let lines = &self.lines.lines;
        let (mut seen, mut all, mut again) = (HashSet::new(), 0, Vec::new());
        for at in 0..lines.len() {
            let text = self.text(&lines[at]);
            if parts[at] != Part::Story {
                continue;
            }
            all += text.len();
            if text.len() >= REPEATED && !seen.insert(text) {
                again.push(at);
            }
        }
        let repeated: usize = again.iter().map(|&at| self.text(&lines[at]).len()).sum();
        if repeated * 100 > all * REPEATED_PERCENT {
            again.into_iter().for_each(|at| parts[at] = Part::Out);
        }
    }
}

/// Longest line that says how to reach the author, in bytes.
const CONTACT: usize = 250;

/// So many of them stand at the end of a story at most.
const CONTACT_LINES: usize = 2;

/// Paragraphs between headline and story that are its beginning; a single one is its summary.
const LEAD_PARAGRAPHS: usize = 2;

/// Shortest paragraph, in bytes, that counts as repeated.
const REPEATED: usize = 60;

/// Share of a story, in a hundred, that is repeated where the whole story is.
const REPEATED_PERCENT: usize = 33;

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ', '“', '」', '』']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔', ':', '։', '။', '።'])
}

/// `name@host.example` or `@name`.
fn is_handle(word: &str) -> bool {
    word.split_once('@').is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_alphanumeric()))
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |s: &'_ str| s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect::<Vec<_>>();
    a.len() < 2 * b.len() + 8 && b.len() < 2 * a.len() + 8 && words(a) == words(b)
}
