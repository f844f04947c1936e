//! The way through the lesson.

use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "Half as wide.",
            address: "diffq",
            text: "Four groups of values, each {wider} as the next, are to be stored. Training chooses the bits of each: it weighs the [MSE] against a price for every bit. How many bits fewer than the first group will the second get?",
            show: &["decibels"],
            guess: Some(Guess {
                kind: Kind::Choice {
                    fact: "choice",
                    options: &[
                        "as many",
                        "half a bit fewer",
                        "one bit fewer",
                        "two bits fewer",
                    ],
                },
                covers: &[
                    "noise",
                    "decibels",
                    "arithmetic",
                    "player",
                    "bits",
                    "size",
                    "error",
                    "check",
                    "costs",
                ],
                answer: "It ends with {fewer} fewer: {bits_1}, {bits_2}, {bits_3} and {bits_4} bits, which need not be whole before training ends. A bit halves the step, and half the range halves it too: so all groups end with steps about alike, where one more bit buys as little in one as in another.",
                again: &[
                    ("diffq?ratio=4", "four times as wide"),
                    ("diffq?ratio=1", "all alike"),
                    ("diffq?noise=gaussian", "Gaussian noise"),
                ],
            }),
        },
        Station {
            title: "Noise instead of rounding.",
            address: "diffq?bits=3&step=0",
            text: "A value rounded to whole bits has no slope in their number. So while training there is noise instead, spread as evenly over one step as [rounding errors|rounding error] are. Before training, with {first_bits} bits each, the noise costs an [MSE] of {noise_error}, rounding {real_error}. In \u{201c}The noise\u{201d} compare the filled shape, noise, with the dashed one, rounding.",
            show: &["noise", "check"],
            guess: None,
        },
        Station {
            title: "A low price.",
            address: "diffq?lambda=0.00002",
            text: "A KiB, 1,024 bytes, costs a fiftieth of what it did. Look at \u{201c}Bits flow\u{201d}, where the four lines settle now: the first group takes more than the {first_bits} bits that it began with, {bits_1}, and the average is {mean_bits}. The size is {size} KiB, and rounding leaves an [MSE] of {real_error}.",
            show: &["bits", "error"],
            guess: None,
        },
        Station {
            title: "Very different groups.",
            address: "diffq?ratio=8",
            text: "The first price again, but each group is {wider} as the next. The errors of the narrow ones hardly count, and their bits fall to {bits_3} and {bits_4}, where 2 is the least there is. The widest keeps {bits_1}.",
            show: &["bits", "check"],
            guess: None,
        },
        Station {
            title: "Start from two bits.",
            address: "diffq?bits=2",
            text: "The first groups again, but two bits is all they have at first, and training raises them: after {steps} steps to {bits_1} in the first group and {bits_4} in the last. Look at the slow beginning in \u{201c}Bits flow\u{201d}: bits are kept between 2 and 15 by a curve that is flat at both ends.",
            show: &["bits", "error"],
            guess: None,
        },
        Station {
            title: "Stronger noise.",
            address: "diffq?noise=gaussian",
            text: "The authors\u{2019} package takes another noise by default, with {noise_power} times the [power] of [rounding errors|rounding error]. Training believes it and asks for more bits than are needed: {mean_bits} on average. Look at \u{201c}The honest check\u{201d}: where the noise speaks of an [MSE] of {noise_error}, rounding leaves {real_error}.",
            show: &["noise", "check"],
            guess: None,
        },
    ],
    remember: "Noise as large as the rounding error has a slope in the number of bits, so that training can learn how many bits each group is worth. Wide groups get more: one bit for every doubling of the range.",
    papers: &[
        "DiffQ: D\u{e9}fossez, Adi, Synnaeve 2021, arXiv:2104.09987: noise in place of rounding, and the price of the size. The details are those of the diffq package 0.2.4.",
        "Here B = 2 + 13 sigmoid(logit), and training moves the logit, by Adam, which gives each parameter steps of its own size. The four groups have 2,048 values each, and the loss is the MSE under the noise plus \u{3bb} times the size.",
    ],
    differences: "The paper\u{2019}s noise is even over one step, as the lesson\u{2019}s is at first; the authors\u{2019} package adds normal noise of half a step\u{2019}s deviation unless told otherwise, which has three times the power. In the end B is rounded and the values are quantized for real.",
    proof: "gradients",
};
