//! Figures over many values, and on their way to a page.

use quantscope_quant::{
    Affine, AffineOptions, FORMATS, Outputs, Overflow, PassSettings, Range, Rounding, Stats,
    affine_pass, data_range, format_pass, random_bits,
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

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
    let s = affine_pass(&x, &q, &PassSettings::default(), Outputs::default())?.stats;
    let e = f64::from(q.fake_quantize(0.3)) - f64::from(0.3f32);
    assert!((s.mse / (e * e) - 1.0).abs() < 1e-7, "{} {}", s.mse, e * e);
    Ok(())
}

#[test]
fn figures_travel_as_json() -> Outcome {
    let x = [0.1, -0.5, 0.9];
    let q = Affine::from_range(data_range(&x).or_zero(), &AffineOptions::ONNX_STATIC);
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
