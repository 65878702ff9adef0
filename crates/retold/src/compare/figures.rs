//! Figures side by side: which of them speak of one thing, and how they stand to each other.
//!
//! Two figures are compared where they stand in one article or in stories of one thread, count the same thing (slot), of comparable groups,
//! in one unit. What their modifiers allow comes first: "at least 58" and 70 disagree about nothing. A number edited inside shared text is
//! found from the alignment, whatever the figure counts.
//!
//! When it is wrong: two attacks of one day in one town are two events, and only the words around the figures can tell; how many words the
//! sentences share goes into the confidence. Reference: the closed list of classes in the public record.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analyse::{CorpusView, Figures};
use crate::figure::{Group, Told, Turn, YEARS_OLD};
use crate::record::{ArticleIx, Conflict, ConflictClass, EditClass, Figure, Match, Modifier, Passage, Span, State, Story};
use crate::text::day_number;

/// What was compared.
pub(crate) struct Conflicts {
    /// Sorted by left, then right figure.
    pub(crate) found: Vec<Conflict>,
    /// Pairs of one thread that were not looked at.
    pub(crate) not_compared: u64,
}

/// A number that differs inside shared text: where it stands on both sides, and how many equal words stand around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NumberEdit {
    left: Passage,
    right: Passage,
    words: u32,
}

impl NumberEdit {
    /// Those of a match, in order.
    pub(crate) fn of(m: &Match) -> impl Iterator<Item = NumberEdit> {
        m.edits.iter().filter(|e| e.class == EditClass::Number).map(|e| NumberEdit {
            left: Passage { span: e.left, ..m.left },
            right: Passage { span: e.right, ..m.right },
            words: m.words,
        })
    }
}

/// Figures of a thread each of which is compared with all others; in larger threads each is compared with as many that follow.
const COMPARED_WITH: usize = 400;
/// Smaller over larger value from which two counts are near enough to be of one thing. Read off 20 disagreements of the development gold.
const NEAR_RATIO: f64 = 0.38;
/// The same where two bounds are compatible: under it, that both can be true says nothing.
const BOUND_RATIO: f64 = 0.1;
/// Values so near that in one story they are of one thing, whatever the sentences say.
const VERY_NEAR_RATIO: f64 = 0.75;
/// Values so near that in one article they are two counts of one thing, whatever its sentences say; and though nobody is named who counts. Chosen
/// on the development gold.
const ALIKE_RATIO: f64 = 0.9;
const SAME_COUNT_RATIO: f64 = 0.95;
/// Counts of one thing in an article, up to which it may tell of one event. Chosen on the development gold: reports of single attacks have up to
/// four, lists of attacks five and more.
const FEW_COUNTS: usize = 4;
/// Counts of one thing in one article that two who count may give.
const TWO_COUNTERS: usize = 2;
/// Figures of a story or thread that count the same, up to which what they count is enough to tell them from others. Chosen on the
/// development gold: 8 and 12 were tried.
const FEW_FIGURES: usize = 14;
/// Counts of one thing in an article among which sums are looked for. Chosen: lists of attacks have about ten.
const MOST_TERMS: usize = 12;
/// Days between two versions of a sentence from which a larger number is a later count rather than another one. Chosen: copies follow within a
/// day or two.
const LATER_DAYS: i64 = 3;
/// Share of the shorter sentence's content words that both sentences have. Chosen on the development gold, which is small.
const SOME_WORDS: f64 = 0.08;
const MANY_WORDS: f64 = 0.25;
/// The same for two counts that differ and of which no table knows what happened to those counted: of any, of a measure ("percent"), and where few figures
/// of the story count this, of things or of those who did it. Chosen on differences read in 25,000 articles; the last two keep those of the annotated pairs.
const WORDS_OF_ONE_COUNT: f64 = 0.4;
const WORDS_OF_ONE_MEASURE: f64 = 0.6;
const WORDS_OF_FEW: f64 = 0.25;
const WORDS_OF_DOERS: f64 = 0.15;
/// The same, below which two counts beside which other names stand are of two events. Chosen on differences read in 25,000 articles.
const SOME_OF_THE_WORDS: f64 = 0.2;
/// The same for two stories, where it is known. Chosen, not measured.
const MOST_WORDS: f64 = 0.5;
/// Days between articles up to which counts that differ are held against each other: of 42 that were further apart none was of one thing.
const SAME_NEWS_DAYS: i64 = 7;
/// The same in one story, where it is known what happened to those counted. Chosen, not measured.
const ONE_STORY_DAYS: i64 = 30;

/// Compares all figures that may speak of one thing.
pub(crate) fn conflicts(corpus: &CorpusView<'_>, figures: &Figures<'_>, stories: &[Story], numbers: &[NumberEdit]) -> Conflicts {
    let of_threads: Vec<Conflicted> = threads(stories).into_par_iter().map(|articles| in_thread(figures, &articles)).collect();
    let conflict = |((left, right), (class, confidence)): ((u32, u32), (ConflictClass, f64))| Conflict {
        left,
        right,
        class,
        confidence: (confidence * 100.0).round() / 100.0,
    };
    let edited = edited(corpus, figures, numbers);
    // there are many: held as a list that need not grow
    let mut all: Vec<Conflict> = Vec::with_capacity(of_threads.iter().map(|t| t.0.len()).sum::<usize>() + edited.len());
    let mut not_compared = 0;
    for (found, not) in of_threads {
        all.extend(found.into_iter().map(conflict));
        not_compared += not;
    }
    // of a pair that is found both ways, what was edited in shared text, which comes last
    all.extend(edited.into_iter().map(conflict));
    all.sort_by_key(|c| (c.left, c.right));
    all.dedup_by(|later, kept| {
        let same = (later.left, later.right) == (kept.left, kept.right);
        if same {
            *kept = *later;
        }
        same
    });
    Conflicts { found: all, not_compared }
}

/// The articles of each thread, in order.
fn threads(stories: &[Story]) -> Vec<Vec<ArticleIx>> {
    let mut threads: BTreeMap<u32, Vec<ArticleIx>> = BTreeMap::new();
    stories.iter().for_each(|s| threads.entry(s.thread).or_default().extend(&s.articles));
    let sorted = |mut articles: Vec<ArticleIx>| {
        articles.sort_unstable();
        articles
    };
    threads.into_values().map(sorted).collect()
}

/// Pairs of figures by number with what they are to each other, and how many were not looked at.
type Conflicted = (Vec<((u32, u32), (ConflictClass, f64))>, u64);

/// Compares the figures of a thread.
fn in_thread(figures: &Figures<'_>, articles: &[ArticleIx]) -> Conflicted {
    let numbered = |&a: &ArticleIx| (figures.first(a)..).zip(figures.of(a));
    let (numbers, told): (Vec<u32>, Vec<Told>) = articles.iter().flat_map(numbered).unzip();
    let told_of = told_of(&told);
    let sides = sides(&told, &told_of);
    let (mut found, mut not_compared) = (Vec::new(), 0);
    for (i, left) in sides.iter().enumerate() {
        let others = &sides[i + 1..];
        not_compared += others.len().saturating_sub(COMPARED_WITH) as u64;
        for (right, &n) in others.iter().zip(&numbers[i + 1..]).take(COMPARED_WITH) {
            if let Some(class) = class(left, right) {
                found.push(((numbers[i], n), class));
            }
        }
    }
    (found, not_compared)
}

/// One figure, ready to be compared.
struct Side<'a> {
    told: &'a Told,
    article: ArticleIx,
    /// Figures of its story, and of its thread, that count the same: the more there are, the less one of them is told by what it counts.
    in_story: usize,
    in_thread: usize,
    /// Counts of this thing that its article has and that cannot be one.
    counts: usize,
    /// It counts a part of what another figure of its article counts: some of them, those of one place, or a term of a sum.
    is_part: bool,
    /// All counts of this thing in its article.
    told_of: &'a [&'a Told],
}

impl<'a> Side<'a> {
    fn figure(&self) -> &'a Figure {
        &self.told.figure
    }

    /// Whether its sentence has the other's count as well, as another one: "ten passengers and two pilots" against "two pilots". That 800 were to
    /// come is no answer to 800 having come.
    fn answers(&self, other: &Side<'_>) -> bool {
        let has = |t: &Told| t.figure.state == other.figure().state && is_equal(&t.figure, other.figure());
        self.told_of.iter().any(|t| t.sentence == self.told.sentence && has(t))
    }
}

/// The counts of a thing in an article.
type ToldOf<'a> = BTreeMap<(Slot<'a>, ArticleIx), Vec<&'a Told>>;

fn told_of(thread: &[Told]) -> ToldOf<'_> {
    let mut all = ToldOf::new();
    thread.iter().for_each(|t| all.entry((slot(t), t.figure.passage.article)).or_default().push(t));
    all
}

fn sides<'a>(thread: &'a [Told], told_of: &'a ToldOf<'a>) -> Vec<Side<'a>> {
    let mut stories: BTreeMap<(Slot<'_>, Option<u32>), usize> = BTreeMap::new();
    let mut slots: BTreeMap<Slot<'_>, usize> = BTreeMap::new();
    for t in thread {
        *stories.entry((slot(t), t.figure.event)).or_default() += 1;
        *slots.entry(slot(t)).or_default() += 1;
    }
    let mut ends: BTreeMap<(Slot<'_>, ArticleIx), Vec<(f64, f64)>> = BTreeMap::new();
    for t in thread.iter().filter(|t| !t.is_part && t.figure.state == State::Actual) {
        ends.entry((slot(t), t.figure.passage.article)).or_default().push(t.ends());
    }
    let counts: BTreeMap<_, usize> = ends.into_iter().map(|(key, ends)| (key, counts(ends))).collect();
    let terms = terms(thread);
    let numbers = |told: &Told| (stories[&(slot(told), told.figure.event)], slots[&slot(told)]);
    let side = |told| {
        let ((in_story, in_thread), article) = (numbers(told), told.figure.passage.article);
        // who counts may speak of the whole, wherever it was
        let of_one_place = told.is_local && !told.is_sourced;
        let is_part = told.is_of_whole || of_one_place || terms.contains(&told.figure.passage);
        let counts = counts.get(&(slot(told), article)).copied().unwrap_or(0);
        Side { told, article, in_story, in_thread, counts, is_part, told_of: &told_of[&(slot(told), article)] }
    };
    thread.iter().map(side).collect()
}

/// Where figures stand that add up to another figure of their article: "three were killed, two in the market and one on the bridge".
fn terms(thread: &[Told]) -> BTreeSet<Passage> {
    let mut counts: BTreeMap<(u8, ArticleIx), Vec<(f64, Passage)>> = BTreeMap::new();
    for t in thread {
        if let (Some(slot), Some(value)) = (t.slot, t.figure.low.filter(|_| t.figure.state == State::Actual)) {
            counts.entry((slot, t.figure.passage.article)).or_default().push((value, t.figure.passage));
        }
    }
    counts.into_values().flat_map(|row| terms_of(&row)).collect()
}

/// The terms among the counts of one thing in an article: two of them anywhere, or a row of them, that are together what another one is.
fn terms_of(row: &[(f64, Passage)]) -> Vec<Passage> {
    // the whole stands first: "police have 12, the council, which adds three, says 15" is no list
    let is_whole = |sum: f64, terms: &[usize]| (0..terms[0]).any(|i| row[i].0 == sum);
    let mut found = Vec::new();
    for i in 0..row.len().min(MOST_TERMS) {
        let mut sum = row[i].0;
        for j in i + 1..row.len().min(i + MOST_TERMS) {
            sum += row[j].0;
            let (between, two): (Vec<usize>, [usize; 2]) = ((i..=j).collect(), [i, j]);
            let terms = if is_whole(sum, &between) { &between[..] } else { &two[..] };
            // "two … two" may be one count, told again
            let again = terms.len() == two.len() && row[i].0 == row[j].0;
            if !again && is_whole(terms.iter().map(|&n| row[n].0).sum(), terms) {
                found.extend(terms.iter().map(|&n| row[n].1));
            }
        }
    }
    found
}

/// What a figure counts: what happened, to whom, the noun, the unit; of people of whom no table knows what befell them, the verb.
type Slot<'a> = (Option<u8>, Option<u8>, Option<&'a str>, Option<&'a str>, Option<u32>);

fn slot(told: &Told) -> Slot<'_> {
    let group = if let Group::Named(group) = told.group { Some(group) } else { None };
    let unknown = told.slot.is_none();
    (told.slot, group, told.noun.as_deref().filter(|_| unknown), told.figure.unit.as_deref(), told.verb.filter(|_| unknown))
}

/// How many of these values, each from a smallest to a largest, cannot be one.
fn counts(mut ends: Vec<(f64, f64)>) -> usize {
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut counts, mut largest) = (0, f64::NEG_INFINITY);
    for (low, high) in ends {
        let other = low > largest;
        counts += usize::from(other);
        largest = if other { high } else { largest.min(high) };
    }
    counts
}

/// Whether two figures may count one thing.
#[derive(PartialEq)]
enum Same {
    /// The same, of the same group.
    Thing,
    /// One counts a group of what the other counts; whether that is the left one.
    Part(bool),
    /// The same group; of one of them it is not known what happened to it.
    Perhaps,
}

fn same(a: &Told, b: &Told) -> Option<Same> {
    if a.is_pointing || b.is_pointing || a.figure.unit != b.figure.unit || a.begins.is_some() != b.begins.is_some() {
        return None;
    }
    if a.begins.is_some() {
        return Some(Same::Thing);
    }
    if a.figure.unit.is_some() {
        // an age is somebody's: a name must stand beside both
        let is_age = a.figure.unit.as_deref() == Some(YEARS_OLD);
        let whose = !is_age && a.noun.is_some() || both(&a.names, &b.names);
        return (a.figure.counted == b.figure.counted && whose).then_some(Same::Thing);
    }
    match (a.slot, b.slot, a.group, b.group) {
        (Some(x), Some(y), _, _) if x != y => None,
        (Some(_), Some(_), Group::Named(g), Group::Named(h)) => (g == h).then_some(Same::Thing),
        (Some(_), Some(_), Group::Named(_), Group::Anybody) => Some(Same::Part(true)),
        (Some(_), Some(_), Group::Anybody, Group::Named(_)) => Some(Same::Part(false)),
        (Some(_), Some(_), Group::Anybody, Group::Anybody) => Some(Same::Thing),
        (None, None, Group::Named(g), Group::Named(h)) => (g == h).then_some(Same::Thing),
        (_, _, Group::Named(g), Group::Named(h)) => (g == h).then_some(Same::Perhaps),
        (None, None, ..) => ((a.noun.is_some() || a.verb.is_some()) && a.noun == b.noun && a.verb == b.verb).then_some(Same::Thing),
        // "the plan provides for 800 people" says of no verb what is to befall them
        _ => (is_plan_and_fact(&a.figure, &b.figure) && a.noun.is_none() && b.noun.is_none()).then_some(Same::Perhaps),
    }
}

/// Whether so few figures around count this that what they count tells them.
fn few(a: &Side<'_>, b: &Side<'_>) -> bool {
    let one_story = a.figure().event == b.figure().event;
    let like = if one_story { a.in_story.max(b.in_story) } else { a.in_thread.max(b.in_thread) };
    like <= FEW_FIGURES
}

/// How two figures stand to each other, and how likely that is. `None` where they do not speak of one thing, or nothing is to be said.
fn class(a: &Side<'_>, b: &Side<'_>) -> Option<(ConflictClass, f64)> {
    let same = same(a.told, b.told)?;
    let shared = shared_words(&a.told.context, &b.told.context);
    let one_article = a.article == b.article;
    let class = if a.told.begins.is_some() {
        beginnings(a.told, b.told, one_article, shared)?
    } else if one_article {
        inside(a, b, &same, shared)?
    } else {
        let class = across(a, b, &same, shared)?;
        let differ = matches!(class, ConflictClass::Conflict | ConflictClass::Update | ConflictClass::Scale);
        if differ && (a.answers(b) || b.answers(a)) {
            return None;
        }
        class
    };
    let one_story = a.figure().event == b.figure().event;
    let base = if one_article {
        0.5
    } else if one_story {
        0.45
    } else {
        0.35
    };
    let doubt = if same == Same::Perhaps { 0.15 } else { 0.0 };
    let rare = if few(a, b) { 0.2 } else { 0.0 };
    Some((class, (base + rare + 0.5 * shared - doubt).min(0.95)))
}

/// A count that is marked as one of a moment against another of the same thing, which it goes beyond.
fn interim(a: &Told, b: &Told) -> Option<ConflictClass> {
    let (interim, other) = match (a.figure.state, b.figure.state) {
        (State::SoFar, State::Actual) => (a, b),
        (State::Actual, State::SoFar) => (b, a),
        _ => return None,
    };
    (stated(&interim.figure)? > stated(&other.figure)?).then_some(ConflictClass::Update)
}

/// A count of which the words say that it has moved on, against another of the same thing: what was said before, or what it has risen to.
fn moved(a: &Told, b: &Told) -> Option<ConflictClass> {
    let (x, y) = (stated(&a.figure)?, stated(&b.figure)?);
    let moved = match (a.turn, b.turn) {
        (Some(Turn::Former), Some(Turn::Former)) | (None, None) => false,
        (Some(Turn::Former), _) | (_, Some(Turn::Former)) | (Some(Turn::Later), Some(Turn::Later)) => true,
        (Some(Turn::Later), None) => x > y,
        (None, Some(Turn::Later)) => y > x,
    };
    moved.then_some(ConflictClass::Update)
}

/// A part of a whole against the whole. Two parts may be of two wholes: nothing is said of them.
fn part_and_whole(a: &Side<'_>, b: &Side<'_>, is_told: bool) -> Option<ConflictClass> {
    let (part, whole) = match (a.is_part, b.is_part) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ => return None,
    };
    (is_told && stated(part.figure())? < stated(whole.figure())?).then_some(ConflictClass::Scope)
}

/// Something cannot be paid for, or be at work, before the year it was founded in.
fn beginnings(a: &Told, b: &Told, one_article: bool, shared: f64) -> Option<ConflictClass> {
    let (year_a, year_b) = (a.figure.low?, b.figure.low?);
    let class = if one_article { ConflictClass::InsideOneArticle } else { ConflictClass::Conflict };
    let founded_late = match (a.begins?, b.begins?) {
        (true, false) => year_a > year_b,
        (false, true) => year_b > year_a,
        (true, true) => year_a != year_b,
        (false, false) => false,
    };
    let told = both(&a.names, &b.names) && shared >= if one_article { MANY_WORDS / 2.0 } else { MANY_WORDS };
    (founded_late && told).then_some(class)
}

fn inside(a: &Side<'_>, b: &Side<'_>, same: &Same, shared: f64) -> Option<ConflictClass> {
    let (x, y) = (a.figure(), b.figure());
    let one_sentence = a.told.sentence == b.told.sentence;
    if is_plan_and_fact(x, y) {
        let told = is_of_an_event(a.told, b.told) && (one_sentence || shared >= MANY_WORDS);
        return told.then_some(ConflictClass::PlanActual);
    }
    if x.state != y.state || is_equal(x, y) {
        return None;
    }
    let near = ratio(x, y);
    match same {
        Same::Part(left) => {
            let (part, whole) = if *left { (x, y) } else { (y, x) };
            (stated(part)? < stated(whole)? && (one_sentence || shared >= SOME_WORDS)).then_some(ConflictClass::Scope)
        }
        _ if a.told.group == Group::Anybody && (a.told.is_part || b.told.is_part) => one_sentence.then_some(ConflictClass::Scope),
        Same::Perhaps if a.told.overlaps(b.told) => (near >= NEAR_RATIO).then_some(ConflictClass::Bound),
        Same::Perhaps => (near >= NEAR_RATIO).then_some(ConflictClass::Scope),
        Same::Thing if a.told.slot.is_some() && near >= BOUND_RATIO && moved(a.told, b.told).is_some() => moved(a.told, b.told),
        // one text that says "at least 20" and "at least 22" has two counts
        Same::Thing if is_rounding(x, y) => (shared >= SOME_WORDS).then_some(ConflictClass::Rounding),
        // "tens" and "hundreds"
        Same::Thing if x.modifier == Modifier::Vague && y.modifier == Modifier::Vague && !is_near_vague(a.told, b.told) => {
            (!one_sentence && is_told(a.told, b.told, shared) && !is_apart(a.told, b.told) && (a.told.is_sourced || b.told.is_sourced))
                .then_some(ConflictClass::InsideOneArticle)
        }
        Same::Thing if !a.told.overlaps(b.told) && (a.is_part || b.is_part) => part_and_whole(a, b, one_sentence || shared >= SOME_WORDS),
        Same::Thing if !a.told.overlaps(b.told) || two_bounds(x, y) => {
            if one_sentence || near < NEAR_RATIO {
                return (near >= NEAR_RATIO || shared >= MANY_WORDS).then_some(ConflictClass::Scope);
            }
            // two counts of one thing in one article have two who count, or are nearly the same; a list of attacks has many
            let is_known = is_known(a.told, b.told);
            let (of_left, of_right) = (a.told.is_sourced, b.told.is_sourced);
            // of points and shares each sentence has others
            let both_sourced = of_left && of_right || near >= SAME_COUNT_RATIO && (of_left || of_right);
            let sourced = if is_known { of_left || of_right } else { both_sourced && x.unit.is_none() };
            let one_event = near >= ALIKE_RATIO || a.counts <= FEW_COUNTS && (few(a, b) || shared >= MANY_WORDS);
            // a table has many "percent" that are nearly the same
            let is_listed = a.told.slot.is_none() && a.counts > TWO_COUNTERS;
            let told = (sourced && one_event || is_known && near >= SAME_COUNT_RATIO) && !is_listed && is_told(a.told, b.told, shared);
            (told && !is_apart(a.told, b.told)).then_some(ConflictClass::InsideOneArticle)
        }
        Same::Thing => (near >= NEAR_RATIO || one_vague(x, y)).then_some(ConflictClass::Bound),
    }
}

fn across(a: &Side<'_>, b: &Side<'_>, same: &Same, shared: f64) -> Option<ConflictClass> {
    let (x, y) = (a.figure(), b.figure());
    if is_plan_and_fact(x, y) {
        let is_thing = *same == Same::Thing;
        let least = if is_thing && few(a, b) { SOME_WORDS } else { SOME_OF_THE_WORDS };
        let may_be_one = is_thing || *same == Same::Perhaps && ratio(x, y) >= NEAR_RATIO && few(a, b);
        let one_event = is_of_an_event(a.told, b.told) && shared >= least && is_near(a, b, true);
        return (may_be_one && one_event).then_some(ConflictClass::PlanActual);
    }
    if let Some(class) = interim(a.told, b.told) {
        return (*same == Same::Thing && a.told.slot.is_some() && ratio(x, y) >= BOUND_RATIO).then_some(class);
    }
    if x.state != y.state {
        return None;
    }
    let one_story = x.event == y.event;
    let few = few(a, b);
    let close = one_story || shared >= MANY_WORDS;
    // that a count has grown says less against either text than that they differ
    let one_count = close || few && shared >= SOME_WORDS;
    let near = ratio(x, y);
    match same {
        Same::Part(left) => {
            let (part, whole) = if *left { (x, y) } else { (y, x) };
            (one_story && stated(part)? < stated(whole)? && shared >= MANY_WORDS).then_some(ConflictClass::Scope)
        }
        _ if is_part_of_all(a.told, b.told) => (one_story && shared >= SOME_WORDS).then_some(ConflictClass::Scope),
        _ if is_equal(x, y) => close.then_some(ConflictClass::Agree),
        Same::Thing if a.told.slot.is_some() && near >= BOUND_RATIO && moved(a.told, b.told).is_some() => {
            moved(a.told, b.told).filter(|_| one_count)
        }
        _ if a.told.overlaps(b.told) => (close && (near >= BOUND_RATIO || one_vague(x, y))).then_some(ConflictClass::Bound),
        Same::Perhaps => (one_story && near >= NEAR_RATIO).then_some(ConflictClass::Scope),
        Same::Thing if is_rounding(x, y) => close.then_some(ConflictClass::Rounding),
        // tolls grow; how many took part does not
        Same::Thing if a.told.slot.is_some() && is_later_and_more(x, y) => {
            (one_count && near >= BOUND_RATIO).then_some(ConflictClass::Update)
        }
        // who was missing is found, who was held is freed
        Same::Thing if a.told.is_passing && b.told.is_passing && x.as_of != y.as_of => {
            (one_count && near >= BOUND_RATIO).then_some(ConflictClass::Update)
        }
        Same::Thing if is_power_of_ten(x, y) => (shared >= MANY_WORDS).then_some(ConflictClass::Scale),
        Same::Thing if a.is_part || b.is_part => part_and_whole(a, b, one_story && shared >= SOME_WORDS),
        Same::Thing if near >= NEAR_RATIO => {
            // an article with three counts of a thing tells only in its words which of them is meant
            let clear = a.counts <= TWO_COUNTERS && b.counts <= TWO_COUNTERS;
            let told_apart =
                shared >= MANY_WORDS || few && clear && (one_story || shared >= SOME_WORDS) || one_story && near >= VERY_NEAR_RATIO;
            let one = told_apart && is_one_count(a, b, one_story, shared);
            (one && !is_apart(a.told, b.told) && !of_others(a.told, b.told)).then_some(ConflictClass::Conflict)
        }
        Same::Thing => (one_story && shared >= MANY_WORDS).then_some(ConflictClass::Scope),
    }
}

/// Words beside the two figures that an edit may exchange with them, both sides together: "42" for "at least 24". With more, the sentence is
/// another one. Chosen, not measured.
const WORDS_BESIDE: usize = 3;

/// Numbers that differ inside shared text: the two figures stand in each other's place.
///
/// Where one text is days later and has more, the count has moved on.
fn edited(corpus: &CorpusView<'_>, figures: &Figures<'_>, numbers: &[NumberEdit]) -> Vec<((u32, u32), (ConflictClass, f64))> {
    let at = |side: Passage| {
        let mut numbered = (figures.first(side.article)..).zip(figures.of(side.article));
        numbered.find(|(_, t)| t.figure.passage.span.end > side.span.start).filter(|(_, t)| t.figure.passage.span.start < side.span.end)
    };
    let days_apart = |m: &NumberEdit| days_apart(corpus, m.left.article, m.right.article).unwrap_or(0);
    let around = |told: &Told, edit: Span| {
        let Passage { article, span } = told.figure.passage;
        let text = &corpus.shelf.reading(article).text;
        let words = |span: Span| span.of(text).split_whitespace().count();
        words(edit).saturating_sub(words(span))
    };
    let class = |n: &NumberEdit| {
        let ((l, left), (r, right)) = (at(n.left)?, at(n.right)?);
        if is_equal(&left.figure, &right.figure) || around(&left, n.left.span) + around(&right, n.right.span) > WORDS_BESIDE {
            return None;
        }
        let grown = left.slot.is_some() && days_apart(n) >= LATER_DAYS && is_later_and_more(&left.figure, &right.figure);
        let moved_on = grown || is_filled_in_anew(corpus, n.left.article, n.right.article).is_some();
        let class = if moved_on { ConflictClass::Update } else { ConflictClass::EditedNumber };
        Some(((l.min(r), l.max(r)), (class, if n.words >= 20 { 0.95 } else { 0.85 })))
    };
    numbers.par_iter().filter_map(class).collect()
}

/// Days between two articles.
fn days_apart(corpus: &CorpusView<'_>, a: ArticleIx, b: ArticleIx) -> Option<i64> {
    let second = |article: ArticleIx| {
        let card = &corpus.cards[article.index()];
        card.stamped.as_ref().or(card.published.as_ref()).map(|d| d.from)
    };
    Some((second(a)? - second(b)?).abs() / 86_400)
}

/// Days between two articles of one outlet, where their shared text is one that it fills in anew each time: polls, prices, the weather.
pub(super) fn is_filled_in_anew(corpus: &CorpusView<'_>, a: ArticleIx, b: ArticleIx) -> Option<i64> {
    let outlet = |article: ArticleIx| corpus.cards[article.index()].outlet.as_ref();
    let one_outlet = outlet(a).zip(outlet(b)).is_some_and(|(a, b)| a == b);
    days_apart(corpus, a, b).filter(|&days| one_outlet && days > SAME_NEWS_DAYS)
}

/// Days between two dates that may be of one event: nights, zones of time, and the day a text came out. Chosen, not measured.
const ONE_EVENT_DAYS: u32 = 2;

/// Whether one figure counts a part of those of the other: "including 11 children" counts all children, "including 11" does not count all.
fn is_part_of_all(a: &Told, b: &Told) -> bool {
    a.is_part != b.is_part && a.group == Group::Anybody && b.group == Group::Anybody && !is_equal(&a.figure, &b.figure)
}

/// Whether the sentences speak of two events: of different days, or one of them of "another" one.
fn is_apart(a: &Told, b: &Told) -> bool {
    a.is_aside != b.is_aside || !a.days.is_empty() && !b.days.is_empty() && !both(&a.days, &b.days) || far_dates(a, b)
}

/// Whether two articles are so near in time that they may tell of one event. Further apart, or undated, only where their words are `alike`.
fn is_near(a: &Side<'_>, b: &Side<'_>, alike: bool) -> bool {
    let day = |side: &Side<'_>| side.figure().as_of.as_deref().and_then(day_number);
    match day(a).zip(day(b)).map(|(a, b)| (a - b).abs()) {
        Some(days) if days <= SAME_NEWS_DAYS => true,
        days => alike && days.is_none_or(|days| days <= ONE_STORY_DAYS),
    }
}

/// Whether two sentences name others: two bombs of one day have other places and people.
fn is_elsewhere(a: &Side<'_>, b: &Side<'_>, shared: f64) -> bool {
    // names in what somebody says may be of who says it
    let named = |t: &Told| !t.names.is_empty() && !t.is_sourced;
    let are_others = named(a.told) && named(b.told) && !both(&a.told.names, &b.told.names);
    are_others && shared < SOME_OF_THE_WORDS && !are_large_and_alike(a.figure(), b.figure())
}

/// Whether nothing speaks against two figures of two articles being one count; weeks later everything does.
fn is_one_count(a: &Side<'_>, b: &Side<'_>, one_story: bool, shared: f64) -> bool {
    let is_known = is_known(a.told, b.told);
    // a story is a hint: so few of a thread are hardly told of many events
    let alike = is_known && (one_story || few(a, b)) && shared >= SOME_WORDS;
    if !is_near(a, b, alike) {
        return false;
    }
    if is_known {
        return (one_story || alike || shared >= MOST_WORDS) && !is_elsewhere(a, b, shared);
    }
    let near = ratio(a.figure(), b.figure());
    // "two suicide bombers", "four suicide bombers"; "12 children", "13 children"
    let of_few = || {
        if a.told.is_of_doers || b.told.is_of_doers { shared >= WORDS_OF_DOERS } else { near >= VERY_NEAR_RATIO && shared >= WORDS_OF_FEW }
    };
    let is_named = near >= ALIKE_RATIO && shared >= SOME_WORDS || few(a, b) && of_few();
    one_story && (a.figure().unit.is_none() && is_named || is_told(a.told, b.told, shared))
}

/// Whether the sentences of two figures of one article or story tell that they are of one thing, where no table knows what happened to it ("points", "days").
fn is_told(a: &Told, b: &Told, shared: f64) -> bool {
    let least = if a.figure.unit.is_some() { WORDS_OF_ONE_MEASURE } else { WORDS_OF_ONE_COUNT };
    is_known(a, b) || both(&a.names, &b.names) && shared >= least
}

/// Whether a table knows what happened to those counted, or was to happen, by whatever word.
fn is_of_an_event(a: &Told, b: &Told) -> bool {
    let knows = |t: &Told| t.slot.is_some() && t.figure.unit.is_none();
    knows(a) || knows(b)
}

/// The same, by a word that is said of little else.
fn is_known(a: &Told, b: &Told) -> bool {
    let knows = |t: &Told| t.slot.is_some() && !t.is_loose && t.figure.unit.is_none();
    knows(a) || knows(b)
}

/// Counts that are so large, and so near, that there will hardly be two.
fn are_large_and_alike(x: &Figure, y: &Figure) -> bool {
    const LARGE: f64 = 20.0;
    stated(x).zip(stated(y)).is_some_and(|(a, b)| a.min(b) >= LARGE) && ratio(x, y) >= VERY_NEAR_RATIO
}

/// Whether two figures of which no table knows what befell those counted have other names before them: the points of one player are not those of another.
fn of_others(a: &Told, b: &Told) -> bool {
    a.slot.is_none() && a.whose.zip(b.whose).is_some_and(|(a, b)| a != b)
}

/// Whether a sentence names a day that the other one cannot mean; one that names none means the day of its article.
fn far_dates(a: &Told, b: &Told) -> bool {
    let days = |t: &Told| match t.figure.as_of.as_deref().and_then(day_number).and_then(|n| u32::try_from(n).ok()) {
        Some(day) if t.dates.is_empty() => vec![day, day],
        _ => t.dates.clone(),
    };
    let (x, y) = (days(a), days(b));
    let near = |p: &[u32], q: &[u32]| p[0] <= q[1] + ONE_EVENT_DAYS && q[0] <= p[1] + ONE_EVENT_DAYS;
    let named = !a.dates.is_empty() || !b.dates.is_empty();
    named && !x.is_empty() && !y.is_empty() && !x.chunks(2).any(|p| y.chunks(2).any(|q| near(p, q)))
}

/// Whether two sorted lists have something in common.
fn both(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|w| b.binary_search(w).is_ok())
}

/// Share of the shorter list's words that the other one has too. Both are sorted. One word of two says little: of fewer than four it is a share of four.
fn shared_words(a: &[u32], b: &[u32]) -> f64 {
    const FEWEST: usize = 4;
    let both = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
    both as f64 / a.len().min(b.len()).max(FEWEST) as f64
}

/// The value a figure names.
fn stated(f: &Figure) -> Option<f64> {
    f.low.or(f.high)
}

/// Smaller over larger of the values named, 0 to 1; 0 where one names none.
fn ratio(x: &Figure, y: &Figure) -> f64 {
    match (stated(x), stated(y)) {
        (Some(a), Some(b)) if a.max(b) > 0.0 => a.min(b) / a.max(b),
        (Some(_), Some(_)) => 1.0,
        _ => 0.0,
    }
}

/// Whether two vague words are of one order: "dozens" and "scores".
fn is_near_vague(a: &Told, b: &Told) -> bool {
    const ONE_ORDER: f64 = 4.0;
    a.least.zip(b.least).is_none_or(|(x, y)| x.max(y) <= ONE_ORDER * x.min(y))
}

fn is_equal(x: &Figure, y: &Figure) -> bool {
    let compatible = x.modifier == y.modifier
        || matches!((x.modifier, y.modifier), (Modifier::Exact, Modifier::About) | (Modifier::About, Modifier::Exact));
    (x.low, x.high) == (y.low, y.high) && compatible
}

fn one_vague(x: &Figure, y: &Figure) -> bool {
    x.modifier == Modifier::Vague || y.modifier == Modifier::Vague
}

fn two_bounds(x: &Figure, y: &Figure) -> bool {
    x.modifier == Modifier::AtLeast && y.modifier == Modifier::AtLeast && x.low != y.low
}

fn is_plan_and_fact(x: &Figure, y: &Figure) -> bool {
    matches!((x.state, y.state), (State::Planned, State::Actual) | (State::Actual, State::Planned))
}

/// Within 5 %, and one of them is approximate or a round number.
fn is_rounding(x: &Figure, y: &Figure) -> bool {
    let rough = |f: &Figure| f.modifier == Modifier::About || stated(f).is_some_and(|n| n >= 100.0 && n % 100.0 == 0.0);
    ratio(x, y) >= 0.95 && (rough(x) || rough(y))
}

/// Ten, a hundred or a thousand times the other, both exact.
fn is_power_of_ten(x: &Figure, y: &Figure) -> bool {
    let exact = x.modifier == Modifier::Exact && y.modifier == Modifier::Exact;
    let near = ratio(x, y);
    exact && [0.1, 0.01, 0.001].iter().any(|r| (near - r).abs() < 1e-9)
}

/// Whether the figure of the later day is the larger one.
fn is_later_and_more(x: &Figure, y: &Figure) -> bool {
    let (Some(day_x), Some(day_y)) = (&x.as_of, &y.as_of) else { return false };
    let (Some(a), Some(b)) = (stated(x), stated(y)) else { return false };
    (day_x < day_y && a < b) || (day_y < day_x && b < a)
}
