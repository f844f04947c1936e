//! The way through the lesson.

use super::facts::error_curve;
use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "Draw the error.",
            address: "clipping",
            text: "The [signal]\u{2019}s [distribution] is \u{201c}{signal}\u{201d}, and the [codes|code] have {bits} bits. What lies beyond the [threshold] is clipped. The threshold moves from zero out to the largest value: how does the [MSE] change? The upright axis counts in powers of ten.",
            show: &["errors"],
            guess: Some(Guess {
                kind: Kind::Curve {
                    chart: "errors",
                    truth: error_curve,
                },
                covers: &["signal", "calibrators", "arithmetic", "threshold", "costs"],
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
            text: "With {bits} bits the steps are so coarse that much is worth [clipping]. Look where the solid curve has its bottom: at {best}, with {best_clipped} of the values clipped. Min-max, which reaches out to the largest value, {minmax}, leaves an [SQNR] of only {minmax_sqnr} instead of {best_sqnr}.",
            show: &["signal", "errors"],
            guess: None,
        },
        Station {
            title: "Eight bits.",
            address: "clipping?bits=8",
            text: "Now the steps are fine, and the bottom moves out to {best}. Look at the signal: only {best_clipped} of the values lie in the hatched ends. Min-max, at {minmax_sqnr}, comes close to the best, {best_sqnr}.",
            show: &["signal", "errors"],
            guess: None,
        },
        Station {
            title: "Another signal.",
            address: "clipping?signal=laplace",
            text: "Codes of {bits} bits again, but a [Laplace|distribution] signal, with more values far from zero. ACIQ is a formula that trusts one [distribution]. Look in the table: its Laplace version gets {laplace_sqnr}, the best is {best_sqnr}; its Gauss version, for normal signals, clips {gauss_clipped} and gets {gauss_sqnr}.",
            show: &["calibrators"],
            guess: None,
        },
        Station {
            title: "A few outliers.",
            address: "clipping?signal=outliers",
            text: "One value in a thousand is an [outlier] near \u{2212}10 or 10. Look at the lines over the signal, each a way to choose the [threshold]. Min-max reaches out to {minmax} and keeps {minmax_sqnr}; \u{201c}MSE grid\u{201d}, which tries many, cuts at {best} and keeps {best_sqnr}.",
            show: &["signal", "errors"],
            guess: None,
        },
        Station {
            title: "After ReLU.",
            address: "clipping?signal=half_normal&signed=0",
            text: "Nothing is negative after a [ReLU], so the [codes|code] are unsigned now: about twice as many steps for the same reach. The [SQNR] is {sqnr}. Tick \u{201c}Signed codes\u{201d} and see how much of it is lost.",
            show: &["signal", "errors"],
            guess: None,
        },
    ],
    remember: "Clipping a few large values makes the steps finer for all others, and the best threshold balances the two errors. The fewer the bits, the more is worth clipping.",
    papers: &[
        "ACIQ: Banner, Nahshan, Soudry 2019, arXiv:1810.05723: the threshold from the distribution\u{2019}s shape (eq. 5 to 7).",
        "OCTAV: Sakr et al. 2022, arXiv:2206.06501: the threshold of the lowest MSE by a few Newton steps.",
        "KL divergence, how badly one histogram stands for another: TensorRT\u{2019}s calibration (Migacz 2017), also named after entropy, as in onnxruntime.",
        "Moving average, of the largest values of batch after batch: Jacob et al. 2018, arXiv:1712.05877. Percentile: the threshold within which so many per cent of the values lie.",
    ],
    differences: "Libraries differ in what they search: onnxruntime\u{2019}s calibration by KL divergence counts on 128 codes however many bits there are, and its percentile looks at both sides at once. Here every calibrator looks at the first 32,768 values.",
    proof: "calibrators",
};
