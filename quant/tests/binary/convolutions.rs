//! Convolutions of many shapes against plain loops.

use quantscope_quant::binary::{Convolution, alpha, sign};
use quantscope_quant::random_bits;

use super::near::{Outcome, all_near};

fn numbers(seed: u64, count: usize) -> Vec<f32> {
    let number = |i| f64::from(random_bits(seed, i as u64)) / 1_073_741_824.0 - 2.0;
    (0..count).map(|i| number(i) as f32).collect()
}

fn sizes(sides: [usize; 6]) -> Convolution {
    let [
        channels,
        height,
        width,
        filters,
        filter_height,
        filter_width,
    ] = sides;
    Convolution {
        channels,
        height,
        width,
        filters,
        filter_height,
        filter_width,
    }
}

#[test]
fn shapes_of_every_kind() -> Outcome {
    for sides in [
        [1, 1, 1, 1, 1, 1],
        [1, 5, 7, 2, 5, 7],
        [2, 4, 9, 3, 1, 3],
        [3, 9, 4, 1, 3, 1],
        [7, 8, 8, 5, 3, 3],
        [16, 5, 6, 2, 2, 2],
        [3, 12, 70, 4, 5, 5],
        [2, 3, 4, 0, 2, 2],
        [0, 3, 4, 2, 2, 2],
    ] {
        let [channels, height, width, filters, fh, fw] = sides;
        let picture = numbers(3, channels * height * width);
        let bank = numbers(4, filters * channels * fh * fw);
        let shape = sizes(sides);
        let (oh, ow) = shape.output()?;
        assert_eq!((oh, ow), (height - fh + 1, width - fw + 1));
        let found = shape.xnor(&picture, &bank)?;
        let (mut exact, mut signs, mut approximation) = (Vec::new(), Vec::new(), Vec::new());
        let mut scales = Vec::new();
        for filter in 0..filters.max(1) {
            for (y, x) in (0..oh).flat_map(|y| (0..ow).map(move |x| (y, x))) {
                let (mut sum, mut sign_sum, mut scale) = (0.0, 0, 0.0);
                for c in 0..channels {
                    for (dy, dx) in (0..fh).flat_map(|dy| (0..fw).map(move |dx| (dy, dx))) {
                        let i = picture[(c * height + y + dy) * width + x + dx];
                        scale += f64::from(i.abs()) / (channels * fh * fw) as f64;
                        let tap = ((filter * channels + c) * fh + dy) * fw + dx;
                        if let Some(w) = bank.get(tap) {
                            sum += f64::from(i) * f64::from(*w);
                            sign_sum += i32::from(sign(i) * sign(*w));
                        }
                    }
                }
                if filter == 0 {
                    scales.push(scale);
                }
                if filter < filters {
                    let taps = channels * fh * fw;
                    let alpha = alpha(&bank[filter * taps..(filter + 1) * taps]);
                    exact.push(sum);
                    signs.push(sign_sum);
                    approximation.push(f64::from(sign_sum) * scale * alpha);
                }
            }
        }
        let what = format!("{sides:?}");
        assert_eq!(found.signs, signs, "{what}");
        assert_eq!(found.alpha.len(), filters, "{what}");
        let wide = |all: Vec<f32>| all.into_iter().map(f64::from);
        all_near(wide(found.scale_map.clone()), &scales, &what);
        all_near(wide(found.approximation), &approximation, &what);
        all_near(wide(shape.exact(&picture, &bank)?), &exact, &what);
        assert_eq!(shape.scale_map(&picture)?, found.scale_map, "{what}");
    }
    Ok(())
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    let huge = usize::MAX;
    for (sides, picture, bank, sentence) in [
        ([1, 2, 2, 1, 3, 1], 4, 3, "filter must be"),
        ([1, 2, 2, 1, 0, 1], 4, 0, "filter must be"),
        ([1, 0, 0, 1, 1, 1], 0, 1, "filter must be"),
        ([1, 2, 2, 1, 1, 1], 5, 1, "picture must have"),
        ([1, 2, 2, 1, 1, 1], 4, 2, "filters must have"),
        ([huge, 2, 2, 1, 1, 1], 4, 2, "picture must have"),
        ([1, huge, huge, 1, huge, huge], 4, 2, "picture must have"),
        ([0, 1, 1, huge, 1, 1], 0, 0, "filters * output"),
    ] {
        let shape = sizes(sides);
        let (picture, bank) = (vec![1.0; picture], vec![1.0; bank]);
        let refused = shape.xnor(&picture, &bank).map_err(|why| why.to_string());
        let said = refused.err().unwrap_or_default();
        assert!(said.starts_with(sentence), "{sides:?}: {said}");
        assert!(shape.exact(&picture, &bank).is_err(), "{sides:?}");
    }
}
