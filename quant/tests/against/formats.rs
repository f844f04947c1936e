use half::{bf16, f16};
use quantscope_quant::{
    Class, FORMATS, Format, Outputs, Overflow, PassSettings, Rounding, format_pass,
};

use crate::common::{Outcome, float, floats, integer, integers, json};
use crate::sections::Sections;

fn small() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|f| f.bits() <= 8)
}

/// Equal, or both NaN of the format.
fn same(format: &Format, found: u32, golden: u32) -> bool {
    found == golden
        || (format.classify(found) == Class::Nan && format.classify(golden) == Class::Nan)
}

#[test]
fn decode_every_code() -> Outcome {
    let golden = json("formats.json")?;
    let mut seen = 0;
    for format in small() {
        let g = &golden[format.id];
        let values = floats(&g["values_f32_bits"])?;
        assert_eq!(values.len(), format.code_count() as usize, "{}", format.id);
        for (code, golden) in (0..).zip(values) {
            let found = format.decode(code);
            let agrees = found.to_bits() == golden.to_bits() || (found.is_nan() && golden.is_nan());
            assert!(agrees, "{} {code:#04x}: {found} is not {golden}", format.id);
            let class = format.classify(code);
            assert_eq!(
                class == Class::Nan,
                golden.is_nan(),
                "{} {code:#04x}",
                format.id
            );
            assert_eq!(
                class == Class::Infinite,
                golden.is_infinite(),
                "{} {code:#04x}",
                format.id
            );
            assert_eq!(
                class == Class::Zero,
                golden == 0.0,
                "{} {code:#04x}",
                format.id
            );
            assert_eq!(format.code_of(format.fields(code)), code);
            seen += 1;
        }
        assert_eq!(
            f64::from(format.max()),
            g["max"].as_f64().ok_or("max")?,
            "{}",
            format.id
        );
        assert_eq!(
            f64::from(format.min_subnormal()),
            g["smallest_pos"].as_f64().ok_or("smallest")?,
            "{}",
            format.id
        );
        assert_eq!(
            f64::from(format.min_normal()),
            g["smallest_normal"].as_f64().ok_or("normal")?,
            "{}",
            format.id
        );
        assert_eq!(
            i64::from(format.bias),
            integer(&g["bias"])?,
            "{}",
            format.id
        );
        assert_eq!(
            i64::from(format.bits()),
            integer(&g["bits"])?,
            "{}",
            format.id
        );
        assert_eq!(
            i64::from(format.exponent_bits),
            integer(&g["ebits"])?,
            "{}",
            format.id
        );
        let nan = (0..format.code_count()).filter(|&c| format.classify(c) == Class::Nan);
        assert_eq!(
            nan.map(i64::from).collect::<Vec<_>>(),
            integers(&g["nan_codes"])?,
            "{}",
            format.id
        );
    }
    // Seven formats of 256 codes and E8M0, two of 64, one of 16.
    assert_eq!(seen, 8 * 256 + 2 * 64 + 16);
    Ok(())
}

/// Codes of the codec and of the pass, which takes the fast kernel.
fn check(format: &Format, what: &str, x: &[f32], overflow: Overflow, golden: &[u8]) -> Outcome {
    assert_eq!(x.len(), golden.len());
    let mut codes = vec![0u8; x.len()];
    let out = Outputs {
        codes: Some(quantscope_quant::CodesMut::U8(&mut codes)),
        values: None,
    };
    format_pass(
        x,
        format,
        1.0,
        Rounding::NearestEven,
        overflow,
        &PassSettings::default(),
        out,
    )?;
    for ((&x, &golden), fast) in x.iter().zip(golden).zip(codes) {
        // A format without a zero has positive numbers for its domain: what the rest gives is the
        // implementations' own, and theirs is held to as well.
        let found = format.encode(f64::from(x), Rounding::NearestEven, overflow, 0);
        assert!(
            same(format, found, golden.into()),
            "{} {what} {x:e}: {found:#04x}, golden {golden:#04x}",
            format.id
        );
        assert_eq!(
            u32::from(fast),
            found,
            "{} {what} {x:e}: the kernel differs",
            format.id
        );
    }
    Ok(())
}

#[test]
fn encode_every_float16() -> Outcome {
    let sections = Sections::read()?;
    let x: Vec<f32> = (0..=u16::MAX).map(|b| f16::from_bits(b).to_f32()).collect();
    for format in small() {
        let golden = sections.codes(&format!("f16grid/{}", format.id))?;
        check(format, "float16", &x, Overflow::Special, golden)?;
    }
    Ok(())
}

#[test]
fn encode_the_edges() -> Outcome {
    let sections = Sections::read()?;
    for format in small() {
        let section = |part: &str| format!("edge/{}/{part}", format.id);
        let x = sections.floats(&section("x"))?;
        check(
            format,
            "nonsat",
            &x,
            Overflow::Special,
            sections.codes(&section("nonsat"))?,
        )?;
        let saturating = if format.signed {
            "sat"
        } else {
            "ort_nearest_sat"
        };
        check(
            format,
            saturating,
            &x,
            Overflow::Saturate,
            sections.codes(&section(saturating))?,
        )?;
    }
    Ok(())
}

/// onnxruntime rounds E8M0 up and down as well.
#[test]
fn scales_up_and_down() -> Outcome {
    let sections = Sections::read()?;
    let format = Format::by_id("float8_e8m0fnu").ok_or("no E8M0")?;
    let x = sections.floats("edge/float8_e8m0fnu/x")?;
    for (name, rounding) in [("up", Rounding::Up), ("down", Rounding::Down)] {
        let golden = sections.codes(&format!("edge/float8_e8m0fnu/ort_{name}_sat"))?;
        for (&x, &golden) in x.iter().zip(golden) {
            let found = format.encode(x.into(), rounding, Overflow::Saturate, 0);
            assert!(
                same(format, found, golden.into()),
                "{name} {x:e}: {found:#04x}, golden {golden:#04x}"
            );
        }
    }
    Ok(())
}

#[test]
fn stochastic_with_given_bits() -> Outcome {
    let golden = json("stochastic.json")?;
    for id in ["float8_e4m3fn", "float8_e5m2", "float4_e2m1fn"] {
        let format = Format::by_id(id).ok_or(id)?;
        let case = &golden["cases"][id];
        let bits = u32::try_from(integer(&case["nbits"])?)?;
        let x = floats(&case["x_f32_bits"])?;
        let random = integers(&case["r"])?;
        let y = case["y_f32_bits"].as_array().ok_or("y")?;
        assert_eq!((x.len(), y.len()), (256, 256));
        for ((&x, r), y) in x.iter().zip(random).zip(y) {
            let r = u32::try_from(r)? << (32 - bits);
            let found =
                format.decode(format.encode(x.into(), Rounding::Stochastic, Overflow::Saturate, r));
            assert_eq!(found.to_bits(), float(y)?.to_bits(), "{id} {x} with {r:#x}");
        }
    }
    Ok(())
}

#[test]
fn sixteen_bits_as_half_has_them() -> Outcome {
    let float16 = Format::by_id("float16").ok_or("no float16")?;
    let bfloat16 = Format::by_id("bfloat16").ok_or("no bfloat16")?;
    for code in 0..=u16::MAX {
        let pairs = [
            (float16, f16::from_bits(code).to_f32()),
            (bfloat16, bf16::from_bits(code).to_f32()),
        ];
        for (format, golden) in pairs {
            let found = format.decode(code.into());
            assert!(
                found.to_bits() == golden.to_bits() || (found.is_nan() && golden.is_nan()),
                "{code:#06x}"
            );
        }
    }
    let nearest =
        |f: &Format, x: f32| f.encode(x.into(), Rounding::NearestEven, Overflow::Special, 0);
    for i in 0..2_000_000u64 {
        let x = f32::from_bits(quantscope_quant::random_bits(16, i));
        if x.is_nan() {
            continue;
        }
        assert_eq!(
            nearest(float16, x),
            u32::from(f16::from_f32(x).to_bits()),
            "float16 {x:e}"
        );
        assert_eq!(
            nearest(bfloat16, x),
            u32::from(bf16::from_f32(x).to_bits()),
            "bfloat16 {x:e}"
        );
    }
    Ok(())
}
