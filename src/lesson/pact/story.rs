//! The way through the lesson.

use super::facts::slope_in_alpha;
use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "Draw the gradient.",
            address: "pact?step=0",
            text: "PACT clips [activations|activation] to the range from 0 to \u{3b1}, which is {now}, and rounds them to {values} values. On the way back the rounding is passed [straight through|straight-through estimator], so that the clipping alone counts. When \u{3b1} grows a little, how much does the output grow for each input x? Draw it: 0 is not at all, 1 as much as \u{3b1}.",
            show: &["forward", "backward"],
            guess: Some(Guess {
                kind: Kind::Curve {
                    chart: "backward",
                    truth: slope_in_alpha,
                },
                covers: &["arithmetic"],
                answer: "What is clipped has \u{3b1} itself as its output and follows it; everything below {now} stays where it is. So \u{3b1} learns from clipped values only. Others count that the [scale], \u{3b1}/{last}, grows with \u{3b1} as well: then \u{3b1} also feels the [rounding error] of what is not clipped.",
                again: &[
                    ("pact?alpha=3&step=0", "\u{3b1} = 3"),
                    ("pact?bits=4&step=0", "four bits"),
                ],
            }),
        },
        Station {
            title: "Train it.",
            address: "pact",
            text: "{steps} steps of training move \u{3b1} from {start} to {alpha}. The [loss] is the [MSE], and a small [penalty] on \u{3b1}. Look at \u{201c}The loss over \u{3b1}\u{201d}: trying every \u{3b1} finds its bottom at {best}. Training stops before it, at a loss of {loss} instead of {lowest}, for this [gradient] is never told of the [rounding error] that a wide range brings.",
            show: &["loss", "path"],
            guess: None,
        },
        Station {
            title: "Through the scale.",
            address: "pact?gradient=scale",
            text: "The same, but the [gradient] goes through the [scale] as well. Look at the sawtooth in the chart \u{201c}Backward\u{201d}: below \u{3b1} it is the [rounding error] of each x, divided by \u{3b1}. Now training finds the bottom: \u{3b1} = {alpha}, with a [loss] of {loss}. The paper\u{2019}s gradient ends at {paper_loss}.",
            show: &["backward", "loss"],
            guess: None,
        },
        Station {
            title: "A few outliers.",
            address: "pact?gradient=scale&signal=outliers",
            text: "A few [outliers|outlier] lie near 10. Again \u{3b1} starts at {start}, and its [gradient] goes through the [scale]. There are {values} values for everything from 0 to \u{3b1}. Where does \u{3b1} end?",
            show: &["loss", "path"],
            guess: Some(Guess {
                kind: Kind::Number {
                    fact: "alpha",
                    min: 0.0,
                    max: 12.0,
                    step: 0.1,
                    unit: "",
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
                answer: "At {alpha}; the bottom of the [loss] is at {best}. The outliers are let go: reaching them would make the steps coarse for all others. By the paper\u{2019}s [gradient] it would be {paper}, for each clipped value pulls \u{3b1} up, and only the [penalty] pulls it down.",
                again: &[
                    ("pact?bits=8&gradient=scale&signal=outliers", "eight bits"),
                    (
                        "pact?gradient=scale&lambda=0.03&signal=outliers",
                        "a strong penalty",
                    ),
                ],
            }),
        },
        Station {
            title: "Eight bits.",
            address: "pact?bits=8",
            text: "Without outliers again, and by the paper\u{2019}s [gradient], \u{3b1} ends at {paper}, exactly where it ended with two bits: it cannot know how many there are. But look at the grey dashes in \u{201c}Step by step\u{201d}: through the [scale] it ends at {scale} now. Where rounding hardly matters, the two agree.",
            show: &["forward", "path"],
            guess: None,
        },
        Station {
            title: "A strong penalty.",
            address: "pact?lambda=0.03",
            text: "Again {values} values. The [penalty] \u{3bb}\u{3b1}\u{b2} makes a large \u{3b1} expensive, and \u{3bb} is {lambda} now, thirty times as large. Look at the [loss]: it rises steeply to the right, its bottom has moved to {best}, and training is pulled down to {alpha}, whatever that clips.",
            show: &["forward", "loss"],
            guess: None,
        },
        Station {
            title: "A slip.",
            address: "pact?notes=1&step=0",
            text: "The paper clips by 0.5 (|x| \u{2212} |x \u{2212} \u{3b1}| + \u{3b1}). Lecture notes sometimes begin with x + |x \u{2212} \u{3b1}|. Look at the grey line in \u{201c}Forward\u{201d}: that is max(x, \u{3b1}). Everything below {now} becomes {now}, and nothing above is clipped.",
            show: &["forward", "arithmetic"],
            guess: None,
        },
    ],
    remember: "PACT clips activations at a threshold that is trained like a weight. What it can learn depends on its gradient: the paper\u{2019}s feels only the clipping, the one through the scale also the rounding.",
    papers: &[
        "PACT, parameterized clipping activation: Choi et al. 2018, arXiv:1805.06085: clipping, eq. 1; rounding, eq. 2; the gradient of \u{3b1}, eq. 3.",
        "Its penalty is \u{3bb}\u{3b1}\u{b2} with the weight decay as \u{3bb}: 2e\u{2212}4 for CIFAR10, 1e\u{2212}7 for SVHN. Each layer has its own \u{3b1}; the first and the last are not quantized.",
    ],
    differences: "Implementations that differentiate through the scale of k bits, \u{3b1}/(2\u{1d4f} \u{2212} 1), add the [rounding error] divided by \u{3b1} to eq. 3, below \u{3b1}. At x = 0, where eq. 1 has a corner, its slope in x counts as 1 here and as 0 in PyTorch\u{2019}s clamp from version 2.14 on. Lecture notes write the [penalty] as \u{3bb}|\u{3b1}|. The [loss] here is the mean squared difference from max(x, 0) over the first 8192 values, plus \u{3bb}\u{3b1}\u{b2}.",
    proof: "gradients",
};
