//! `quantscope code`: a state of a lesson as a program.

use std::io::Write;

use quantscope::code::{Data, Language, Shown, program};
use quantscope::lesson::qat::{QatReport, settings::LAYER};
use quantscope::lesson::{Given, Sample, Shelf, look};
use quantscope::state::State;
use quantscope_train::LayerReport;

use crate::address::state_at;
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
    let state = state_at(&arguments.address)?;
    let page = arguments
        .address
        .split_once('#')
        .map_or("", |(page, _)| page);
    let layer = match arguments.language {
        Language::Rust => None,
        _ if state.lesson() != TRAINED => None,
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
