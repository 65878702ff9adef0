//! A server to talk to, and a client that sends exactly what it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// A running `retold serve`; ends with the value.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
    pub(crate) token: String,
    _folder: Option<tempfile::TempDir>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|l| l.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())))?;
        line.split_once(':').map(|(_, value)| value.trim())
    }
}

/// A server of the bundled sample, shared by all tests that change nothing.
pub(crate) fn sample() -> &'static Server {
    static SAMPLE: OnceLock<Server> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let collection = sample_collection(folder.path());
        let mut server = Server::start(&collection, &["--idle-minutes", "2"]);
        server._folder = Some(folder);
        server
    })
}

/// A collection of the bundled sample below this folder.
pub(crate) fn sample_collection(folder: &Path) -> std::path::PathBuf {
    let (articles, collection) = (folder.join("sample"), folder.join("news.retold"));
    let run = |arguments: &[&std::ffi::OsStr]| {
        let out = Command::new(env!("CARGO_BIN_EXE_retold")).args(arguments).output().expect("the binary starts");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    };
    let report = folder.join("demo.html");
    run(&["demo".as_ref(), "--no-open".as_ref(), "-o".as_ref(), report.as_ref(), "--unpack".as_ref(), articles.as_ref()]);
    run(&["add".as_ref(), collection.as_ref(), articles.join("articles").as_ref()]);
    collection
}

impl Server {
    /// Starts a server and reads its address.
    pub(crate) fn start(collection: &Path, options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_retold"))
            .arg("serve")
            .arg(collection)
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut line = String::new();
        let out = process.stdout.take().expect("its output is read");
        BufReader::new(out).read_line(&mut line).expect("it says where it is");
        let (address, token) = line.trim().split_once("/#").unwrap_or_else(|| panic!("no address in {line:?}"));
        let port = address.rsplit(':').next().and_then(|p| p.parse().ok()).expect("a port");
        Server { process, port, token: token.to_owned(), _folder: None }
    }

    /// Sends these bytes and reads what comes back until the connection is closed.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout can be set");
        // a refusal may come, and the connection go, before everything is sent
        let _ = stream.write_all(bytes);
        let mut got = Vec::new();
        let _ = stream.read_to_end(&mut got);
        let got = String::from_utf8_lossy(&got).into_owned();
        let (head, body) = got.split_once("\r\n\r\n").unwrap_or((&got, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
        Answer { status, body: if chunked { unchunked(body) } else { body.to_owned() }, head: head.to_owned() }
    }

    /// `GET` with the given headers besides `Connection`.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        self.raw(format!("{method} {path} HTTP/1.1\r\n{headers}{length}Connection: close\r\n\r\n{body}").as_bytes())
    }

    /// What a browser that has entered sends.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[("Host", &self.host()), ("Cookie", &self.cookie())], "")
    }

    /// A POST as a page of this server sends it.
    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        let (host, cookie, origin) = (self.host(), self.cookie(), format!("http://{}", self.host()));
        let headers = [
            ("Host", host.as_str()),
            ("Cookie", &cookie),
            ("Origin", &origin),
            ("Content-Type", "application/json"),
            ("X-Retold", "1"),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        self.ask("POST", path, &headers, body)
    }

    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn cookie(&self) -> String {
        format!("retold-{}={}", self.port, self.token)
    }
}

fn unchunked(body: &str) -> String {
    let (mut out, mut rest) = (String::new(), body);
    while let Some((size, more)) = rest.split_once("\r\n") {
        let Ok(size) = usize::from_str_radix(size.trim(), 16) else { break };
        if size == 0 || more.len() < size {
            break;
        }
        out.push_str(more.get(..size).unwrap_or(more));
        rest = more.get(size + 2..).unwrap_or("");
    }
    out
}
