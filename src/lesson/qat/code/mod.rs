//! The lesson as a program.
//!
//! In Rust it is the whole training, from the same seeds. In Python it is the quantizer of the layer
//! that is shown, from its weights: a training of thousands of float32 steps in another order of
//! sums would end elsewhere.

use quantscope_train::LayerReport;

use super::settings::{ACTIVATION, Chosen, DIGITS, LAYER, OPTIMIZER};
use crate::code::format::{casts, dtype, tuple, variant};
use crate::code::{Asked, Language, Names, Piece, list, real, single};
use crate::quant::{Format, Overflow, Rounding};

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let chosen = Chosen::of(asked.state);
    training(asked, &chosen, names);
    if let Some(layer) = asked.shown.layer {
        shown(asked, &chosen, layer, names);
    }
    let policy = match asked.language {
        Language::Rust => vec![
            format!("The whole training, seed {}, to step {}.", chosen.settings.seed, chosen.at),
            "Rounding: to the nearest, ties to even. Overflow: saturate.".to_owned(),
            if chosen.task == DIGITS {
                "The digits: digits.bin of this site's folder data, beside the program.".to_owned()
            } else {
                format!("Data: {} with noise {}.", chosen.task, single(chosen.noise))
            },
        ],
        _ => vec![
            "The weights of one layer as training left them, and what its quantizer makes of them. The whole training is in the program in Rust: sums in another order would lead it elsewhere.".to_owned(),
            "Rounding: to the nearest, ties to even. Overflow: saturate.".to_owned(),
        ],
    };
    Piece {
        policy,
        signal: false,
        template: asked.language.of([
            include_str!("python.py"),
            include_str!("python.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}

/// What the program in Rust needs.
fn training(asked: &Asked, chosen: &Chosen, names: &mut Names) {
    let settings = &chosen.settings;
    let quantization = &settings.quantization;
    let all = &quantization.all;
    let own = quantization.layers.iter().map(|(number, own)| {
        format!(
            "                ({number}, LayerQuantization {{ weights: \"{}\".into(), weight_bits: {}, ..layer.clone() }}),",
            own.weights, own.weight_bits
        )
    });
    let edits = chosen.edits.iter().map(|edit| {
        format!(
            "({}, {}, {}, {})",
            edit.step,
            edit.layer,
            edit.index,
            single(edit.value)
        )
    });
    names
        .set("digits", chosen.task == DIGITS)
        .set("task", chosen.task)
        .set("noise", single(chosen.noise))
        .set("seed", settings.seed)
        .set("method_id", &all.weights)
        .set("weight_bits", all.weight_bits)
        .set("values", &all.activations)
        .set("value_bits", all.activation_bits)
        .set("per_neuron", all.per_channel)
        .set("factor", single(all.scale_factor))
        .set("hidden", list(settings.hidden.iter().map(usize::to_string)))
        .set("Activation", variant(asked.state.choice(&ACTIVATION)))
        .set("Optimizer", variant(asked.state.choice(&OPTIMIZER)))
        .set("rate", single(settings.rate))
        .set("batch", settings.batch)
        .set("warmup", settings.warmup)
        .set("keep_ends", quantization.keep_ends)
        .set("own", own.collect::<Vec<_>>().join("\n"))
        .set("penalty", real(quantization.diffq_penalty))
        .set("edits", edits.collect::<Vec<_>>().join(", "))
        .set("at", chosen.at);
}

/// What the programs in Python need of the layer that is shown.
fn shown(asked: &Asked, chosen: &Chosen, layer: &LayerReport, names: &mut Names) {
    let layers = chosen.settings.hidden.len() + 1;
    let number = (asked.state.integer(&LAYER) as usize).min(layers - 1);
    let own = chosen.settings.quantization.layer(number, layers);
    let language = asked.language;
    let format = Format::by_id(&own.weights);
    let method = match (layer.codes.is_empty(), format) {
        (true, _) => "none",
        (false, Some(_)) => "format",
        (false, None) => own.weights.as_str(),
    };
    // LSQ and DiffQ have one scale for the layer, whatever is asked.
    let per_channel = layer.grid.scales.len() > 1 || layer.rows == 1;
    names
        .set("layer", true)
        .set("layer_number", number)
        .set("array", language.of(["np.array", "torch.tensor", ""]))
        .set("array_type", language.of([", np.float32", "", ""]))
        .set("single_of", language.of(["np.float32", "torch.tensor", ""]))
        .set(
            "weights",
            list(layer.weights.iter().map(|weight| single(*weight))),
        )
        .set("rows", layer.rows)
        .set("row_length", layer.row_length)
        .set("method", method)
        .set("per_channel", per_channel)
        .set("bits", own.weight_bits)
        .set("low", -(1_i32 << (own.weight_bits - 1)))
        .set("high", (1_i32 << (own.weight_bits - 1)) - 1)
        .set(
            "scale",
            real(layer.grid.scales.first().copied().map_or(1.0, f64::from)),
        )
        .set("whole_bits", layer.weight_bits.round_ties_even())
        .set("rounding", Rounding::NearestEven.id())
        .set("overflow", Overflow::Saturate.id())
        .set("scale_only", false);
    if let Some(format) = format.filter(|_| method == "format") {
        let cast = casts(format, language);
        names
            .set("format", format.id)
            .set("largest", real(f64::from(format.max())))
            .set("wide", format.max() > 1e30)
            .set("factor", single(own.scale_factor))
            .set("generic", !cast)
            .set(
                "ml_dtypes",
                cast && format.id != "float16" && language == Language::NumPy,
            )
            .set("dtype", dtype(format, language))
            .set("storage", if format.bits() > 8 { 16 } else { 8 })
            .set("tuple", tuple(format, Overflow::Saturate));
    }
}
