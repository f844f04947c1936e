//! `quantscope plot`: a chart of a lesson as a file.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, anyhow};
use quantscope::lesson::{self, Charts, Given, Ready, Sample, Shelf};
use quantscope::plot::{DARK, LIGHT};
use quantscope::signal::{self, Picture};
use quantscope::state::{State, THEME};
use serde_json::{Value, json};

use crate::address::state_at;
use crate::arguments::Plot;
use crate::failure::Failure;
use crate::shown::{Column, numbers, words, write_table};

/// The picture and the digits that ship with the page.
const CAMERA: &[u8] = include_bytes!("../../../page/pictures/camera.pgm");
const DIGITS: &[u8] = include_bytes!("../../../page/data/digits.bin");

const COLUMNS: [Column; 4] = [
    words("chart"),
    numbers("width"),
    numbers("height"),
    words("name"),
];

/// Runs the command.
///
/// # Errors
///
/// An address or a chart that there is not, and what cannot be read or written.
pub fn run(arguments: &Plot, input: &mut dyn Read, output: &mut dyn Write) -> Result<(), Failure> {
    let state = state_at(&arguments.address)?;
    let sample = sample(arguments, &state, input)?;
    let charts = charts(&state, &sample)?;
    if arguments.list {
        return list(&state, &charts, arguments, output);
    }
    let chart = chosen(&state, &charts, arguments.chart.as_deref())?;
    let text = if arguments.csv {
        chart.table().to_csv()
    } else if arguments.json {
        format!("{:#}\n", as_json(&state, chart))
    } else {
        refuse_other_pictures(&arguments.output)?;
        let dark = arguments.dark || state.choice(&THEME) == "dark";
        chart.to_svg(arguments.width, if dark { &DARK } else { &LIGHT })
    };
    if arguments.output == Path::new("-") {
        output.write_all(text.as_bytes())?;
    } else {
        let name = arguments.output.display();
        std::fs::write(&arguments.output, text)
            .with_context(|| format!("{name} could not be written"))?;
    }
    Ok(())
}

/// A picture is written as SVG, which in a file of another name nothing would open.
fn refuse_other_pictures(output: &Path) -> Result<(), Failure> {
    let ending = output.extension().map(|ending| ending.to_ascii_lowercase());
    let others = ["png", "jpg", "jpeg", "webp", "gif", "pdf", "eps"];
    if !ending.is_some_and(|ending| others.iter().any(|other| ending == *other)) {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "--output {}: a chart is written as SVG; give the file a name that ends in .svg",
        output.display()
    )))
}

/// The numbers of the file, or those that the address names.
fn sample(arguments: &Plot, state: &State, input: &mut dyn Read) -> Result<Sample, Failure> {
    let wanted = lesson::of(state).signal;
    let Some(path) = &arguments.file else {
        let source = lesson::source(state);
        let mut values = vec![0.0; if wanted { source.count } else { 0 }];
        source.draw()(&mut values);
        return Ok(Sample::new(values));
    };
    if !wanted {
        return Err(Failure::Usage(format!(
            "--file: the lesson {} looks at no signal; leave it out",
            state.lesson()
        )));
    }
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = input.read_to_end(&mut bytes).map(|_| bytes);
        ("standard input".to_owned(), read)
    } else {
        (path.display().to_string(), std::fs::read(path))
    };
    let bytes = bytes.with_context(|| format!("{name} could not be read"))?;
    let tensor = signal::read_file(&name, &bytes).map_err(|error| anyhow!("{name}: {error}"))?;
    Ok(Sample::new(tensor.values))
}

/// The charts of an address.
fn charts(state: &State, sample: &Sample) -> anyhow::Result<Charts> {
    let wanted = lesson::of(state);
    let picture = wanted
        .picture
        .then(|| Picture::read_pgm("camera.pgm", CAMERA))
        .transpose()
        .map_err(|error| anyhow!("the picture that ships: {error}"))?;
    let shelf = Shelf {
        digits: (wanted.digits)(state).then(|| DIGITS.to_vec()),
        ..Shelf::default()
    };
    let given = Given {
        sample,
        picture: picture.as_ref(),
        shelf: Some(&shelf),
    };
    let charts = lesson::charts(state, &lesson::look(state, &given));
    match charts.problem() {
        Some(problem) => Err(anyhow!("{}", problem.trim_end_matches('.'))),
        None => Ok(charts),
    }
}

/// The chart that is asked for, or the first.
fn chosen<'a>(
    state: &State,
    charts: &'a Charts,
    id: Option<&str>,
) -> Result<&'a dyn Ready, Failure> {
    let found = charts
        .iter()
        .find(|chart| id.is_none_or(|id| chart.id() == id));
    found.ok_or_else(|| {
        let ids: Vec<&str> = charts.iter().map(Ready::id).collect();
        Failure::Usage(format!(
            "{} has no chart \"{}\"; it has {}",
            state.to_hash(),
            id.unwrap_or_default(),
            ids.join(", ")
        ))
    })
}

fn list(
    state: &State,
    charts: &Charts,
    arguments: &Plot,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let width = arguments.width;
    if arguments.json {
        let all: Vec<Value> = charts
            .iter()
            .map(|chart| {
                json!({
                    "chart": chart.id(),
                    "width": width,
                    "height": chart.height(width),
                    "name": chart.name(),
                    "summary": chart.summary(),
                })
            })
            .collect();
        let all = json!({ "address": state.to_hash(), "charts": all });
        writeln!(output, "{all:#}")?;
        return Ok(());
    }
    let row = |chart: &dyn Ready| {
        vec![
            chart.id().to_owned(),
            width.to_string(),
            chart.height(width).to_string(),
            chart.name(),
        ]
    };
    let rows: Vec<Vec<String>> = charts.iter().map(row).collect();
    write_table(output, &COLUMNS, &rows)?;
    Ok(())
}

/// A chart's words and figures.
fn as_json(state: &State, chart: &dyn Ready) -> Value {
    let table = chart.table();
    // Programs read a plain minus sign.
    let plain = |row: &Vec<String>| -> Vec<String> {
        row.iter()
            .map(|cell| cell.replace('\u{2212}', "-"))
            .collect()
    };
    json!({
        "address": state.to_hash(),
        "chart": chart.id(),
        "name": chart.name(),
        "summary": chart.summary(),
        "head": table.head,
        "rows": table.rows.iter().map(plain).collect::<Vec<_>>(),
    })
}
