//! The same event told in different words: sentences side by side, slots, and what differs. Articles, places and people are invented.

use retold::record::{Account, Article, Direction, FindingKind, Outlets, ResolvedBy, Slot};
use retold::text::parse_date;
use retold::{Analysis, Config, Corpus, analyse_in_ram};

fn article(id: &str, published: Option<&str>, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        outlet: Some(format!("{id} Post")),
        published: published.and_then(parse_date),
        lang: Some("en".to_owned()),
        text: text.to_owned(),
        ..Article::default()
    }
}

const ONE: &str = "The siege of Port Arlen ended on Sunday after nine weeks. The Halmeran navy said it evacuated the Quay Wardens and \
    their families from Port Arlen to Ostrey at the request of Norvik, Vessmark and some island governments. Fishermen in Lunsted \
    went back to work.";
const OTHER: &str = "Port Arlen still counts the cost of its siege. Halmere had evacuated Quay Wardens and their families from Port Arlen to \
    Vessmark and a number of island governments at Norvik's request, a consul recalled. Work on the new sea wall in Lunsted begins in May.";

fn analyse(articles: Vec<Article>) -> (Corpus, Analysis) {
    let corpus = Corpus::new(articles);
    let analysis = analyse_in_ram(&corpus, &Outlets::default(), &Config::default());
    (corpus, analysis)
}

fn told_twice() -> Vec<Article> {
    vec![article("one", Some("2031-03-24"), ONE), article("other", Some("2031-08-20"), OTHER)]
}

/// The words of a cell, by article.
fn cells(account: &Account, slot: Slot) -> Vec<&'static str> {
    let text = |n: u32| if n == 0 { ONE } else { OTHER };
    account.cells.iter().filter(|c| c.slot == slot).map(|c| c.span.of(text(c.article.0))).collect()
}

#[test]
fn who_asks_in_one_text_is_where_people_go_in_the_other() {
    let (_, analysis) = analyse(told_twice());
    let [account] = analysis.accounts.as_slice() else { panic!("{:?}", analysis.accounts) };
    assert_eq!(account.members.len(), 2);
    assert_eq!(cells(account, Slot::To), ["Ostrey", "Vessmark and a number of island governments"]);
    assert_eq!(cells(account, Slot::AtWhoseRequest), ["Norvik, Vessmark and some island governments", "Norvik"]);
    assert_eq!(cells(account, Slot::From), ["Port Arlen", "Port Arlen"]);
    assert_eq!(account.differs, [Slot::To, Slot::AtWhoseRequest]);
}

/// The same request, told without saying who took them or where from.
const WITHOUT_DOER: &str = "Port Arlen is quiet again. The Quay Wardens and their families were evacuated at the request of Norvik, Vessmark and some island \
    governments, nine weeks after the siege began. Lamps burn in Lunsted.";

#[test]
fn a_request_told_without_a_doer_differs_where_another_text_tells_it_with_one() {
    let first = article("a first", Some("2031-03-24"), WITHOUT_DOER);
    let (_, analysis) = analyse(told_twice().into_iter().chain([first]).collect());
    let [account] = analysis.accounts.as_slice() else { panic!("{:?}", analysis.accounts) };
    assert_eq!((account.members.len(), &account.differs[..]), (3, &[Slot::To, Slot::AtWhoseRequest][..]));
}

#[test]
fn ways_of_which_one_begins_where_the_other_ended_are_two() {
    let onward = OTHER.replace("from Port Arlen to Vessmark and a number of island governments", "from Ostrey to Vessmark");
    let (_, analysis) = analyse(vec![article("one", Some("2031-03-24"), ONE), article("other", Some("2031-03-25"), &onward)]);
    assert!(analysis.accounts.iter().all(|a| !a.differs.contains(&Slot::To)), "{:?}", analysis.accounts);
    assert!(!analysis.accounts.is_empty());
}

#[test]
fn a_finding_names_both_tellings_and_judges_neither() {
    let (_, analysis) = analyse(told_twice());
    let finding = analysis.findings.iter().find(|f| f.kind == FindingKind::ToldDifferently).unwrap();
    for words in ["“Ostrey” (one Post)", "“Vessmark and a number of island governments” (other Post)", "not judged"] {
        assert!(finding.sentence.contains(words), "{}", finding.sentence);
    }
    assert!(finding.evidence().count() >= 2);
}

#[test]
fn a_slot_of_which_a_sentence_says_nothing_has_no_cell() {
    let (_, analysis) = analyse(told_twice());
    let account = &analysis.accounts[0];
    assert!(cells(account, Slot::HowMany).is_empty() && cells(account, Slot::When).is_empty());
    assert!(account.cells.iter().all(|c| !c.span.is_empty() && !c.value.is_empty()));
}

#[test]
fn a_copy_is_no_account_of_its_own_and_stands_beside_the_other_telling() {
    let (_, alone) = analyse(vec![article("one", Some("2031-03-24"), ONE), article("two", Some("2031-03-25"), ONE)]);
    assert!(alone.accounts.is_empty(), "{:?}", alone.accounts);
    let mut three = told_twice();
    three.push(article("two", Some("2031-03-25"), ONE));
    let (_, analysis) = analyse(three);
    let [account] = analysis.accounts.as_slice() else { panic!("{:?}", analysis.accounts) };
    assert_eq!(account.members.iter().map(|m| m.article.0).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn another_event_of_the_same_kind_is_not_put_beside_it() {
    let elsewhere = "A bakery burned down in Corrin on Monday. The fire brigade evacuated pupils of the Linden school to a gymnasium at the \
        request of the headmistress. Nobody was hurt.";
    let (_, analysis) = analyse(vec![article("one", Some("2031-03-24"), ONE), article("fire", Some("2031-03-24"), elsewhere)]);
    assert!(analysis.accounts.is_empty(), "{:?}", analysis.accounts);
}

#[test]
fn the_order_of_adding_changes_no_account() {
    let mut reversed = told_twice();
    reversed.reverse();
    assert_eq!(analyse(reversed).1.accounts, analyse(told_twice()).1.accounts);
}

#[test]
fn days_of_an_undated_copy_come_from_the_dated_one_and_put_neither_first() {
    let (corpus, analysis) = analyse(vec![article("dated", Some("2031-03-24"), ONE), article("undated", None, ONE)]);
    let [(of, time)] = analysis.times.as_slice() else { panic!("{:?}", analysis.times) };
    assert_eq!(corpus.cards[of.index()].id, "undated");
    assert_eq!(time.span.of(ONE), "Sunday");
    assert_eq!((time.from.as_str(), time.resolved_by), ("2031-03-23", ResolvedBy::OtherArticle));
    assert_eq!(analysis.pairs[0].direction, Direction::CannotTell);
}

/// What accounts put side by side of two articles of one story, which differ in their second sentence: the words of their members.
fn beside(one: &str, other: &str) -> Vec<Vec<String>> {
    let text = |second: &str, last: &str| {
        format!("The harbour of Port Arlen was closed on Monday after the tanker Orrin caught fire. {second} {last}")
    };
    let texts = [text(one, "Anglers stayed at home."), text(other, "The market opened late.")];
    let articles = ["one", "other"].iter().zip(&texts).map(|(id, text)| article(id, Some("2031-03-24"), text)).collect();
    let words = |a: &Account| a.members.iter().map(|m| m.span.of(&texts[m.article.index()]).to_owned()).collect();
    analyse(articles).1.accounts.iter().map(words).collect()
}

#[test]
fn two_statements_of_one_speaker_are_no_event_told_twice() {
    let one = "Harbour commissioner Ilva Torrend of the Port Arlen council said smugglers had seized the pumps of the tanker in Ostrey";
    let other =
        "Harbour commissioner Ilva Torrend of the Port Arlen council said the families of the tanker's crew would be flown in from Ostrey";
    assert_eq!(beside(&format!("{one}."), &format!("{other}.")), Vec::<Vec<String>>::new());
    let again = "Smugglers seized both of the tanker's pumps in the docks of Ostrey, Ilva Torrend told reporters";
    assert_eq!(beside(&format!("{one}."), &format!("{again}.")), [[one, again]]);
}

#[test]
fn tellings_that_name_another_month_are_of_two_events() {
    let one = "A patrol ship of the Halmeran navy seized smugglers' boats near the Ostrey lighthouse on Friday";
    let again = "On Friday boats of smugglers were seized near the lighthouse of Ostrey by the Halmeran navy";
    let other = "In October boats of smugglers were seized near the lighthouse of Ostrey by the Halmeran navy";
    assert_eq!(beside(&format!("{one}."), &format!("{other}.")), Vec::<Vec<String>>::new());
    assert_eq!(beside(&format!("{one}."), &format!("{again}.")), [[one, again]]);
}

#[test]
fn tellings_of_days_that_are_no_neighbours_are_of_two_events() {
    let one = "A patrol ship of the Halmeran navy seized smugglers' boats near the Ostrey lighthouse on Monday";
    let other = |day: &str| format!("On {day} boats of smugglers were seized near the lighthouse of Ostrey by the Halmeran navy");
    for (day, is_one) in [("Saturday", false), ("Wednesday", false), ("Sunday", true), ("Monday", true), ("Tuesday", true)] {
        assert_eq!(beside(&format!("{one}."), &format!("{}.", other(day))).len(), usize::from(is_one), "{day}");
    }
}

#[test]
fn another_percentage_is_another_poll() {
    let one = |share: &str| format!("A patrol ship of the Halmeran navy seized {share} of smugglers' boats near the Ostrey lighthouse.");
    let other = |share: &str| format!("Of smugglers' boats {share} were seized near the lighthouse of Ostrey by the Halmeran navy.");
    for (a, b, is_one) in [("46 percent", "46%", true), ("46 per cent", "46 pct", true), ("44 percent", "46%", false), ("44", "46%", true)]
    {
        assert_eq!(beside(&one(a), &other(b)).len(), usize::from(is_one), "{a}, {b}");
    }
}

#[test]
fn numbers_alone_are_no_names() {
    let table =
        |a: &str, b: &str| format!("Profit {a} cts against loss {b} cts in the quarter, turnover 92 mln against 71 mln, payable 31");
    assert_eq!(beside(&format!("{}.", table("40", "12")), &format!("{}!", table("12", "40"))), Vec::<Vec<String>>::new());
}

/// Whether the counts of two sentences are said to differ.
fn counts_differ(one: &str, other: &str) -> bool {
    let articles = vec![article("one", Some("2031-03-24"), one), article("other", Some("2031-03-24"), other)];
    analyse(articles).1.accounts.iter().any(|a| a.differs.contains(&Slot::HowMany))
}

#[test]
fn counts_differ_where_each_sentence_tells_of_one_event() {
    let one = "The fire in the Quay Street depot of Port Arlen killed 12 people, the harbour office said.";
    assert!(counts_differ(one, "Investigators say 14 people were killed by the depot fire in Quay Street, Port Arlen."));
    assert!(!counts_differ(one, "Investigators say about 12 people were killed by the depot fire in Quay Street, Port Arlen."));
    assert!(!counts_differ(
        one,
        "Investigators say 14 people were killed by the depot fire in Quay Street, Port Arlen, and an unrelated blaze."
    ));
}
