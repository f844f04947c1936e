//! The binary `quantscope`: arguments in, exit code out.

use std::io::{BufWriter, IsTerminal, Write, stderr, stdin, stdout};
use std::process::ExitCode;

use clap::Parser;
use quantscope_cli::arguments::Arguments;
use quantscope_cli::command;
use quantscope_cli::failure::Failure;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => {
            // Help and version come this way too. A closed pipe takes nothing more.
            let _ = answer.print();
            return ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2));
        }
    };
    // A person sees each line at once; a program gets them in larger pieces.
    let mut output: Box<dyn Write> = if stdout().is_terminal() {
        Box::new(stdout())
    } else {
        Box::new(BufWriter::new(stdout()))
    };
    let done = command::run(&arguments, &mut stdin(), &mut output)
        .and_then(|()| output.flush().map_err(Failure::from));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(sentence) = failure.sentence() {
                // What was computed before comes first. Nobody is left to tell if this fails.
                let _ = output.flush();
                let _ = writeln!(stderr(), "error: {sentence}");
            }
            ExitCode::from(failure.code())
        }
    }
}
