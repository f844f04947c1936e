//! What the reports say of the signal itself.

use quantscope::lesson::{AffineReport, FormatsReport};
use quantscope::signal::{DISTRIBUTIONS, generate};

use crate::reference::bins;
use crate::report;

#[test]
fn the_signal_as_by_hand() {
    for distribution in DISTRIBUTIONS {
        let mut values = generate(distribution.id, 2, 5000).expect("it is in the table");
        values.extend([
            0.0,
            -0.0,
            f32::NAN,
            f32::INFINITY,
            f32::NEG_INFINITY,
            1e-42,
            2_f32.powf(0.25),
        ]);
        let found: FormatsReport = report("formats", &values);
        let finite: Vec<f64> = values
            .iter()
            .filter(|x| x.is_finite())
            .map(|&x| f64::from(x))
            .collect();
        let (low, high) = finite
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| {
                (low.min(x), high.max(x))
            });
        assert_eq!(
            (
                found.summary.nan,
                found.summary.infinite,
                found.summary.count
            ),
            (1, 2, values.len() as u64)
        );
        assert_eq!(
            (
                found.summary.min.map(f64::from),
                found.summary.max.map(f64::from)
            ),
            (Some(low), Some(high))
        );
        assert_eq!((found.signal.min, found.signal.max), (low, high));
        let counts = bins(finite.iter().copied(), low, high, found.signal.counts.len());
        let off: u64 = counts
            .iter()
            .zip(&found.signal.counts)
            .map(|(&a, &b)| a.abs_diff(u64::from(b)))
            .sum();
        assert!(off <= 4, "{}: {off} values in another bin", distribution.id);
        assert_eq!(
            found
                .signal
                .counts
                .iter()
                .map(|&c| u64::from(c))
                .sum::<u64>(),
            finite.len() as u64
        );
        octaves(&found, &finite, distribution.id);
        assert_eq!(
            found.signal,
            report::<AffineReport>("affine", &values).signal
        );
    }
}

/// A quarter octave each, from the logarithm; 1e-42 is below float32's normal
/// numbers, which share the octave under them.
fn octaves(found: &FormatsReport, finite: &[f64], what: &str) {
    let (first, last) = found.octaves.log2_range;
    assert_eq!(
        ((last - first) * 4.0) as usize,
        found.octaves.counts.len(),
        "{what}"
    );
    assert_eq!(first, -127.0, "{what}");
    let mut counts = vec![0_u64; found.octaves.counts.len()];
    for x in finite
        .iter()
        .filter(|x| **x != 0.0 && x.abs() >= f64::from(f32::MIN_POSITIVE))
    {
        // The exact powers of two are nothing that rounding could miss.
        let octave = x.abs().log2().floor();
        let quarters = (1..4).filter(|&quarter| {
            let edge = (octave + f64::from(quarter) / 4.0).exp2() as f32;
            x.abs() >= f64::from(edge)
        });
        counts[((octave - first) * 4.0) as usize + quarters.count()] += 1;
    }
    let subnormal = finite
        .iter()
        .filter(|x| **x != 0.0 && x.abs() < f64::from(f32::MIN_POSITIVE))
        .count();
    assert_eq!(
        found.octaves.counts[..4].iter().sum::<u32>(),
        subnormal as u32,
        "{what}"
    );
    for (bin, (&a, &b)) in counts.iter().zip(&found.octaves.counts).enumerate().skip(4) {
        assert_eq!(a, u64::from(b), "{what}: bin {bin}");
    }
}
