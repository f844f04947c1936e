//! Small floats as the languages know them.

use super::{Language, real};
use crate::quant::{Format, Overflow, Rounding, ZeroEncoding};

/// What casts of PyTorch take.
const TORCH: &[&str] = &[
    "float8_e4m3fn",
    "float8_e5m2",
    "float8_e4m3fnuz",
    "float8_e5m2fnuz",
    "float16",
    "bfloat16",
];

/// Whether a cast of the language rounds to this format as the page does, to the nearest.
pub fn casts(format: &Format, language: Language) -> bool {
    match language {
        Language::PyTorch => TORCH.contains(&format.id),
        // Scales are rounded otherwise in one of their two policies.
        _ => format.id != "custom" && format.signed,
    }
}

/// The type of an array of this format.
pub fn dtype(format: &Format, language: Language) -> String {
    match (language, format.id) {
        (Language::PyTorch, id) => format!("torch.{id}"),
        (_, "float16") => "np.float16".to_owned(),
        (_, id) => format!("ml_dtypes.{id}"),
    }
}

/// The comparison that holds for magnitudes which are rounded to beyond the largest value.
pub fn overflows(format: &Format) -> String {
    let top = f64::from(format.max());
    let edge = top + format.ulp(top) / 2.0;
    // The tie between an odd code and what would be the next goes to the next.
    let sign = if format.max_code() % 2 == 1 {
        ">="
    } else {
        ">"
    };
    format!("{sign} {}", real(edge))
}

/// The arguments of the Python class `Float`.
pub fn tuple(format: &Format, overflow: Overflow) -> String {
    let beyond = |x| format.encode(x, Rounding::NearestEven, overflow, 0);
    let minus_zero = match format.zero {
        ZeroEncoding::Signed => format.sign_bit(),
        _ => 0,
    };
    let python = |flag| if flag { "True" } else { "False" };
    format!(
        "Float(mantissa_bits={}, least={}, max_code={}, sign_bit={}, minus_zero={minus_zero}, infinity={}, beyond=({}, {}){})",
        format.mantissa_bits,
        format.min_exponent(),
        format.max_code(),
        format.sign_bit(),
        python(format.infinity),
        beyond(f64::INFINITY),
        if format.signed {
            beyond(f64::NEG_INFINITY)
        } else {
            0
        },
        if format.signed { "" } else { ", first=1" },
    )
}

/// A variant's name from its id: `nearest_even` to `NearestEven`.
pub fn variant(id: &str) -> String {
    id.split('_').map(crate::lesson::words::capital).collect()
}
