//! The way through the lesson.

use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "Eight bits.",
            address: "affine?bits=8",
            text: "The numbers run from {min} to {max}, and {codes} [codes|code] are spread evenly over that. The [scale] S = {scale} is the step between neighbours; the [zero point] Z = {zero_point} is the code of 0. An error is half a step at most, and all up to that are equally likely. Look at \u{201c}The error\u{201d}: the dashed box says so, and predicts an [MSE] of S\u{b2}/12 = {predicted}. It is {mse}, an [SQNR] of {sqnr}.",
            show: &["arithmetic", "error"],
            guess: None,
        },
        Station {
            title: "A few outliers.",
            address: "affine?bits=8&signal=outliers",
            text: "One value in a thousand is now an [outlier] near \u{2212}10 or 10, and the range reaches out to all of them. What is the [SQNR] now?",
            show: &["signal", "error"],
            guess: Some(Guess {
                kind: Kind::Number {
                    fact: "sqnr",
                    min: 0.0,
                    max: 50.0,
                    step: 0.5,
                    unit: " dB",
                },
                covers: &["signal", "stairs", "arithmetic", "error", "costs"],
                answer: "{sqnr}. From {min} to {max} each step is {scale} wide, so every value pays for a few. The small [float] that it is compared with, {against}, keeps {against_sqnr}: near zero its steps are fine, however far out it reaches.",
                again: &[
                    ("affine?bits=6&signal=outliers", "six bits"),
                    ("affine?signal=outliers", "four bits"),
                ],
            }),
        },
        Station {
            title: "Two bits.",
            address: "affine?bits=2",
            text: "The first numbers again, but only {codes} [codes|code], {scale} apart. Look at the error: it does not fill the dashed box evenly, for within such a wide step the numbers themselves are not spread evenly. S\u{b2}/12 predicts an [MSE] of {predicted}, and it is {mse}: the rule is for fine steps.",
            show: &["signal", "error"],
            guess: None,
        },
        Station {
            title: "After a ReLU.",
            address: "affine?signal=half_normal",
            text: "Now there are {codes} [codes|code]. After a [ReLU] nothing is negative and half of all values are 0. The range begins at {min}, so Z = {zero_point}. Because Z is a whole number, 0 comes back as exactly 0. Look at the error: half of the values have none, and the [MSE], {mse}, is half of the {predicted} that S\u{b2}/12 predicts. The [SQNR] is {sqnr}.",
            show: &["signal", "error"],
            guess: None,
        },
        Station {
            title: "A symmetric range.",
            address: "affine?signal=half_normal&symmetric=1",
            text: "The same values in a [symmetric] range, from {min} to {max}. Look at its left half: nothing ever lies there, and {used} of {codes} [codes|code] are used. The step has doubled to {scale}, and the [SQNR] falls to {sqnr}, as if a bit were lost. For [weights|weight], which lie on both sides of 0, it costs little and keeps Z in the middle.",
            show: &["signal", "stairs"],
            guess: None,
        },
        Station {
            title: "The wrong sign.",
            address: "affine?zero_point=notes",
            text: "The first numbers again, in {codes} [codes|code]. Lecture notes sometimes write Z = round(MIN/S). Then the ends of the range land on {lands_first} and {lands_last}, but codes go from {first} to {last}. Look at the staircase: [clipping] moves {clipped} of the values, and all become the same number. Without it Z would cancel on the way back, and nobody would see the slip.",
            show: &["arithmetic", "stairs"],
            guess: None,
        },
    ],
    remember: "A scale S and a zero point Z turn a number into a code q, and that back into x\u{2032} = S\u{a0}(q\u{a0}\u{2212}\u{a0}Z). The steps are equally wide everywhere, so whatever stretches the range costs every value.",
    papers: &[
        "Jacob et al. 2018, arXiv:1712.05877: r = S (q \u{2212} Z), eq. 1. The same in ONNX QuantizeLinear, PyTorch\u{2019}s observers and gemmlowp.",
        "S\u{b2}/12 is the variance of an error that is uniform within one step: Bennett 1948; Widrow 1956.",
    ],
    differences: "Here S and Z are computed in float64, as onnxruntime does for a stored network; its DynamicQuantizeLinear computes in float32, and for numbers from \u{2212}1 to 1 the first gives Z = 128, the second 127. x is divided by S; who multiplies by 1/S gets another [code] for a few numbers near a [tie]. ONNX and PyTorch round a tie to even, gemmlowp away from zero. Where Z may be a float, the range need not hold 0, and 0 is in general not exact.",
    proof: "affine",
};
