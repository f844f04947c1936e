//! The way through the lesson.

use super::facts::error_curve;
use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    question: "A few values are much larger than the rest: should the range reach them?",
    stations: &[
        Station {
            title: "Draw the error.",
            address: "clipping",
            text: "The signal is normal, the [codes|code] have {bits} bits. The threshold moves from zero out to the largest value: how does the [MSE] go? The axis counts in powers of ten.",
            show: &["errors"],
            guess: Some(Guess {
                kind: Kind::Curve {
                    chart: "errors",
                    truth: error_curve,
                },
                covers: &["signal", "calibrators", "arithmetic", "costs"],
                answer: "It falls steeply, as fewer values are clipped, then rises slowly, as every step grows coarser. The bottom lies at {best}, where {best_clipped} of the values are cut off.",
                again: &[
                    ("clipping?bits=2", "two bits"),
                    ("clipping?bits=8", "eight bits"),
                    ("clipping?signal=laplace", "a Laplace signal"),
                ],
            }),
        },
        Station {
            title: "Two bits.",
            address: "clipping?bits=2",
            text: "Each step is so coarse that much is worth [clipping]. Look where the red curve has its bottom: at {best}, with {best_clipped} clipped. Reaching the largest value, at {minmax}, would leave only {minmax_sqnr} of [SQNR] instead of {best_sqnr}.",
            show: &["signal", "errors"],
            guess: None,
        },
        Station {
            title: "Eight bits.",
            address: "clipping?bits=8",
            text: "Now steps are fine, and the bottom moves out to {best}. Look at the dashed lines: almost no value is worth clipping, and min-max ({minmax_sqnr}) comes close to the best ({best_sqnr}).",
            show: &["signal", "errors"],
            guess: None,
        },
        Station {
            title: "Another signal.",
            address: "clipping?signal=laplace",
            text: "A Laplace signal has longer tails. ACIQ is a formula that trusts one distribution: look in the table how its Laplace version ({laplace_sqnr}) is near the best ({best_sqnr}), while its Gaussian one clips too much ({gauss_clipped}) and gets {gauss_sqnr}.",
            show: &["calibrators"],
            guess: None,
        },
        Station {
            title: "A few outliers.",
            address: "clipping?signal=outliers",
            text: "One value in a thousand is an [outlier] near 10. Look at the marks: min-max gives them all the range and keeps {minmax_sqnr}; the lowest MSE cuts at {best} and keeps {best_sqnr}.",
            show: &["signal", "errors"],
            guess: None,
        },
        Station {
            title: "After ReLU.",
            address: "clipping?signal=half_normal&signed=0",
            text: "Nothing is negative after a [ReLU], so unsigned [codes|code] have twice as many steps for the same reach. Untick \u{201c}Signed codes\u{201d} and tick it again: the [SQNR] is {sqnr} now.",
            show: &["signal", "errors"],
            guess: None,
        },
    ],
    remember: "Clipping a few large values makes the steps finer for all others, and the best threshold balances the two errors. The fewer the bits, the more is worth clipping.",
    papers: &[
        "ACIQ: Banner, Nahshan, Soudry 2019, arXiv:1810.05723: the threshold from the distribution\u{2019}s shape (eq. 5 to 7).",
        "OCTAV: Sakr et al. 2022, arXiv:2206.06501: the threshold of the lowest MSE by a few Newton steps.",
        "Entropy: TensorRT\u{2019}s calibration (Migacz 2017), as in onnxruntime. Moving average: Jacob et al. 2018, arXiv:1712.05877.",
    ],
    differences: "Libraries differ in what they search: onnxruntime\u{2019}s entropy calibration works on a histogram of 128 codes whatever the bits, its percentile on both sides at once. Here every calibrator looks at the first 32,768 values.",
    proof: "calibrators",
};
