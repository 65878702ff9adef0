use proptest::prelude::*;
use retold::record::{DateKind, DateOrigin, Role};
use retold_io::read::SkipReason;

use crate::build::{gzip, http, numbered, page, record, response, story};
use crate::run::{one, piped};

#[test]
fn pages_of_a_crawl_become_articles_with_address_and_time_and_the_rest_is_counted() {
    let body = page("Ferry pier closes", &story(1));
    let text_of_another =
        record("conversion", "WARC-Target-URI: https://post.example/2\r\nContent-Type: text/plain\r\n", story(2).as_bytes());
    let saved =
        record("resource", "WARC-Target-URI: https://post.example/3\r\nContent-Type: text/html\r\n", page("Three", &story(3)).as_bytes());
    let picture = record(
        "response",
        "WARC-Target-URI: https://post.example/4.png\r\nContent-Type: application/http\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
    );
    let gone = record(
        "response",
        "WARC-Target-URI: https://post.example/5\r\nContent-Type: application/http\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Not here.</p>",
    );
    let all = [
        record("warcinfo", "", b"software: crawler of a test\r\n"),
        response("https://dispatch.example/1", "Last-Modified: Sat, 03 May 2031 10:00:00 GMT\r\n", body.as_bytes()),
        record("request", "WARC-Target-URI: https://dispatch.example/1\r\n", b"GET /1 HTTP/1.1\r\n\r\n"),
        text_of_another,
        saved,
        picture,
        gone,
        record("revisit", "WARC-Target-URI: https://dispatch.example/1\r\n", b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    ];
    let plain = one("a.warc", &all.concat());
    assert_eq!(plain.urls(), ["https://dispatch.example/1", "https://post.example/2", "https://post.example/3"]);
    assert!(plain.skipped.is_empty(), "{:?}", plain.skipped);
    assert_eq!((plain.summary.other_records, plain.summary.revisits), (4, 1));
    let first = &plain.articles[0];
    assert_eq!((first.title.as_deref(), first.captured.as_deref()), (Some("Ferry pier closes"), Some("2031-05-06T07:08:09Z")));
    assert_eq!((first.published_from, first.role), (Some(DateOrigin::Http), Role::Article));
    assert_eq!(first.published.as_ref().unwrap().iso, "2031-05-03T10:00:00Z");
    let [claim] = &first.dates[..] else { panic!("{:?}", first.dates) };
    assert_eq!((claim.kind, claim.origin, claim.chosen), (DateKind::Published, DateOrigin::Http, true));
    assert_eq!((claim.key.as_str(), claim.raw.as_str()), ("Last-Modified", "Sat, 03 May 2031 10:00:00 GMT"));
    assert!(first.text.contains(&story(1)), "{}", first.text);
    assert_eq!(plain.raws[0], body.as_bytes());
    assert_eq!(plain.articles[1].text, story(2));

    // packed by record, every page goes by the byte of its member
    let members: Vec<Vec<u8>> = all.iter().map(|r| gzip(r)).collect();
    let packed = one("a.warc.gz", &members.concat());
    assert_eq!(packed.urls(), plain.urls());
    let at: usize = members[0].len();
    assert_eq!(packed.articles[0].locator, Some(format!("offset {at}")));
    assert_eq!(packed.articles[0].id, first.id, "the id goes by address and bytes of the page");
    // packed as a whole, and through a pipe
    let whole = one("a.warc.gz", &gzip(&all.concat()));
    assert_eq!((whole.urls(), whole.articles[0].locator.as_deref()), (plain.urls(), Some("offset 0, record 2")));
    assert_eq!(one("a.warc.zst", &zstd::encode_all(&all.concat()[..], 3).unwrap()).urls(), plain.urls());
    assert_eq!(piped(&all.concat()).urls(), plain.urls());
    assert_eq!(piped(&members.concat()).urls(), plain.urls());
}

#[test]
fn a_page_made_for_the_visit_takes_no_date_from_the_server() {
    let record =
        response("https://dispatch.example/1", "Last-Modified: Tue, 06 May 2031 07:08:01 GMT\r\n", page("T", &story(1)).as_bytes());
    assert_eq!(one("a.warc", &record).only().published, None);
}

#[test]
fn the_server_names_the_encoding() {
    let (bytes, ..) = encoding_rs::KOI8_R
        .encode("<html><body><p>Паром сел на мель у порта Веллан в понедельник, сообщила портовая служба.</p></body></html>");
    let block = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n", &bytes[..]].concat();
    let run =
        one("a.warc", &record("response", "WARC-Target-URI: https://dispatch.example/1\r\nContent-Type: application/http\r\n", &block));
    assert!(run.only().text.starts_with("Паром сел на мель"), "{}", run.only().text);
}

#[test]
fn bodies_are_unpacked_and_joined() {
    let body = page("Pier 1", &story(1));
    let packed = gzip(body.as_bytes());
    let chunks: Vec<u8> = packed.chunks(70).flat_map(|c| [format!("{:X}\r\n", c.len()).as_bytes(), c, b"\r\n"].concat()).collect();
    let chunked = [&chunks[..], b"0\r\n\r\n"].concat();
    for (lines, sent) in [
        ("Content-Encoding: gzip\r\n", &packed),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &chunked),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &body.clone().into_bytes()),
    ] {
        let run = one("a.warc", &response("https://dispatch.example/1", lines, sent));
        assert_eq!(run.raws[0], body.as_bytes(), "{lines}");
    }
}

#[test]
fn stated_checksums_are_compared_and_a_wrong_one_is_said() {
    use sha2::Digest as _;
    let body = page("Pier 1", &story(1));
    let sum: String = sha2::Sha256::digest(body.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let wrong = "0".repeat(64);
    let with = |sum: &str| {
        let headers = format!(
            "WARC-Target-URI: https://dispatch.example/1\r\nContent-Type: application/http\r\nWARC-Payload-Digest: sha256:{sum}\r\n"
        );
        one("a.warc", &record("response", &headers, &http("", body.as_bytes())))
    };
    let (right, wrong) = (with(&sum), with(&wrong));
    assert_eq!((right.summary.digests, right.summary.wrong_digests), (1, 0));
    assert_eq!((wrong.summary.digests, wrong.summary.wrong_digests), (1, 1));
    assert!(!right.only().extra.as_deref().unwrap_or("").contains("mismatch"));
    assert!(wrong.only().extra.as_deref().unwrap_or("").contains(r#""digest":"mismatch""#));
}

/// A record with a text, which is read faster than a page.
fn text(number: usize) -> Vec<u8> {
    let headers = format!("WARC-Target-URI: https://dispatch.example/{number}\r\nContent-Type: text/plain\r\n");
    record("conversion", &headers, story(number).as_bytes())
}

/// What may happen to a record.
#[derive(Debug, Clone)]
enum Harm {
    None,
    /// Cut after this share of its bytes, in a thousand.
    Cut(usize),
    /// A byte somewhere becomes another.
    Flip(usize),
    /// Its length says so much more.
    Longer(u64),
    Shorter,
    NoLength,
    Noise(Vec<u8>),
    ManyHeaders,
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        3 => Just(Harm::None),
        1 => (1..999_usize).prop_map(Harm::Cut),
        1 => (0..1000_usize).prop_map(Harm::Flip),
        1 => prop_oneof![Just(1_u64), Just(500), Just(99_999_999_999), Just(u64::MAX)].prop_map(Harm::Longer),
        1 => Just(Harm::Shorter),
        1 => Just(Harm::NoLength),
        1 => prop::collection::vec(any::<u8>(), 1..200).prop_map(Harm::Noise),
        1 => Just(Harm::ManyHeaders),
    ]
}

fn length_line(record: &[u8], say: &str) -> Vec<u8> {
    let text = String::from_utf8(record.to_vec()).unwrap();
    let (before, after) = text.split_once("Content-Length: ").unwrap();
    let rest = after.split_once("\r\n").unwrap().1;
    format!("{before}{say}\r\n{rest}").into_bytes()
}

fn harmed(record: &[u8], harm: &Harm) -> Vec<u8> {
    let length = record.len() as u64;
    match harm {
        Harm::None => record.to_vec(),
        Harm::Cut(share) => record[..(record.len() * share / 1000).max(1)].to_vec(),
        Harm::Flip(_) => record.to_vec(),
        Harm::Longer(more) => length_line(record, &format!("Content-Length: {}", length.saturating_add(*more))),
        Harm::Shorter => length_line(record, "Content-Length: 7"),
        Harm::NoLength => length_line(record, "Content-Size: 7"),
        Harm::Noise(noise) => noise.clone(),
        Harm::ManyHeaders => [b"WARC/1.1\r\n", "X-Header: of no use\r\n".repeat(60_000).as_bytes(), b"\r\n"].concat(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_sound_record_around_damaged_ones_is_read(harms in prop::collection::vec(harm(), 2..9)) {
        let mut file = Vec::new();
        for (number, harm) in harms.iter().enumerate() {
            file.extend(harmed(&text(number), harm));
            // a cut leaves no line end; the next record begins on a line of its own
            file.extend(b"\r\n");
        }
        let run = one("a.warc", &file);
        for (number, harm) in harms.iter().enumerate() {
            if matches!(harm, Harm::None) {
                let url = format!("https://dispatch.example/{number}");
                prop_assert_eq!(run.urls().iter().filter(|u| **u == url).count(), 1, "{} of {:?}: {:?}", number, harms, run.skipped);
            }
        }
    }

    #[test]
    fn every_sound_member_around_damaged_ones_is_read(harms in prop::collection::vec(harm(), 2..9)) {
        let mut file = Vec::new();
        for (number, harm) in harms.iter().enumerate() {
            let packed = gzip(&text(number));
            file.extend(match harm {
                Harm::Cut(share) => packed[..(packed.len() * share / 1000).max(1)].to_vec(),
                Harm::Flip(at) => {
                    let mut packed = packed;
                    let at = packed.len() * at / 1000;
                    packed[at] ^= 0x55;
                    packed
                }
                Harm::Noise(noise) => noise.clone(),
                other => gzip(&harmed(&text(number), other)),
            });
        }
        let run = one("a.warc.gz", &file);
        for (number, harm) in harms.iter().enumerate() {
            if matches!(harm, Harm::None) {
                let url = format!("https://dispatch.example/{number}");
                prop_assert_eq!(run.urls().iter().filter(|u| **u == url).count(), 1, "{} of {:?}: {:?}", number, harms, run.skipped);
            }
        }
    }
}

#[test]
fn what_a_server_says_of_a_dated_page_is_kept_beside_the_pages_own_dates() {
    let body = page("Pier 1", &story(1)).replace("</head>", "<meta property=article:published_time content=2031-05-01T06:00:00Z></head>");
    let run = one("a.warc", &response("https://dispatch.example/1", "Last-Modified: Sat, 03 May 2031 10:00:00 GMT\r\n", body.as_bytes()));
    let dates = &run.only().dates;
    assert!(dates.iter().any(|d| d.origin == DateOrigin::Meta && d.kind == DateKind::Published && d.chosen), "{dates:?}");
    let last = dates.last().unwrap();
    assert_eq!((last.kind, last.origin, last.chosen), (DateKind::Modified, DateOrigin::Http, false));
}

#[test]
fn records_that_a_page_prints_are_no_records() {
    let forged = numbered(7);
    let body = [page("Pier 1", &story(1)).as_bytes(), b"\r\n\r\n", &forged[..]].concat();
    let run = one("a.warc", &[response("https://dispatch.example/1", "", &body), numbered(2)].concat());
    assert_eq!(run.urls(), ["https://dispatch.example/1", "https://dispatch.example/2"]);
}

#[test]
fn a_damaged_record_is_named_with_its_place() {
    let good = numbered(1);
    let cut = &numbered(2)[..300];
    let run = one("a.warc", &[&good[..], cut, b"\r\n", &numbered(3)[..]].concat());
    assert_eq!(run.reasons(), [(Some(format!("offset {}", good.len()).as_str()), SkipReason::BadArchive)]);
    assert_eq!(run.urls(), ["https://dispatch.example/1", "https://dispatch.example/3"]);
}
