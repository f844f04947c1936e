//! The lesson as a program.

use super::settings::{AGAINST_SCALE, Chosen, MAX, MIN, X};
use crate::code::format::{casts, dtype, overflows, tuple, variant};
use crate::code::{Asked, Language, Names, Piece, real, single};
use crate::quant::{Overflow, ParameterPrecision, Rounding, ZeroPoint};
use crate::state::Key;

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    // What depends on the data's range, the program finds itself.
    let chosen = Chosen::of(state, None);
    let options = &chosen.options;
    let format = &chosen.format;
    let (low, high) = options.code_range();
    let (zero_point, zero_name) = match options.zero_point {
        ZeroPoint::Integer => ("integer", "Integer"),
        ZeroPoint::Float => ("float", "Float"),
        ZeroPoint::NotesSign => ("notes", "NotesSign"),
    };
    let (precision, words) = match options.precision {
        ParameterPrecision::Float32 => (
            "float32",
            "in float32 throughout (ONNX DynamicQuantizeLinear)",
        ),
        _ => (
            "float64",
            "in float64, then S as float32 (onnxruntime's static quantization)",
        ),
    };
    let end = |key: &Key, found: [&'static str; 3]| {
        let set = state.number(key).map(|end| single(end as f32));
        set.unwrap_or_else(|| language.of(found).to_owned())
    };
    let cast = casts(format, language);
    names
        .set("low", low)
        .set("high", high)
        .set("bits", options.bits)
        .set("signed", options.signed)
        .set("symmetric", options.symmetric)
        .set("ties", options.rounding.id())
        // Of the format beside it.
        .set("rounding", Rounding::NearestEven.id())
        .set("overflow", Overflow::Saturate.id())
        .set("Rounding", variant(options.rounding.id()))
        .set("zero_point", zero_point)
        .set("ZeroPoint", zero_name)
        .set("precision", precision)
        .set("Precision", variant(precision))
        .set("precision_words", words)
        .set(
            "least",
            end(&MIN, ["finite.min()", "finite.min()", "found.min"]),
        )
        .set(
            "most",
            end(&MAX, ["finite.max()", "finite.max()", "found.max"]),
        )
        .set("x", single(state.real(&X) as f32))
        .set("against", format.id)
        .set(
            "against_scale",
            state
                .number(&AGAINST_SCALE)
                .map_or(String::new(), |scale| single(scale as f32)),
        )
        .set("against_largest", real(f64::from(format.max())))
        .set("against_dtype", dtype(format, language))
        .set("against_overflows", overflows(format))
        .set("against_tuple", tuple(format, Overflow::Saturate))
        .set("generic", !cast)
        .set("scale_only", !format.signed)
        .set("below_zero", 0)
        .set(
            "ml_dtypes",
            cast && format.id != "float16" && language == Language::NumPy,
        );
    Piece {
        policy: policy(&chosen),
        signal: true,
        template: language.of([
            include_str!("python.py"),
            include_str!("python.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}

fn policy(chosen: &Chosen) -> Vec<String> {
    let options = &chosen.options;
    let tie = match options.rounding {
        Rounding::NearestAway => "away from zero",
        _ => "to even",
    };
    let mut policy = vec![
        format!("Rounding: to the nearest, ties {tie}, of x/S by a true division in float32; Z alike."),
        "Clipping: codes are clamped to the lowest and the highest. NaN gets the code of zero; what is not finite is not counted.".to_owned(),
    ];
    policy.push(
        match options.zero_point {
            ZeroPoint::Integer => "Zero point: a whole number; the range is widened to hold zero, which is exact.",
            ZeroPoint::Float => "Zero point: a float; q = round(x/S + Z), and zero is in general not exact.",
            ZeroPoint::NotesSign => "Zero point: round(MIN/S) with the sign as in the notes, which takes the codes out of their range.",
        }
        .to_owned(),
    );
    policy
}
