//! Numbers drawn from the distributions that the formulas are about.

use quantscope_quant::calibrate::aciq::Aciq;
use quantscope_quant::calibrate::{
    CalibrationOptions, calibrate, clipped_share, sqnr_db, threshold_losses,
};

use crate::common::Outcome;
use crate::{laplace, normal, signed};

/// The closed form's prediction, the quantizer's error on numbers that were drawn, and that the
/// form's minimum is where it says.
#[test]
fn aciq_predicts_what_is_measured() {
    for (model, x) in [
        (Aciq::Laplace, laplace(1 << 20)),
        (Aciq::Gauss, normal(1 << 20)),
    ] {
        let spread = model.spread(&x);
        assert!((spread - 1.0).abs() < 5e-3, "{spread}");
        for bits in [4u32, 6, 8] {
            let threshold = spread * model.optimum(bits);
            let predicted = model.predicted_loss(spread, threshold, bits, true);
            let [measured] = threshold_losses(&x, bits, true, &[threshold])[..] else {
                panic!("one threshold, one loss");
            };
            // Steps of a / (2^(bits-1) - 1), where the form has a / 2^(bits-1).
            let half = f64::from(1u32 << (bits - 1));
            let rounding = predicted.rounding * (half / (half - 1.0)).powi(2);
            println!(
                "{model:?} {bits}: {measured:?} for {rounding:e} + {:e}",
                predicted.clipping
            );
            let inside = 1.0 - clipped_share(&x, threshold, true);
            let whole = rounding * inside + predicted.clipping;
            assert!((measured.rounding / (rounding * inside) - 1.0).abs() < 0.03);
            assert!((measured.mse() / whole - 1.0).abs() < 0.03);
            let sqnr = sqnr_db(&x, threshold, bits, true);
            let power = if model == Aciq::Laplace { 2.0 } else { 1.0 };
            assert!(
                (sqnr - 10.0 * (power / whole).log10()).abs() < 0.2,
                "{sqnr}"
            );
            for factor in [0.97, 1.03] {
                let beside = model.predicted_loss(spread, threshold * factor, bits, true);
                assert!(beside.mse() > predicted.mse());
            }
        }
    }
}

/// On numbers of a known distribution the searches and the formulas meet.
#[test]
fn calibrators_agree_where_they_should() -> Outcome {
    for (id, x) in [
        ("aciq_laplace", laplace(1 << 16)),
        ("aciq_gauss", normal(1 << 16)),
    ] {
        for bits in [4, 6] {
            let measured = |threshold| threshold_losses(&x, bits, true, &[threshold])[0].mse();
            let best = measured(calibrate("mse", &x, &signed(bits))?);
            for other in [id, "octav"] {
                let loss = measured(calibrate(other, &x, &signed(bits))?);
                assert!(
                    loss >= best * 0.999 && loss < best * 1.1,
                    "{other} {bits}: {loss} {best}"
                );
            }
        }
        // One batch follows nothing.
        let one = CalibrationOptions {
            batch: x.len(),
            ..signed(8)
        };
        assert_eq!(
            calibrate("moving_average", &x, &one)?,
            calibrate("minmax", &x, &one)?
        );
    }
    Ok(())
}
