//! Properties of the codec, of affine quantization and of the passes, over formats of every kind.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope_quant::{
    Affine, AffineOptions, Class, CodesMut, FORMATS, Format, Outputs, Overflow, ParameterPrecision,
    PassSettings, Range, Rounding, SymmetricDivisor, ZeroPoint, affine_pass, data_range,
    format_pass, random_bits,
};

/// A named format or a custom one.
fn formats() -> impl Strategy<Value = Format> {
    let named = (0..FORMATS.len()).prop_map(|i| FORMATS[i]);
    let custom = (
        1u32..=8,
        0u32..=10,
        -130i32..=280,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_filter_map(
            "no such format",
            |(e, m, bias, infinity, nan, negative_zero)| {
                Format::custom(e, m, bias, infinity, nan, negative_zero).ok()
            },
        );
    prop_oneof![named, custom]
}

fn roundings() -> impl Strategy<Value = Rounding> {
    (0..Rounding::ALL.len()).prop_map(|i| Rounding::ALL[i])
}

fn overflows() -> impl Strategy<Value = Overflow> {
    (0..2usize).prop_map(|i| Overflow::ALL[i])
}

/// Numbers of every magnitude, with those near the format's own.
fn numbers(format: Format) -> impl Strategy<Value = f64> {
    let codes = 0..format.code_count();
    let near = (codes, -2i32..=2).prop_map(move |(code, half_ulps)| {
        let value = f64::from(format.decode(code));
        value + f64::from(half_ulps) * format.ulp(value) / 2.0
    });
    prop_oneof![
        near,
        any::<u32>().prop_map(|b| f64::from(f32::from_bits(b))),
        any::<f64>()
    ]
}

fn options() -> impl Strategy<Value = AffineOptions> {
    let bits = prop_oneof![1u32..=8, Just(16u32)];
    let zero_point = prop_oneof![
        Just(ZeroPoint::Integer),
        Just(ZeroPoint::Float),
        Just(ZeroPoint::NotesSign)
    ];
    let precision = prop_oneof![
        Just(ParameterPrecision::Float64),
        Just(ParameterPrecision::Float32),
        Just(ParameterPrecision::Mixed)
    ];
    let divisor = prop_oneof![
        Just(SymmetricDivisor::Full),
        Just(SymmetricDivisor::Restricted)
    ];
    (
        bits,
        any::<bool>(),
        any::<bool>(),
        roundings(),
        zero_point,
        precision,
        divisor,
        any::<bool>(),
    )
        .prop_map(
            |(bits, signed, symmetric, rounding, zero_point, precision, divisor, round_sum)| {
                AffineOptions {
                    bits,
                    signed,
                    symmetric,
                    rounding,
                    zero_point,
                    precision,
                    divisor,
                    round_sum,
                    ..AffineOptions::ONNX_STATIC
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn every_code_comes_back(format in formats(), rounding in roundings(), overflow in overflows()) {
        for code in 0..format.code_count().min(4096) {
            let value = format.decode(code);
            if format.classify(code) == Class::Nan {
                prop_assert!(value.is_nan());
            } else if value.is_finite() {
                // What decodes to a number is that number's code.
                prop_assert_eq!(format.encode(value.into(), rounding, overflow, u32::MAX), code);
            } else {
                let found = format.encode(value.into(), rounding, Overflow::Special, 0);
                prop_assert_eq!(found, code);
            }
            prop_assert_eq!(format.code_of(format.fields(code)), code);
            prop_assert_eq!(format.decode(code | !(format.code_count() - 1)).to_bits(), value.to_bits());
        }
    }

    #[test]
    fn ordered_codes_are_ordered(format in formats()) {
        let values: Vec<f32> = format.ordered_codes().into_iter().map(|c| format.decode(c)).collect();
        prop_assert!(values.windows(2).all(|w| w[0] < w[1]));
        prop_assert_eq!(values.last().copied(), Some(format.max()));
        let smallest = values.iter().copied().find(|&v| v > 0.0);
        prop_assert_eq!(smallest, Some(format.min_subnormal()));
    }

    #[test]
    fn encode_is_monotone(
        (format, a, b) in formats().prop_flat_map(|f| (Just(f), numbers(f), numbers(f))),
        rounding in roundings(),
        random in any::<u32>(),
    ) {
        // Negative numbers have no place in a format without a sign.
        prop_assume!(!a.is_nan() && !b.is_nan() && (format.signed || (a > 0.0 && b > 0.0)));
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        // Drawn with the same lot, a smaller magnitude never rounds to a larger one; of opposite
        // signs neither.
        let value = |x| format.decode(format.encode(x, rounding, Overflow::Saturate, random));
        prop_assert!(value(a) <= value(b), "{} > {}", value(a), value(b));
    }

    #[test]
    fn explain_agrees_with_encode(
        (format, x) in formats().prop_flat_map(|f| (Just(f), numbers(f))),
        rounding in roundings(),
        overflow in overflows(),
        random in any::<u32>(),
    ) {
        let e = format.explain(x, rounding, overflow, random);
        prop_assert_eq!(e.code, format.encode(x, rounding, overflow, random));
        if let (Some(below), Some(above)) = (e.below, e.above) {
            let (low, high) = (f64::from(format.decode(below)), f64::from(format.decode(above)));
            prop_assert!(low <= x && x <= high, "{low} {x} {high}");
            prop_assert!(e.code == below || e.code == above || (low == 0.0 && high == 0.0) || e.value == 0.0);
            match e.midpoint {
                Some(m) => prop_assert_eq!(m, (low + high) / 2.0),
                None => prop_assert!(low == high),
            }
        }
        if e.value.is_finite() && !x.is_nan() && x.abs() <= f64::from(format.max()) && format.signed {
            let most = if matches!(rounding, Rounding::NearestEven | Rounding::NearestAway) { 0.5 } else { 1.0 };
            prop_assert!(e.error_in_ulp.abs() <= most, "{e:?}");
        }
    }

    #[test]
    fn intervals_hold_what_rounds_to_a_code(
        (format, x) in formats().prop_flat_map(|f| (Just(f), numbers(f))),
        code in any::<u32>(),
        rounding in roundings(),
        overflow in overflows(),
        random in any::<u32>(),
    ) {
        prop_assume!(!x.is_nan());
        // The interval of a number's code holds the number. Real zero has no sign: it is +0's.
        let own = format.encode(x, rounding, overflow, random);
        if !(x == 0.0 && x.is_sign_negative()) && let Some(interval) = format.rounding_interval(own, rounding, overflow) {
            prop_assert!(interval.contains(x), "{own:#x} {interval:?}");
        } else if x != 0.0 {
            prop_assert_eq!(format.classify(own), Class::Nan);
        }
        // And a number outside the interval of another code is not of that code.
        let other = code & (format.code_count() - 1);
        if let Some(interval) = format.rounding_interval(other, rounding, overflow)
            && rounding != Rounding::Stochastic
            && x != 0.0
        {
            prop_assert_eq!(interval.contains(x), own == other, "{:#x} {:?} {:#x}", other, interval, own);
        }
    }

    #[test]
    fn scale_is_a_number(min in any::<u32>(), max in any::<u32>(), options in options()) {
        let range = Range { min: f32::from_bits(min), max: f32::from_bits(max) };
        let q = Affine::from_range(range, &options);
        prop_assert!(q.scale.is_finite() && q.scale > 0.0, "{q:?}");
        prop_assert!(q.zero_point.is_finite(), "{q:?}");
        for code in [q.quantized_min, q.quantized_max] {
            prop_assert!(q.dequantize(code).is_finite(), "{q:?}");
        }
        for x in [range.min, range.max, 0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let code = q.quantize(x);
            prop_assert!((q.quantized_min..=q.quantized_max).contains(&code));
        }
        prop_assert_eq!(q.quantize(f32::NAN), q.quantize(0.0));
    }

    #[test]
    fn affine_errs_by_half_a_step_and_is_idempotent(
        a in -1e6f32..1e6,
        b in -1e6f32..1e6,
        part in 0.0f32..=1.0,
        options in options(),
    ) {
        let options = AffineOptions { rounding: Rounding::NearestEven, zero_point: ZeroPoint::Integer, ..options };
        let (min, max) = (a.min(b), a.max(b));
        let q = Affine::from_range(Range { min, max }, &options);
        // Between what the first and the last code stand for.
        let (low, high) = (q.dequantize(q.quantized_min), q.dequantize(q.quantized_max));
        let x = (low + (high - low) * part).clamp(low, high);
        let found = q.fake_quantize(x);
        let half = f64::from(q.scale) / 2.0;
        // The quotient x/S, and the sum with Z where that is rounded, are rounded to f32 before
        // they are rounded to an integer.
        let zero = f64::from(q.zero_point.abs()) * f64::from(q.scale);
        let slack = (f64::from(x.abs()) + zero) * f64::from(f32::EPSILON);
        prop_assert!((f64::from(found) - f64::from(x)).abs() <= half + slack, "{q:?} {x} {found}");
        prop_assert_eq!(q.fake_quantize(found), found);
        prop_assert_eq!(q.fake_quantize(0.0), 0.0);
        for code in q.quantized_min..=q.quantized_max.min(q.quantized_min + 300) {
            prop_assert_eq!(q.quantize(q.dequantize(code)), code);
        }
    }

    #[test]
    fn formats_are_idempotent(
        (format, x) in formats().prop_flat_map(|f| (Just(f), numbers(f))),
        rounding in roundings(),
    ) {
        let once = format.decode(format.encode(x, rounding, Overflow::Saturate, 77));
        let twice = format.decode(format.encode(once.into(), rounding, Overflow::Saturate, 5));
        prop_assert!(once.to_bits() == twice.to_bits() || (once.is_nan() && twice.is_nan()), "{once} {twice}");
    }
}

/// Data of one kind a case: everything, numbers around the format's, or tame ones.
fn data() -> impl Strategy<Value = Vec<f32>> {
    let length = prop_oneof![0usize..100, 500usize..1100];
    (length, any::<u64>(), 0u32..5, -12i32..12).prop_map(|(length, seed, kind, power)| {
        (0..length as u64)
            .map(|i| {
                let bits = random_bits(seed, i);
                let tame = (f64::from(bits as i32) / 2f64.powi(31) * 2f64.powi(power)) as f32;
                match kind {
                    0 => f32::from_bits(bits),
                    1 if i % 97 == 3 => {
                        [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0][(bits % 5) as usize]
                    }
                    2 => tame * 1e-30,
                    3 => (tame * 64.0).round() / 64.0,
                    _ => tame,
                }
            })
            .collect()
    })
}

fn same(a: f32, b: f32) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// The figures of a pass by plain f64.
struct Plain {
    measured: u64,
    square_error: f64,
    square_signal: f64,
    error: f64,
    largest: f64,
    underflow: u64,
}

fn plain(x: &[f32], values: &[f32]) -> Plain {
    let mut p = Plain {
        measured: 0,
        square_error: 0.0,
        square_signal: 0.0,
        error: 0.0,
        largest: 0.0,
        underflow: 0,
    };
    for (&x, &v) in x.iter().zip(values) {
        if x.is_finite() && v.is_finite() {
            let e = f64::from(v) - f64::from(x);
            p.measured += 1;
            p.square_error += e * e;
            p.square_signal += f64::from(x) * f64::from(x);
            p.error += e;
            p.largest = p.largest.max(e.abs());
            p.underflow += u64::from(v == 0.0 && x != 0.0);
        }
    }
    p
}

fn close(a: f64, b: f64, to: f64) -> bool {
    a == b || (a - b).abs() <= to * b.abs()
}

fn check_figures(
    x: &[f32],
    values: &[f32],
    pass: &quantscope_quant::Pass,
) -> Result<(), TestCaseError> {
    let p = plain(x, values);
    let s = &pass.stats;
    let n = p.measured.max(1) as f64;
    prop_assert_eq!(s.count, x.len() as u64);
    prop_assert_eq!(s.measured, p.measured);
    prop_assert!(
        close(s.mse, p.square_error / n, 2e-7),
        "mse {} {}",
        s.mse,
        p.square_error / n
    );
    prop_assert!(
        close(s.signal_power, p.square_signal / n, 2e-7),
        "power {} {}",
        s.signal_power,
        p.square_signal / n
    );
    prop_assert!(
        (s.mean_error - p.error / n).abs() <= 3e-7 * p.largest,
        "mean {} {}",
        s.mean_error,
        p.error / n
    );
    prop_assert!(
        close(s.max_abs_error, p.largest, 1e-7),
        "largest {} {}",
        s.max_abs_error,
        p.largest
    );
    prop_assert_eq!(s.underflow, p.underflow);
    prop_assert_eq!(
        s.non_finite,
        x.iter().filter(|x| !x.is_finite()).count() as u64
    );
    prop_assert_eq!(
        pass.error.counts.iter().map(|&c| u64::from(c)).sum::<u64>(),
        p.measured
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn format_pass_is_the_codec(
        format in formats(),
        x in data(),
        rounding in prop_oneof![3 => Just(Rounding::NearestEven), 1 => roundings()],
        overflow in overflows(),
        scale in prop_oneof![2 => Just(1.0f32), 1 => (-20i32..20).prop_map(|e| 2f32.powi(e)), 1 => 1e-3f32..1e3],
        bins in 1usize..600,
        seed in any::<u64>(),
    ) {
        let mut codes = vec![0u16; x.len()];
        let mut values = vec![0f32; x.len()];
        let settings = PassSettings { bins, seed, range: None };
        let wide = format.bits() > 16;
        let out = Outputs { codes: (!wide).then_some(CodesMut::U16(&mut codes)), values: Some(&mut values) };
        let pass = match format_pass(&x, &format, scale, rounding, overflow, &settings, out) {
            Ok(pass) => pass,
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let mut clipped = 0;
        for (i, (&x, &value)) in x.iter().zip(&values).enumerate() {
            let t = if x.is_nan() { x } else { x / scale };
            let code = format.encode(t.into(), rounding, overflow, random_bits(seed, i as u64));
            prop_assert!(wide || u32::from(codes[i]) == code, "{x:e}: {:#x}, codec {code:#x}", codes[i]);
            let golden = format.decode(code) * scale;
            prop_assert!(same(value, golden), "{x:e}: {value:e}, codec {golden:e}");
            // Overflow is decided after rounding, as if the codes went on.
            let reason = format.explain(t.into(), rounding, Overflow::Saturate, random_bits(seed, i as u64)).reason;
            let beyond = matches!(reason, quantscope_quant::Reason::Overflow | quantscope_quant::Reason::Infinite);
            clipped += u64::from(x.is_finite() && beyond);
        }
        if rounding == Rounding::NearestEven {
            prop_assert_eq!(pass.stats.clipped, clipped);
        }
        check_figures(&x, &values, &pass)?;
    }

    #[test]
    fn affine_pass_is_the_quantizer(
        x in data(),
        options in options(),
        manual in proptest::option::of((-8.0f32..8.0, -8.0f32..8.0)),
        bins in 1usize..600,
        seed in any::<u64>(),
    ) {
        let found = data_range(&x);
        let range = manual.map_or(found.or_zero(), |(a, b)| Range { min: a.min(b), max: a.max(b) });
        let q = Affine::from_range(range, &options);
        let mut unsigned = vec![0u16; x.len()];
        let mut signed = vec![0i16; x.len()];
        let mut values = vec![0f32; x.len()];
        let below_zero = q.quantized_min < 0;
        let codes = if below_zero { CodesMut::I16(&mut signed) } else { CodesMut::U16(&mut unsigned) };
        let settings = PassSettings { bins, seed, range: Some(found) };
        let pass = match affine_pass(&x, &q, &settings, Outputs { codes: Some(codes), values: Some(&mut values) }) {
            Ok(pass) => pass,
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let mut clipped = 0;
        for (i, &x) in x.iter().enumerate() {
            let random = random_bits(seed, i as u64);
            let code = q.quantize_random(x, random);
            let given = if below_zero { i32::from(signed[i]) } else { i32::from(unsigned[i]) };
            prop_assert_eq!(given, code, "{:e} {:?}", x, q);
            prop_assert!(values[i] == q.dequantize(code), "{x:e}: {} {}", values[i], q.dequantize(code));
            let free = q.unclamped_random(x, random);
            clipped += u64::from(x.is_finite() && (free < f64::from(q.quantized_min) || free > f64::from(q.quantized_max)));
        }
        prop_assert_eq!(pass.stats.clipped, clipped);
        check_figures(&x, &values, &pass)?;
    }

    #[test]
    fn data_range_is_the_range(x in data()) {
        let found = data_range(&x);
        let finite = || x.iter().copied().filter(|x| x.is_finite());
        prop_assert_eq!(found.nan, x.iter().filter(|x| x.is_nan()).count() as u64);
        prop_assert_eq!(found.infinite, x.iter().filter(|x| x.is_infinite()).count() as u64);
        prop_assert_eq!(found.zeros, x.iter().filter(|&&x| x == 0.0).count() as u64);
        prop_assert_eq!(found.range.map(|r| r.min), finite().reduce(f32::min));
        prop_assert_eq!(found.range.map(|r| r.max), finite().reduce(f32::max));
    }
}
