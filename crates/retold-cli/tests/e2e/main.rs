//! The program from the outside: the real binary, real files, and what a user gets to see.
//!
//! | file | what it says |
//! |---|---|
//! | [`same_bytes`] | same articles, same bytes: whatever the order, the steps, the threads, the memory |
//! | [`bad_input`] | a bad input is a line with its reason, never the end of the others |
//! | [`crash`] | a killed `add` leaves the old state or the new one |
//! | [`commands`] | every command does what its help says |
//! | [`reuse`] | filters, dependence on sources, and the shape that passim writes |
//! | [`exports`] | graphs, annotations, evidence packages: in the programs that read them |
//! | [`hostile`] | control characters of articles and file names never reach the terminal |
//! | [`privacy`] | no path of this machine and no name of its user is in what is written |
//! | [`support`] | running the binary, comparing folders, invented articles |
//!
//! What happens one level below (readers, tables, index) is tested in `retold-io`.

mod bad_input;
mod commands;
mod crash;
mod exports;
mod hostile;
mod privacy;
mod reuse;
mod same_bytes;
mod support;
