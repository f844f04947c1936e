//! The lesson's keys, and the training that they choose.

use quantscope_train::quantizer::{ACTIVATION_QUANTIZERS, WEIGHT_QUANTIZERS};
use quantscope_train::task::TASKS;
use quantscope_train::{Activation, LayerQuantization, Optimizer, Quantization, Settings};

use super::edit::Edit;
use crate::state::{Choice, Key, Kind, SEED, Scale, State};

/// The id of the handwritten digits among the tasks.
pub const DIGITS: &str = "digits";

/// The most steps of a training.
pub const LAST: u32 = 8000;

/// Where training is.
pub const AT: Key = number(
    "at",
    "Step",
    (0.0, LAST as f64),
    1.0,
    1600.0,
    Scale::Integer,
);

/// Steps in a second while it plays.
pub const SPEED: Key = number(
    "speed",
    "Speed",
    (1.0, 4096.0),
    0.5,
    256.0,
    Scale::LogInteger,
);

pub const TASK: Key = choice("data", "Data", tasks, "spirals");

pub const NOISE: Key = number("noise", "Noise", (0.0, 0.5), 0.01, 0.05, Scale::Linear);

pub const HIDDEN: Key = choice("hidden", "Neurons", shapes, "16_16");

pub const ACTIVATION: Key = choice("activation", "Activation", activations, "relu");

/// The quantizer of the weights, and its bits where it leaves them to choose.
pub const WEIGHTS: Key = choice("weights", "Weights", weight_methods, "lsq");
pub const WEIGHT_BITS: Key = number("bits", "Weight bits", (1.0, 8.0), 1.0, 2.0, Scale::Integer);

/// The quantizer of the hidden layers' values.
pub const VALUES: Key = choice("values", "Activations", value_methods, "lsq");
pub const VALUE_BITS: Key = number(
    "value_bits",
    "Activation bits",
    (1.0, 8.0),
    1.0,
    2.0,
    Scale::Integer,
);

pub const PER_CHANNEL: Key = flag("per_channel", "A scale for each neuron", true);

pub const KEEP_ENDS: Key = flag("ends", "First and last layer in full precision", false);

/// What the scale of a float format is multiplied with.
pub const FACTOR: Key = number(
    "factor",
    "Scale factor",
    (1.0 / 1024.0, 1024.0),
    0.5,
    1.0,
    Scale::Log,
);

/// DiffQ's price of a MB.
pub const PENALTY: Key = number(
    "lambda",
    "\u{3bb} (DiffQ)",
    (1.0 / 64.0, 4096.0),
    0.5,
    5.0,
    Scale::Log,
);

pub const OPTIMIZER: Key = choice("optimizer", "Optimizer", optimizers, "adam");

pub const RATE: Key = number(
    "rate",
    "Learning rate",
    (1.0 / 65_536.0, 8.0),
    0.25,
    0.01,
    Scale::Log,
);

pub const BATCH: Key = number("batch", "Batch", (1.0, 256.0), 0.5, 16.0, Scale::LogInteger);

/// Steps in full precision before quantization-aware training begins.
pub const WARMUP: Key = number(
    "warmup",
    "QAT begins at",
    (0.0, LAST as f64),
    50.0,
    800.0,
    Scale::Integer,
);

/// Layers with a quantizer of their own: `layer-bits-method`.
pub const OWN: Key = words("own", "Layers of their own");

/// Weights set by hand.
pub const EDITS: Key = words("edits", "Weights set by hand");

/// Which layer's weights are shown.
pub const LAYER: Key = number("layer", "Layer", (0.0, 6.0), 1.0, 0.0, Scale::Integer);

/// Which weight of it is looked at.
pub const WEIGHT: Key = number(
    "weight",
    "Weight",
    (0.0, 65_535.0),
    1.0,
    0.0,
    Scale::Integer,
);

pub const KEYS: &[&Key] = &[
    &AT,
    &SPEED,
    &TASK,
    &NOISE,
    &HIDDEN,
    &ACTIVATION,
    &WEIGHTS,
    &WEIGHT_BITS,
    &VALUES,
    &VALUE_BITS,
    &PER_CHANNEL,
    &KEEP_ENDS,
    &FACTOR,
    &PENALTY,
    &OPTIMIZER,
    &RATE,
    &BATCH,
    &WARMUP,
    &OWN,
    &EDITS,
    &LAYER,
    &WEIGHT,
];

pub const PAGE_ONLY: &[&Key] = &[&SPEED, &LAYER, &WEIGHT];

/// What the settings choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub task: &'static str,
    pub noise: f32,
    pub settings: Settings,
    pub at: u64,
    pub edits: Vec<Edit>,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        let layer = LayerQuantization {
            weights: state.choice(&WEIGHTS).to_owned(),
            weight_bits: state.integer(&WEIGHT_BITS),
            activations: state.choice(&VALUES).to_owned(),
            activation_bits: state.integer(&VALUE_BITS),
            per_channel: state.flag(&PER_CHANNEL),
            scale_factor: state.real(&FACTOR) as f32,
        };
        let own = state
            .words(&OWN)
            .filter_map(|word| own_layer(word, &layer))
            .collect();
        let mut edits: Vec<Edit> = state.words(&EDITS).filter_map(Edit::from_word).collect();
        edits.sort_by_key(|edit| edit.step);
        let activation = Activation::HIDDEN
            .into_iter()
            .find(|activation| activation.id() == state.choice(&ACTIVATION))
            .unwrap_or_default();
        Self {
            task: state.choice(&TASK),
            noise: state.real(&NOISE) as f32,
            settings: Settings {
                hidden: state
                    .choice(&HIDDEN)
                    .split('_')
                    .filter_map(|neurons| neurons.parse().ok())
                    .collect(),
                filters: 0,
                activation,
                optimizer: Optimizer::by_id(state.choice(&OPTIMIZER)).unwrap_or_default(),
                rate: state.real(&RATE) as f32,
                momentum: 0.9,
                batch: state.integer(&BATCH) as usize,
                seed: state.real(&SEED) as u32,
                warmup: state.integer(&WARMUP),
                quantization: Quantization {
                    keep_ends: state.flag(&KEEP_ENDS),
                    layers: own,
                    diffq_penalty: state.real(&PENALTY),
                    ..Quantization::all(layer)
                },
            },
            at: u64::from(state.integer(&AT)),
            edits,
        }
    }
}

/// Whether the digits are what is trained on.
pub fn wants_digits(state: &State) -> bool {
    state.choice(&TASK) == DIGITS
}

/// A layer's own quantizer as a word of the address.
pub fn own_word(layer: usize, bits: u32, method: &str) -> String {
    format!("{layer}-{bits}-{method}")
}

/// The layer, bits and method of a word.
pub fn read_own(word: &str) -> Option<(usize, u32, &'static str)> {
    let mut parts = word.splitn(3, '-');
    let layer = parts.next()?.parse().ok()?;
    let bits = parts
        .next()?
        .parse()
        .ok()
        .filter(|bits| (1..=8).contains(bits))?;
    let id = parts.next()?;
    let method = WEIGHT_QUANTIZERS.iter().find(|method| method.id == id)?;
    Some((layer, bits, method.id))
}

fn own_layer(word: &str, all: &LayerQuantization) -> Option<(usize, LayerQuantization)> {
    let (layer, bits, method) = read_own(word)?;
    Some((
        layer,
        LayerQuantization {
            weights: method.to_owned(),
            weight_bits: bits,
            ..all.clone()
        },
    ))
}

const fn number(
    id: &'static str,
    label: &'static str,
    (min, max): (f64, f64),
    step: f64,
    default: f64,
    scale: Scale,
) -> Key {
    Key {
        id,
        label,
        kind: Kind::Number {
            min,
            max,
            step,
            default: Some(default),
            scale,
        },
    }
}

const fn choice(
    id: &'static str,
    label: &'static str,
    options: fn() -> Vec<Choice>,
    default: &'static str,
) -> Key {
    Key {
        id,
        label,
        kind: Kind::Choice { options, default },
    }
}

const fn flag(id: &'static str, label: &'static str, default: bool) -> Key {
    Key {
        id,
        label,
        kind: Kind::Flag { default },
    }
}

const fn words(id: &'static str, label: &'static str) -> Key {
    Key {
        id,
        label,
        kind: Kind::Words,
    }
}

fn entries(of: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<Choice> {
    of.into_iter()
        .map(|(id, label)| Choice { id, label })
        .collect()
}

// A menu has names only. What the tables' entries do is code of the lesson's own part, and an
// address is read in every visit: so the names are taken out of the tables while this is compiled.

const TASK_NAMES: [(&str, &str); TASKS.len()] = {
    let mut names = [("", ""); TASKS.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = (TASKS[place].id, TASKS[place].label);
        place += 1;
    }
    names
};

const WEIGHT_NAMES: [(&str, &str); WEIGHT_QUANTIZERS.len()] = {
    let mut names = [("", ""); WEIGHT_QUANTIZERS.len()];
    let mut place = 0;
    while place < names.len() {
        let method = &WEIGHT_QUANTIZERS[place];
        names[place] = (method.id, method.label);
        place += 1;
    }
    names
};

const VALUE_NAMES: [(&str, &str); ACTIVATION_QUANTIZERS.len()] = {
    let mut names = [("", ""); ACTIVATION_QUANTIZERS.len()];
    let mut place = 0;
    while place < names.len() {
        let method = &ACTIVATION_QUANTIZERS[place];
        names[place] = (method.id, method.label);
        place += 1;
    }
    names
};

fn tasks() -> Vec<Choice> {
    entries(
        TASK_NAMES
            .into_iter()
            .chain([(DIGITS, "handwritten digits")]),
    )
}

fn shapes() -> Vec<Choice> {
    entries([
        ("4", "4"),
        ("8", "8"),
        ("8_8", "8, 8"),
        ("16_16", "16, 16"),
        ("8_8_8", "8, 8, 8"),
        ("32", "32"),
        ("32_32", "32, 32"),
        ("64", "64"),
    ])
}

fn activations() -> Vec<Choice> {
    entries(Activation::HIDDEN.map(|activation| (activation.id(), activation.label())))
}

/// The quantizers of weights.
pub fn weight_methods() -> Vec<Choice> {
    entries(WEIGHT_NAMES)
}

fn value_methods() -> Vec<Choice> {
    entries(VALUE_NAMES)
}

fn optimizers() -> Vec<Choice> {
    entries(Optimizer::ALL.map(|optimizer| (optimizer.id(), optimizer.label())))
}
