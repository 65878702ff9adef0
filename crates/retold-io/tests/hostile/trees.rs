use retold_io::read::SkipReason;

use crate::build::{page, story};
use crate::cost::{cost, takes_time_by_its_size};
use crate::run::one;

#[test]
fn entities_of_a_feed_are_not_expanded_and_name_no_file() {
    let laughs: String = (1..10).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
    let feed = |doctype: &str, text: &str| {
        format!(
            "<?xml version=\"1.0\"?>{doctype}<rss version=\"2.0\"><channel><title>T</title><item><title>A</title><description>{text}</description></item></channel></rss>"
        )
    };
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "the secret of the harbour office").unwrap();
    let outside = format!("<!DOCTYPE rss [<!ENTITY x SYSTEM \"file://{}\">]>", secret.path().display());
    let huge = format!("<!DOCTYPE rss [{}]>", "<!-- of no use -->".repeat(1 << 16));
    for (doctype, text) in [(format!("<!DOCTYPE rss [<!ENTITY a0 \"ha\">{laughs}]>"), "&a9;"), (outside, "&x;"), (huge, "plain")] {
        let (run, cost) = cost(|| one("a.rss", feed(&doctype, text).as_bytes()));
        assert!(run.articles.iter().all(|a| !a.text.contains("secret") && a.text.len() < 100), "{:?}", run.articles);
        assert!(cost.seconds < 5.0 && cost.bytes < 300 << 20, "{} s, {} bytes", cost.seconds, cost.bytes);
    }
}

#[test]
fn deep_feeds_end_as_a_line() {
    let deep = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"xhtml\">{}</content></entry></feed>",
        "<div>".repeat(200_000)
    );
    let (run, cost) = cost(|| one("a.atom", deep.as_bytes()));
    assert_eq!(run.reasons(), [(None, SkipReason::BadFeed)]);
    assert!(cost.seconds < 5.0, "{} s", cost.seconds);
}

#[test]
fn deep_json_ends_as_a_line() {
    for text in ["[".repeat(2_000_000), "{\"a\":".repeat(300_000), format!("[{}]", "[".repeat(200_000) + &"]".repeat(200_000))] {
        let (run, cost) = cost(|| one("a.json", text.as_bytes()));
        assert!(run.articles.is_empty() && !run.skipped.is_empty());
        assert!(cost.seconds < 20.0 && cost.bytes < 300 << 20, "{} s, {} bytes", cost.seconds, cost.bytes);
    }
}

#[test]
fn parts_of_a_saved_page_take_time_by_their_bytes() {
    let time = |count: usize| {
        let parts = "--b\r\nContent-Type: image/png\r\n\r\nx\r\n".repeat(count);
        let mail = format!("Content-Type: multipart/related; boundary=b\r\n\r\n{parts}");
        let (run, cost) = cost(|| one("a.mhtml", mail.as_bytes()));
        assert_eq!(run.reasons(), [(None, SkipReason::BadArchive)]);
        cost.seconds
    };
    takes_time_by_its_size("parts", 20_000, 0.2, time);
}

#[test]
fn hostile_pages_take_time_by_their_bytes() {
    let body = page("Pier", &story(1));
    let kinds: [(&str, String); 5] = [
        ("attributes", "<p x=1 ".to_owned() + &"a=b ".repeat(5_000) + ">"),
        ("open tags", "<div><b><i>".repeat(2_000)),
        ("foster parents", "<table><tr><p>".repeat(1_000)),
        ("templates", "<template><noscript>".repeat(1_000)),
        ("comments", "<!--".repeat(5_000)),
    ];
    for (name, unit) in kinds {
        let time = |times: usize| {
            let file = body.replace("</article>", &(unit.repeat(times) + "</article>"));
            let (run, cost) = cost(|| one("a.html", file.as_bytes()));
            assert_eq!(run.articles.len() + run.skipped.len(), 1, "{name}");
            cost.seconds
        };
        takes_time_by_its_size(name, 1, 0.5, time);
    }
}
