//! The lesson as a program.

use super::settings::{CODE, Chosen, X, selected_code};
use crate::code::format::{casts, dtype, overflows, tuple, variant};
use crate::code::{Asked, Language, Names, Piece, real, single};
use crate::quant::{Format, NanEncoding, Overflow, Rounding, ZeroEncoding};

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    let chosen = Chosen::of(state);
    let format = &chosen.format;
    let x = state.real(&X);
    let painted = !state.is_default(&CODE);
    names
        .set("scale", single(chosen.scale))
        .set("x", real(x))
        .set("painted", painted)
        .set("code", selected_code(state, &chosen))
        .set("code_count", format.code_count())
        .set("rounding", chosen.rounding.id())
        .set("overflow", chosen.overflow.id())
        .set("format", format.id)
        .set("versus", chosen.versus.map_or("", |versus| versus.id));
    let both = || [Some(*format), chosen.versus].into_iter().flatten();
    // A typed number that float32 cannot hold would be rounded twice by a cast.
    let scaled = x / f64::from(chosen.scale);
    let once = painted || code_of(&chosen, f64::from(scaled as f32)) == code_of(&chosen, scaled);
    let cast = once
        && chosen.rounding == Rounding::NearestEven
        && both().all(|format| casts(&format, language));
    names
        .set("generic", !cast)
        .set("scale_only", both().any(|format| !format.signed));
    let ml_dtypes = cast && both().any(|format| format.id != "float16");
    names.set("ml_dtypes", ml_dtypes && language == Language::NumPy);
    names
        .set("storage", if format.bits() > 8 { 16 } else { 8 })
        .set("dtype", dtype(format, language))
        .set("largest", real(f64::from(format.max())))
        .set("overflows", overflows(format))
        .set("tuple", tuple(format, chosen.overflow));
    if let Some(versus) = &chosen.versus {
        names
            .set("versus_dtype", dtype(versus, language))
            .set("versus_largest", real(f64::from(versus.max())))
            .set("versus_overflows", overflows(versus))
            .set("versus_tuple", tuple(versus, chosen.overflow));
    }
    let special = matches!(chosen.overflow, Overflow::Special);
    names
        .set("below_zero", if special { 255 } else { 0 })
        .set("Rounding", variant(chosen.rounding.id()))
        .set("Overflow", variant(chosen.overflow.id()))
        .set(
            "custom",
            if format.id == "custom" {
                custom(format)
            } else {
                String::new()
            },
        );
    Piece {
        policy: policy(&chosen),
        signal: true,
        template: language.of([
            include_str!("numpy.py"),
            include_str!("torch.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}

fn code_of(chosen: &Chosen, scaled: f64) -> u32 {
    chosen
        .format
        .encode(scaled, chosen.rounding, chosen.overflow, chosen.random())
}

fn policy(chosen: &Chosen) -> Vec<String> {
    let seed = if chosen.rounding == Rounding::Stochastic {
        format!(
            ", its random bits from the seed {} and each value\u{2019}s place",
            chosen.seed
        )
    } else {
        String::new()
    };
    let mut policy = vec![
        format!("Rounding: {}{seed}.", chosen.rounding.label()),
        match chosen.overflow {
            Overflow::Saturate => {
                "Overflow: saturate, to the largest value; decided after rounding.".to_owned()
            }
            Overflow::Special => {
                "Overflow: to infinity, else NaN, else the largest value; decided after rounding."
                    .to_owned()
            }
        },
        "Scale: x is divided by it in float32, and what comes back is multiplied by it.".to_owned(),
    ];
    if let Some(reason) = &chosen.refused {
        policy.push(format!(
            "The format that was asked for cannot be ({reason}); this is the nearest."
        ));
    }
    policy
}

/// The arguments of `Format::custom`.
fn custom(format: &Format) -> String {
    format!(
        "{}, {}, {}, {}, {}, {}",
        format.exponent_bits,
        format.mantissa_bits,
        format.bias,
        format.infinity,
        format.nan != NanEncoding::None,
        format.zero == ZeroEncoding::Signed
    )
}
