//! `quantscope formats`: the table of all formats.

use std::io::Write;

use quantscope_quant::{AffineOptions, FORMATS, Format, NanEncoding, ZeroEncoding};
use serde_json::{Value, json};

use crate::arguments::Formats;
use crate::failure::Failure;
use crate::shown::{Column, exact, figure, json_number, numbers, words, write_table};
use crate::target::Target;

const COLUMNS: [Column; 11] = [
    words("format"),
    numbers("bits"),
    numbers("sign"),
    numbers("exponent"),
    numbers("mantissa"),
    numbers("bias"),
    numbers("largest"),
    numbers("smallest normal"),
    numbers("smallest"),
    words("special"),
    words("name"),
];

/// Runs the command.
///
/// # Errors
///
/// Those of writing.
pub fn run(arguments: &Formats, output: &mut dyn Write) -> Result<(), Failure> {
    if arguments.json {
        let floats: Vec<Value> = FORMATS.iter().map(entry).collect();
        let integers: Vec<Value> = Target::integers().filter_map(integer_entry).collect();
        let all = json!({ "floats": floats, "integers": integers });
        writeln!(output, "{all:#}")?;
        return Ok(());
    }
    let rows: Vec<Vec<String>> = FORMATS.iter().map(row).collect();
    write_table(output, &COLUMNS, &rows)?;
    writeln!(
        output,
        "\nIntegers, for stats: int1 to int8, int16, uint1 to uint8, uint16."
    )?;
    Ok(())
}

fn row(format: &Format) -> Vec<String> {
    let mut special = Vec::new();
    if format.infinity {
        special.push("inf");
    }
    if format.nan != NanEncoding::None {
        special.push("nan");
    }
    match format.zero {
        ZeroEncoding::Signed => special.push("-0"),
        ZeroEncoding::Unsigned => {}
        ZeroEncoding::None => special.push("no 0"),
    }
    let number = |x: f32| {
        // Small numbers are powers of two with many digits, of which six say which.
        let all = exact(x);
        if all.len() > 12 {
            figure(f64::from(x))
        } else {
            all
        }
    };
    vec![
        format.id.to_owned(),
        format.bits().to_string(),
        u32::from(format.signed).to_string(),
        format.exponent_bits.to_string(),
        format.mantissa_bits.to_string(),
        format.bias.to_string(),
        number(format.max()),
        number(format.min_normal()),
        number(format.min_subnormal()),
        special.join(" "),
        format.label.to_owned(),
    ]
}

/// The properties that `formats()` has in JavaScript.
fn entry(format: &Format) -> Value {
    json!({
        "id": format.id,
        "label": format.label,
        "bits": format.bits(),
        "signed": format.signed,
        "exponentBits": format.exponent_bits,
        "mantissaBits": format.mantissa_bits,
        "bias": format.bias,
        "max": json_number(f64::from(format.max())),
        "minNormal": json_number(f64::from(format.min_normal())),
        "minSubnormal": json_number(f64::from(format.min_subnormal())),
        "infinity": format.infinity,
        "nan": format.nan != NanEncoding::None,
        "negativeZero": format.zero == ZeroEncoding::Signed,
    })
}

fn integer_entry(target: Target) -> Option<Value> {
    let Target::Integer { bits, signed } = target else {
        return None;
    };
    let options = AffineOptions {
        bits,
        signed,
        ..AffineOptions::default()
    };
    let (min, max) = options.code_range();
    Some(json!({ "id": target.id(), "bits": bits, "signed": signed, "min": min, "max": max }))
}
