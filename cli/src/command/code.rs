//! `quantscope code`: a state of a lesson as a program.

use std::io::Write;

use quantscope::code::{Data, Language, Shown, program};
use quantscope::lesson::qat::{QatReport, settings::LAYER};
use quantscope::lesson::{Given, Sample, Shelf, look, schemas};
use quantscope::state::State;
use quantscope_train::LayerReport;

use crate::arguments::Code;
use crate::failure::Failure;

/// The handwritten digits, as they ship with the page.
const DIGITS: &[u8] = include_bytes!("../../../page/data/digits.bin");

/// The lesson whose programs in Python hold the weights that its training has found.
const TRAINED: &str = "qat";

/// Runs the command.
///
/// # Errors
///
/// An address of no lesson, and what goes wrong in training or writing.
pub fn run(arguments: &Code, output: &mut dyn Write) -> Result<(), Failure> {
    let (page, hash) = match arguments.address.split_once('#') {
        Some((page, hash)) => (page, hash),
        None => ("", arguments.address.as_str()),
    };
    let lesson = hash
        .trim_start_matches('/')
        .split('?')
        .next()
        .unwrap_or_default();
    let known = schemas();
    if !known.iter().any(|schema| schema.id == lesson) {
        let ids: Vec<&str> = known.iter().map(|schema| schema.id).collect();
        return Err(Failure::Usage(format!(
            "{lesson:?} is no lesson; an address is '#/LESSON?key=value', with one of {}",
            ids.join(", ")
        )));
    }
    let state = State::parse(hash, &known);
    let layer = match arguments.language {
        Language::Rust => None,
        _ if lesson != TRAINED => None,
        _ => Some(layer(&state)?),
    };
    let shown = Shown {
        link: &format!("{page}{}", state.to_hash()),
        data: match &arguments.data {
            Some(name) => Data::File { name },
            None => Data::Drawn,
        },
        picture: arguments.picture.as_deref(),
        layer: layer.as_ref(),
    };
    output.write_all(program(&state, &shown, arguments.language).as_bytes())?;
    Ok(())
}

/// Trains to the step of the state and gives the layer that the lesson shows.
fn layer(state: &State) -> Result<LayerReport, Failure> {
    let sample = Sample::new(Vec::new());
    let shelf = Shelf {
        digits: Some(DIGITS.to_vec()),
        ..Shelf::default()
    };
    let given = Given {
        sample: &sample,
        picture: None,
        shelf: Some(&shelf),
    };
    let report: QatReport =
        postcard::from_bytes(&look(state, &given)).map_err(anyhow::Error::from)?;
    if let Some(problem) = report.problem {
        return Err(Failure::Refused(anyhow::anyhow!(
            "there is no training: {problem}"
        )));
    }
    let mut layers = report
        .arms
        .into_iter()
        .last()
        .map_or_else(Vec::new, |arm| arm.layers);
    let place = (state.integer(&LAYER) as usize).min(layers.len().saturating_sub(1));
    if layers.is_empty() {
        return Err(Failure::Refused(anyhow::anyhow!(
            "the network has no layer"
        )));
    }
    Ok(layers.swap_remove(place))
}
