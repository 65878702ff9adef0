//! The command line of Retold.

use std::process::ExitCode;

use clap::Parser;
use retold_cli::cli::Cli;
use retold_cli::commands::{self, Outcome};

fn main() -> ExitCode {
    match commands::run(Cli::parse()) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeSkipped) => ExitCode::from(2),
        Err(error) => {
            commands::tell_error(&error);
            ExitCode::from(1)
        }
    }
}
