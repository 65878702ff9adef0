//! The command line of Retold.

use std::process::ExitCode;

use clap::Parser;
use retold_cli::cli::Cli;
use retold_cli::commands::{self, Outcome};

/// Large collections are many small lists: with the system's allocator an add of 100,000 articles took a third longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(shown) => {
            // help and version come this way, too; a closed pipe is no error
            let _ = shown.print();
            // clap's own code for misuse is 2, which here says that something was done
            return if shown.use_stderr() { ExitCode::from(1) } else { ExitCode::SUCCESS };
        }
    };
    match commands::run(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeSkipped) => ExitCode::from(2),
        Err(error) => {
            commands::tell_error(&error);
            ExitCode::from(1)
        }
    }
}
