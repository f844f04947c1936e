//! Small networks, trained some steps.

use std::sync::Arc;

use quantscope_train::quantizer::Start;
use quantscope_train::task::{Data, Examples, Goal};
use quantscope_train::{
    Activation, LayerQuantization, Optimizer, Quantization, Settings, Training,
};

use super::{Check, Outcome, Rule};
use crate::lesson::proof::expected::{Expected, TrainingCase};
use crate::lesson::proof::tally::Tally;

pub const CHECKS: &[Check] = &[Check {
    part: "training",
    id: "networks",
    what: "Losses, gradients and weights of small networks, without quantizers and with affine, PACT, LSQ and BWN",
    against: &["torch", "numpy"],
    rule: Rule::OfLargest(1e-5),
    pieces: |expected| expected.training.len(),
    run,
}];

fn settings(case: &TrainingCase) -> Result<Settings, String> {
    let mut quantization = Quantization::all(LayerQuantization::none());
    if let (Some(weights), Some(activations)) = (&case.weights, &case.activations) {
        quantization.all =
            LayerQuantization::of(weights, activations, case.bits.unwrap_or_default());
        quantization.all.per_channel = case.per_channel.unwrap_or_default();
    }
    quantization.pact_penalty = case.penalty.unwrap_or_default();
    if let Some(gradient) = &case.gradient {
        quantization.binary_gradient = gradient.as_str().into();
    }
    let hidden = case.sizes.get(1..case.sizes.len().saturating_sub(1));
    Ok(Settings {
        hidden: hidden.unwrap_or_default().to_vec(),
        activation: Activation::by_id(&case.activation)
            .ok_or_else(|| format!("no activation {}", case.activation))?,
        optimizer: Optimizer::by_id(&case.optimizer)
            .ok_or_else(|| format!("no optimizer {}", case.optimizer))?,
        rate: case.rate,
        momentum: case.momentum,
        batch: case.target.len(),
        quantization,
        ..Settings::default()
    })
}

fn training(case: &TrainingCase) -> Result<Training, Box<dyn core::error::Error>> {
    let examples = Examples {
        inputs: case.x.clone(),
        targets: case.target.clone(),
    };
    let goal = match case.classes {
        0 => Goal::Number,
        classes => Goal::Classes(classes),
    };
    let inputs = case.sizes.first().copied().unwrap_or_default();
    let data = Data::new(inputs, goal, examples.clone(), examples)?;
    let mut training = Training::new(&settings(case)?, Arc::new(data))?;
    for (layer, (weights, biases)) in case.first.iter().enumerate() {
        training.set_layer(layer, weights, biases)?;
    }
    training.quantize(Start::Training)?;
    Ok(training)
}

fn run(check: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.training[piece];
    let mut training = training(case)?;
    for (step, loss) in case.losses.iter().enumerate() {
        training.step();
        let name = format!("{}: loss of step {}", case.name, step + 1);
        check.near(tally, &name, &[training.loss()], &[*loss]);
    }
    let report = training.report();
    let layers = training.network().layers().iter().zip(&report);
    let right = case.gradients.iter().zip(&case.last);
    for (place, ((layer, found), (gradients, last))) in layers.zip(right).enumerate() {
        let name = |what: &str| format!("{}: {what} of layer {}", case.name, place + 1);
        let gradient = &layer.weights.gradient;
        check.near32(tally, &name("gradients"), gradient, &gradients.0);
        check.near32(
            tally,
            &name("gradients of biases"),
            &layer.bias.gradient,
            &gradients.1,
        );
        check.near32(tally, &name("weights"), &found.weights, &last.0);
        check.near32(tally, &name("biases"), &found.biases, &last.1);
    }
    let trained: Vec<f32> = report
        .iter()
        .flat_map(|layer| &layer.trained)
        .map(|trained| trained.1)
        .collect();
    let name = format!("{}: trained by quantizers", case.name);
    check.near32(tally, &name, &trained, &case.trained);
    Ok(())
}
