//! What `encode` and `decode` share: codes as text, and lists that are written as they come.

use std::io::{self, Write};

use quantscope_quant::Format;
use serde_json::Value;

/// A code in hexadecimal, as many digits as the format's bits take.
pub fn hexadecimal(format: &Format, code: u32) -> String {
    let digits = format.bits().div_ceil(4) as usize;
    format!("{code:#0width$x}", width = digits + 2)
}

/// A code in bits, its sign, exponent and mantissa apart.
pub fn bits(format: &Format, code: u32) -> String {
    let fields = format.fields(code);
    let mut parts = Vec::new();
    let widths = [
        (u32::from(format.signed), fields.sign),
        (format.exponent_bits, fields.exponent),
        (format.mantissa_bits, fields.mantissa),
    ];
    for (width, field) in widths {
        if width > 0 {
            parts.push(format!("{field:0width$b}", width = width as usize));
        }
    }
    parts.join("_")
}

/// A JSON array that is written one entry at a time, or lines of text.
pub struct List {
    json: bool,
    empty: bool,
}

impl List {
    /// An array if `json`, lines otherwise.
    pub fn new(json: bool) -> List {
        List { json, empty: true }
    }

    /// Writes the next entry, in one of the two ways.
    pub fn push(
        &mut self,
        output: &mut dyn Write,
        line: impl FnOnce() -> String,
        entry: impl FnOnce() -> Value,
    ) -> io::Result<()> {
        if self.json {
            let before = if self.empty { "[\n  " } else { ",\n  " };
            write!(output, "{before}{}", entry())?;
        } else {
            writeln!(output, "{}", line())?;
        }
        self.empty = false;
        Ok(())
    }

    /// Writes what follows the last entry.
    pub fn end(&self, output: &mut dyn Write) -> io::Result<()> {
        match (self.json, self.empty) {
            (true, true) => writeln!(output, "[]"),
            (true, false) => writeln!(output, "\n]"),
            (false, _) => Ok(()),
        }
    }
}
