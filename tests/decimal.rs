//! Decimal text against the standard library's parser: the same grammar, the same
//! bits.

use proptest::prelude::*;
use quantscope::decimal::{parse_f32, parse_f64};

fn agrees(text: &str) {
    let (ours, theirs) = (parse_f64(text), text.parse::<f64>().ok());
    assert_eq!(
        ours.map(f64::to_bits),
        theirs.map(f64::to_bits),
        "{text:?} as float64: {ours:?}, and by the standard library {theirs:?}"
    );
    let (ours, theirs) = (parse_f32(text), text.parse::<f32>().ok());
    assert_eq!(
        ours.map(f32::to_bits),
        theirs.map(f32::to_bits),
        "{text:?} as float32: {ours:?}, and by the standard library {theirs:?}"
    );
}

/// Numbers that parsers have got wrong, and texts that are none.
#[test]
fn hard_cases() {
    let halfway = format!("1{}1", "0".repeat(900));
    let long = "9".repeat(2000);
    for text in [
        "0",
        "-0",
        "+0",
        "00",
        ".0",
        "0.",
        "-.5",
        "5.",
        "1e0",
        "1E5",
        "1e+5",
        "1e-5",
        "001.500",
        "inf",
        "-inf",
        "Infinity",
        "+INFINITY",
        "nan",
        "NaN",
        "-nan",
        "9007199254740993",
        "9007199254740992.99999999999999999999",
        "16777217",
        "16777216.9999",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "1e309",
        "1e-400",
        "0e999999999999",
        "1e999999999999",
        "1e-999999999999",
        "3.4028235e38",
        "3.4028236e38",
        "1.1754942e-38",
        "7.0064923e-46",
        "7.0064924e-46",
        "1.00000017881393432617187499",
        "1.000000178813934326171875",
        "1.00000017881393432617187501",
        "0.1",
        "0.30000000000000004",
        "123456789012345678901234567890",
        &halfway,
        &long,
        &format!("0.{halfway}"),
        &format!("{long}e-1990"),
        &format!("0.{}1e500", "0".repeat(500)),
        "",
        " ",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1e5.0",
        "1.2.3",
        "--1",
        "+-1",
        "1 ",
        " 1",
        "0x10",
        "1_000",
        "1,5",
        "in",
        "infin",
        "nano",
        "1e5e5",
        "\u{2212}1",
        "\u{661}",
    ] {
        agrees(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(11),
        ..ProptestConfig::default()
    })]

    /// What a float is written as comes back as it.
    #[test]
    fn every_float_comes_back(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        agrees(&format!("{value}"));
        agrees(&format!("{value:e}"));
        agrees(&format!("{:.17e}", value));
        agrees(&format!("{}", f32::from_bits(bits as u32)));
    }

    /// The middle between two neighbouring floats, and a little beside it.
    #[test]
    fn ties_and_their_neighbours(bits in 0_u32..0x7f7f_fffe) {
        let middle = f64::midpoint(f64::from(f32::from_bits(bits)), f64::from(f32::from_bits(bits + 1)));
        let text = format!("{middle:.160}");
        agrees(&text);
        agrees(&format!("{text}1"));
        agrees(&format!("{middle:.30e}"));
    }

    #[test]
    fn anything_written_with_digits(text in "[-+]?[0-9]{0,30}\\.?[0-9]{0,30}([eE][-+]?[0-9]{0,4})?") {
        agrees(&text);
    }

    #[test]
    fn anything_at_all(text in "[-+0-9.eEinfa ]{0,12}") {
        agrees(&text);
    }
}
