//! One file for each command.

mod code;
mod codes;
mod decode;
mod encode;
mod formats;
mod plot;
pub mod stats;

use std::io::{Read, Write};

use crate::arguments::{Arguments, Command};
use crate::failure::Failure;

/// Does what the arguments say.
///
/// # Errors
///
/// Whatever ends the command early.
pub fn run(
    arguments: &Arguments,
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    match &arguments.command {
        Command::Stats(stats) => stats::run(stats, input, output),
        Command::Encode(encode) => encode::run(encode, input, output),
        Command::Decode(decode) => decode::run(decode, input, output),
        Command::Code(code) => code::run(code, output),
        Command::Formats(formats) => formats::run(formats, output),
        Command::Plot(plot) => plot::run(plot, input, output),
    }
}
