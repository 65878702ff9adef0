//! What is read of a page: the story and nothing else, with the way back to the source. All pages are invented.

use std::convert::Infallible;
use std::fs;
use std::time::{Duration, Instant};

use retold::record::{Article, MediaKind};
use retold_io::read::{Read, ReadOptions, ReadSummary, Traces, read};

const FIRST: &str = "The ferry Marelle ran aground off Port Vellan on Monday morning with forty people on board, the harbour office said.";
const SECOND: &str = "Nobody was hurt. “We heard a long scraping sound and then it was very quiet,” said a passenger who had been on deck.";
const THIRD: &str = "The harbour office will look into why the ship had left the marked channel, and it expects to know more by Friday.";

fn one(page: &str) -> (Article, ReadSummary) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("page.html");
    fs::write(&file, page).unwrap();
    let options = ReadOptions { inputs: vec![file.display().to_string()], ..ReadOptions::default() };
    let mut found = None;
    let summary = read(&options, &(), &mut |read| {
        if let Read::Article { article, .. } = read {
            found = Some(article);
        }
        Ok::<(), Infallible>(())
    });
    (found.expect("an article"), summary.unwrap())
}

fn page(body: &str) -> String {
    format!("<!DOCTYPE html><html><head><title>Ferry runs aground</title></head><body>{body}</body></html>")
}

#[test]
fn navigation_sharing_comments_and_pointers_are_left_out() {
    let html = page(&format!(
        "<nav><ul><li><a href='/'>Home</a></ul></nav><main><h1>Ferry runs aground</h1><div class='share-bar'>Share this with everybody you \
         know, on every network you are on, today.</div><div class='story'><p>{FIRST}</p><h2>A quiet deck</h2><p>{SECOND}</p><p>Read more: \
         <a href='/x'>Ferries of the coast</a></p><p>{THIRD}</p></div><section class='comments'><p>{FIRST} I was there and it was not \
         like this at all, believe me.</p></section><div><h3><a href='/other'>Bridge to close</a></h3><p>The old bridge of Lisken will be \
         closed from Sunday on, the council has decided after a long debate.</p></div></main><footer>All rights reserved.</footer>"
    ));
    let (article, _) = one(&html);
    assert_eq!(article.text, format!("{FIRST}\nA quiet deck\n{SECOND}\n{THIRD}"));
}

#[test]
fn every_byte_of_a_text_is_traced_to_the_source_that_spells_it() {
    let html = page(&format!(
        "<div><p>Tea &amp; <b>milk</b>\n\n   cost&nbsp;&#163;2 on the &ldquo;Marelle&rdquo;, said a cook who has worked on the ship for years.<p>{FIRST}\
         <p>{SECOND}<span style='display:none'>not to be seen</span> And so on, and so on.</div>"
    ));
    let (article, summary) = one(&html);
    assert!(article.text.starts_with("Tea & milk cost £2 on the “Marelle”, said"), "{}", article.text);
    assert!(!article.text.contains("not to be seen"));
    assert_eq!(summary.hidden_text, "not to be seen".len() as u64);
    let mut traced = 0;
    for run in article.source.runs() {
        let (text, raw) = (run.text.of(&article.text), &html[run.raw.range()]);
        let spelled = match raw {
            "&amp;" => "&",
            "&#163;" => "£",
            "&ldquo;" => "“",
            "&rdquo;" => "”",
            tags if tags.starts_with('<') => "\n",
            space if space.split("&nbsp;").all(|s| s.trim().is_empty()) => " ",
            same => same,
        };
        assert_eq!(text, spelled);
        traced += text.len();
    }
    assert_eq!(traced, article.text.len());
    let traces = Traces::of(&article, html.as_bytes()).unwrap();
    assert_eq!((traces.traced, traces.wrong), (traced as u64, 0));
    let other = html.replace("Marelle", "Morelle");
    assert!(Traces::of(&article, other.as_bytes()).unwrap().wrong > 0, "a trace into another page is wrong");
}

#[test]
fn pictures_keep_their_captions_beside_the_text() {
    let html = page(&format!(
        "<article><h1>Ferry runs aground</h1><p>{FIRST}</p><figure><img src='https://courier.example/marelle.jpg'><figcaption>The \
         Marelle off Port Vellan. <div class='credit'>Ada Vorn</div></figcaption></figure><p>{SECOND}</p>\
         <iframe src='https://courier.example/embed/7'></iframe><p>{THIRD}</p></article>"
    ));
    let (article, _) = one(&html);
    assert_eq!(article.text, format!("{FIRST}\n{SECOND}\n{THIRD}"));
    let [picture, video] = &article.media[..] else { panic!("{:?}", article.media) };
    assert_eq!(picture.url.as_deref(), Some("https://courier.example/marelle.jpg"));
    assert_eq!(picture.caption.as_deref(), Some("The Marelle off Port Vellan."));
    assert_eq!(picture.credit.as_deref(), Some("Ada Vorn"));
    assert_eq!((video.kind, video.url.as_deref()), (MediaKind::Video, Some("https://courier.example/embed/7")));
}

#[test]
fn hidden_text_is_left_out_and_counted_in_every_way_of_hiding() {
    for hidden in [
        "style='display: none'",
        "hidden",
        "aria-hidden='true'",
        "style='font-size:0'",
        "style='position:absolute;left:-9999px'",
        "style='background: #FFFFFF; color: white'",
    ] {
        let html = page(&format!(
            "<div><p>{FIRST}</p><p {hidden}>Nobody reads this line about the Gazette.</p><p>{SECOND}</p><p>{THIRD}</p></div>"
        ));
        let (article, summary) = one(&html);
        assert_eq!(article.text, format!("{FIRST}\n{SECOND}\n{THIRD}"), "{hidden}");
        assert_eq!(summary.hidden_text, 41, "{hidden}");
    }
}

#[test]
fn a_trace_holds_no_text_that_is_hidden_or_left_out() {
    let html = page(&format!(
        "<div><p>{FIRST} <span hidden>Not this.</span> And more.</p><p class='share-bar'>Share this with everybody you know.</p><p>{SECOND}</p>\
         <!-- no text --><script>let x = '<p>none</p>';</script><p>{THIRD}</p></div>"
    ));
    let (article, _) = one(&html);
    assert_eq!(article.text, format!("{FIRST} And more.\n{SECOND}\n{THIRD}"));
    let traces = Traces::of(&article, html.as_bytes()).unwrap();
    // the first line break has a line that was left out in its place
    assert_eq!((traces.bytes - traces.traced, traces.wrong), (1, 0));
}

#[test]
fn a_story_that_is_furniture_by_name_or_hidden_as_a_whole_is_read_all_the_same() {
    for outer in ["class='widget sidebar'", "style='visibility:hidden'"] {
        let (article, _) = one(&page(&format!("<div {outer}><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>")));
        assert_eq!(article.text, format!("{FIRST}\n{SECOND}\n{THIRD}"), "{outer}");
    }
}

#[test]
fn twice_the_page_takes_about_twice_the_time_however_it_is_nested() {
    let shapes: [(&str, &str); 5] = [
        ("deep", "<div>"),
        ("unclosed", "<b><p><i>"),
        ("attributes", "<p a=1 b='2' c>"),
        ("misnested", "<td></div><a href=x><b></i>"),
        ("headings", "<h2><a href=x>Word</a></h2>"),
    ];
    for (name, unit) in shapes {
        let time = |times: usize| {
            let html = page(&format!("<p>{FIRST}</p>{}<p>{SECOND}</p>", unit.repeat(times)));
            let best = (0..3).map(|_| {
                let html = html.clone();
                // the smallest stack that threads have
                let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
                    let start = Instant::now();
                    one(&html);
                    start.elapsed()
                });
                thread.unwrap().join().unwrap()
            });
            best.min().unwrap()
        };
        let (small, large) = (time(4_000), time(16_000));
        // four times the page; twice that is allowed for noise, four times that would be quadratic
        assert!(large < small * 8 + Duration::from_millis(200), "{name}: {small:?}, {large:?}");
    }
}

#[test]
fn of_several_articles_in_one_element_only_the_titled_one_is_read() {
    let article = |title: &str, text: &str| format!("<article><h1>{title}</h1><p>{text}</p><p>{text} Again.</p></article>");
    let html =
        page(&format!("<main>{}{}{}</main>", article("Ferry runs aground", FIRST), article("Eels", SECOND), article("Bridge", THIRD)));
    let (article, _) = one(&html);
    assert_eq!(article.text, format!("{FIRST}\n{FIRST} Again."));
}

#[test]
fn pointers_behind_a_story_are_left_out_however_many_they_are() {
    let card = |title: &str| format!("<div><h3><a href='/{title}'>{title}</a></h3><p>{THIRD}</p></div>");
    let html = page(&format!(
        "<main><h1>Ferry runs aground</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>{}</main>",
        ["Eels", "Bridge", "Tax"].map(card).join("")
    ));
    let (article, _) = one(&html);
    assert_eq!(article.text, format!("{FIRST}\n{SECOND}\n{THIRD}"));
}

#[test]
fn a_quoted_post_is_story_in_an_element_for_sharing_and_a_list_of_linked_headings_is_not() {
    let post = "<div class='social-media-embed'><blockquote class='twitter-tweet'><p>We saw it all from the pier <a href='https://t.example/1'>t.example/1</a></p>— Ada Vorn \
                (@ada) <a href='https://t.example/2'>16 March 2015</a></blockquote></div>";
    let links = "<ul><li><h4><a href='/a'>Ferries of the coast</a></h4></li><li><h4><a href='/b'>Harbour to be dug out</a></h4></li></ul>";
    let (article, _) = one(&page(&format!("<div><p>{FIRST}</p>{links}<p>{SECOND}</p>{post}<p>{THIRD}</p></div>")));
    let quoted = "We saw it all from the pier t.example/1\n— Ada Vorn (@ada) 16 March 2015";
    assert_eq!(article.text, format!("{FIRST}\n{SECOND}\n{quoted}\n{THIRD}"));
}

#[test]
fn a_notice_about_cookies_is_no_story_though_it_is_longer_than_it() {
    let notice = format!("<div class='cookie-banner'><p>{THIRD} {SECOND} {THIRD}</p><p>{SECOND} {THIRD}</p></div>");
    let (article, _) = one(&page(&format!("<div><p>{FIRST}</p></div>{notice}")));
    assert_eq!(article.text, FIRST);
}

#[test]
fn a_lone_end_tag_between_lines_breaks_the_line_and_nothing_else() {
    let (article, _) = one(&page(&format!("<div><p>{FIRST}</p></br><p>{SECOND}</p></div>")));
    assert_eq!(article.text, format!("{FIRST}\n{SECOND}"));
}
