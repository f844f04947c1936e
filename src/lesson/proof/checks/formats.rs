//! Small floats: every code, and codes of numbers.

use half::{bf16, f16};

use super::{Check, Outcome, Rule};
use crate::lesson::proof::expected::{Expected, plain};
use crate::lesson::proof::tally::{Difference, Tally};
use crate::lesson::words::hex;
use crate::quant::{
    Class, CodesMut, FORMATS, Format, Outputs, Overflow, PassSettings, Rounding, format_pass,
};

pub const CHECKS: &[Check] = &[
    Check {
        part: "formats",
        id: "decode",
        what: "The value of every code of every format up to 8 bits",
        against: &["ml_dtypes", "gfloat"],
        rule: Rule::Exact,
        pieces: |expected| expected.formats.len(),
        run: decode,
    },
    Check {
        part: "formats",
        id: "decode_16",
        what: "The value of every code of float16 and bfloat16",
        against: &["half"],
        rule: Rule::Exact,
        pieces: |_| 2,
        run: decode_16,
    },
    Check {
        part: "formats",
        id: "round_trip",
        what: "The code of every code\u{2019}s value is that code again",
        against: &[],
        rule: Rule::Exact,
        pieces: |_| FORMATS.len(),
        run: round_trip,
    },
    Check {
        part: "formats",
        id: "float16",
        what: "The codes of all float16 numbers, where overflow is NaN or infinity",
        against: &["ml_dtypes"],
        rule: Rule::Exact,
        pieces: |expected| expected.encoded.len(),
        run: float16,
    },
    Check {
        part: "formats",
        id: "edges",
        what: "The codes of numbers at the edges, where overflow is NaN or infinity",
        against: &["ml_dtypes"],
        rule: Rule::Exact,
        pieces: |expected| expected.encoded.len(),
        run: |_, expected, piece, tally| column(expected, piece, SPECIAL, tally),
    },
    Check {
        part: "formats",
        id: "saturated",
        what: "The codes of numbers at the edges, where overflow saturates",
        against: &["onnxruntime"],
        rule: Rule::Exact,
        pieces: |expected| expected.encoded.len(),
        run: |_, expected, piece, tally| {
            column(expected, piece, SATURATED, tally)?;
            column(expected, piece, SCALES, tally)
        },
    },
    Check {
        part: "formats",
        id: "searched",
        what: "The same in formats that no package saturates, by exact search",
        against: &[],
        rule: Rule::Exact,
        pieces: |expected| expected.encoded.len(),
        run: |_, expected, piece, tally| column(expected, piece, SEARCHED, tally),
    },
    Check {
        part: "formats",
        id: "scales",
        what: "The scale format E8M0 rounded up and down",
        against: &["onnxruntime"],
        rule: Rule::Exact,
        pieces: |expected| expected.encoded.len(),
        run: |_, expected, piece, tally| {
            column(expected, piece, UP, tally)?;
            column(expected, piece, DOWN, tally)
        },
    },
    Check {
        part: "formats",
        id: "stochastic",
        what: "Stochastic rounding with given random bits",
        against: &["gfloat"],
        rule: Rule::Exact,
        pieces: |expected| expected.stochastic.len(),
        run: stochastic,
    },
];

/// A rule of the golden file, and ours that has to give the same.
type Column = (&'static str, Rounding, Overflow);

const SPECIAL: Column = ("nonsat", Rounding::NearestEven, Overflow::Special);
const SATURATED: Column = ("sat", Rounding::NearestEven, Overflow::Saturate);
const SEARCHED: Column = ("searched", Rounding::NearestEven, Overflow::Saturate);
const SCALES: Column = ("ort_nearest_sat", Rounding::NearestEven, Overflow::Saturate);
const UP: Column = ("ort_up_sat", Rounding::Up, Overflow::Saturate);
const DOWN: Column = ("ort_down_sat", Rounding::Down, Overflow::Saturate);

fn format(id: &str) -> Result<&'static Format, String> {
    Format::by_id(id).ok_or_else(|| format!("no format {id}"))
}

/// Equal, or both NaN of the format.
fn same(format: &Format, found: u32, expected: u32) -> bool {
    let nan = |code| format.classify(code) == Class::Nan;
    found == expected || (nan(found) && nan(expected))
}

fn same_value(found: f32, expected: f32) -> bool {
    found.to_bits() == expected.to_bits() || (found.is_nan() && expected.is_nan())
}

fn decoded(tally: &mut Tally, format: &Format, code: u32, expected: f32) {
    let found = format.decode(code);
    tally.judge(same_value(found, expected), || Difference {
        input: format!("{} of {}", hex(format, code), format.label),
        expected: expected.to_string(),
        found: found.to_string(),
    });
}

fn decode(_: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let codes = &expected.formats[piece];
    let format = format(&codes.id)?;
    for (code, value) in (0..).zip(&codes.values_f32_bits) {
        decoded(tally, format, code, value.0);
    }
    Ok(())
}

fn decode_16(_: &Check, _: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    type Value = fn(u16) -> f32;
    const BOTH: [(&str, Value); 2] = [
        ("float16", |code| f16::from_bits(code).to_f32()),
        ("bfloat16", |code| bf16::from_bits(code).to_f32()),
    ];
    let (id, value) = BOTH[piece];
    let format = format(id)?;
    for code in 0..=u16::MAX {
        decoded(tally, format, code.into(), value(code));
    }
    Ok(())
}

fn round_trip(_: &Check, _: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let format = &FORMATS[piece];
    for code in 0..format.code_count() {
        let value = format.decode(code);
        let found = format.encode(value.into(), Rounding::NearestEven, Overflow::Special, 0);
        tally.judge(same(format, found, code), || Difference {
            input: format!("{value} in {}", format.label),
            expected: hex(format, code),
            found: hex(format, found),
        });
    }
    Ok(())
}

/// Codes by the exact codec and by the fast kernel: both have to be the expected ones.
fn encoded(
    tally: &mut Tally,
    format: &Format,
    x: &[f32],
    (_, rounding, overflow): Column,
    expected: impl IntoIterator<Item = u8>,
) -> Outcome {
    let mut fast = vec![0; x.len()];
    let out = Outputs {
        codes: Some(CodesMut::U8(&mut fast)),
        values: None,
    };
    let settings = PassSettings::default();
    format_pass(x, format, 1.0, rounding, overflow, &settings, out)
        .map_err(|error| error.to_string())?;
    for ((&x, fast), right) in x.iter().zip(fast).zip(expected) {
        let found = format.encode(x.into(), rounding, overflow, 0);
        let right = u32::from(right);
        let wrong = [found, u32::from(fast)]
            .into_iter()
            .find(|&code| !same(format, code, right));
        tally.judge(wrong.is_none(), || Difference {
            input: format!("{x:e} to {}", format.label),
            expected: hex(format, right),
            found: hex(format, wrong.unwrap_or(found)),
        });
    }
    Ok(())
}

fn float16(_: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.encoded[piece];
    let x: Vec<f32> = (0..=u16::MAX)
        .map(|code| f16::from_bits(code).to_f32())
        .collect();
    encoded(tally, format(&case.id)?, &x, SPECIAL, case.float16.codes())
}

fn column(expected: &Expected, piece: usize, rule: Column, tally: &mut Tally) -> Outcome {
    let case = &expected.encoded[piece];
    let columns = case.columns.iter().filter(|column| column.rule == rule.0);
    for column in columns {
        let codes = column.codes.iter().copied();
        encoded(tally, format(&case.id)?, &plain(&case.x), rule, codes)?;
    }
    Ok(())
}

fn stochastic(_: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.stochastic[piece];
    let format = format(&case.id)?;
    let pairs = case.x_f32_bits.iter().zip(&case.r);
    for ((x, r), right) in pairs.zip(&case.y_f32_bits) {
        // Of 0 bits nothing is left, and more than 32 there are not.
        let random = r
            .checked_shl(32_u32.saturating_sub(case.nbits))
            .unwrap_or(0);
        let x = f64::from(x.0);
        let code = format.encode(x, Rounding::Stochastic, Overflow::Saturate, random);
        let found = format.decode(code);
        tally.judge(right.same(found), || Difference {
            input: format!("{x} to {} with {r:#x}", format.label),
            expected: right.0.to_string(),
            found: found.to_string(),
        });
    }
    Ok(())
}
