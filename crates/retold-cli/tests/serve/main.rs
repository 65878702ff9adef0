//! The local server as a browser, and as an attacker, meets it: the real binary on a collection made from the bundled sample.
//!
//! | file | what it says |
//! |---|---|
//! | [`pages`] | every page answers, and every link on it leads to one that does |
//! | [`guard`] | hosts, tokens, rules for changes, headers, limits: what hardening asks of a local server |
//! | [`reviews`] | what readers say is stored, shown, counted and exported |
//! | [`case`] | the case file and its memo |
//! | [`validation`] | samples, blind coders, agreement |
//! | [`search`] | words, phrases, filters, their addresses, and files of what was found |
//! | [`folder`] | the same pages as files: every link leads to a file, and a rerun gives the same bytes |
//! | [`browser`] | every screen in a real browser: WCAG 2.2 AA, no dialogs, no requests elsewhere |
//! | [`plans`] | no query behind a page reads a whole table |
//! | [`client`] | a server to talk to, and a client that sends exactly what it is told |

mod browser;
mod case;
mod client;
mod folder;
mod guard;
mod pages;
#[path = "../report/payloads.rs"]
mod payloads;
mod plans;
mod reviews;
mod search;
mod validation;
