//! Sockets: loopback only unless told otherwise, and limits of connections and time.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::routes::{App, router};

/// An answer takes no longer.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// Whoever connects has said within this time what is wanted; also between two requests.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// No connection lives longer; browsers open another.
const CONNECTION_LIFE: Duration = Duration::from_secs(120);
/// Connections at the same time; others wait.
const CONNECTIONS: usize = 128;
/// Bytes of a request's head: a passage to look up fits into an address.
const HEAD: usize = 64 << 10;

/// Sockets of one port.
#[derive(Debug)]
pub(crate) struct Sockets {
    listeners: Vec<std::net::TcpListener>,
    pub(crate) port: u16,
    /// What a `Host` header may say.
    pub(crate) hosts: Vec<String>,
}

impl Sockets {
    /// Binds loopback, IPv4 and, where there is one, IPv6; else the address that was asked for. Port 0: one that is free.
    pub(crate) fn bind(listen: Option<IpAddr>, port: u16, told_of_risk: bool) -> Result<Self> {
        let address = listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        if !address.is_loopback() && !told_of_risk {
            bail!(
                "{address} can be reached from other machines, and what is sent to it is not encrypted: say --i-know if that is meant, \
                 or leave --listen away"
            );
        }
        let bind = |address: IpAddr, port: u16| std::net::TcpListener::bind(SocketAddr::new(address, port));
        let first = bind(address, port).with_context(|| format!("cannot listen on {}", SocketAddr::new(address, port)))?;
        let port = first.local_addr().context("the socket has no address")?.port();
        let mut hosts = vec![SocketAddr::new(address, port).to_string()];
        let mut listeners = vec![first];
        if address.is_loopback() {
            hosts.push(format!("localhost:{port}"));
            if listen.is_none()
                && let Ok(second) = bind(IpAddr::V6(Ipv6Addr::LOCALHOST), port)
            {
                listeners.push(second);
                hosts.push(format!("[::1]:{port}"));
            }
        }
        Ok(Sockets { listeners, port, hosts })
    }

    /// Answers until `end`.
    pub(crate) async fn serve(self, app: Arc<App>, end: impl Future<Output = ()>) -> Result<()> {
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let mut tasks = tokio::task::JoinSet::new();
        for listener in self.listeners {
            listener.set_nonblocking(true).context("cannot use the socket")?;
            let listener = TcpListener::from_std(listener).context("cannot use the socket")?;
            tasks.spawn(accept(listener, Arc::clone(&app), Arc::clone(&places)));
        }
        end.await;
        tasks.shutdown().await;
        Ok(())
    }
}

async fn accept(listener: TcpListener, app: Arc<App>, places: Arc<Semaphore>) {
    let router = router(app);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // too many open files, mostly: wait for some to close
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            let _place = place;
            connection(stream, router).await;
        });
    }
}

/// One connection. What goes wrong on it is the browser's to show.
async fn connection(stream: TcpStream, router: axum::Router) {
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let _ = tokio::time::timeout(CONNECTION_LIFE, serving).await;
}
