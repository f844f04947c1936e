//! What must hold of the report of every lesson that learns something, whatever the
//! sample and the settings.

use proptest::prelude::*;
use quantscope::lesson::clipping::{ClippingReport, Found};
use quantscope::lesson::diffq::DiffQReport;
use quantscope::lesson::lsq::LsqReport;
use quantscope::lesson::pact::PactReport;
use quantscope::lesson::ste;
use quantscope::lesson::training::STEPS;
use quantscope::quant::Histogram;
use quantscope::quant::calibrate::CALIBRATORS;
use quantscope::state::State;

use crate::total::check_signal;

type Checked = Result<(), TestCaseError>;

/// A loss or a threshold: a number, and not below zero.
fn check_numbers(numbers: &[f64]) -> Checked {
    let sound = numbers.iter().all(|x| x.is_finite() && *x >= 0.0);
    prop_assert!(sound, "{:?}", numbers);
    Ok(())
}

fn check_count(count: u64, most: usize, values: &[f32]) -> Checked {
    let finite = values.iter().filter(|x| x.is_finite()).count();
    prop_assert_eq!(count, finite.min(most) as u64);
    Ok(())
}

/// A loss over its parameter, which ascends from above zero to at least `reach`.
fn check_curve(curve: &[(f64, f64)], reach: f64, bottom: (f64, f64)) -> Checked {
    prop_assert!(curve.len() > 100 && curve[0].0 > 0.0);
    prop_assert!(curve.is_sorted_by(|a, b| a.0 < b.0), "{:?}", curve);
    prop_assert!(curve[curve.len() - 1].0 >= reach);
    prop_assert!(curve.contains(&bottom));
    for &(parameter, loss) in curve {
        check_numbers(&[parameter, loss])?;
        prop_assert!(bottom.1 <= loss);
    }
    Ok(())
}

fn check_found(found: &Found) -> Checked {
    check_numbers(&[found.rounding, found.clipping, found.clipped])?;
    prop_assert!(
        found.threshold.is_finite() && found.threshold > 0.0,
        "{:?}",
        found
    );
    prop_assert!(found.clipped <= 1.0, "{:?}", found);
    prop_assert!(!found.sqnr_db.is_nan() || found.mse() == 0.0, "{:?}", found);
    // Natively the clock stands still.
    prop_assert_eq!(found.time, 0.0);
    Ok(())
}

pub fn check_clipping(report: &ClippingReport, values: &[f32]) -> Checked {
    check_signal(&report.signal, values)?;
    check_count(report.count, 32_768, values)?;
    prop_assert!(report.curve.is_sorted_by(|a, b| a.0 < b.0));
    for &(threshold, rounding, clipping) in &report.curve {
        prop_assert!(threshold > 0.0);
        check_numbers(&[threshold, rounding, clipping])?;
    }
    prop_assert_eq!(report.found.len(), CALIBRATORS.len());
    report
        .found
        .iter()
        .chain([&report.chosen])
        .try_for_each(check_found)
}

pub fn check_ste(state: &State) -> Checked {
    let path = ste::train(&ste::settings::Chosen::of(state));
    prop_assert_eq!(path.len(), STEPS + 1);
    for now in &path {
        let numbers = [now.weight, now.value, now.upstream, now.gradient];
        prop_assert!(numbers.iter().all(|x| x.is_finite()), "{:?}", now);
        prop_assert!(now.value.abs() <= 1.0, "{:?}", now);
    }
    Ok(())
}

pub fn check_pact(report: &PactReport, values: &[f32]) -> Checked {
    check_signal(&report.signal, values)?;
    check_count(report.count, 8192, values)?;
    let mut reach = 0.0_f64;
    for path in [&report.paper, &report.scale] {
        prop_assert_eq!(path.len(), STEPS + 1);
        for now in path {
            prop_assert!(now.alpha > 0.0 && now.gradient.is_finite(), "{:?}", now);
            check_numbers(&[now.alpha, now.loss])?;
            reach = reach.max(now.alpha);
        }
    }
    check_curve(&report.curve, reach, report.bottom())
}

pub fn check_lsq(report: &LsqReport, values: &[f32]) -> Checked {
    check_signal(&report.signal, values)?;
    check_count(report.count, 8192, values)?;
    prop_assert!(report.init.is_finite() && report.init > 0.0);
    prop_assert_eq!(report.path.len(), STEPS + 1);
    let mut reach = 0.0_f64;
    for now in &report.path {
        prop_assert!(
            now.size > 0.0 && now.offset.is_finite() && now.gradient.is_finite(),
            "{:?}",
            now
        );
        check_numbers(&[now.size, now.loss])?;
        reach = reach.max(now.size);
    }
    check_curve(&report.curve, reach, report.bottom())
}

pub fn check_diffq(report: &DiffQReport, values: &[f32]) -> Checked {
    let groups = report.groups.len();
    prop_assert_eq!(groups, 4);
    let finite = values.iter().filter(|x| x.is_finite()).count();
    prop_assert_eq!(report.count, (finite.min(8192) / groups) as u64);
    for group in &report.groups {
        check_numbers(&[group.range, group.power])?;
        check_numbers(&group.real)?;
        prop_assert!(group.spread > 0.0 && group.spread <= 1.0);
        prop_assert_eq!(group.real.len(), 14);
    }
    prop_assert_eq!(report.path.len(), STEPS + 1);
    for now in &report.path {
        check_numbers(&[now.error, now.kibibytes])?;
        let within = now.bits.iter().all(|bits| (2.0..=15.0).contains(bits));
        prop_assert!(within, "{:?}", now);
    }
    prop_assert_eq!(report.errors.len(), 14);
    for errors in report.errors.iter().chain([&report.noise]) {
        check_errors(errors, report.count)?;
    }
    Ok(())
}

/// Errors of no more than the group's values, and none beyond the chart's ends.
fn check_errors(errors: &Histogram, count: u64) -> Checked {
    prop_assert_eq!((errors.min, errors.max), (-1.5, 1.5));
    let sum: u64 = errors.counts.iter().map(|&one| u64::from(one)).sum();
    prop_assert!(sum <= count);
    Ok(())
}
