use std::collections::BTreeMap;

use retold::record::{DateKind, DateOrigin};
use retold_io::read::{ReadOptions, SkipReason};

use crate::build::{page, story};
use crate::run::{one, piped, with};

#[test]
fn a_list_of_records_is_read_in_every_wrapping() {
    let (a, b) = (story(1), story(2));
    let records = format!(r#"{{"title": "A", "body": "{a}"}}, {{"headline": "B", "content": "{b}", "authors": ["X. Lind", "Y. Marr"]}}"#);
    for document in [
        format!("[{records}]"),
        format!("  [\n{records}\n]\n"),
        format!(r#"{{"status": "ok", "articles": [{records}]}}"#),
        records.replace("}, {", "}\n{"),
    ] {
        let run = one("a.json", document.as_bytes());
        let texts: Vec<&str> = run.articles.iter().map(|a| a.text.as_str()).collect();
        assert_eq!(texts, [a.as_str(), b.as_str()], "{document}: {:?}", run.skipped);
        assert_eq!(run.articles[1].title.as_deref(), Some("B"));
        assert_eq!(run.articles[1].author.as_deref(), Some("X. Lind, Y. Marr"));
        assert_eq!(run.articles[1].locator.as_deref(), Some("item 2"));
    }
    let alone = format!("{{\n  \"title\": \"A\",\n  \"text\": \"{a}\"\n}}\n");
    assert_eq!(one("a.json", alone.as_bytes()).only().text, a);
    assert_eq!(piped(alone.as_bytes()).only().text, a);
    assert_eq!(piped(format!("[{records}]").as_bytes()).articles.len(), 2);
}

#[test]
fn broken_lists_say_where() {
    let run = one("a.json", format!(r#"[{{"text": "{}"}}, {{"text": 5}}, {{"text": "open"#, story(1)).as_bytes());
    assert_eq!(run.articles.len(), 1);
    assert_eq!(run.reasons(), [(Some("item 2"), SkipReason::BadRecord), (Some("item 3"), SkipReason::BadJson)]);
    assert_eq!(one("a.json", b" ").reasons(), [(None, SkipReason::Empty)]);
    assert_eq!(one("a.json", b"[]").reasons(), [(None, SkipReason::Empty)]);
}

#[test]
fn a_ninjs_item_is_read() {
    let item = format!(
        r#"{{"uri": "urn:example:7", "type": "text", "language": "en", "firstcreated": "2031-05-06T07:08:09Z", "byline": "A. Lind",
            "headlines": [{{"value": "Pier closes"}}], "bodies": [{{"contenttype": "text/html", "value": "<p>{}</p>"}}]}}"#,
        story(1)
    );
    let run = one("item.json", item.as_bytes());
    let article = run.only();
    assert_eq!(
        (article.id.as_str(), article.title.as_deref(), article.author.as_deref()),
        ("urn:example:7", Some("Pier closes"), Some("A. Lind"))
    );
    assert_eq!(article.published.as_ref().unwrap().iso, "2031-05-06T07:08:09Z");
    assert_eq!(article.text.trim(), story(1));
}

#[test]
fn feeds_give_their_items_as_parts_of_articles() {
    let (a, b) = (story(1), story(2));
    let rss = format!(
        r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Sarrow Dispatch</title>
        <language>en</language>
        <item><title>Pier one</title><link>https://dispatch.example/1</link><pubDate>Tue, 06 May 2031 07:08:09 GMT</pubDate><description>{a}</description></item>
        <item><title>Pier two</title><link>https://dispatch.example/2</link><content:encoded><![CDATA[<p>{b}</p><p>More.</p>]]></content:encoded></item>
        <item><title>Nothing but a title</title><link>https://dispatch.example/3</link></item></channel></rss>"#
    );
    let atom = format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Sarrow Dispatch</title><id>x</id><updated>2031-05-06T07:08:09Z</updated>
        <entry><title>Pier one</title><id>1</id><updated>2031-05-07T00:00:00Z</updated><published>2031-05-06T07:08:09Z</published>
        <link href="https://dispatch.example/1"/><summary>{a}</summary></entry></feed>"#
    );
    let json = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "Sarrow Dispatch", "items": [
        {{"id": "1", "url": "https://dispatch.example/1", "title": "Pier one", "content_text": "{a}", "date_published": "2031-05-06T07:08:09Z"}}]}}"#
    );
    for (name, feed, from) in [("a.rss", &rss, DateOrigin::Feed), ("a.xml", &atom, DateOrigin::Feed), ("a.json", &json, DateOrigin::Given)]
    {
        let run = one(name, feed.as_bytes());
        let first = &run.articles[0];
        assert_eq!(
            (first.text.trim(), first.title.as_deref(), first.url.as_deref()),
            (a.as_str(), Some("Pier one"), Some("https://dispatch.example/1"))
        );
        assert_eq!((first.published.as_ref().unwrap().iso.as_str(), first.published_from), ("2031-05-06T07:08:09Z", Some(from)), "{name}");
        let claimed: Vec<_> = first.dates.iter().map(|d| (d.kind, d.origin, d.date.iso.as_str(), d.chosen)).collect();
        let published = (DateKind::Published, DateOrigin::Feed, "2031-05-06T07:08:09Z", true);
        let updated = (DateKind::Modified, DateOrigin::Feed, "2031-05-07", true);
        match name {
            "a.rss" => assert_eq!(claimed, [published]),
            "a.xml" => assert_eq!(claimed, [published, updated]),
            _ => assert!(claimed.is_empty()),
        }
        assert!(!first.complete && first.extra.as_deref().unwrap().contains(r#""partial":"feed""#), "{name}");
    }
    let run = one("a.rss", rss.as_bytes());
    assert_eq!(run.articles[1].text, format!("{b}\nMore."));
    assert_eq!(run.articles[0].outlet.as_deref(), Some("Sarrow Dispatch"));
    assert_eq!(run.skipped.len(), 1, "{:?}", run.skipped);
    assert_eq!(piped(rss.as_bytes()).articles.len(), 2);
    // a feed twice gives the same articles
    assert_eq!(one("a.rss", rss.as_bytes()).articles, run.articles);
    assert_eq!(
        one("sitemap.xml", b"<?xml version='1.0'?><urlset><url><loc>https://x.example</loc></url></urlset>").reasons(),
        [(None, SkipReason::UnsupportedFormat)]
    );
}

#[test]
fn tables_of_other_programs_are_read_by_their_own_column_names() {
    let a = story(1);
    let table = format!("Publish Date;maintext;source_domain;URL\n2031-05-06;\"{a}\";dispatch.example;https://dispatch.example/1\n");
    let run = one("a.csv", table.as_bytes());
    assert_eq!((run.only().text.as_str(), run.only().published.as_ref().unwrap().iso.as_str()), (a.as_str(), "2031-05-06"));
    assert_eq!(run.only().url.as_deref(), Some("https://dispatch.example/1"));
    assert_eq!(piped(table.as_bytes()).only().text, a);
    // prose with a comma is no table
    assert_eq!(piped(format!("In the end, {a}\n").as_bytes()).only().text, format!("In the end, {a}\n"));
}

#[test]
fn lists_of_titles_are_marked_as_such() {
    let media = "id,publish_date,title,url,language,media_name\n7,2031-05-06,Ferry pier of Lisken to close before winter,https://dispatch.example/1,en,Sarrow Dispatch\n";
    let events = "URL,MobileURL,Date,Title\nhttps://dispatch.example/1,,2031-05-06 07:08:09,Ferry pier of Lisken to close before winter\n";
    for table in [media, events] {
        let run = one("a.csv", table.as_bytes());
        let article = run.only();
        assert_eq!(article.text, "Ferry pier of Lisken to close before winter");
        assert!(!article.complete && article.extra.as_deref().unwrap().contains(r#""partial":"title""#));
        assert!(article.published.as_ref().unwrap().iso.starts_with("2031-05-06"));
    }
}

#[test]
fn exports_of_gdelt_are_told_by_their_shape() {
    let row = |columns: usize, values: &[(usize, &str)]| {
        let mut row = vec!["7"; columns];
        values.iter().for_each(|&(at, value)| row[at] = value);
        row.join("\t") + "\n"
    };
    let (seen, url) = ("20310506070800", "https://dispatch.example/1");
    let title = "<PAGE_LINKS>x;y</PAGE_LINKS><PAGE_TITLE>Ferry pier of Lisken &quot;to close&quot;</PAGE_TITLE>";
    let graph = row(27, &[(0, "20310506070800-0"), (1, seen), (3, "dispatch.example"), (4, url), (7, "\"A;B,1;C,2"), (26, title)]);
    let untitled = row(27, &[(0, "20310506070800-1"), (1, seen), (4, url), (26, "")]);
    let run = one("20310506.gkg.csv", (graph.clone() + &untitled + &graph.replace("/1", "/2")).as_bytes());
    assert_eq!(run.urls(), [url, "https://dispatch.example/2"]);
    assert_eq!(run.reasons(), [(Some("record 2"), SkipReason::NoText)]);
    let article = &run.articles[0];
    assert_eq!((article.text.as_str(), article.outlet.as_deref()), ("Ferry pier of Lisken \"to close\"", Some("dispatch.example")));
    assert!(!article.complete && article.extra.as_deref().unwrap().contains(r#""partial":"title""#));
    assert_eq!(article.captured.as_deref(), Some("2031-05-06T07:08:00"));
    assert_eq!(piped(graph.as_bytes()).only().url.as_deref(), Some(url));
    let events = row(61, &[(1, "20310506"), (59, seen), (60, url)]);
    let old = row(58, &[(1, "20310506"), (56, "20310506"), (57, url)]);
    let mentions = row(16, &[(1, seen), (2, seen), (4, "dispatch.example"), (5, url)]);
    for (name, table) in [("a.export.CSV", events), ("b.export.csv", old), ("c.mentions.CSV", mentions)] {
        let run = one(name, table.repeat(2).as_bytes());
        assert_eq!(run.reasons(), [(Some("record 1"), SkipReason::NoText), (Some("record 2"), SkipReason::NoText)], "{name}");
        assert!(run.skipped[0].detail.contains(url), "{}", run.skipped[0].detail);
    }
    // as many columns, but no date where one has to be
    assert_eq!(one("d.csv", row(16, &[(5, url)]).as_bytes()).reasons(), [(None, SkipReason::BadCsv)]);
}

#[test]
fn columns_can_be_named_by_the_user() {
    let columns = BTreeMap::from([("text".to_owned(), "ocr".to_owned()), ("published".to_owned(), "printed on".to_owned())]);
    let options = ReadOptions { columns, ..ReadOptions::default() };
    let run = with("a.csv", format!("ocr,printed on,text\n\"{}\",2031-05-06,teaser\n", story(1)).as_bytes(), &options);
    assert_eq!(run.only().text, story(1));
    assert_eq!(run.only().published.as_ref().unwrap().iso, "2031-05-06");
    assert_eq!(run.only().extra.as_deref(), Some(r#"{"text":"teaser"}"#));
}

#[test]
fn pages_saved_by_browsers_say_where_and_when() {
    let plain = page("Pier 1", &story(1));
    let chrome = format!("<!-- saved from url=(0026)https://dispatch.example/1 -->\n{plain}");
    assert_eq!(one("a.html", chrome.as_bytes()).only().url.as_deref(), Some("https://dispatch.example/1"));
    let single = plain.replace("<html", "<!--\n Page saved with SingleFile \n url: https://dispatch.example/1 \n saved date: Tue May 06 2031 07:08:09 GMT+0000 (Coordinated Universal Time)\n--><html");
    let run = one("a.html", single.as_bytes());
    assert_eq!(run.only().url.as_deref(), Some("https://dispatch.example/1"));
    assert!(run.only().captured.as_deref().is_some_and(|c| c.starts_with("2031-05-06")), "{:?}", run.only().captured);

    let quoted = plain.replace('=', "=3D").replace("Pier 1", "Pier =C3=A9=\r\none");
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://dispatch.example/1\r\nDate: Tue, 06 May 2031 07:08:09 -0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Boundary--7\"\r\n\r\n\r\n------Boundary--7\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://dispatch.example/1\r\n\r\n{quoted}\r\n------Boundary--7\r\n\
         Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------Boundary--7--\r\n"
    );
    let run = one("a.mhtml", mhtml.as_bytes());
    let article = run.only();
    assert_eq!((article.url.as_deref(), article.title.as_deref()), (Some("https://dispatch.example/1"), Some("Pier éone")));
    assert_eq!(article.captured.as_deref(), Some("2031-05-06T07:08:09Z"));
    assert!(article.text.contains(&story(1)));
    assert_eq!(one("a.mhtml", b"Subject: no page\r\n\r\ntext").reasons(), [(None, SkipReason::BadArchive)]);
}
