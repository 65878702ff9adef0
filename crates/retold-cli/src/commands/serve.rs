//! `retold serve`: the pages of a collection for browsers on this machine.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};

use super::report::title_of;
use super::{Outcome, Settings};
use crate::cli::ServeArgs;
use crate::report::links::Links;
use crate::serve::listen::Sockets;
use crate::serve::routes::App;
use crate::serve::site::Site;

/// Threads that talk to browsers; pages are made on others.
const TALKERS: usize = 2;

pub(crate) fn run(args: &ServeArgs, settings: &Settings) -> Result<Outcome> {
    let title = args.title.clone().unwrap_or_else(|| title_of(&args.collection.to_string_lossy()));
    let site = Site::open(&args.collection, title, Links::SERVER)?;
    let sockets = Sockets::bind(args.listen, args.port, args.i_know)?;
    let app = Arc::new(App::new(site, token()?, sockets.port, sockets.hosts.clone()));
    // whoever is to open it needs this line, however quiet
    crate::terminal::say(&format!("http://{}/#{}", sockets.hosts[0], app.token));
    settings.tell("Open this address in a browser on this machine. It is the key to the collection until this command ends (Ctrl-C).");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(TALKERS).enable_all().build();
    let runtime = runtime.context("cannot start the server")?;
    let end = end(Arc::clone(&app), args.idle_minutes);
    runtime.block_on(sockets.serve(app, end))?;
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(Outcome::Done)
}

/// Waits for Ctrl-C, or until nobody has asked for anything for so many minutes.
async fn end(app: Arc<App>, idle_minutes: Option<u64>) {
    let idle = async {
        let Some(minutes) = idle_minutes else { return std::future::pending().await };
        while app.idle() < 60 * minutes {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = idle => {}
    }
}

/// 128 bits from the system, hexadecimal.
fn token() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("the system gave no random bytes for a key: {e}"))?;
    Ok(bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    }))
}
