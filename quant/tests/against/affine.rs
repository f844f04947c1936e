use quantscope_quant::{
    Affine, AffineOptions, Channels, CodesMut, Granularity, Outputs, PassSettings, Range, Rounding,
    ZeroPoint, affine_pass, data_range,
};
use serde_json::Value;

use crate::common::{Outcome, float, floats, integer, integers, json};

fn quantizer(x: &[f32], options: &AffineOptions) -> Affine {
    Affine::from_range(data_range(x).or_zero(), options)
}

/// Codes of the pass, which takes the fast kernel where there is one.
fn codes(x: &[f32], q: &Affine) -> Result<Vec<i64>, Box<dyn std::error::Error>> {
    let mut signed = vec![0i16; x.len()];
    let mut unsigned = vec![0u16; x.len()];
    let below_zero = q.quantized_min < 0;
    let out = if below_zero {
        CodesMut::I16(&mut signed)
    } else {
        CodesMut::U16(&mut unsigned)
    };
    affine_pass(
        x,
        q,
        &PassSettings::default(),
        Outputs {
            codes: Some(out),
            values: None,
        },
    )?;
    Ok(if below_zero {
        signed.into_iter().map(i64::from).collect()
    } else {
        unsigned.into_iter().map(i64::from).collect()
    })
}

fn check(
    what: &str,
    x: &[f32],
    q: &Affine,
    scale: f32,
    zero_point: i64,
    golden: &[i64],
) -> Outcome {
    assert_eq!(
        q.scale.to_bits(),
        scale.to_bits(),
        "{what}: scale {} is not {scale}",
        q.scale
    );
    assert_eq!(q.zero_point, zero_point as f32, "{what}: zero point");
    let found: Vec<i64> = x.iter().map(|&x| q.quantize(x).into()).collect();
    assert_eq!(found, golden, "{what}: codes");
    assert_eq!(codes(x, q)?, golden, "{what}: codes of the pass");
    Ok(())
}

/// Bits and sign of `uint8`, `int4`, ...
fn options_of(
    dtype: &str,
    base: AffineOptions,
) -> Result<AffineOptions, Box<dyn std::error::Error>> {
    let (signed, bits) = match dtype.strip_prefix("uint") {
        Some(bits) => (false, bits),
        None => (true, dtype.strip_prefix("int").ok_or("dtype")?),
    };
    Ok(AffineOptions {
        bits: bits.parse()?,
        signed,
        ..base
    })
}

fn cases() -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    match json("affine.json")?["cases"].take() {
        Value::Array(cases) => Ok(cases),
        other => Err(format!("no list: {other}").into()),
    }
}

#[test]
fn onnxruntime_static() -> Outcome {
    let mut seen = 0;
    for case in cases()? {
        let x = floats(&case["x_f32_bits"])?;
        for v in case["variants"].as_array().ok_or("variants")? {
            let dtype = v["dtype"].as_str().ok_or("dtype")?;
            let symmetric = v["symmetric"] == true;
            let options = AffineOptions {
                symmetric,
                ..options_of(dtype, AffineOptions::ONNX_STATIC)?
            };
            let q = quantizer(&x, &options);
            assert_eq!(i64::from(q.quantized_min), integer(&v["qmin"])?);
            assert_eq!(i64::from(q.quantized_max), integer(&v["qmax"])?);
            let what = format!("{} {dtype} symmetric {symmetric}", case["name"]);
            let golden = integers(&v["q"])?;
            check(
                &what,
                &x,
                &q,
                float(&v["scale_f32_bits"])?,
                integer(&v["zero_point"])?,
                &golden,
            )?;
            for (&x, y) in x.iter().zip(floats(&v["dq_f32_bits"])?) {
                assert_eq!(q.fake_quantize(x), y, "{what}: value of {x}");
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 13 * 14);
    Ok(())
}

#[test]
fn onnx_dynamic_quantize_linear() -> Outcome {
    for case in cases()? {
        let x = floats(&case["x_f32_bits"])?;
        let g = &case["dynamic_quantize_linear"];
        let q = quantizer(&x, &AffineOptions::ONNX_DYNAMIC);
        let (scale, zero_point) = (float(&g["scale_f32_bits"])?, integer(&g["zero_point"])?);
        check(
            &case["name"].to_string(),
            &x,
            &q,
            scale,
            zero_point,
            &integers(&g["q"])?,
        )?;
    }
    Ok(())
}

#[test]
fn pytorch_observer_and_fake_quantize() -> Outcome {
    let symmetric = AffineOptions {
        signed: true,
        symmetric: true,
        ..AffineOptions::PYTORCH
    };
    for case in cases()? {
        let x = floats(&case["x_f32_bits"])?;
        for (name, options) in [
            ("quint8_affine", AffineOptions::PYTORCH),
            ("qint8_symmetric", symmetric),
        ] {
            let g = &case["pytorch_minmax"][name];
            let q = quantizer(&x, &options);
            let what = format!("{} {name}", case["name"]);
            assert_eq!(
                q.scale.to_bits(),
                float(&g["scale_f32_bits"])?.to_bits(),
                "{what}: scale"
            );
            assert_eq!(
                q.zero_point,
                integer(&g["zero_point"])? as f32,
                "{what}: zero point"
            );
            for (&x, y) in x.iter().zip(floats(&g["fake_quant_f32_bits"])?) {
                assert_eq!(q.fake_quantize(x), y, "{what}: value of {x}");
            }
        }
    }
    Ok(())
}

#[test]
fn gemmlowp() -> Outcome {
    let mut seen = 0;
    for case in cases()? {
        let x = floats(&case["x_f32_bits"])?;
        let Some(g) = case.get("gemmlowp_numpy") else {
            continue;
        };
        let q = quantizer(&x, &AffineOptions::GEMMLOWP);
        let (scale, zero_point) = (float(&g["scale_f32_bits"])?, integer(&g["zero_point"])?);
        check(
            &case["name"].to_string(),
            &x,
            &q,
            scale,
            zero_point,
            &integers(&g["q"])?,
        )?;
        seen += 1;
    }
    assert_eq!(seen, 12);
    Ok(())
}

/// The notes' sign of Z against the standard one. The golden figures are of float64 throughout, so
/// errors are compared to the float32 precision of the scale.
#[test]
fn sign_of_the_notes() -> Outcome {
    let mut seen = 0;
    for case in cases()? {
        let x = floats(&case["x_f32_bits"])?;
        let Some(g) = case.get("note") else { continue };
        let number = |key: &str| g[key].as_f64().ok_or_else(|| format!("no number {key}"));
        let literal = AffineOptions {
            zero_point: ZeroPoint::NotesSign,
            ..AffineOptions::ONNX_STATIC
        };
        for (options, z, least, most, error) in [
            (
                literal,
                "Z_note",
                "q_note_min",
                "q_note_max",
                "clamped_max_abs_err",
            ),
            (
                AffineOptions::ONNX_STATIC,
                "Z_std",
                "q_std_min",
                "q_std_max",
                "std_clamped_max_abs_err",
            ),
        ] {
            let q = quantizer(&x, &options);
            let what = format!("{} {z}", case["name"]);
            assert_eq!(f64::from(q.scale), f64::from(number("S")? as f32), "{what}");
            assert_eq!(f64::from(q.zero_point), number(z)?, "{what}");
            let free: Vec<f64> = x.iter().map(|&x| q.unclamped(x)).collect();
            // A tie in float64 may be none in float32.
            let tie = if ["sym_tie", "half_ties"].iter().any(|t| case["name"] == *t) {
                1.0
            } else {
                0.0
            };
            let (low, high) = free
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &q| {
                    (l.min(q), h.max(q))
                });
            assert!(
                (low - number(least)?).abs() <= tie && (high - number(most)?).abs() <= tie,
                "{what}: {low} {high}"
            );
            let stats = affine_pass(&x, &q, &PassSettings::default(), Outputs::default())?.stats;
            let largest = x.iter().fold(0.0, |m: f64, &x| m.max(f64::from(x).abs()));
            assert!(
                (stats.max_abs_error - number(error)?).abs()
                    <= 1e-6 * largest + tie * f64::from(q.scale),
                "{what}: {stats:?}"
            );
        }
        seen += 1;
    }
    assert_eq!(seen, 12);
    Ok(())
}

#[test]
fn integer_grid() -> Outcome {
    let golden = &json("affine.json")?["int_grid"];
    let x = floats(&golden["x_f32_bits"])?;
    for (dtype, codes) in golden["q"].as_object().ok_or("q")? {
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
        check(dtype, &x, &q, 1.0, 0, &integers(codes)?)?;
    }
    Ok(())
}

/// A moving average gives a range; scale and zero point of it are PyTorch's.
#[test]
fn pytorch_moving_average_parameters() -> Outcome {
    let golden = &json("affine.json")?["moving_average"];
    for step in golden["steps"].as_array().ok_or("steps")? {
        let number = |key: &str| step[key].as_f64().ok_or_else(|| format!("no number {key}"));
        let range = Range {
            min: number("min")? as f32,
            max: number("max")? as f32,
        };
        let q = Affine::from_range(range, &AffineOptions::PYTORCH);
        assert_eq!(f64::from(q.scale), number("scale")?);
        assert_eq!(f64::from(q.zero_point), number("zero_point")?);
    }
    Ok(())
}

/// One scale an axis index, and one a block.
#[test]
fn onnxruntime_channels_and_blocks() -> Outcome {
    let golden = &json("affine.json")?["multi_scale"];
    let x = floats(&golden["x_f32_bits"])?;
    let mut seen = 0;
    for v in golden["variants"].as_array().ok_or("variants")? {
        let granularity = match v["kind"].as_str() {
            Some("per_axis0") => Granularity::Channel { axis: 0 },
            Some("block8_axis1") => Granularity::Block { axis: 1, size: 8 },
            other => return Err(format!("unknown kind {other:?}").into()),
        };
        let dtype = v["dtype"].as_str().ok_or("dtype")?;
        let symmetric = v["symmetric"] == true;
        let options = AffineOptions {
            symmetric,
            ..options_of(dtype, AffineOptions::ONNX_STATIC)?
        };
        let channels = Channels::of(&x, &[4, 32], granularity, &options)?;
        // Scales and zero points are flat lists or lists of rows.
        let flat = |key: &str| -> Vec<Value> {
            let list = v[key].as_array().cloned().unwrap_or_default();
            list.into_iter()
                .flat_map(|e| e.as_array().cloned().unwrap_or_else(|| vec![e]))
                .collect()
        };
        let scales = floats(&Value::Array(flat("scale_f32_bits")))?;
        let zero_points = integers(&Value::Array(flat("zero_point")))?;
        assert_eq!(channels.quantizers.len(), scales.len());
        for ((q, scale), z) in channels.quantizers.iter().zip(scales).zip(zero_points) {
            assert_eq!(
                (q.scale, q.zero_point),
                (scale, z as f32),
                "{granularity:?} {dtype}"
            );
        }
        let codes = channels.quantize(&x);
        assert_eq!(
            codes.iter().map(|&q| i64::from(q)).collect::<Vec<_>>(),
            integers(&v["q"])?
        );
        assert_eq!(channels.dequantize(&codes), floats(&v["dq_f32_bits"])?);
        seen += 1;
    }
    assert_eq!(seen, 6);
    Ok(())
}
