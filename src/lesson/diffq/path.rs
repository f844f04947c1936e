//! The training: bits, size and error against the step.

use super::charts::Learned;
use super::lens::real_error;
use super::settings::GROUPS;
use super::training::Trained;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, dashed, line};
use crate::lesson::training::{STEPS, against_step, at_step, step_axis};
use crate::plot::{
    Curves, Dot, Frame, Line, Role, Scale, Scene, format_number, nice_positive_codomain,
};

/// How each group's line looks: the widest group has the thickest.
const STYLES: [(Role, f64, bool); GROUPS] = [
    (Role::Original, 3.4, false),
    (Role::Quantized, 2.2, false),
    (Role::Gradient, 2.2, true),
    (Role::Error, 1.3, true),
];

/// The training up to the step that is shown.
fn shown(learned: &Learned) -> &[Trained] {
    let path = &learned.report.path;
    &path[..(learned.step + 1).min(path.len())]
}

/// The step that is pointed at, with what there is to say of it.
fn told(learned: &Learned, at: f64, tell: impl Fn(&Trained) -> String) -> String {
    let (step, now) = at_step(shown(learned), at);
    now.map_or_else(String::new, |now| format!("step {step}: {}", tell(now)))
}

/// The steps shown as rows.
fn rows(learned: &Learned, figures: impl Fn(&Trained) -> Vec<f64>) -> Vec<Vec<String>> {
    let row = |(step, now): (usize, &Trained)| {
        std::iter::once(step.to_string())
            .chain(figures(now).into_iter().map(|x| format_number(x, 5)))
            .collect()
    };
    shown(learned).iter().enumerate().map(row).collect()
}

pub const BITS: Chart<Learned> = Chart {
    id: "bits",
    height: 230,
    name: |_| "Bits flow.".to_owned(),
    summary: |learned| {
        let bits = learned.now.bits.map(|bits| format_number(bits, 3));
        format!(
            "Bits of the four groups, widest first: {}.",
            bits.join(", ")
        )
    },
    scene: bits,
    pointing: Pointing::Own(step_axis, |learned, at| {
        told(learned, at, |now| {
            let bits = now.bits.map(|bits| format_number(bits, 3));
            format!("{} bits", bits.join(", "))
        })
    }),
    table: |learned| {
        Table::new(
            ["step", "group 1", "group 2", "group 3", "group 4"],
            rows(learned, |now| now.bits.to_vec()),
        )
    },
};

fn bits(learned: &Learned, frame: &Frame) -> Scene {
    let shown = shown(learned);
    // As high as the whole training goes, so that it stands still.
    let all = learned.report.path.iter().flat_map(|now| now.bits);
    let top = all.fold(3.0, f64::max);
    let series: Vec<Vec<(f64, f64)>> = (0..GROUPS)
        .map(|place| against_step(shown.iter().map(|now| now.bits[place])))
        .collect();
    let lines: Vec<Line> = series
        .iter()
        .zip(STYLES)
        .map(|(points, (role, width, dashed))| Line {
            points,
            role,
            dashed,
            width,
        })
        .collect();
    let dots: Vec<Dot> = series
        .iter()
        .zip(STYLES)
        .filter_map(|(points, (role, width, hollow))| {
            points.last().map(|&(x, y)| Dot {
                x,
                y,
                role,
                radius: 2.0 + width,
                hollow,
            })
        })
        .collect();
    Curves {
        dots: &dots,
        zero_line: false,
        x_label: "step",
        y_label: "bits",
        ..chart(&lines, (0.0, STEPS as f64), (1.5, top + 0.7))
    }
    .scene(frame)
}

pub const SIZE: Chart<Learned> = Chart {
    id: "size",
    height: 130,
    name: |_| "The size.".to_owned(),
    summary: |learned| {
        format!(
            "All four groups take {} KiB.",
            format_number(learned.now.kibibytes, 3)
        )
    },
    scene: |learned, frame| {
        let all = against_step(learned.report.path.iter().map(|now| now.kibibytes));
        let top = all.iter().map(|point| point.1).fold(0.0, f64::max);
        let lines = [line(&all[..shown(learned).len()], Role::Ink)];
        Curves {
            y_label: "KiB",
            fill_under: Some(0),
            ..chart(
                &lines,
                (0.0, STEPS as f64),
                (0.0, if top > 0.0 { top * 1.1 } else { 1.0 }),
            )
        }
        .scene(frame)
    },
    pointing: Pointing::Own(step_axis, |learned, at| {
        told(learned, at, |now| {
            format!("{} KiB", format_number(now.kibibytes, 4))
        })
    }),
    table: |learned| Table::new(["step", "KiB"], rows(learned, |now| vec![now.kibibytes])),
};

pub const ERROR: Chart<Learned> = Chart {
    id: "error",
    height: 170,
    name: |_| "The error.".to_owned(),
    summary: |learned| {
        format!(
            "The mean squared error is {} under noise and {} when rounded for real.",
            format_number(learned.now.error, 3),
            format_number(real_error(&learned.report, &learned.now.bits), 3)
        )
    },
    scene: |learned, frame| {
        let report = &learned.report;
        let positive = |error: f64| if error > 0.0 { error } else { f64::NAN };
        let noise = report.path.iter().map(|now| positive(now.error));
        let noise = against_step(noise);
        let real = report.path.iter();
        let real = against_step(real.map(|now| positive(real_error(report, &now.bits))));
        let shown = shown(learned).len();
        // The scale is that of the whole training, so that it stands still.
        let codomain =
            nice_positive_codomain(&[line(&noise, Role::Error), line(&real, Role::Ink)], 0.1);
        let lines = [
            line(&real[..shown], Role::Quantized),
            dashed(&noise[..shown], Role::Error),
        ];
        Curves {
            y_scale: Scale::Log10,
            zero_line: false,
            ..chart(&lines, (0.0, STEPS as f64), codomain)
        }
        .scene(frame)
    },
    pointing: Pointing::Own(step_axis, |learned, at| {
        told(learned, at, |now| {
            format!(
                "MSE {} under noise, {} rounded",
                format_number(now.error, 3),
                format_number(real_error(&learned.report, &now.bits), 3)
            )
        })
    }),
    table: |learned| {
        let figures = |now: &Trained| vec![now.error, real_error(&learned.report, &now.bits)];
        Table::new(["step", "noise", "rounded"], rows(learned, figures))
    },
};
