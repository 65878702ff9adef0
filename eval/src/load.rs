//! How long a running `retold serve` takes for each page, and whether it holds a rate of requests.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Lists and searches; one row of each kind is found on them.
const PATHS: &[&str] = &[
    "/",
    "/findings",
    "/findings?page=40",
    "/findings?of=edited-number",
    "/findings?sure=clear&words=minister",
    "/families",
    "/pairs",
    "/pairs?page=200",
    "/quotes",
    "/figures",
    "/labels",
    "/accounts",
    "/stories",
    "/outlets",
    "/sources",
    "/articles",
    "/articles?page=200",
    "/articles?words=minister",
    "/articles?words=the%20said",
    "/articles?words=%22the%20minister%20said%22",
    "/articles?lang=en&from=2031-01-01",
    "/search?words=We%20will%20not%20leave%20anyone%20behind%20on%20the%20quay",
    "/thresholds",
    "/groups",
    "/validation",
    "/method",
];
/// Requests of each page, one after the other.
const TIMES: usize = 7;
/// Connections that ask at the same time.
const ASKERS: usize = 16;

/// Where the server is.
struct Server {
    host: String,
    cookie: String,
}

/// Asks for each page, then for all in turn at this rate. `address` is what `retold serve` printed.
pub(crate) fn run(address: &str, seconds: u64, rate: u64) -> Result<()> {
    let (host, token) =
        address.trim_start_matches("http://").split_once("/#").context("give the address that retold serve printed, key included")?;
    let port = host.rsplit(':').next().unwrap_or("");
    let server = Server { host: host.to_owned(), cookie: format!("retold-{port}={token}") };
    let mut paths: Vec<String> = PATHS.iter().map(|p| (*p).to_owned()).collect();
    for kind in ["finding", "family", "pair", "quote", "story", "article"] {
        paths.extend(PATHS.iter().find_map(|list| server.link(list, kind).ok().flatten()));
    }
    writeln!(std::io::stdout(), "ms: first, median of {TIMES}, most; kB")?;
    for path in &paths {
        let mut taken = Vec::new();
        let mut bytes = 0;
        for _ in 0..TIMES {
            let started = Instant::now();
            let (status, body) = server.get(path)?;
            if status != 200 {
                bail!("{path}: {status}");
            }
            taken.push(started.elapsed().as_secs_f64() * 1e3);
            bytes = body.len();
        }
        let first = taken[0];
        taken.sort_by(f64::total_cmp);
        writeln!(std::io::stdout(), "{first:8.1} {:8.1} {:8.1} {:6}  {path}", taken[TIMES / 2], taken[TIMES - 1], bytes / 1024)?;
    }
    if seconds > 0 { hold(&server, &paths, seconds, rate) } else { Ok(()) }
}

/// Sends `rate` requests a second for so many seconds, whatever the answers take.
fn hold(server: &Server, paths: &[String], seconds: u64, rate: u64) -> Result<()> {
    let total = usize::try_from(seconds * rate)?;
    let (next, errors) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let started = Instant::now();
    let taken: Vec<f64> = std::thread::scope(|scope| {
        let ask = || {
            let mut taken = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= total {
                    return taken;
                }
                let due = started + Duration::from_secs_f64(at as f64 / rate as f64);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                if !matches!(server.get(&paths[at % paths.len()]), Ok((200, _))) {
                    errors.fetch_add(1, Ordering::Relaxed);
                }
                taken.push(due.elapsed().as_secs_f64() * 1e3);
            }
        };
        let askers: Vec<_> = (0..ASKERS).map(|_| scope.spawn(ask)).collect();
        askers.into_iter().flat_map(|a| a.join().unwrap_or_default()).collect()
    });
    let wall = started.elapsed().as_secs_f64();
    let mut taken = taken;
    taken.sort_by(f64::total_cmp);
    let at = |share: f64| taken.get(((taken.len() as f64 * share) as usize).min(taken.len().saturating_sub(1))).copied().unwrap_or(0.0);
    writeln!(
        std::io::stdout(),
        "{total} requests in {wall:.1} s, {:.0} a second, {} errors",
        total as f64 / wall,
        errors.load(Ordering::Relaxed)
    )?;
    writeln!(std::io::stdout(), "ms from when each was due: median {:.1}, 95 % {:.1}, most {:.1}", at(0.5), at(0.95), at(1.0))?;
    if errors.into_inner() > 0 { bail!("some requests failed") } else { Ok(()) }
}

impl Server {
    fn get(&self, path: &str) -> Result<(u16, String)> {
        let mut stream = TcpStream::connect(&self.host)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nConnection: close\r\n\r\n", self.host, self.cookie)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).context("no status")?;
        Ok((status, answer))
    }

    /// The first page of this kind that a list links to.
    fn link(&self, list: &str, kind: &str) -> Result<Option<String>> {
        let (_, body) = self.get(list)?;
        let start = format!("href=\"/{kind}/");
        Ok(body.split_once(&start).and_then(|(_, rest)| rest.split_once('"')).map(|(id, _)| format!("/{kind}/{id}")))
    }
}
