//! What the invented articles say of others: sources, labels, one event told apart. Hand-made, as the rest of the fixture.

use retold::Analysis;
use retold::record::*;

use crate::fixture::{COURIER, LANTERN, MERIDIAN, NORVIK, OPEN_TIDE, find};

const CROSSED: &str = "By dawn on Wednesday 422 people had crossed, the harbour office told this newspaper.";
const COUNTED: &str =
    "Our correspondent counted three buses at the east quay, where volunteers handed out tea and blankets until the rain stopped.";

/// Puts it into an analysis of these articles.
pub(crate) fn add(analysis: &mut Analysis, articles: &[Article]) {
    let span = |ix: u32, part: &str| find(&articles[ix as usize].text, part);
    analysis.voices = vec![Voices::default(); articles.len()];
    analysis.wordings = vec![Wording::default(); articles.len()];
    let mut source = |ix: u32, words: &str, target: &str, relation| {
        let outlet = Some("Norvik Press Agency".to_owned());
        let sourcing = Sourcing { span: span(ix, words), relation, target: span(ix, target), outlet, attribution: None };
        analysis.voices[ix as usize].sourcing.push(sourcing);
    };
    source(NORVIK, "told Norvik Press Agency", "Norvik Press Agency", Relation::Told);
    source(MERIDIAN, "Norvik Press Agency reports", "Norvik Press Agency", Relation::ReportedBy);
    source(COURIER, "With material from NPA.", "NPA", Relation::Footer);
    let mut label = |ix: u32, words: &str, voice, device| {
        let (entity, span) = (span(ix, "Port Aldren"), span(ix, words));
        let label = Label { entity, mention: Some(entity), span, device, voice, sort: EntitySort::Group, attribution: None };
        analysis.wordings[ix as usize].labels.push(label);
    };
    for ix in [NORVIK, MERIDIAN, OPEN_TIDE] {
        label(ix, "lower town", Voice::Own, Device::Substitution);
    }
    label(NORVIK, "upper valley", Voice::Attributed, Device::Apposition);
    label(OPEN_TIDE, "Thousands", Voice::Distanced, Device::SoCalled);
    let sentence = span(NORVIK, "Ferries stood ready on Tuesday to take residents out of Port Aldren as floodwater reached the lower town");
    let hedge = Hedge { span: span(NORVIK, "stood ready"), scope: sentence, class: HedgeClass::Possibility };
    analysis.wordings[NORVIK as usize].hedges.push(hedge);
    let passage = |ix, part| Passage { article: ArticleIx(ix), span: span(ix, part) };
    let cell = |slot, ix, part: &str| AccountCell { slot, article: ArticleIx(ix), span: span(ix, part), value: part.to_lowercase() };
    analysis.accounts = vec![Account {
        event: Some(0),
        members: vec![passage(COURIER, CROSSED), passage(MERIDIAN, COUNTED)],
        cells: vec![
            cell(Slot::Who, MERIDIAN, "Our correspondent"),
            cell(Slot::When, COURIER, "By dawn on Wednesday"),
            cell(Slot::HowMany, COURIER, "422"),
            cell(Slot::HowMany, MERIDIAN, "three"),
            cell(Slot::AccordingTo, COURIER, "the harbour office"),
        ],
        differs: vec![Slot::HowMany],
        likeness: 0.7,
    }];
    let figure = |ix: u32, words: &str, value: f64| Figure {
        passage: Passage { article: ArticleIx(ix), span: span(ix, words) },
        low: Some(value),
        high: Some(value),
        modifier: Modifier::Exact,
        unit: None,
        counted: Some("people".to_owned()),
        counted_span: Some(span(ix, "people")),
        state: State::Planned,
        as_of: None,
        event: Some(0),
        attribution: None,
    };
    analysis.figures = vec![figure(COURIER, "422", 422.0), figure(NORVIK, "800", 800.0), figure(OPEN_TIDE, "1,800", 1_800.0)];
    let story = |articles: &[u32], headline: Option<&str>| Story {
        articles: articles.iter().map(|&a| ArticleIx(a)).collect(),
        first: Some("2024-03-21".to_owned()),
        last: Some("2024-03-22".to_owned()),
        headline: headline.map(str::to_owned),
        texts_low: 2,
        texts_high: 3,
        ends: ChainEnds { named: 2, documents: 1, unnamed: 0, nothing: 1 },
        thread: 0,
    };
    analysis.stories =
        vec![story(&[COURIER, LANTERN, MERIDIAN, NORVIK, OPEN_TIDE], Some("Night ferries")), story(&[5], None), story(&[6], None)];
}
