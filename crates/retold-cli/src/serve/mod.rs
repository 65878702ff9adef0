//! `retold serve`: the pages of a collection, made when they are asked for, for browsers on this machine.
//!
//! | file | what it does |
//! |---|---|
//! | [`site`] | from an address to a page: reads the part of the collection that it shows. Knows no HTTP |
//! | [`routes`] | from a request to an answer |
//! | [`download`] | a list as a file |
//! | [`guard`] | what every request has to pass: host, token, rules for changes, headers |
//! | [`listen`] | sockets, limits of connections and time |
//!
//! What it is guarded against: other sites open in the same browser (forms, images, scripts, rebound names), other users of the machine,
//! and whatever stands in articles. Nothing that comes in a request is ever used as a path of a file.

pub(crate) mod download;
pub(crate) mod guard;
pub(crate) mod listen;
pub(crate) mod routes;
pub(crate) mod site;
