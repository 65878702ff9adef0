//! Articles grouped by event.

use retold::record::{Article, Outlets};
use retold::text::parse_date;
use retold::{Analysis, Config, Corpus, analyse_in_ram};

fn article(id: &str, published: Option<&str>, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        published: published.and_then(parse_date),
        lang: Some("en".to_owned()),
        text: text.to_owned(),
        ..Article::default()
    }
}

const FERRY: [&str; 3] = [
    "The ferry Aurelia ran aground off Lisken in thick fog. Coast guards brought all passengers ashore in lifeboats.",
    "Passengers of the Aurelia were brought ashore in lifeboats after the ferry ran aground in fog near Lisken, coast guards said.",
    "Fog is blamed for the grounding of the ferry Aurelia off Lisken; lifeboats of the coast guards carried everybody ashore.",
];
const HARVEST: [&str; 2] = [
    "Farmers in the Orlen valley expect the poorest wheat harvest in decades after a spring without rain.",
    "A spring without rain leaves farmers of the Orlen valley with the poorest wheat harvest in decades.",
];

fn articles() -> Vec<Article> {
    let mut all: Vec<Article> = FERRY.iter().enumerate().map(|(n, text)| article(&format!("ferry{n}"), Some("2031-03-04"), text)).collect();
    all.extend(HARVEST.iter().enumerate().map(|(n, text)| article(&format!("harvest{n}"), None, text)));
    all
}

fn analyse(articles: Vec<Article>) -> Analysis {
    analyse_in_ram(&Corpus::new(articles), &Outlets::default(), &Config::default())
}

fn groups(analysis: &Analysis) -> Vec<Vec<u32>> {
    analysis.stories.iter().map(|s| s.articles.iter().map(|a| a.0).collect()).collect()
}

#[test]
fn articles_about_one_event_are_one_story_and_undated_ones_are_placed_too() {
    assert_eq!(groups(&analyse(articles())), [vec![0, 1, 2], vec![3, 4]]);
}

#[test]
fn every_article_is_in_exactly_one_story_whatever_it_says() {
    let mut all = articles();
    all.extend([article("x1", None, ""), article("x2", None, "…"), article("x3", None, "Weather: dry.")]);
    let mut placed: Vec<u32> = groups(&analyse(all)).concat();
    placed.sort_unstable();
    assert_eq!(placed, (0..8).collect::<Vec<_>>());
}

#[test]
fn the_order_of_adding_changes_no_story() {
    let mut reversed = articles();
    reversed.reverse();
    assert_eq!(analyse(reversed).stories, analyse(articles()).stories);
}
