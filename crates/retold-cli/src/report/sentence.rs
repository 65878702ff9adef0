//! What a list shows, as a sentence that can be edited: a form that is read aloud as one, and whose answer has an address of its own.
//!
//! Only the server answers questions, so only its pages have it.

use retold::record::{Confidence, FindingKind};
use retold_io::collection::{DECISIONS, Reviewed, Wanted, WantedFindings};

use super::book::Book;
use super::links::Ask;
use super::visible::visible;
use super::wording;

/// Names that the sentence offers, besides those of closed lists.
#[derive(Debug, Clone, Default)]
pub(crate) struct Offered {
    /// Outlets of the collection.
    pub(crate) outlets: Vec<String>,
    /// Countries of `outlets.csv`.
    pub(crate) countries: Vec<String>,
}

/// Names of a list that are offered at most; others can be typed.
pub(crate) const OFFERED: u64 = 500;

/// The form.
#[derive(Debug)]
pub(crate) struct Sentence {
    /// The address that answers.
    pub(crate) action: String,
    /// `Articles`, `Findings`.
    pub(crate) subject: &'static str,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) sures: Vec<Choice>,
    pub(crate) said: Vec<Choice>,
    pub(crate) langs: Vec<Choice>,
    pub(crate) countries: Vec<Choice>,
    pub(crate) outlets: Vec<String>,
    pub(crate) words: String,
    pub(crate) outlet: String,
    pub(crate) from: String,
    pub(crate) to: String,
    /// Whether anything is asked for.
    pub(crate) asks: bool,
}

/// One of a list.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

impl Sentence {
    /// The sentence of a list of articles; none where nobody answers.
    pub(crate) fn of_articles(book: &Book, ask: &Ask) -> Option<Self> {
        book.go.live().then(|| Sentence {
            action: book.go.to("articles"),
            subject: "Articles",
            kinds: Vec::new(),
            sures: Vec::new(),
            said: Vec::new(),
            langs: languages(book, ask),
            countries: countries(book, ask),
            outlets: book.offered.outlets.clone(),
            words: ask.words.clone().unwrap_or_default(),
            outlet: ask.outlet.clone().unwrap_or_default(),
            from: ask.from.clone().unwrap_or_default(),
            to: ask.to.clone().unwrap_or_default(),
            asks: *ask != Ask { page: ask.page, ..Ask::default() },
        })
    }

    /// The sentence of the list of findings; none where nobody answers.
    pub(crate) fn of_findings(book: &Book, ask: &Ask) -> Option<Self> {
        let kind = |&kind: &FindingKind| Choice::new(kind.as_str(), wording::finding(kind), &ask.of);
        let kinds = FindingKind::ALL.iter().filter(|&&k| book.overview.of_kind(k) > 0 || ask.of.as_deref() == Some(k.as_str()));
        let sure = |&sure: &Confidence| Choice::new(sure.as_str(), wording::confidence(sure), &ask.sure);
        let said = SAID.iter().map(|(value, name)| Choice::new(value, name, &ask.said));
        Some(Sentence {
            action: book.go.to("findings"),
            subject: "Findings",
            kinds: with_any("any kind", kinds.map(kind)),
            sures: with_any("any", Confidence::ALL.iter().map(sure)),
            said: with_any("not rejected", said),
            ..Self::of_articles(book, ask)?
        })
    }

    /// What is asked for, in words; empty where nothing is.
    pub(crate) fn told(&self) -> String {
        let mut out = String::new();
        let mut say = |before: &str, what: &str| {
            if !what.trim().is_empty() {
                out.push_str(&format!(" {before} {}", visible(what.trim())));
            }
        };
        let chosen = |list: &[Choice]| list.iter().find(|c| c.chosen && !c.value.is_empty()).map_or(String::new(), |c| c.name.clone());
        say("of the kind", &chosen(&self.kinds));
        say("that are", &chosen(&self.sures));
        say("in review:", &chosen(&self.said));
        say("with the words", &self.words);
        say("by", &self.outlet);
        say("from outlets of", &chosen(&self.countries));
        say("in", &chosen(&self.langs));
        say("dated from", &self.from);
        say("to", &self.to);
        out.trim().to_owned()
    }
}

/// What readers said, besides the default: name in addresses, and in words.
const SAID: &[(&str, &str)] =
    &[("any", "anything"), ("nobody", "nothing yet"), (DECISIONS[0], "accepted"), (DECISIONS[1], "rejected"), (DECISIONS[2], "unsure")];

impl Choice {
    fn new(value: &str, name: &str, asked: &Option<String>) -> Self {
        Choice { value: value.to_owned(), name: visible(name), chosen: asked.as_deref() == Some(value) }
    }
}

fn with_any(any: &str, rest: impl Iterator<Item = Choice>) -> Vec<Choice> {
    let mut list: Vec<Choice> = rest.collect();
    let chosen = list.iter().all(|c| !c.chosen);
    list.insert(0, Choice { value: String::new(), name: any.to_owned(), chosen });
    list
}

fn languages(book: &Book, ask: &Ask) -> Vec<Choice> {
    let known = book.overview.languages.iter().filter(|(code, _)| !code.is_empty());
    let mut list = with_any("any language", known.map(|(code, _)| Choice::new(code, &wording::language(Some(code)), &ask.lang)));
    keep_asked(&mut list, &ask.lang);
    list
}

fn countries(book: &Book, ask: &Ask) -> Vec<Choice> {
    let mut list = with_any("any country", book.offered.countries.iter().map(|name| Choice::new(name, name, &ask.country)));
    keep_asked(&mut list, &ask.country);
    list
}

/// What is asked for stays in the list, even where nothing has it: the sentence says what was looked for.
fn keep_asked(list: &mut Vec<Choice>, asked: &Option<String>) {
    if let Some(asked) = asked.as_ref().filter(|asked| list.iter().all(|c| c.value != **asked)) {
        list.iter_mut().for_each(|c| c.chosen = false);
        list.push(Choice { value: asked.clone(), name: visible(asked), chosen: true });
    }
}

/// The articles that a sentence asks for.
pub(crate) fn wanted(ask: &Ask) -> Wanted {
    Wanted {
        words: ask.words.clone(),
        outlet: ask.outlet.clone(),
        country: ask.country.clone(),
        lang: ask.lang.clone(),
        from: ask.from.clone(),
        to: ask.to.clone(),
    }
}

/// The findings that a sentence asks for.
pub(crate) fn wanted_findings(ask: &Ask) -> WantedFindings {
    let reviewed = match ask.said.as_deref() {
        None => Reviewed::NotRejected,
        Some("any") => Reviewed::Any,
        Some(decision) => DECISIONS.iter().find(|d| **d == decision).map_or(Reviewed::Nobody, |d| Reviewed::As(d)),
    };
    WantedFindings { kind: ask.of.clone(), confidence: ask.sure.clone(), reviewed, articles: wanted(ask) }
}

/// What is said of a date that is none.
pub(crate) fn bad_dates(ask: &Ask) -> Vec<String> {
    let given = [&ask.from, &ask.to].into_iter().flatten();
    given.filter(|d| retold::text::parse_date(d).is_none()).map(|d| visible(d)).collect()
}
