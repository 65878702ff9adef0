//! Direction and credit: what makes an order likely, what never makes it clear, and who is said to say so.

mod pile;

use pile::{analysed, analysed_with, article, pair, prose};
use retold::Config;
use retold::config::{Across, Filter};
use retold::record::{ArticleIx, CreditClass, CreditForm, CreditTarget, Direction, FindingKind, ReasonKind, Role};

#[test]
fn a_declared_date_alone_is_never_clear() {
    let text = prose(1, 120);
    for days in [1, 3, 12, 27] {
        let analysis = analysed(vec![
            article("a", "The Meridian", "2031-03-01", &text),
            article("b", "Open Tide", &format!("2031-03-{:02}", 1 + days), &text),
        ]);
        assert_eq!(pair(&analysis, 0, 1).direction, Direction::Likely, "{days} days apart");
    }
}

#[test]
fn a_backdated_copy_is_never_clear_the_wrong_way() {
    let text = prose(1, 120);
    for credit in ["", " Norvik Press Agency reports.", " With files from Norvik Press Agency"] {
        let analysis = analysed(vec![
            article("a", "Norvik Press Agency", "2031-03-10", &text),
            article("b", "Open Tide", "2031-03-01", &format!("{text}{credit}")),
        ]);
        let pair = pair(&analysis, 0, 1);
        assert!(pair.direction != Direction::Clear || pair.earlier == Some(ArticleIx(0)), "{:?}", pair.reasons);
    }
}

#[test]
fn near_copies_dated_months_apart_do_not_tell_by_their_dates() {
    let text = prose(1, 120);
    let analysis = analysed(vec![article("a", "The Meridian", "2031-03-01", &text), article("b", "Open Tide", "2031-09-01", &text)]);
    let pair = pair(&analysis, 0, 1);
    assert_eq!(pair.direction, Direction::CannotTell);
    assert!(pair.reasons.iter().any(|r| r.kind == ReasonKind::DateConflict));
}

#[test]
fn traces_of_one_agency_on_both_sides_say_that_both_may_come_from_it() {
    let text = format!("{} She told AFP that the quay was empty. {}", prose(1, 60), prose(2, 60));
    let analysis = analysed(vec![article("a", "The Meridian", "2031-03-01", &text), article("b", "Open Tide", "2031-03-02", &text)]);
    let pair = pair(&analysis, 0, 1);
    assert_eq!(pair.direction, Direction::CannotTell);
    assert!(pair.reasons.iter().any(|r| r.kind == ReasonKind::CommonSource && r.evidence.is_some()));
    assert!(pair.credit_spans.iter().all(|s| s.form == CreditForm::Trace));
    assert!(analysis.findings.iter().any(|f| f.kind == FindingKind::CommonSource));
}

#[test]
fn who_was_told_is_a_credit_in_words_of_the_later_text_and_a_trace_where_it_is_copied() {
    let (first, second) = (prose(1, 60), prose(2, 60));
    let told = "In a statement sent to The Meridian she said that the quay was empty.";
    let credit = |earlier: String, later: String| {
        let analysis = analysed(vec![
            article("a", "The Meridian", "2031-03-01T08:00:00Z", &earlier),
            article("b", "Open Tide", "2031-03-01T18:00:00Z", &later),
        ]);
        pair(&analysis, 0, 1).right_credit
    };
    let plain = [first.as_str(), &second].join(" ");
    let own = credit(plain, [first.as_str(), told, &second].join(" "));
    assert_eq!((own.class, own.to), (CreditClass::Credited, Some(CreditTarget::ItsOutlet)));
    let both = [first.as_str(), told, &second].join(" ");
    assert_ne!(credit(both.clone(), both).class, CreditClass::Credited);
}

#[test]
fn where_a_third_text_holds_all_that_two_share_their_dates_do_not_tell_who_copied() {
    let wire = [prose(1, 60), prose(2, 60), prose(3, 60)].join("\n\n");
    let copy = |id: &str, outlet: &str, day: &str, own: usize| {
        let text = [wire.as_str(), &prose(own, 40)].join("\n\n");
        article(id, outlet, day, &text)
    };
    let analysis = analysed(vec![
        article("a", "The Meridian", "2031-03-01", &wire),
        copy("b", "Open Tide", "2031-03-02", 11),
        copy("c", "Aldren Courier", "2031-03-04", 12),
    ]);
    for copy in [1, 2] {
        assert_eq!(pair(&analysis, 0, copy).earlier, Some(ArticleIx(0)));
    }
    let siblings = pair(&analysis, 1, 2);
    assert_eq!(siblings.direction, Direction::CannotTell, "{:?}", siblings.reasons);
    assert!(siblings.reasons.iter().any(|r| r.kind == ReasonKind::CommonSource && r.text.contains("both may come from it")));
}

#[test]
fn a_copy_with_the_changes_of_another_copy_comes_by_way_of_it() {
    let wire = [prose(1, 60), prose(2, 60), prose(3, 60)].join("\n\n");
    let changed = |i: usize, to: &str| {
        let mut words: Vec<&str> = wire.split(' ').collect();
        for at in [20, 80, 140] {
            words[at + i] = to;
        }
        words.join(" ")
    };
    let first = changed(0, "harbourmaster");
    let second = first.replacen(first.split(' ').nth(50).unwrap(), "quartermaster", 1);
    let analysis = analysed(vec![
        article("a", "The Meridian", "2031-03-01", &wire),
        article("b", "Open Tide", "2031-03-02", &first),
        article("c", "Aldren Courier", "2031-03-04", &second),
    ]);
    assert_eq!(pair(&analysis, 1, 2).earlier, Some(ArticleIx(1)), "{:?}", pair(&analysis, 1, 2).reasons);
}

#[test]
fn a_credit_that_another_text_of_the_outlet_may_have_earned_makes_nothing_clear() {
    let (copied, other) = (prose(1, 120), prose(2, 60));
    let articles = |with_other: bool| {
        let mut all = vec![
            article("a", "Open Tide", "2031-03-10", &format!("{copied}\n\n{other}\n\nWith files from The Meridian")),
            article("b", "The Meridian", "2031-03-01", &copied),
        ];
        if with_other {
            all.push(article("c", "The Meridian", "2031-03-08", &other));
        }
        all
    };
    assert_eq!(pair(&analysed(articles(false)), 0, 1).direction, Direction::Clear);
    assert_eq!(pair(&analysed(articles(true)), 0, 1).direction, Direction::Likely);
}

#[test]
fn where_no_order_is_told_the_credit_is_of_the_side_that_would_need_it() {
    let text = prose(1, 120);
    let analysis = analysed(vec![
        article("a", "The Meridian", "2031-03-01", &format!("{text}\n\n(AFP)")),
        article("b", "Open Tide", "2031-03-01", &text),
        article("c", "Aldren Courier", "2031-03-01", &format!("{text}\n\n(AFP)")),
    ]);
    assert_eq!(pair(&analysis, 0, 1).credit().class, CreditClass::NotJudged);
    assert_eq!(pair(&analysis, 0, 2).credit().class, CreditClass::CommonSource);
}

#[test]
fn the_text_with_the_lower_count_of_the_dead_is_the_earlier_one() {
    let text = |dead: u32| format!("{} The blast killed {dead} people at the gate. {}", prose(1, 60), prose(2, 60));
    let analysis =
        analysed(vec![article("a", "The Meridian", "2031-03-01", &text(26)), article("b", "Open Tide", "2031-03-01", &text(19))]);
    let pair = pair(&analysis, 0, 1);
    assert_eq!((pair.earlier, pair.direction), (Some(ArticleIx(1)), Direction::Likely));
    assert!(pair.reasons.iter().any(|r| r.kind == ReasonKind::Update && r.evidence.is_some()));
}

#[test]
fn a_credit_covers_what_stands_near_it_and_a_footer_covers_all() {
    let (first, second) = (prose(1, 60), prose(2, 60));
    let wire = format!("{first}\n\n{}\n\n{second}", prose(3, 60));
    let with = |credit: &str, end: &str| format!("{first}{credit}\n\n{}\n\n{second}{end}", prose(4, 400));
    for (credit, end, wanted) in [
        (" Norvik Press Agency reports.", "", [CreditClass::Credited, CreditClass::NoneFound]),
        ("", "\n\nWith files from Norvik Press Agency", [CreditClass::Credited, CreditClass::Credited]),
        ("", "\n\n(Norvik Press Agency)", [CreditClass::Credited, CreditClass::Credited]),
    ] {
        let analysis = analysed(vec![
            article("a", "Norvik Press Agency", "2031-03-01", &wire),
            article("b", "Open Tide", "2031-03-03", &with(credit, end)),
        ]);
        let pair = pair(&analysis, 0, 1);
        assert_eq!((pair.earlier, pair.right_credit.class), (Some(ArticleIx(0)), CreditClass::Credited), "{credit}{end}");
        let passages: Vec<CreditClass> = pair.passages.iter().map(|p| p.right).collect();
        assert_eq!(passages, wanted, "{credit}{end}");
        let given = pair.passages.iter().filter(|p| p.right == CreditClass::Credited);
        assert!(given.into_iter().all(|p| p.span.as_ref().is_some_and(|s| s.to == CreditTarget::ItsOutlet)));
    }
}

#[test]
fn an_outlet_that_names_itself_credits_nobody_and_a_wrong_credit_is_said_to_be_one() {
    let text = prose(1, 120);
    let analysis = analysed(vec![
        article("a", "The Meridian", "2031-03-01", &text),
        article("b", "Open Tide", "2031-03-02", &format!("{text}\n\nWith files from Open Tide")),
        article("c", "Aldren Courier", "2031-03-03", &format!("{text}\n\nWith files from Open Tide")),
    ]);
    let own = pair(&analysis, 0, 1);
    assert_eq!((own.right_credit.class, own.credit_spans.len()), (CreditClass::NoneFound, 0));
    let wrong = pair(&analysis, 0, 2);
    assert_eq!((wrong.right_credit.class, wrong.right_credit.to), (CreditClass::NoneFound, Some(CreditTarget::Other)));
}

#[test]
fn a_left_out_denial_is_a_finding() {
    let denial = "The ministry denied on Tuesday that anybody had been warned of it.";
    let analysis = analysed(vec![
        article("a", "The Meridian", "2031-03-01", &format!("{}\n\n{denial}\n\n{}", prose(1, 60), prose(2, 60))),
        article("b", "Open Tide", "2031-03-02", &format!("{}\n\n{}", prose(1, 60), prose(2, 60))),
    ]);
    let finding = analysis.findings.iter().find(|f| f.kind == FindingKind::LeftOut).expect("a finding");
    assert!(finding.sentence.contains("a denial"), "{}", finding.sentence);
}

#[test]
fn a_filter_leaves_out_and_counts() {
    let text = prose(1, 120);
    let articles = || {
        vec![
            article("a", "The Meridian", "2031-03-01", &text),
            article("b", "The Meridian", "2031-03-02", &text),
            article("c", "Open Tide", "2031-06-01", &text),
        ]
    };
    let left = |filter: Filter| {
        let analysis = analysed_with(articles(), &Config { filter, ..Config::default() });
        (analysis.pairs.len(), analysis.counts.filtered_matches)
    };
    let all = Filter::default;
    assert_eq!(left(all()), (3, 0));
    assert_eq!(left(Filter { across: Across::Outlets, ..all() }), (2, 1));
    assert_eq!(left(Filter { within_days: Some(30), ..all() }), (1, 2));
    assert_eq!(left(Filter { languages: vec!["de".to_owned()], ..all() }), (0, 3));
    assert_eq!(left(Filter { without_outlets: vec!["Open Tide".to_owned()], ..all() }), (1, 2));
    assert_eq!(left(Filter { min_words: 121, ..all() }), (0, 3));
}

#[test]
fn dependence_counts_words_of_agency_copy_and_releases_once() {
    let (wire, release) = (prose(1, 60), prose(2, 48));
    let mut articles = vec![
        article("a", "Norvik Press Agency", "2031-03-01", &wire),
        article("b", "Harbour Office", "2031-03-01", &release),
        article("c", "Open Tide", "2031-03-02", &[wire.as_str(), &release, &prose(3, 108)].join("\n\n")),
        article("d", "The Meridian", "2031-03-02", &prose(4, 100)),
    ];
    (articles[0].role, articles[1].role) = (Role::Wire, Role::Release);
    let corpus = retold::Corpus::new(articles);
    let (outlets, config) = (retold::record::Outlets::default(), Config::default());
    let analysis = retold::analyse_in_ram(&corpus, &outlets, &config);
    let view = retold::CorpusView { cards: &corpus.cards, shelf: &corpus, outlets: &outlets, config: &config };
    let (rows, sources) = retold::dependence(&view, &analysis);
    let told: Vec<_> = rows.iter().map(|r| (r.article, r.words, r.wire_words, r.release_words, r.source_words)).collect();
    assert_eq!((told, sources), (vec![(ArticleIx(2), 216, 60, 48, 108), (ArticleIx(3), 100, 0, 0, 0)], 2));
}
