//! `quantscope encode`: numbers to codes.

use std::io::{Read, Write};

use anyhow::{Context, anyhow};
use quantscope::decimal::parse_f64;
use quantscope::signal::{ReadError, not_a_number};
use quantscope_quant::random_bits;
use serde_json::json;

use super::codes::{List, bits, hexadecimal};
use crate::arguments::{Encode, Typed};
use crate::failure::Failure;
use crate::shown::{exact, figure, json_number};
use crate::text::Tokens;

/// Runs the command.
///
/// # Errors
///
/// `-` beside numbers, and words in standard input that are no numbers.
pub fn run(
    arguments: &Encode,
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let mut lines = Lines {
        arguments,
        list: List::new(arguments.json),
        index: 0,
    };
    if arguments.numbers == [Typed::StandardInput] {
        let mut tokens = Tokens::new(input);
        let mut token = String::new();
        while let Some(place) = tokens.read(&mut token).context("standard input")? {
            let number = parse_f64(&token).ok_or_else(|| {
                let message = not_a_number(&token);
                anyhow!(ReadError { place, message }).context("standard input")
            })?;
            lines.push(number, output)?;
        }
    } else {
        // Seen before the first is answered: wrong usage has no output.
        let numbers: Option<Vec<f64>> = arguments.numbers.iter().map(Typed::number).collect();
        let numbers = numbers.ok_or_else(|| {
            Failure::Usage(
                "- stands for standard input and has no other numbers beside it".to_owned(),
            )
        })?;
        for number in numbers {
            lines.push(number, output)?;
        }
    }
    Ok(lines.list.end(output)?)
}

struct Lines<'a> {
    arguments: &'a Encode,
    list: List,
    /// Of the next number, for stochastic rounding.
    index: u64,
}

impl Lines<'_> {
    fn push(&mut self, number: f64, output: &mut dyn Write) -> Result<(), Failure> {
        let (format, policy) = (self.arguments.format, self.arguments.policy);
        let random = random_bits(u64::from(policy.seed), self.index);
        self.index += 1;
        let code = format.encode(number, policy.rounding, policy.overflow, random);
        // As float64, in whose digits `encode` reads it back as it is.
        let value = f64::from(format.decode(code));
        let error = value - number;
        self.list.push(
            output,
            || {
                let (number, value) = (exact(number), exact(value));
                let (hexadecimal, bits) = (hexadecimal(format, code), bits(format, code));
                let error = figure(error);
                format!("{number:>12}  {hexadecimal}  {bits}  {value:>14}  {error:>12}")
            },
            || {
                json!({
                    "number": json_number(number),
                    "code": code,
                    "hex": hexadecimal(format, code),
                    "bits": bits(format, code),
                    "value": json_number(value),
                    "error": json_number(error),
                })
            },
        )?;
        Ok(())
    }
}
