//! Hosts, tokens, rules for changes, headers and limits.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::client::{Server, sample, sample_collection};

/// One of each kind of route, static ones included.
const ROUTES: &[&str] = &[
    "/",
    "/findings",
    "/pairs?page=2",
    "/pair/p0000000000000000",
    "/article/x",
    "/assets/report.css",
    "/assets/enter.js",
    "/session",
    "/nothing/at/all",
];

/// Words of the sample that no refusal may hold.
const DATA: &[&str] = &["families", "Norvik", "outlet", "article/"];

#[test]
fn another_host_is_refused_on_every_route() {
    let server = sample();
    let port = server.port;
    let foreign = [
        "evil.test".to_owned(),
        format!("evil.test:{port}"),
        "127.0.0.1".to_owned(),
        "localhost".to_owned(),
        format!("127.0.0.1.evil.test:{port}"),
        format!("127.0.0.1:{port}.evil.test"),
        "127.0.0.1:1".to_owned(),
        format!("0.0.0.0:{port}"),
        String::new(),
    ];
    for path in ROUTES {
        for method in ["GET", "HEAD", "POST"] {
            for host in &foreign {
                let answer = server.ask(method, path, &[("Host", host), ("Cookie", &server.cookie())], "");
                assert!([400, 403].contains(&answer.status), "{method} {path} of {host:?}: {}", answer.status);
                assert!(DATA.iter().all(|d| !answer.body.contains(d)), "{path} of {host:?} says {:?}", answer.body);
            }
        }
    }
    let upgrade = [("Host", "evil.test"), ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")];
    assert_eq!(server.ask("GET", "/", &upgrade, "").status, 403);
}

#[test]
fn a_request_without_a_host_or_with_two_is_refused() {
    let server = sample();
    let cookie = server.cookie();
    assert!([400, 403].contains(&server.ask("GET", "/", &[("Cookie", &cookie)], "").status));
    let two = [("Host", server.host()), ("Host", "evil.test".to_owned())].map(|(n, v)| (n, v));
    let two: Vec<(&str, &str)> = two.iter().map(|(n, v)| (*n, v.as_str())).chain([("Cookie", cookie.as_str())]).collect();
    assert!([400, 403].contains(&server.ask("GET", "/", &two, "").status));
    let absolute = server.ask("GET", "http://evil.test/", &[("Host", &server.host()), ("Cookie", &cookie)], "");
    assert!([400, 403].contains(&absolute.status), "{}", absolute.status);
}

#[test]
fn our_own_names_are_answered() {
    let server = sample();
    for host in [server.host(), format!("localhost:{}", server.port), format!("LOCALHOST:{}", server.port)] {
        assert_eq!(server.ask("GET", "/", &[("Host", &host), ("Cookie", &server.cookie())], "").status, 200, "{host}");
    }
}

#[test]
fn without_the_token_nothing_is_told() {
    let server = sample();
    let wrong =
        ["", "x", &"0".repeat(32), &server.token[..31], &format!("{}0", server.token), &server.token.to_uppercase()].map(str::to_owned);
    for path in ROUTES.iter().filter(|p| !p.starts_with("/assets/") && **p != "/session") {
        let plain = server.ask("GET", path, &[("Host", &server.host())], "");
        assert_eq!(plain.status, 401, "{path}");
        assert!(DATA.iter().all(|d| !plain.body.contains(d)), "{path}: {}", plain.body);
        for token in wrong.iter().filter(|t| **t != server.token) {
            let cookie = format!("retold-{}={token}", server.port);
            assert_eq!(server.ask("GET", path, &[("Host", &server.host()), ("Cookie", &cookie)], "").status, 401, "{path} {token:?}");
        }
        let other = format!("retold-1={}", server.token);
        assert_eq!(server.ask("GET", path, &[("Host", &server.host()), ("Cookie", &other)], "").status, 401, "a cookie of another server");
        let query = format!("{path}{}key={}", if path.contains('?') { '&' } else { '?' }, server.token);
        assert_eq!(server.ask("GET", &query, &[("Host", &server.host())], "").status, 401, "a token in the address is no token");
    }
}

#[test]
fn the_token_is_exchanged_for_a_cookie_that_scripts_cannot_read() {
    let server = sample();
    let answer = server.post("/session", &format!("{{\"key\":\"{}\"}}", server.token));
    assert_eq!(answer.status, 204);
    let cookie = answer.header("set-cookie").expect("a cookie");
    for part in [server.cookie().as_str(), "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{part} is missing in {cookie}");
    }
    let wrong = server.post("/session", "{\"key\":\"00000000000000000000000000000000\"}");
    assert_eq!((wrong.status, wrong.header("set-cookie")), (401, None));
}

#[test]
fn a_token_is_128_bits_and_new_each_time() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let collection = sample_collection(folder.path());
    let tokens: Vec<String> = (0..2).map(|_| Server::start(&collection, &[]).token.clone()).collect();
    assert!(tokens.iter().all(|t| t.len() == 32 && t.chars().all(|c| c.is_ascii_hexdigit())));
    assert_ne!(tokens[0], tokens[1]);
}

#[test]
fn a_change_is_taken_from_our_own_pages_only() {
    let server = sample();
    let (host, cookie) = (server.host(), server.cookie());
    let ours = format!("http://{host}");
    let good = [
        ("Host", host.as_str()),
        ("Cookie", &cookie),
        ("Origin", &ours),
        ("Content-Type", "application/json"),
        ("X-Retold", "1"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    let body = format!("{{\"key\":\"{}\"}}", server.token);
    assert_eq!(server.ask("POST", "/session", &good, &body).status, 204);
    for missing in ["Origin", "Content-Type", "X-Retold", "Sec-Fetch-Site"] {
        let headers: Vec<_> = good.iter().copied().filter(|(name, _)| *name != missing).collect();
        assert_eq!(server.ask("POST", "/session", &headers, &body).status, 403, "without {missing}");
    }
    let localhost = format!("http://localhost:{}", server.port);
    for (name, value) in [
        ("Origin", "null"),
        ("Origin", "http://evil.test"),
        ("Origin", &format!("https://{host}")),
        ("Origin", &localhost),
        ("Content-Type", "text/plain"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Content-Type", "multipart/form-data"),
        ("Content-Type", "text/plain; application/json"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Sec-Fetch-Site", "none"),
    ] {
        let headers: Vec<_> = good.iter().map(|&(n, v)| if n == name { (n, value) } else { (n, v) }).collect();
        assert_eq!(server.ask("POST", "/session", &headers, &body).status, 403, "{name}: {value}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"] {
        let answer = server.ask(method, "/findings", &good, "");
        assert!([400, 405].contains(&answer.status), "{method}: {}", answer.status);
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[test]
fn every_answer_carries_the_same_headers() {
    let server = sample();
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; \
                  form-action 'self'; frame-ancestors 'none'";
    let expected = [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ];
    let (host, cookie) = (server.host(), server.cookie());
    for path in ROUTES {
        for headers in [vec![("Host", host.as_str()), ("Cookie", &cookie)], vec![("Host", &host)], vec![("Host", "evil.test")]] {
            for method in ["GET", "POST", "PUT"] {
                let answer = server.ask(method, path, &headers, "");
                for (name, value) in expected {
                    assert_eq!(answer.header(name), Some(value), "{method} {path} {headers:?}: {}", answer.status);
                }
                assert!(!answer.head.to_lowercase().contains("access-control-"), "{path}");
            }
        }
    }
}

#[test]
fn no_path_reaches_the_file_system() {
    let server = sample();
    let ups = ["../", "..%2f", "%2e%2e%2f", "%2e%2e/", "..%5c", "..\\", "....//", "%252e%252e%252f", "..%c0%af", "%00", "..;/"];
    for up in ups {
        for start in ["/", "/assets/", "/article/", "/pair/", "/family/"] {
            for end in ["etc/passwd", "retold.db", "run.json", "Cargo.toml"] {
                let path = format!("{start}{}{end}", up.repeat(4));
                let answer = server.get(&path);
                assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
                assert!(!answer.body.contains("root:") && !answer.body.contains("SQLite") && !answer.body.contains("[package]"), "{path}");
            }
        }
    }
    for path in
        ["//etc/passwd", "/C:/Windows/win.ini", "/article/file:%2f%2f%2fetc%2fpasswd", "/assets/%2fetc%2fpasswd", "/CON", "/assets/"]
    {
        assert!([400, 404].contains(&server.get(path).status), "{path}");
    }
}

#[test]
fn large_and_slow_requests_end() {
    let server = sample();
    let (host, cookie) = (server.host(), server.cookie());
    let announced = format!(
        "POST /session HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\nX-Retold: 1\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Length: 1073741824\r\nConnection: close\r\n\r\n"
    );
    let answer = server.raw(format!("{announced}{}", "x".repeat(1 << 20)).as_bytes());
    assert_eq!(answer.status, 413, "a gigabyte is not read");
    let long = server.get(&format!("/articles?words={}", "a".repeat(200_000)));
    assert!([414, 431, 400].contains(&long.status), "{}", long.status);
    let many: Vec<(String, String)> = (0..300).map(|n| (format!("X-{n}"), "v".repeat(400))).collect();
    let many: Vec<(&str, &str)> =
        [("Host", host.as_str()), ("Cookie", &cookie)].into_iter().chain(many.iter().map(|(n, v)| (n.as_str(), v.as_str()))).collect();
    assert!([431, 400].contains(&server.ask("GET", "/", &many, "").status));
    // somebody who never ends a request is sent away, and others are answered meanwhile
    let mut slow = TcpStream::connect(("127.0.0.1", server.port)).expect("it listens");
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("it is sent");
    slow.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout can be set");
    let began = Instant::now();
    assert_eq!(server.get("/").status, 200);
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).expect("the server closes it");
    assert!(began.elapsed() < Duration::from_secs(25), "a slow client was kept for {:?}", began.elapsed());
}

#[test]
fn only_loopback_is_listened_on() {
    let server = sample();
    let own = local_address();
    if let Some(address) = own {
        let reached = TcpStream::connect_timeout(&(address, server.port).into(), Duration::from_secs(2));
        assert!(reached.is_err(), "{address} answers");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let refused = serve_until_it_ends(&sample_collection(folder.path()), &["--listen", "0.0.0.0"]);
    assert!(refused.contains("--i-know"), "{refused}");
}

/// An address of this machine that is not loopback, where it has one.
fn local_address() -> Option<std::net::IpAddr> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    // nothing is sent: connecting a datagram socket asks the routing table
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().map(|a| a.ip()).filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
}

fn serve_until_it_ends(collection: &Path, options: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_retold")).arg("serve").arg(collection).args(options).output().expect("the binary starts");
    assert_eq!(out.status.code(), Some(1));
    String::from_utf8_lossy(&out.stderr).into_owned()
}

#[test]
fn a_folder_that_is_no_collection_is_said_to_be_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let said = serve_until_it_ends(folder.path(), &[]);
    assert!(said.contains("not a collection"), "{said}");
}
