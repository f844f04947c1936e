//! The way through the lesson.

use crate::course::{Guess, Kind, Station, Story};

pub const STORY: Story = Story {
    stations: &[
        Station {
            title: "Sixteen products.",
            address: "xnor",
            text: "Two rows of {length} [signs|sign]. The product of two is +1 where they agree and \u{2212}1 where they differ, which is what [XNOR] says of two bits. These rows differ at {differ} places. What is the sum of the {length} products?",
            show: &["rows", "sum"],
            guess: Some(Guess {
                kind: Kind::Number {
                    fact: "sum",
                    min: -16.0,
                    max: 16.0,
                    step: 1.0,
                    unit: "",
                },
                covers: &["sum"],
                answer: "{agree} places give +1 and {differ} give \u{2212}1: {sum}. So all there is to do is to count the places that differ, the ones of \u{201c}a xor b\u{201d}, and take that twice from {length}. This [popcount] a processor does for 64 places at once.",
                again: &[
                    ("xnor?b=52428", "another row b"),
                    ("xnor?b=45965", "b the same as a"),
                    ("xnor?b=19570", "b the opposite of a"),
                ],
            }),
        },
        Station {
            title: "Edges survive.",
            address: "xnor?filter=edge_x",
            text: "A picture and a [filter] become [signs|sign] and are counted against each other at every place. Two factors give the sizes back: K, the picture\u{2019}s mean magnitude under the filter, and \u{3b1}, the filter\u{2019}s own. Compare \u{201c}Count \u{d7} K \u{d7} \u{3b1}\u{201d} with the exact \u{201c}I \u{2217} W\u{201d}: their [correlation] is {correlation}, where 1 would be alike.",
            show: &["approximation", "exact"],
            guess: None,
        },
        Station {
            title: "Spots do not.",
            address: "xnor?filter=spot",
            text: "What tells a spot from its surroundings is how bright it is, and that the signs have lost. Compare the two again: the [correlation] is {correlation}, the [SQNR] {sqnr}.",
            show: &["approximation", "exact"],
            guess: None,
        },
        Station {
            title: "One scale for all.",
            address: "xnor?filter=edge_x&k=mean",
            text: "The edges again, but without K: one scale for the whole picture, {brightest}. That is cheaper, but places near the middle grey become as loud as the others: look at the houses behind him. Of the edges\u{2019} [correlation] {correlation} is left.",
            show: &["scales", "approximation"],
            guess: None,
        },
        Station {
            title: "Keep the mean.",
            address: "xnor?centre=0",
            text: "K is back, and the [filter] is the one of the beginning. A picture\u{2019}s shades are all positive; so far their mean was subtracted first. Without that every sign is +1: the count has {different} value in the whole picture, and all that is left of it is K.",
            show: &["signs", "counts", "scales"],
            guess: None,
        },
        Station {
            title: "A larger filter.",
            address: "xnor?radius=5",
            text: "Each place now takes {taps} products, but only {words} words of 64 signs; the [filter] takes {sign_bytes} bytes instead of {float_bytes}. What are words of signs worth on this machine? Press \u{201c}Run it\u{201d}, and matrices are multiplied in four ways: what one compares with decides how fast it looks.",
            show: &["race"],
            guess: None,
        },
    ],
    remember: "The sum of products of signs is the number of places minus twice the number that differ, which is one XOR and one count for 64 of them. Scales bring the sizes back on average, but what only magnitudes told is lost.",
    papers: &[
        "XNOR-Net: Rastegari et al. 2016, arXiv:1603.05279: the approximation (eq. 11), the map K (section 3.2). The 58 times that it names count operations of high precision, as its version in Communications of the ACM 63(12), 2020, adds.",
        "The picture has one channel, so that the paper\u{2019}s A is the magnitude of the picture itself. The filter stays inside the picture and is not turned around.",
    ],
    differences: "Speed depends on what it is compared with: plain loops that walk down columns are many times slower than loops that a compiler can vectorize, and those slower than tiles. sign(0) is +1 here, because a bit has no third state; PyTorch\u{2019}s and Lua\u{2019}s sign give 0.",
    proof: "one_bit",
};
