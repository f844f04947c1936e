//! `quantscope stats`: what formats lose of a file.

use std::io::{Read, Write};

use anyhow::{anyhow, ensure};
use quantscope_quant::{
    Affine, AffineOptions, DataRange, Outputs, PassSettings, PassStream, Range, Stats, data_range,
};
use serde_json::{Value, json};

use crate::arguments;
use crate::failure::Failure;
use crate::shown::{Column, exact, figure, json_number, numbers, words, write_table};
use crate::source::{About, Source};
use crate::target::Target;

/// Numbers in a piece: 512 KiB of floats. A multiple of the 1024 that are summed at a time, so that
/// the figures are to the last bit those of one piece.
const PIECE: usize = 1 << 17;

const COLUMNS: [Column; 11] = [
    words("format"),
    numbers("count"),
    numbers("SQNR dB"),
    numbers("MSE"),
    numbers("max error"),
    numbers("mean error"),
    numbers("clipped"),
    numbers("non-finite"),
    numbers("to zero"),
    numbers("scale"),
    numbers("zero point"),
];

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The file beside its numbers.
    pub about: About,
    /// The range of its numbers, and how many are no numbers.
    pub range: DataRange,
    /// One entry for each format, in the order of the arguments.
    pub rows: Vec<Row>,
}

/// What one format loses.
#[derive(Clone, Debug)]
pub struct Row {
    /// The format.
    pub target: Target,
    /// The scale.
    pub scale: f32,
    /// The code of zero; small floats have none.
    pub zero_point: Option<f32>,
    /// The figures.
    pub stats: Stats,
}

/// Runs the command.
///
/// # Errors
///
/// Arguments that do not fit each other, and what cannot be read.
pub fn run(
    arguments: &arguments::Stats,
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    check(arguments)?;
    let source = Source::open(&arguments.file, input, PIECE)?;
    let found = measure(&source, arguments, PIECE)?;
    if arguments.json {
        writeln!(output, "{:#}", as_json(source.name(), &found))?;
    } else {
        write_text(source.name(), &found, output)?;
    }
    Ok(())
}

/// Options that would have no effect are refused: somebody expects one.
fn check(arguments: &arguments::Stats) -> Result<(), Failure> {
    let floats = arguments
        .format
        .iter()
        .any(|target| matches!(target, Target::Float(_)));
    let integers = arguments
        .format
        .iter()
        .any(|target| matches!(target, Target::Integer { .. }));
    let options = [
        ("--scale", arguments.scale.is_some(), floats, "small floats"),
        ("--symmetric", arguments.symmetric, integers, "integers"),
        ("--min", arguments.min.is_some(), integers, "integers"),
        ("--max", arguments.max.is_some(), integers, "integers"),
    ];
    for (name, given, used, what) in options {
        if given && !used {
            return Err(Failure::Usage(format!(
                "{name} is for {what}, and no --format names one; leave it out or add one"
            )));
        }
    }
    match (arguments.min, arguments.max) {
        (Some(min), Some(max)) if min > max => Err(Failure::Usage(format!(
            "--min {} is above --max {}; swap them",
            exact(min),
            exact(max)
        ))),
        _ => Ok(()),
    }
}

/// Quantizes all numbers, `piece` of them at a time, to every format.
///
/// Two passes: the first finds the range, which the scales and the sums need, the second measures.
///
/// # Errors
///
/// What cannot be read, a range that is empty, and a file that changed between the passes.
pub fn measure(
    source: &Source,
    arguments: &arguments::Stats,
    piece: usize,
) -> anyhow::Result<Found> {
    let mut range = DataRange::default();
    let about = source.each_piece(piece, &mut |numbers| {
        range = range.join(&data_range(numbers));
        Ok(())
    })?;
    let mut passes = Vec::new();
    for &target in &arguments.format {
        passes.push(pass(target, arguments, &range)?);
    }
    // The range again: a sum over other numbers than those it was prepared for would be wrong.
    let mut again = DataRange::default();
    source.each_piece(piece, &mut |numbers| {
        again = again.join(&data_range(numbers));
        for (_, stream) in &mut passes {
            stream.feed(numbers, Outputs::default())?;
        }
        Ok(())
    })?;
    ensure!(
        again == range,
        "{}: the file changed while it was read; try again",
        source.name()
    );
    let rows = passes
        .into_iter()
        .map(|(row, stream)| Row {
            stats: stream.finish().stats,
            ..row
        })
        .collect();
    Ok(Found { about, range, rows })
}

/// A pass that has not begun, and its row without figures.
fn pass(
    target: Target,
    arguments: &arguments::Stats,
    found: &DataRange,
) -> anyhow::Result<(Row, PassStream)> {
    let policy = arguments.policy;
    // Errors are not shown as a histogram; it has to have a bin.
    let settings = PassSettings {
        bins: 1,
        seed: u64::from(policy.seed),
        range: None,
    };
    let (scale, zero_point, stream) = match target {
        Target::Float(format) => {
            let scale = arguments.scale.unwrap_or(1.0);
            let (rounding, overflow) = (policy.rounding, policy.overflow);
            let stream = PassStream::format(format, scale, rounding, overflow, found, &settings);
            (scale, None, stream)
        }
        Target::Integer { bits, signed } => {
            let options = AffineOptions {
                bits,
                signed,
                symmetric: arguments.symmetric,
                rounding: policy.rounding,
                ..AffineOptions::default()
            };
            let data = found.or_zero();
            let range = Range {
                min: arguments.min.unwrap_or(data.min),
                max: arguments.max.unwrap_or(data.max),
            };
            if range.min > range.max {
                return Err(anyhow!(
                    "the range is empty: it begins at {} and ends at {}; give both --min and --max",
                    exact(range.min),
                    exact(range.max)
                ));
            }
            let quantizer = Affine::from_range(range, &options);
            let stream = PassStream::affine(&quantizer, found, &settings);
            (quantizer.scale, Some(quantizer.zero_point), stream)
        }
    };
    let row = Row {
        target,
        scale,
        zero_point,
        stats: Stats::default(),
    };
    Ok((row, stream))
}

fn write_text(name: &str, found: &Found, output: &mut dyn Write) -> Result<(), Failure> {
    let about = &found.about;
    let shape: Vec<String> = about.shape.iter().map(u64::to_string).collect();
    write!(
        output,
        "{name}: {} values, {}, shape ({})",
        about.count,
        about.dtype,
        shape.join(", ")
    )?;
    if let Some(range) = found.range.range {
        write!(
            output,
            ", from {} to {}",
            figure(range.min.into()),
            figure(range.max.into())
        )?;
    }
    writeln!(output)?;
    if about.narrowed > 0 {
        writeln!(
            output,
            "{} values are not exact as 32-bit floats; the figures are those of the nearest ones",
            about.narrowed
        )?;
    }
    writeln!(output)?;
    let rows: Vec<Vec<String>> = found.rows.iter().map(cells).collect();
    write_table(output, &COLUMNS, &rows)?;
    Ok(())
}

fn cells(row: &Row) -> Vec<String> {
    let stats = &row.stats;
    vec![
        row.target.id(),
        stats.count.to_string(),
        decibels(stats.sqnr_db),
        figure(stats.mse),
        figure(stats.max_abs_error),
        figure(stats.mean_error),
        stats.clipped.to_string(),
        stats.non_finite.to_string(),
        stats.underflow.to_string(),
        exact(row.scale),
        row.zero_point.map_or_else(|| "-".to_owned(), exact),
    ]
}

fn decibels(x: f64) -> String {
    if x.is_finite() {
        format!("{x:.2}")
    } else {
        figure(x)
    }
}

fn as_json(name: &str, found: &Found) -> Value {
    let (about, range) = (&found.about, &found.range);
    let end = |pick: fn(Range) -> f32| range.range.map(|range| json_number(pick(range).into()));
    let rows: Vec<Value> = found.rows.iter().map(entry).collect();
    json!({
        "file": name,
        "dtype": about.dtype,
        "shape": about.shape,
        "count": about.count,
        "narrowed": about.narrowed,
        "min": end(|range| range.min),
        "max": end(|range| range.max),
        "nan": range.nan,
        "infinite": range.infinite,
        "formats": rows,
    })
}

/// The names are those of the JavaScript calls.
fn entry(row: &Row) -> Value {
    let stats = &row.stats;
    json!({
        "format": row.target.id(),
        "scale": json_number(row.scale.into()),
        "zeroPoint": row.zero_point.map(|z| z as i64),
        "count": stats.count,
        "measured": stats.measured,
        "sqnrDb": json_number(stats.sqnr_db),
        "mse": json_number(stats.mse),
        "maxAbsError": json_number(stats.max_abs_error),
        "meanError": json_number(stats.mean_error),
        "clipped": stats.clipped,
        "nonFinite": stats.non_finite,
        "underflow": stats.underflow,
    })
}
