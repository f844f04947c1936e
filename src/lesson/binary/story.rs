//! The way through the lesson.

use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "One bit each.",
            address: "binary?filters=1",
            text: "The [weights|weight]\u{2019} [distribution] is \u{201c}{signal}\u{201d}. Of each only its [sign] is kept, and for all of them together one number, \u{3b1}, that every sign is multiplied by. \u{3b1} is chosen as well as can be. What share of the weights\u{2019} [power] is then the error\u{2019}s?",
            show: &["weights"],
            guess: Some(Guess {
                kind: Kind::Number {
                    fact: "lost",
                    min: 0.0,
                    max: 100.0,
                    step: 1.0,
                    unit: " %",
                },
                covers: &["weights", "arithmetic", "parabola", "filters", "costs"],
                answer: "{lost} is lost: the error\u{2019}s [power] is {error}, the weights\u{2019} {power}. The best \u{3b1} is their mean magnitude, {alpha}, at the bottom of the parabola. One bit instead of 32 leaves an [SQNR] of {sqnr_one}. Drag \u{201c}Binarized\u{201d} to see them gather.",
                again: &[
                    ("binary?filters=1&signal=laplace", "a Laplace distribution"),
                    ("binary?filters=1&signal=uniform", "a uniform one"),
                    ("binary?filters=1&signal=bimodal", "a bimodal one"),
                ],
            }),
        },
        Station {
            title: "Filters of many sizes.",
            address: "binary?ratio=64",
            text: "Now the weights are those of {filters} [filters|filter], and the first one\u{2019}s are {ratio} times as large as the last one\u{2019}s. One \u{3b1} for all suits the large ones. Look at the rings in \u{201c}Filter by filter\u{201d}: {drowned} filters have more error than signal, and the smallest is at {worst}.",
            show: &["parabola", "filters"],
            guess: None,
        },
        Station {
            title: "An \u{3b1} for each.",
            address: "binary?per=filter&ratio=64",
            text: "Each [filter] has its own mean magnitude, [per channel], for {bytes} bytes more. Look at the discs: whatever its size, each is at {least} or above, and the [SQNR] of all is {sqnr_each} instead of {sqnr_one}.",
            show: &["parabola", "filters"],
            guess: None,
        },
        Station {
            title: "A filter that suffers.",
            address: "binary?filter=sharpen&per=filter",
            text: "A picture goes through a [filter] of {places} weights and through its signs. This one is a single large number, {largest}, among small ones, and all of them become {picture_alpha} or its negative. Look at \u{201c}Through its signs\u{201d}: the [SQNR] is {picture_sqnr}, more error than signal.",
            show: &["kernels", "binary"],
            guess: None,
        },
        Station {
            title: "A filter that does not.",
            address: "binary?filter=blur&per=filter",
            text: "A blur\u{2019}s [weights|weight] are all positive, so that its signs are a plain average: \u{3b1} is {picture_alpha}, one over {places}. That is an [SQNR] of {picture_sqnr}, and one hardly sees it.",
            show: &["kernels", "binary"],
            guess: None,
        },
        Station {
            title: "The gradient.",
            address: "binary?channels=1",
            text: "The sign\u{2019}s slope is zero, so a [straight-through estimator] takes its place. But every weight changes \u{3b1} too, and there conventions differ. At w = {place} a gradient of 1 becomes {paper} by the paper\u{2019}s formula and {exact} by the exact chain rule; the paper\u{2019}s code multiplies by n (1 \u{2212} 1/c), where n counts the weights and c their input channels, such as colours. Here c is 1, and that leaves {code}.",
            show: &["gradient"],
            guess: None,
        },
    ],
    remember: "The sign of every weight and one scale, the mean magnitude, keep roughly two thirds of a normal distribution\u{2019}s power in a thirty-second of the memory. The scale has to fit its weights, so each filter gets its own.",
    papers: &[
        "XNOR-Net: Rastegari et al. 2016, arXiv:1603.05279: \u{3b1} = \u{2016}W\u{2016}\u{2081}/n and sign(W) are the best approximation (eq. 6), the gradient stands in section 3.1.",
        "What is lost follows from the distribution: one minus the mean magnitude\u{2019}s square over the mean square.",
    ],
    differences: "sign(0) is +1 here and in the paper\u{2019}s equations, because a bit has no third state; PyTorch\u{2019}s and Lua\u{2019}s sign give 0. The paper prints the gradient with |w| \u{2264} 1, its code asks for |w| < 1 and multiplies by a factor of its own.",
    proof: "one_bit",
};
