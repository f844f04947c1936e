//! The way through the lesson.

use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "How much will it clip?",
            address: "lsq",
            text: "The values\u{2019} [distribution] is \u{201c}{signal}\u{201d}. Codes of {bits} bits reach from {low} to {high} times the [step size], and training moves the step size, s, until the [loss] is lowest. What share of the values will then lie beyond the outermost [codes|code]?",
            show: &["forward"],
            guess: Some(Guess {
                kind: Kind::Number {
                    fact: "clipped",
                    min: 0.0,
                    max: 40.0,
                    step: 0.5,
                    unit: " %",
                },
                covers: &[
                    "forward",
                    "backward",
                    "arithmetic",
                    "player",
                    "loss",
                    "path",
                    "costs",
                ],
                answer: "Training settles at s = {size}. Values beyond the ends pull s wider, {clipped} of them; values inside pull by their [rounding error], each towards a smaller s. Where both pulls are equal, s stays.",
                again: &[
                    ("lsq?bits=2", "two bits"),
                    ("lsq?bits=4", "four bits"),
                    ("lsq?signal=laplace", "a Laplace signal"),
                ],
            }),
        },
        Station {
            title: "Start four times as wide.",
            address: "lsq?init=large",
            text: "Training begins at s = {start} now. Follow the dots in \u{201c}The loss over s\u{201d}: step by step they run down to {size}, near the bottom at {best}, and nobody had to search.",
            show: &["loss", "path"],
            guess: None,
        },
        Station {
            title: "No gradient scale.",
            address: "lsq?gradient_scale=0",
            text: "The first start again. All {count} values pull at one s. So LSQ divides the sum of their pulls by the square root of their number times the highest [code], here {push}; now it does not. At the same [learning rate] s is thrown about: over the last {late} steps between {least} and {most}. A smaller rate would help, but another one for every number of values.",
            show: &["path", "loss"],
            guess: None,
        },
        Station {
            title: "Data below zero.",
            address: "lsq?shift=-0.5&signal=half_normal&signed=0",
            text: "These values come from a [ReLU] and are moved down by a half, so that half of them are \u{2212}0.5. But the [codes|code] have no sign, and the lowest stands for 0. Look at the left end of the staircase: {clipped} of the values lie beyond the ends. No step size mends that, and the [loss] stays at {loss}.",
            show: &["forward", "loss"],
            guess: None,
        },
        Station {
            title: "Learn an offset too.",
            address: "lsq?offset=1&shift=-0.5&signal=half_normal&signed=0",
            text: "LSQ+ adds an offset \u{3b2} to every value of the [grid] and trains it as well: only values beyond the ends pull at it. The whole staircase slides to \u{3b2} = {offset}, and the [loss] falls to {loss}. The curve of the loss is drawn for that \u{3b2}; the dots come down to it.",
            show: &["forward", "loss"],
            guess: None,
        },
        Station {
            title: "Eight bits.",
            address: "lsq?bits=8",
            text: "The first signal again. LSQ begins at twice the mean magnitude over the square root of the highest [code]. With {bits} bits that is {start_ratio} times the best s, and {steps} steps at this [learning rate] do not suffice. Look at \u{201c}Step by step\u{201d}: s is still on its way, and the [loss] is {loss_ratio} times the lowest.",
            show: &["path", "loss"],
            guess: None,
        },
    ],
    remember: "LSQ gives the step size a gradient: values beyond the range pull it wider, values inside pull by their rounding error. Training then finds by itself how much to clip, if the pulls of many values are scaled down to one step.",
    papers: &[
        "LSQ, learned step size quantization: Esser et al. 2020, arXiv:1902.08153: the quantizer (eq. 1 and 2), the gradient in s (eq. 3) and in a value v (eq. 5), the start (section 2.1) and, for N values and the highest code Qp, the gradient scale 1/\u{221a}(N Qp) (section 2.2).",
        "LSQ+: Bhalgat et al. 2020, arXiv:2004.09576: the offset and its gradient.",
        "Here the loss is half the sum of all squared errors over the first 8,192 values, for which the gradient scale is made; the charts show its mean.",
    ],
    differences: "They differ about the ends of the range. For a value exactly on an end, the paper and PyTorch from version 2.14 on pass no gradient, older versions of PyTorch pass all of it; PyTorch\u{2019}s learnable fake-quantize asks whether the rounded code is in the range, so that values up to half a step beyond the end count as inside.",
    proof: "gradients",
};
