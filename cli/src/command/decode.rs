//! `quantscope decode`: codes to numbers.

use std::io::{Read, Write};

use anyhow::{Context, anyhow};
use quantscope::signal::ReadError;
use quantscope_quant::Format;
use serde_json::json;

use super::codes::{List, bits, hexadecimal};
use crate::arguments::Decode;
use crate::failure::Failure;
use crate::shown::{exact, json_number};
use crate::text::Tokens;

/// Runs the command.
///
/// # Errors
///
/// Words that are no codes, and codes that the format does not have.
pub fn run(
    arguments: &Decode,
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let format = arguments.format;
    let mut list = List::new(arguments.json);
    if arguments.codes == ["-"] {
        let mut tokens = Tokens::new(input);
        let mut token = String::new();
        while let Some(place) = tokens.read(&mut token).context("standard input")? {
            let code = read(format, &token).map_err(|message| {
                anyhow!(ReadError { place, message }).context("standard input")
            })?;
            push(&mut list, format, code, output)?;
        }
    } else {
        // All are read before the first is answered: wrong usage has no output.
        let codes: Result<Vec<u32>, String> = arguments
            .codes
            .iter()
            .map(|text| read(format, text))
            .collect();
        for code in codes.map_err(Failure::Usage)? {
            push(&mut list, format, code, output)?;
        }
    }
    Ok(list.end(output)?)
}

/// A code as decimal, `0x` hexadecimal or `0b` binary digits, with `_` between them.
fn read(format: &Format, text: &str) -> Result<u32, String> {
    let (radix, digits) = match text.get(..2) {
        Some("0x" | "0X") => (16, &text[2..]),
        Some("0b" | "0B") => (2, &text[2..]),
        _ => (10, text),
    };
    let most = format.code_count() - 1;
    let mut code: Option<u32> = None;
    for c in digits.chars().filter(|&c| c != '_') {
        let Some(digit) = c.to_digit(radix) else {
            code = None;
            break;
        };
        // Saturated is still beyond the last code of any format.
        let before = code.unwrap_or(0).saturating_mul(radix);
        code = Some(before.saturating_add(digit));
    }
    match code {
        Some(code) if code <= most => Ok(code),
        Some(_) => Err(format!(
            "{} is beyond the last code of {}, which is {} ({most})",
            short(text),
            format.id,
            hexadecimal(format, most)
        )),
        None => Err(format!(
            "{} is not a code; write it as 126, 0x7e or 0b1111110",
            short(text)
        )),
    }
}

/// A foreign word, safe and short enough to show.
fn short(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(24)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(24).is_some() {
        shown.push('\u{2026}');
    }
    format!("\"{shown}\"")
}

fn push(
    list: &mut List,
    format: &Format,
    code: u32,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    // As float64, in whose digits `encode` reads it back as it is.
    let value = f64::from(format.decode(code));
    let (hexadecimal, bits) = (hexadecimal(format, code), bits(format, code));
    list.push(
        output,
        || format!("{hexadecimal}  {bits}  {:>14}", exact(value)),
        || {
            json!({
                "code": code,
                "hex": hexadecimal,
                "bits": bits,
                "value": json_number(value),
            })
        },
    )?;
    Ok(())
}
