//! Packed bits and fast products against plain ones.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope_quant::binary::{
    BLOCK_DEPTH, BinaryError, BitRows, MAX_NUMBERS, dot, matmul, naive_matmul, pack,
    row_order_matmul, sign, xnor_matmul,
};
use quantscope_quant::random_bits;

use super::near::Outcome;

/// Numbers between -1 and 1, and now and then zeros and NaN where `odd`.
fn numbers(seed: u64, count: usize, odd: bool) -> Vec<f32> {
    let number = |i| match random_bits(seed, i as u64) {
        bits if odd && bits % 16 == 0 => [0.0, -0.0, f32::NAN, -f32::NAN][bits as usize / 16 % 4],
        bits => (f64::from(bits) / 2_147_483_648.0 - 1.0) as f32,
    };
    (0..count).map(number).collect()
}

/// The product in the documented order of sums.
fn plain(a: &[f32], b: &[f32], m: usize, n: usize, k: usize) -> Vec<f32> {
    let mut result = Vec::with_capacity(m * n);
    for row in 0..m {
        for column in 0..n {
            let products: Vec<f32> = (0..k).map(|p| a[row * k + p] * b[p * n + column]).collect();
            let blocks = products.chunks(BLOCK_DEPTH);
            let sums = blocks.map(|block| block.iter().fold(0.0_f32, |sum, x| sum + x));
            result.push(sums.fold(0.0_f32, |sum, block| sum + block));
        }
    }
    result
}

fn plain_signs(a: &[f32], b: &[f32], m: usize, n: usize, k: usize) -> Vec<f32> {
    let product = |r: usize, c: usize, p: usize| {
        i32::from(sign(a[r * k + p])) * i32::from(sign(b[p * n + c]))
    };
    let cells = (0..m).flat_map(|r| (0..n).map(move |c| (r, c)));
    cells
        .map(|(r, c)| (0..k).map(|p| product(r, c, p)).sum::<i32>() as f32)
        .collect()
}

fn both(m: usize, n: usize, k: usize, seed: u64) -> Outcome {
    let (a, b) = (numbers(seed, m * k, false), numbers(seed + 1, k * n, false));
    // Bit for bit: the order of the sums is the documented one.
    assert_eq!(matmul(&a, &b, m, n, k)?, plain(&a, &b, m, n, k));
    let (a, b) = (
        numbers(seed + 2, m * k, true),
        numbers(seed + 3, k * n, true),
    );
    assert_eq!(xnor_matmul(&a, &b, m, n, k)?, plain_signs(&a, &b, m, n, k));
    Ok(())
}

#[test]
fn packed_rows_have_the_plain_dot_product() -> Outcome {
    for length in 0..=300 {
        for seed in 0..4 {
            let (a, b) = (
                numbers(2 * seed, length, true),
                numbers(2 * seed + 1, length, true),
            );
            let signs = a.iter().zip(&b);
            let expected: i64 = signs.map(|(a, b)| i64::from(sign(*a) * sign(*b))).sum();
            let (packed_a, packed_b) = (pack(&a), pack(&b));
            assert_eq!(packed_a.len(), length.div_ceil(64));
            for (i, x) in a.iter().enumerate() {
                assert_eq!(packed_a[i / 64] >> (i % 64) & 1 == 1, sign(*x) == -1);
            }
            // Nothing beyond the end.
            let set: u32 = packed_a.iter().map(|word| word.count_ones()).sum();
            assert_eq!(set as usize, a.iter().filter(|x| **x < 0.0).count());
            assert_eq!(dot(&packed_a, &packed_b, length), expected, "{length}");
            let rows = BitRows::new(&[a, b].concat(), 2, length)?;
            assert_eq!(rows.dot(0, &rows, 1), expected, "{length}");
            assert_eq!((rows.rows(), rows.length()), (2, length));
            assert_eq!(rows.bytes(), 16 * length.div_ceil(64));
        }
    }
    Ok(())
}

#[test]
fn products_around_the_ends_of_tiles_and_blocks() -> Outcome {
    let sides = [0, 1, 3, 4, 5, 8, 9, 17];
    for m in sides {
        for n in sides {
            for k in [0, 1, 2, 31, 32, 33, 64, 65] {
                both(m, n, k, 11)?;
            }
        }
    }
    for (m, n, k) in [
        (65, 9, 257),
        (64, 8, 256),
        (1, 513, 3),
        (3, 520, 300),
        (130, 1, 513),
        (2, 1030, 65),
        (66, 129, 258),
    ] {
        both(m, n, k, 13)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        rng_seed: RngSeed::Fixed(41),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn products_are_the_plain_ones(m in 0_usize..70, n in 0_usize..70, k in 0_usize..300, seed: u32) {
        let outcome = both(m, n, k, u64::from(seed)).map_err(|refused| refused.to_string());
        prop_assert_eq!(outcome, Ok(()));
    }
}

/// The plain loops sum from the first product to the last, and so do the tiles within a block.
fn three(m: usize, n: usize, k: usize, seed: u64) -> Outcome {
    let (a, b) = (numbers(seed, m * k, false), numbers(seed + 1, k * n, false));
    let (naive, along_rows) = (
        naive_matmul(&a, &b, m, n, k)?,
        row_order_matmul(&a, &b, m, n, k)?,
    );
    let tiles = matmul(&a, &b, m, n, k)?;
    // Bit for bit, signs of zeros too.
    let bits = |numbers: &[f32]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<u32>>();
    assert_eq!(bits(&naive), bits(&along_rows), "{m} x {n} x {k}");
    assert_eq!(naive.len(), m * n);
    if k <= BLOCK_DEPTH {
        assert_eq!(bits(&naive), bits(&tiles), "{m} x {n} x {k}");
    }
    for (place, (naive, tiles)) in naive.iter().zip(&tiles).enumerate() {
        let (row, column) = (place / n, place % n);
        let products = (0..k).map(|p| f64::from(a[row * k + p]) * f64::from(b[p * n + column]));
        let (sum, size) = products.fold((0.0, 0.0), |(sum, size), x| (sum + x, size + x.abs()));
        // A sum of k products is off by at most k half units of its terms' magnitudes (Higham:
        // "Accuracy and Stability of Numerical Algorithms", section 3.1).
        let bound = k as f64 * f64::from(f32::EPSILON) / 2.0 * 1.01 * size;
        for found in [naive, tiles] {
            assert!((f64::from(*found) - sum).abs() <= bound, "{m} x {n} x {k}");
        }
    }
    Ok(())
}

#[test]
fn all_orders_of_loops_agree_at_the_ends_of_blocks() -> Outcome {
    for k in [
        0,
        1,
        BLOCK_DEPTH - 1,
        BLOCK_DEPTH,
        BLOCK_DEPTH + 1,
        2 * BLOCK_DEPTH + 3,
    ] {
        for (m, n) in [(0, 3), (3, 0), (1, 1), (4, 8), (5, 9), (1, 130), (66, 2)] {
            three(m, n, k, 17)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        rng_seed: RngSeed::Fixed(43),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_orders_of_loops_agree(m in 0_usize..40, n in 0_usize..40, k in 0_usize..600, seed: u32) {
        let outcome = three(m, n, k, u64::from(seed)).map_err(|refused| refused.to_string());
        prop_assert_eq!(outcome, Ok(()));
    }
}

#[test]
fn infinities_and_nan_stay_in_their_rows_and_columns() -> Outcome {
    let mut a = numbers(5, 5 * 7, false);
    let b = numbers(6, 7 * 9, false);
    let clean = matmul(&a, &b, 5, 9, 7)?;
    a[2 * 7 + 3] = f32::NAN;
    a[4 * 7] = f32::INFINITY;
    let found = matmul(&a, &b, 5, 9, 7)?;
    for (i, (found, clean)) in found.iter().zip(clean).enumerate() {
        match i / 9 {
            2 => assert!(found.is_nan()),
            4 => assert!(found.is_infinite()),
            _ => assert_eq!(*found, clean),
        }
    }
    Ok(())
}

#[test]
fn sizes_that_do_not_fit_are_refused() {
    type Product = fn(&[f32], &[f32], usize, usize, usize) -> Result<Vec<f32>, BinaryError>;
    let products: [Product; 4] = [matmul, xnor_matmul, naive_matmul, row_order_matmul];
    let huge = usize::MAX;
    for product in products {
        for (a, b, m, n, k, sentence) in [
            (5, 6, 2, 2, 3, "a must have m * k = 6 numbers, not 5"),
            (6, 5, 2, 2, 3, "b must have k * n = 6 numbers, not 5"),
            (6, 6, 2, 2, huge, "a must have m * k numbers"),
            (6, 6, huge, 2, 3, "a must have m * k numbers"),
            (6, 6, 2, huge, 3, "b must have k * n numbers"),
            (0, 0, huge, huge, 0, "m * n is too large"),
            (0, 0, MAX_NUMBERS, 2, 0, "m * n is too large"),
            (1 << 14, 1 << 14, 1 << 14, 1 << 14, 1, "m * n is too large"),
        ] {
            let (a, b) = (vec![0.0; a], vec![0.0; b]);
            let refused = product(&a, &b, m, n, k).map_err(|refused| refused.to_string());
            let said = refused.err().unwrap_or_default();
            assert!(said.starts_with(sentence), "{said:?} for {sentence:?}");
        }
    }
    assert!(BitRows::new(&[1.0; 5], 2, 3).is_err());
    assert!(BitRows::new(&[], huge, huge).is_err());
}
