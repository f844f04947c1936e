//! The way through the lesson.

use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "Where the codes are.",
            address: "formats",
            text: "{format} is a [float] of {bits} bits, which make {codes} [codes|code] for numbers from \u{2212}{max} to {max}. Spread evenly, {within_even} of them would lie between \u{2212}1 and 1. What share really does?",
            show: &["bits", "log-line"],
            guess: Some(Guess {
                kind: Kind::Number {
                    fact: "within",
                    min: 0.0,
                    max: 100.0,
                    step: 1.0,
                    unit: " %",
                },
                covers: &["grid", "log-line", "signal"],
                answer: "{within}, which is {within_count} codes. From each power of two to the next there are {per_doubling} values, from 1 to 2 as from 2 to 4: the smaller the numbers, the closer they lie. Look at \u{201c}All magnitudes\u{201d}, where every doubling is equally wide.",
                again: &[
                    ("formats?format=float8_e5m2", "five exponent bits, E5M2"),
                    ("formats?format=float4_e2m1fn", "four bits in all"),
                    ("formats?format=bfloat16", "sixteen bits, bfloat16"),
                ],
            }),
        },
        Station {
            title: "Exactly halfway.",
            address: "formats?x=5.25",
            text: "Every number is replaced by the nearest value. But {x} lies exactly halfway between {below} and {above}, one [ulp] apart. Such a [tie] goes to the even code, the one whose last bit is 0: to {value}. Look at that bit of the [mantissa], then drag the number to either side.",
            show: &["bits", "line"],
            guess: None,
        },
        Station {
            title: "Too large.",
            address: "formats?x=500",
            text: "The largest value is {max}; the next would be {after_max}, but no code is left for it. Up to {limit}, the middle, a number still goes to {max}. Beyond is [overflow]: {x} [saturates|saturate] to {value}. Choose the other \u{201c}Overflow\u{201d} in the settings, and it becomes [NaN] instead.",
            show: &["line", "formula"],
            guess: None,
        },
        Station {
            title: "Too small.",
            address: "formats?spread=0.015625",
            text: "Every number of the [signal] is divided by 64. As the numbers shrink, so do a [float]\u{2019}s steps, and nothing should be lost. But below {min_normal} the steps stop shrinking: there lie the [subnormals|subnormal]. Look at \u{201c}All magnitudes\u{201d}: {subnormal} of the signal lies there, {to_zero} becomes zero, and the [SQNR] falls to {sqnr}.",
            show: &["log-line", "signal"],
            guess: None,
        },
        Station {
            title: "One bit moved.",
            address: "formats?versus=float8_e5m2",
            text: "The first signal again, and below {format} the format E5M2, where one bit has moved from the [mantissa] to the [exponent]. It reaches {versus_max} instead of {max}, but has {versus_per_doubling} values in each doubling instead of {per_doubling}. Look how far apart its spikes stand in \u{201c}The signal on the grid of E5M2\u{201d}: this signal needs no such range, and the [SQNR] is {versus_sqnr} instead of {sqnr}.",
            show: &["signal", "signal-versus"],
            guess: None,
        },
        Station {
            title: "Four bits.",
            address: "formats?format=float4_e2m1fn",
            text: "{format} has {codes} codes, and every one is a number. Look at \u{201c}Every code\u{201d}: you can count them. {to_zero} of the signal becomes zero, and the [SQNR] is {sqnr}. The last entry of the menu \u{201c}Format\u{201d} lets you spend bits of your own.",
            show: &["grid", "signal"],
            guess: None,
        },
    ],
    remember: "A float\u{2019}s steps grow with its numbers, so it errs by about the same share of every number, large or small. Exponent bits buy range, mantissa bits buy exactness, and beyond the range a number becomes the largest value or zero.",
    papers: &[
        "E4M3 and E5M2: OCP 8-bit Floating Point Specification (OFP8), 2023; Micikevicius et al. 2022, arXiv:2209.05433.",
        "The \u{201c}fnuz\u{201d} formats, with one NaN in the place of \u{2212}0: Noune et al. 2022, arXiv:2206.02915.",
        "Six and four bits, and the scale E8M0: OCP Microscaling Formats (MX) Specification v1.0, 2023.",
        "float16: IEEE 754-2019, binary16. bfloat16: the upper half of binary32. The others as ml_dtypes defines them.",
    ],
    differences: "Above 464, the Python package ml_dtypes turns a number into the [NaN] of E4M3; ONNX Cast with saturate=1 and PyTorch from 2.12 on give 448. Some tools read the top exponent of E4M3 as infinities, as IEEE 754 does, and so end at 240; that is another format, in the menu too. Some round a [tie] away from zero, and onnxruntime 1.32\u{2019}s Cast with saturate=0 is wrong from 480 up to 496. Training in few bits often uses [stochastic rounding].",
    proof: "formats",
};
