//! What the `retold` binary is made of; a library so that its parts can be tested without starting a process.

mod case;
pub mod cli;
pub mod commands;
mod folder;
mod progress;
pub mod report;
mod serve;
mod terminal;
