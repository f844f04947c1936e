//! Numbers as shades: the ends of each tone, what lies beyond them, and what is no number.

use plotters::style::RGBColor;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope::plot::{DARK, LIGHT, Palette, Raster, Tone};

const PALETTES: [&Palette; 2] = [&LIGHT, &DARK];

/// Red, green, blue and opacity of each number.
fn shades(values: &[f32], ends: (f64, f64), tone: Tone, palette: &Palette) -> Vec<[u8; 4]> {
    let raster = Raster { values, ends, tone };
    let pixels = raster.pixels(palette);
    assert_eq!(pixels.len(), 4 * values.len());
    pixels
        .chunks_exact(4)
        .map(|pixel| [pixel[0], pixel[1], pixel[2], pixel[3]])
        .collect()
}

fn opaque(RGBColor(red, green, blue): RGBColor) -> [u8; 4] {
    [red, green, blue, 255]
}

fn grey(shade: u8) -> [u8; 4] {
    [shade, shade, shade, 255]
}

#[test]
fn grey_goes_from_black_to_white_in_both_themes() {
    for palette in PALETTES {
        let values = [-2.0, 0.0, 2.0, -1.0, 1.0];
        let found = shades(&values, (-2.0, 2.0), Tone::Grey, palette);
        assert_eq!(found, [grey(0), grey(128), grey(255), grey(64), grey(191)]);
        // Beyond the ends the shade stays.
        let values = [-9.0, 9.0, f32::NEG_INFINITY, f32::INFINITY, f32::MAX];
        let found = shades(&values, (-2.0, 2.0), Tone::Grey, palette);
        assert_eq!(found, [grey(0), grey(255), grey(0), grey(255), grey(255)]);
    }
}

#[test]
fn soft_goes_from_paper_to_the_colour_of_quiet_words() {
    for palette in PALETTES {
        let values = [-1.0, 3.0, -7.0, f32::INFINITY];
        let found = shades(&values, (-1.0, 3.0), Tone::Soft, palette);
        let (paper, soft) = (opaque(palette.paper), opaque(palette.soft));
        assert_eq!(found, [paper, soft, paper, soft]);
    }
}

#[test]
fn errors_go_from_paper_to_their_colour_to_both_sides() {
    for palette in PALETTES {
        for ends in [(-4.0, 4.0), (0.0, 4.0), (-4.0, 1.0)] {
            let values = [0.0, -0.0, 4.0, -4.0, 400.0, f32::NEG_INFINITY];
            let found = shades(&values, ends, Tone::Error, palette);
            let (paper, strong) = (opaque(palette.paper), opaque(palette.error_text));
            assert_eq!(found, [paper, paper, strong, strong, strong, strong]);
            let halves = shades(&[2.0, -2.0], ends, Tone::Error, palette);
            assert_eq!(halves[0], halves[1]);
            for channel in 0..3 {
                let middle = f64::midpoint(f64::from(paper[channel]), f64::from(strong[channel]));
                assert!((f64::from(halves[0][channel]) - middle).abs() <= 0.5);
            }
        }
    }
    assert_ne!(
        shades(&[1.0], (-4.0, 4.0), Tone::Error, &LIGHT),
        shades(&[1.0], (-4.0, 4.0), Tone::Error, &DARK)
    );
}

#[test]
fn what_is_no_number_is_left_out() {
    for palette in PALETTES {
        for tone in [Tone::Grey, Tone::Soft, Tone::Error] {
            let found = shades(&[f32::NAN, 1.0, -f32::NAN], (0.0, 1.0), tone, palette);
            let opacities: Vec<u8> = found.iter().map(|pixel| pixel[3]).collect();
            assert_eq!(opacities, [0, 255, 0]);
        }
    }
}

/// Ends without a distance: an even picture is neither black nor white, and no error is
/// still the paper.
#[test]
fn a_contrast_of_nothing() {
    for palette in PALETTES {
        for end in [0.0, 0.75, -3.0] {
            let value = end as f32;
            let found = shades(&[value; 3], (end, end), Tone::Grey, palette);
            assert_eq!(found, [grey(128); 3]);
            let found = shades(&[value - 1.0, value + 1.0], (end, end), Tone::Grey, palette);
            assert_eq!(found, [grey(0), grey(255)]);
        }
        let (paper, strong) = (opaque(palette.paper), opaque(palette.error_text));
        let found = shades(&[0.0, -0.0, 1e-30, -2.0], (0.0, 0.0), Tone::Error, palette);
        assert_eq!(found, [paper, paper, strong, strong]);
        assert_eq!(shades(&[], (0.0, 1.0), Tone::Grey, palette), [[0; 4]; 0]);
    }
}

fn end() -> impl Strategy<Value = f64> {
    let odd = vec![
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        0.0,
        f64::MAX,
        5e-324,
    ];
    prop_oneof![-4.0..4.0, prop::sample::select(odd)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(6),
        ..ProptestConfig::default()
    })]

    /// A larger number is never darker, whatever the ends; and no ends break anything.
    #[test]
    fn greys_are_in_order(
        bits in prop::collection::vec(any::<u32>(), 0..20),
        low in end(),
        high in end(),
    ) {
        let mut values: Vec<f32> = bits.into_iter().map(f32::from_bits).collect();
        values.sort_by(f32::total_cmp);
        shades(&values, (low, high), Tone::Error, &DARK);
        let found = shades(&values, (low, high), Tone::Grey, &LIGHT);
        if low < high && (high - low).is_finite() {
            let numbers = values.iter().zip(&found).filter(|(value, _)| !value.is_nan());
            let greys: Vec<u8> = numbers.map(|(_, pixel)| pixel[0]).collect();
            prop_assert!(greys.is_sorted(), "{:?}", greys);
        }
    }
}
