//! The sentences of the lesson.

pub use crate::lesson::words::format_short as short;
use crate::lesson::words::{capital, grouped, number_word};
use crate::plot::format_number;
use crate::quant::{Explanation, Format, Reason, ZeroEncoding};

/// `Eight bits, 256 codes`.
pub fn title(format: &Format) -> String {
    let capital = capital(&number_word(format.bits()));
    format!(
        "{capital} bits, {} codes",
        grouped(u64::from(format.code_count()))
    )
}

/// What the format spends its bits on, and what that buys.
pub fn lead(format: &Format) -> String {
    let exponent = number_word(format.exponent_bits);
    let bits = |count: u32| if count == 1 { "bit" } else { "bits" };
    let spends = if format.mantissa_bits == 0 {
        format!(
            "{} spends all of its {exponent} {} on how large a number is and none on how exactly.",
            short(format),
            bits(format.exponent_bits)
        )
    } else {
        let (sign, bits) = if format.signed {
            ("one bit on the sign, ", "")
        } else {
            ("", bits(format.exponent_bits))
        };
        format!(
            "{} spends {sign}{} on how large a number is and {} on how exactly.",
            short(format),
            format!("{exponent} {bits}").trim_end(),
            number_word(format.mantissa_bits)
        )
    };
    let smallest = f64::from(format.min_subnormal());
    let top = f64::from(format.max());
    let top_step = top
        - format
            .explain(
                top,
                crate::quant::Rounding::NearestEven,
                crate::quant::Overflow::Saturate,
                0,
            )
            .ulp;
    let step = top - top_step;
    if format.mantissa_bits == 0 && format.zero == ZeroEncoding::None {
        return format!(
            "{spends} Its values run from {} to {}.",
            format_number(smallest, 2),
            format_number(top, 3)
        );
    }
    format!(
        "{spends} Near zero its steps are {}; near its top, {}, they are {}.",
        format_number(smallest, 2),
        format_number(top, 5),
        format_number(step, 3)
    )
}

/// What became of the typed number, and why.
pub fn verdict(format: &Format, scale: f64, explanation: &Explanation) -> String {
    let value = |code: u32| format_number(f64::from(format.decode(code)) * scale, 7);
    let between = match (explanation.below, explanation.above) {
        (Some(below), Some(above)) if explanation.reason != Reason::Exact => {
            format!("Between {} and {}. ", value(below), value(above))
        }
        _ => String::new(),
    };
    let why = match explanation.reason {
        Reason::Exact => "It is one of the format's numbers: nothing is lost.".to_owned(),
        Reason::NearerBelow => "The lower one is nearer.".to_owned(),
        Reason::NearerAbove => "The upper one is nearer.".to_owned(),
        Reason::TieToEven => "It lies exactly halfway: the tie goes to the even code.".to_owned(),
        Reason::TieAway => "It lies exactly halfway: the tie goes away from zero.".to_owned(),
        Reason::Directed => "The rounding goes one way, however near the other is.".to_owned(),
        Reason::Stochastic => "The lot decided; the nearer one is the likelier.".to_owned(),
        Reason::Overflow => format!(
            "It lies beyond the largest number, {}.",
            format_number(f64::from(format.max()) * scale, 7)
        ),
        Reason::NotANumber => "It is not a number.".to_owned(),
        _ => String::new(),
    };
    format!("{between}{why}")
}
