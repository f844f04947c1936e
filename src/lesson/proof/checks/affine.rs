//! Affine quantization: scales, zero points, codes and values.

use super::{Check, Outcome, Rule};
use crate::lesson::proof::expected::{Bits, Case, Expected, FakeQuantized, plain};
use crate::lesson::proof::tally::{Difference, Tally};
use crate::quant::{
    Affine, AffineOptions, Channels, CodesMut, Granularity, Outputs, PassSettings, Rounding,
    affine_pass, data_range,
};

const fn check(
    id: &'static str,
    what: &'static str,
    against: &'static [&'static str],
    run: fn(&Check, &Expected, usize, &mut Tally) -> Outcome,
) -> Check {
    Check {
        part: "affine",
        id,
        what,
        against,
        rule: Rule::Exact,
        pieces: |expected| expected.affine.cases.len(),
        run,
    }
}

pub const CHECKS: &[Check] = &[
    check(
        "static",
        "Scale, zero point, codes and values of static quantization, 2 to 16 bits",
        &["onnxruntime"],
        static_quantization,
    ),
    check(
        "dynamic",
        "Scale, zero point and codes of DynamicQuantizeLinear",
        &["onnxruntime"],
        |_, expected, piece, tally| {
            let case = &expected.affine.cases[piece];
            let (given, options) = (&case.dynamic_quantize_linear, AffineOptions::ONNX_DYNAMIC);
            let parameters = (given.scale_f32_bits, given.zero_point);
            codes(tally, case, &options, parameters, &given.q).map(drop)
        },
    ),
    check(
        "pytorch",
        "Scale, zero point and values of observers and fake quantization",
        &["torch"],
        pytorch,
    ),
    check(
        "gemmlowp",
        "Scale, zero point and codes by gemmlowp\u{2019}s rule, half away from zero",
        &["numpy"],
        |_, expected, piece, tally| {
            let case = &expected.affine.cases[piece];
            let Some(given) = &case.gemmlowp_numpy else {
                return Ok(());
            };
            let parameters = (given.scale_f32_bits, given.zero_point);
            codes(tally, case, &AffineOptions::GEMMLOWP, parameters, &given.q).map(drop)
        },
    ),
    Check {
        pieces: |expected| expected.affine.multi_scale.variants.len(),
        ..check(
            "channels",
            "One scale for each channel, and for each block of 8",
            &["onnxruntime"],
            channels,
        )
    },
    Check {
        pieces: |_| 1,
        ..check(
            "grid",
            "Rounding and clamping alone, at ties and beyond the ends",
            &["onnxruntime"],
            grid,
        )
    },
];

/// Bits and sign of `uint8`, `int4`, and so on.
fn options_of(
    dtype: &str,
    base: AffineOptions,
) -> Result<AffineOptions, Box<dyn core::error::Error>> {
    let (signed, bits) = match dtype.strip_prefix("uint") {
        Some(bits) => (false, bits),
        None => (true, dtype.strip_prefix("int").unwrap_or(dtype)),
    };
    Ok(AffineOptions {
        bits: bits.parse()?,
        signed,
        ..base
    })
}

fn scale_and_zero_point(
    tally: &mut Tally,
    name: &str,
    q: &Affine,
    (scale, zero_point): (Bits, i32),
) {
    tally.judge(scale.same(q.scale), || Difference {
        input: format!("{name}: S"),
        expected: scale.0.to_string(),
        found: q.scale.to_string(),
    });
    tally.judge(q.zero_point == zero_point as f32, || Difference {
        input: format!("{name}: Z"),
        expected: zero_point.to_string(),
        found: q.zero_point.to_string(),
    });
}

/// Codes of the pass, which takes the fast kernel where there is one.
fn fast(x: &[f32], q: &Affine) -> Result<Vec<i32>, String> {
    let (mut signed, mut unsigned) = (vec![0_i16; x.len()], vec![0_u16; x.len()]);
    let below_zero = q.quantized_min < 0;
    let out = Outputs {
        codes: Some(if below_zero {
            CodesMut::I16(&mut signed)
        } else {
            CodesMut::U16(&mut unsigned)
        }),
        values: None,
    };
    affine_pass(x, q, &PassSettings::default(), out).map_err(|error| error.to_string())?;
    Ok(if below_zero {
        signed.into_iter().map(i32::from).collect()
    } else {
        unsigned.into_iter().map(i32::from).collect()
    })
}

/// By the definition and by the fast pass.
fn all_codes(tally: &mut Tally, name: &str, x: &[f32], q: &Affine, expected: &[i32]) -> Outcome {
    let fast = fast(x, q)?;
    for ((&x, &right), fast) in x.iter().zip(expected).zip(fast) {
        let found = q.quantize(x);
        let wrong = [found, fast].into_iter().find(|&code| code != right);
        tally.judge(wrong.is_none(), || Difference {
            input: format!("{name}: {x}"),
            expected: right.to_string(),
            found: wrong.unwrap_or(found).to_string(),
        });
    }
    Ok(())
}

/// Scale, zero point and codes of a case; gives the quantizer.
fn codes(
    tally: &mut Tally,
    case: &Case,
    options: &AffineOptions,
    parameters: (Bits, i32),
    expected: &[i32],
) -> Result<Affine, Box<dyn core::error::Error>> {
    let x = plain(&case.x_f32_bits);
    let q = Affine::from_range(data_range(&x).or_zero(), options);
    scale_and_zero_point(tally, &case.name, &q, parameters);
    all_codes(tally, &case.name, &x, &q, expected)?;
    Ok(q)
}

fn values(tally: &mut Tally, name: &str, x: &[Bits], found: &[f32], expected: &[Bits]) {
    for ((x, found), right) in x.iter().zip(found).zip(expected) {
        // Some implementations keep the sign of a zero, and some do not.
        tally.judge(right.same(*found) || right.0 == *found, || Difference {
            input: format!("{name}: {}", x.0),
            expected: right.0.to_string(),
            found: found.to_string(),
        });
    }
}

fn fake_quantized(q: &Affine, x: &[Bits]) -> Vec<f32> {
    x.iter().map(|x| q.fake_quantize(x.0)).collect()
}

fn static_quantization(_: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.affine.cases[piece];
    for variant in &case.variants {
        let options = AffineOptions {
            symmetric: variant.symmetric,
            ..options_of(&variant.dtype, AffineOptions::ONNX_STATIC)?
        };
        let parameters = (variant.scale_f32_bits, variant.zero_point);
        let q = codes(tally, case, &options, parameters, &variant.q)?;
        let found = fake_quantized(&q, &case.x_f32_bits);
        values(
            tally,
            &case.name,
            &case.x_f32_bits,
            &found,
            &variant.dq_f32_bits,
        );
    }
    Ok(())
}

fn pytorch(_: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.affine.cases[piece];
    let symmetric = AffineOptions {
        signed: true,
        symmetric: true,
        ..AffineOptions::PYTORCH
    };
    let both: [(&FakeQuantized, AffineOptions); 2] = [
        (&case.pytorch_minmax.quint8_affine, AffineOptions::PYTORCH),
        (&case.pytorch_minmax.qint8_symmetric, symmetric),
    ];
    for (given, options) in both {
        let range = data_range(&plain(&case.x_f32_bits)).or_zero();
        let q = Affine::from_range(range, &options);
        let parameters = (given.scale_f32_bits, given.zero_point);
        scale_and_zero_point(tally, &case.name, &q, parameters);
        let found = fake_quantized(&q, &case.x_f32_bits);
        let right = &given.fake_quant_f32_bits;
        values(tally, &case.name, &case.x_f32_bits, &found, right);
    }
    Ok(())
}

fn channels(_: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let given = &expected.affine.multi_scale;
    let variant = &given.variants[piece];
    let granularity = match variant.kind.as_str() {
        "per_axis0" => Granularity::Channel { axis: 0 },
        "block8_axis1" => Granularity::Block { axis: 1, size: 8 },
        other => return Err(format!("no kind {other}").into()),
    };
    let options = AffineOptions {
        symmetric: variant.symmetric,
        ..options_of(&variant.dtype, AffineOptions::ONNX_STATIC)?
    };
    let x = plain(&given.x_f32_bits);
    let found =
        Channels::of(&x, &given.shape, granularity, &options).map_err(|error| error.to_string())?;
    let name = format!("{} {}", variant.dtype, variant.kind);
    if found.quantizers.len() != variant.scale_f32_bits.len() {
        return Err(format!("{name}: {} scales", found.quantizers.len()).into());
    }
    let parameters = variant.scale_f32_bits.iter().zip(&variant.zero_point);
    for (q, (scale, zero_point)) in found.quantizers.iter().zip(parameters) {
        scale_and_zero_point(tally, &name, q, (*scale, *zero_point));
    }
    let codes = found.quantize(&x);
    for (code, right) in codes.iter().zip(&variant.q) {
        tally.whole(&name, i64::from(*code), i64::from(*right));
    }
    let back = found.dequantize(&codes);
    values(tally, &name, &given.x_f32_bits, &back, &variant.dq_f32_bits);
    Ok(())
}

fn grid(_: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let given = &expected.affine.int_grid;
    for (dtype, codes) in &given.q {
        let (quantized_min, quantized_max) =
            options_of(dtype, AffineOptions::ONNX_STATIC)?.code_range();
        let q = Affine {
            scale: 1.0,
            zero_point: 0.0,
            quantized_min,
            quantized_max,
            rounding: Rounding::NearestEven,
            round_sum: false,
            reciprocal: false,
        };
        all_codes(tally, dtype, &plain(&given.x_f32_bits), &q, codes)?;
    }
    Ok(())
}
