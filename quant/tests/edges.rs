//! Inputs at the edges, and figures over many values.

use quantscope_quant::{
    Affine, AffineOptions, Channels, CodesMut, FORMATS, Format, FormatError, Granularity, Outputs,
    Overflow, PassError, PassSettings, Range, Rounding, ShapeError, Stats, ZeroPoint, affine_pass,
    data_range, format_pass, histogram, random_bits,
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn quantizer(x: &[f32], options: &AffineOptions) -> Affine {
    Affine::from_range(data_range(x).or_zero(), options)
}

fn stats(x: &[f32], q: &Affine) -> Result<Stats, PassError> {
    Ok(affine_pass(x, q, &PassSettings::default(), Outputs::default())?.stats)
}

#[test]
fn empty_and_without_a_number() -> Outcome {
    for x in [
        vec![],
        vec![f32::NAN; 3],
        vec![f32::INFINITY, f32::NEG_INFINITY],
    ] {
        let q = quantizer(&x, &AffineOptions::ONNX_STATIC);
        assert_eq!((q.scale, q.zero_point), (1.0, 0.0), "{x:?}");
        let s = stats(&x, &q)?;
        assert_eq!(
            (s.count, s.measured, s.non_finite),
            (x.len() as u64, 0, x.len() as u64)
        );
        assert_eq!(
            (s.mse, s.max_abs_error, s.mean_error, s.clipped, s.underflow),
            (0.0, 0.0, 0.0, 0, 0)
        );
        let pass = format_pass(
            &x,
            &FORMATS[0],
            1.0,
            Rounding::NearestEven,
            Overflow::Saturate,
            &PassSettings::default(),
            Outputs::default(),
        )?;
        assert_eq!(pass.stats.measured, 0);
        assert_eq!(pass.error.counts.iter().sum::<u32>(), 0);
    }
    Ok(())
}

#[test]
fn nan_and_infinity_beside_numbers() -> Outcome {
    let x = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1.0, 3.0];
    let q = quantizer(&x, &AffineOptions::ONNX_STATIC);
    let mut codes = [0u8; 5];
    let mut values = [0.0; 5];
    let out = Outputs {
        codes: Some(CodesMut::U8(&mut codes)),
        values: Some(&mut values),
    };
    let s = affine_pass(&x, &q, &PassSettings::default(), out)?.stats;
    // NaN gets the code of zero, infinity the last one of its sign.
    assert_eq!(codes, [64, 255, 0, 0, 255]);
    assert_eq!(values[0], 0.0);
    assert_eq!((s.non_finite, s.measured, s.clipped), (3, 2, 0));
    Ok(())
}

#[test]
fn constant_data() -> Outcome {
    for c in [3.25f32, -0.7, 1e-30, 3e38, f32::MAX, f32::MIN] {
        for zero_point in [ZeroPoint::Integer, ZeroPoint::Float] {
            let x = [c; 20];
            let options = AffineOptions {
                zero_point,
                ..AffineOptions::ONNX_STATIC
            };
            let q = quantizer(&x, &options);
            let s = stats(&x, &q)?;
            assert!(q.scale > 0.0 && q.scale.is_finite());
            assert!(
                s.max_abs_error <= 1e-6 * f64::from(c.abs()),
                "{c} {q:?} {s:?}"
            );
        }
    }
    // Too small for a normal scale: as onnxruntime, scale 1.
    let q = quantizer(&[1e-40; 4], &AffineOptions::ONNX_STATIC);
    assert_eq!((q.scale, q.zero_point), (1.0, 0.0));
    Ok(())
}

#[test]
fn ranges_wider_than_f32() -> Outcome {
    for bits in [1, 2, 8, 16] {
        for signed in [false, true] {
            for symmetric in [false, true] {
                let x = [f32::MIN, -1.0, 0.0, 1.0, f32::MAX];
                let q = quantizer(
                    &x,
                    &AffineOptions {
                        bits,
                        signed,
                        symmetric,
                        ..AffineOptions::ONNX_DYNAMIC
                    },
                );
                let s = stats(&x, &q)?;
                assert!(s.mse.is_finite() && s.measured == 5, "{q:?} {s:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn special_overflow_is_left_out_of_the_figures() -> Outcome {
    let e5m2 = Format::by_id("float8_e5m2").ok_or("no E5M2")?;
    let x = [1.0, 1e9, -1e9, 1.1];
    let mut values = [0.0; 4];
    let out = Outputs {
        codes: None,
        values: Some(&mut values),
    };
    let settings = PassSettings::default();
    let pass = format_pass(
        &x,
        e5m2,
        1.0,
        Rounding::NearestEven,
        Overflow::Special,
        &settings,
        out,
    )?;
    assert_eq!(values, [1.0, f32::INFINITY, f32::NEG_INFINITY, 1.0]);
    assert_eq!(
        (
            pass.stats.count,
            pass.stats.measured,
            pass.stats.clipped,
            pass.stats.non_finite
        ),
        (4, 2, 2, 0)
    );
    assert_eq!(pass.error.counts.iter().sum::<u32>(), 2);
    Ok(())
}

#[test]
fn outputs_that_do_not_fit() {
    let q = Affine::from_range(
        Range {
            min: -1.0,
            max: 1.0,
        },
        &AffineOptions::ONNX_STATIC,
    );
    let settings = PassSettings::default();
    let mut short = [0u8; 2];
    let out = Outputs {
        codes: Some(CodesMut::U8(&mut short)),
        values: None,
    };
    let error = affine_pass(&[0.0; 3], &q, &settings, out).err();
    assert_eq!(
        error,
        Some(PassError::CodesLength {
            expected: 3,
            found: 2
        })
    );
    let mut signed = [0i8; 3];
    let out = Outputs {
        codes: Some(CodesMut::I8(&mut signed)),
        values: None,
    };
    assert_eq!(
        affine_pass(&[0.0; 3], &q, &settings, out).err(),
        Some(PassError::CodeType)
    );
    let mut long = [0f32; 4];
    let out = Outputs {
        codes: None,
        values: Some(&mut long),
    };
    let error = affine_pass(&[0.0; 3], &q, &settings, out).err();
    assert_eq!(
        error,
        Some(PassError::ValuesLength {
            expected: 3,
            found: 4
        })
    );
}

#[test]
fn custom_formats_say_what_is_wrong() {
    let wrong = |e, m, bias, inf, nan, neg| {
        Format::custom(e, m, bias, inf, nan, neg)
            .err()
            .map(|e| e.to_string())
    };
    assert!(wrong(0, 3, 1, false, false, true).is_some_and(|e| e.contains("1 to 8")));
    assert!(wrong(4, 11, 1, false, false, true).is_some_and(|e| e.contains("0 to 10")));
    assert_eq!(
        Format::custom(8, 0, 100, false, false, true).err(),
        Some(FormatError::TooLarge {
            exponent: 155,
            least_bias: 128
        })
    );
    assert_eq!(
        Format::custom(4, 3, 150, false, false, true).err(),
        Some(FormatError::TooSmall {
            exponent: -152,
            greatest_bias: 147
        })
    );
    assert_eq!(
        Format::custom(5, 0, 15, true, true, true).err(),
        Some(FormatError::NoRoomForNan)
    );
    assert_eq!(
        Format::custom(5, 2, 15, false, false, false).err(),
        Some(FormatError::UnsignedZeroWithoutNan)
    );
    assert_eq!(
        Format::custom(1, 0, 0, false, true, true).err(),
        Some(FormatError::NothingLeft)
    );
    for bias in [i32::MIN, i32::MAX] {
        assert!(Format::custom(4, 3, bias, false, false, true).is_err());
    }
}

#[test]
fn custom_formats_equal_the_named() -> Outcome {
    for (id, f) in [
        ("float8_e4m3fn", Format::custom(4, 3, 7, false, true, true)?),
        ("float8_e5m2", Format::custom(5, 2, 15, true, true, true)?),
        (
            "float8_e5m2fnuz",
            Format::custom(5, 2, 16, false, true, false)?,
        ),
        (
            "float6_e3m2fn",
            Format::custom(3, 2, 3, false, false, true)?,
        ),
        ("float16", Format::custom(5, 10, 15, true, true, true)?),
        ("bfloat16", Format::custom(8, 7, 127, true, true, true)?),
    ] {
        let named = Format::by_id(id).ok_or(id)?;
        assert_eq!(
            Format {
                id: named.id,
                label: named.label,
                ..f
            },
            *named
        );
    }
    Ok(())
}

#[test]
fn overflow_of_directed_roundings() -> Outcome {
    let e5m2 = Format::by_id("float8_e5m2").ok_or("no E5M2")?;
    let code = |x, rounding| e5m2.encode(x, rounding, Overflow::Special, 0);
    let (max, infinity) = (0x7B, 0x7C);
    assert_eq!(code(1e9, Rounding::TowardZero), max);
    assert_eq!(code(1e9, Rounding::Down), max);
    assert_eq!(code(1e9, Rounding::Up), infinity);
    assert_eq!(code(-1e9, Rounding::Up), 0x80 | max);
    assert_eq!(code(-1e9, Rounding::Down), 0x80 | infinity);
    assert_eq!(code(f64::INFINITY, Rounding::TowardZero), infinity);
    Ok(())
}

#[test]
fn stochastic_rounding_is_right_on_average() {
    let f = &FORMATS[0];
    let count = 200_000u64;
    let up = (0..count).filter(|&i| {
        f.encode(
            1.03125,
            Rounding::Stochastic,
            Overflow::Saturate,
            random_bits(9, i),
        ) == 0x39
    });
    // A quarter of the way: four standard deviations are 0.4 %.
    let share = up.count() as f64 / count as f64;
    assert!((share - 0.25).abs() < 0.004, "{share}");
}

#[test]
fn shapes_that_do_not_fit() {
    let of = |shape: &[usize], granularity| {
        Channels::of(&[1.0; 6], shape, granularity, &AffineOptions::default()).err()
    };
    assert_eq!(
        of(&[2, 2], Granularity::Tensor),
        Some(ShapeError::Count { values: 6 })
    );
    assert_eq!(
        of(&[usize::MAX, 3], Granularity::Tensor),
        Some(ShapeError::Count { values: 6 })
    );
    assert_eq!(
        of(&[2, 3], Granularity::Channel { axis: 2 }),
        Some(ShapeError::Axis { axis: 2, axes: 2 })
    );
    assert_eq!(
        of(&[2, 3], Granularity::Block { axis: 1, size: 0 }),
        Some(ShapeError::EmptyBlock)
    );
    let middle = Channels::of(
        &[1.0; 12],
        &[2, 3, 2],
        Granularity::Channel { axis: 1 },
        &AffineOptions::default(),
    );
    assert_eq!(
        middle.map(|c| (0..12).map(|i| c.group(i)).collect()),
        Ok(vec![0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2])
    );
}

#[test]
fn histograms_of_nothing() {
    assert_eq!(histogram(&[1.0], 2.0, 2.0, 4).counts, [0; 4]);
    assert_eq!(histogram(&[1.0], f64::NAN, 2.0, 4).counts, [0; 4]);
    assert_eq!(histogram(&[1.0], 0.0, 1.0, 0).counts, [1]);
    assert_eq!(
        histogram(&[0.0, 0.5, 1.0, -0.1, 1.1], 0.0, 1.0, 2).counts,
        [1, 2]
    );
}

/// Compared with sums in f64 in which even the rounding of the sum is made good (Neumaier).
#[test]
fn figures_of_sixteen_million_values() -> Outcome {
    let count = 1usize << 24;
    let x: Vec<f32> = (0..count as u64)
        .map(|i| {
            (0..4)
                .map(|k| random_bits(k, i) as f32 / 4_294_967_296.0)
                .sum::<f32>()
                - 2.0
        })
        .collect();
    let mut values = vec![0f32; count];
    let check = |name: &str, s: &Stats, values: &[f32]| {
        let mut sums = [(0f64, 0f64); 2];
        for (&x, &v) in x.iter().zip(values) {
            let e = f64::from(v) - f64::from(x);
            for (sum, term) in sums.iter_mut().zip([e * e, f64::from(x) * f64::from(x)]) {
                let next = sum.0 + term;
                sum.1 += if sum.0 >= term {
                    (sum.0 - next) + term
                } else {
                    (term - next) + sum.0
                };
                sum.0 = next;
            }
        }
        let [error, signal] = sums.map(|(sum, rest)| sum + rest);
        let sqnr = 10.0 * (signal / error).log10();
        let (mse_off, sqnr_off) = (
            (s.mse * count as f64 / error - 1.0).abs(),
            (s.sqnr_db / sqnr - 1.0).abs(),
        );
        println!("{name}: MSE off by {mse_off:.1e}, SQNR by {sqnr_off:.1e}");
        assert!(
            mse_off < 1e-7 && sqnr_off < 1e-7,
            "{name}: {mse_off:e} {sqnr_off:e}"
        );
    };
    // The fused loop, and with a clipped range the other.
    for (name, limit) in [("affine", 2.0), ("affine, clipped", 0.5)] {
        let q = Affine::from_range(
            Range {
                min: -limit,
                max: limit,
            },
            &AffineOptions::ONNX_STATIC,
        );
        let out = Outputs {
            codes: None,
            values: Some(&mut values),
        };
        let s = affine_pass(&x, &q, &PassSettings::default(), out)?.stats;
        check(name, &s, &values);
    }
    for scale in [1.0, 1e-3] {
        let out = Outputs {
            codes: None,
            values: Some(&mut values),
        };
        let settings = PassSettings::default();
        let pass = format_pass(
            &x,
            &FORMATS[0],
            scale,
            Rounding::NearestEven,
            Overflow::Saturate,
            &settings,
            out,
        )?;
        check("E4M3", &pass.stats, &values);
    }
    // The same number again and again: rounding that does not average out.
    let x = vec![0.3f32; 1 << 20];
    let q = Affine::from_range(
        Range {
            min: -1.0,
            max: 1.0,
        },
        &AffineOptions::ONNX_STATIC,
    );
    let s = stats(&x, &q)?;
    let e = f64::from(q.fake_quantize(0.3)) - f64::from(0.3f32);
    assert!((s.mse / (e * e) - 1.0).abs() < 1e-7, "{} {}", s.mse, e * e);
    Ok(())
}

#[test]
fn figures_travel_as_json() -> Outcome {
    let x = [0.1, -0.5, 0.9];
    let q = quantizer(&x, &AffineOptions::ONNX_STATIC);
    let pass = affine_pass(
        &x,
        &q,
        &PassSettings {
            bins: 3,
            ..Default::default()
        },
        Outputs::default(),
    )?;
    let text = serde_json::to_string(&pass.stats)?;
    assert!(text.contains("\"sqnrDb\""), "{text}");
    let back: Stats = serde_json::from_str(&text)?;
    assert!((back.mse - pass.stats.mse).abs() <= 1e-15 * pass.stats.mse);
    Ok(())
}
