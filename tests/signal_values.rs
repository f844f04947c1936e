//! Seeded distributions: the same bits everywhere, and the right shape.

use quantscope::signal::{DISTRIBUTIONS, Distribution, Generator, MAX_COUNT, generate};

const COUNT: usize = 1 << 20;

/// What theory says about a distribution.
struct Theory {
    id: &'static str,
    /// The bits of the first values for seed 0.
    first: [u32; 4],
    /// FNV-1a over the bits of 2^20 values for seed 42, a word at a time.
    hash: u64,
    mean: f64,
    variance: f64,
    /// The fourth central moment; `None` if infinite or too wild to test the variance by.
    fourth: Option<f64>,
    /// Points of the distribution function: x and P(X <= x).
    points: &'static [(f64, f64)],
}

const THEORY: &[Theory] = &[
    Theory {
        id: "normal",
        first: [0x402f_968c, 0xbf09_6a9a, 0x3efc_5b24, 0x3fc6_58dc],
        hash: 0xb2d4_ea18_693e_27e1,
        mean: 0.0,
        variance: 1.0,
        fourth: Some(3.0),
        points: &[
            (-3.0, 0.0013498980316300957),
            (-2.0, 0.02275013194817922),
            (-1.0, 0.15865525393145707),
            (0.0, 0.5),
            (1.0, 0.8413447460685429),
            (4.0, 0.9999683287581669),
        ],
    },
    Theory {
        id: "laplace",
        first: [0xbc60_77e4, 0xbfb3_80f0, 0xbf7a_1afc, 0x3ecf_775c],
        hash: 0x63d6_18a0_9924_1349,
        mean: 0.0,
        variance: 2.0,
        fourth: Some(24.0),
        points: &[
            (-5.0, 0.0033689734995427335),
            (-1.0, 0.18393972058572117),
            (0.0, 0.5),
            (1.0, 0.8160602794142788),
            (8.0, 0.9998322686860488),
        ],
    },
    Theory {
        id: "uniform",
        first: [0xbf5c_644e, 0x3f79_087e, 0xbf57_ef9a, 0xbf02_0aa2],
        hash: 0xd5a8_4168_c0c1_1ec3,
        mean: 0.0,
        variance: 1.0 / 3.0,
        fourth: Some(0.2),
        points: &[
            (-0.75, 0.125),
            (0.0, 0.5),
            (0.5, 0.75),
            (0.984375, 0.9921875),
        ],
    },
    Theory {
        id: "student_t",
        first: [0x4031_9a94, 0x3ef2_b417, 0x3c68_e15f, 0x3f16_0078],
        hash: 0xf1cb_5280_fc76_19b4,
        mean: 0.0,
        variance: 3.0,
        fourth: None,
        points: &[
            (-10.0, 0.001064199529207055),
            (-1.0, 0.19550110947788524),
            (0.0, 0.5),
            (3.182446, 0.9749999941403604),
            (30.0, 0.9999593235978642),
        ],
    },
    Theory {
        id: "log_normal",
        first: [0x4178_ad28, 0x3f15_aa0d, 0x3fd1_8a28, 0x4096_b46b],
        hash: 0x8c93_4998_ee11_7ea3,
        mean: 1.6487212707001282,
        variance: 4.670774270471604,
        fourth: Some(2485.651403873754),
        points: &[
            (0.0, 0.0),
            (0.1, 0.010651099341700138),
            (1.0, 0.5),
            (10.0, 0.9893489006582998),
            (50.0, 0.9999542369047502),
        ],
    },
    Theory {
        id: "bimodal",
        first: [0x4057_cb46, 0x3fdd_a559, 0x400b_5eaa, 0xbfdd_546f],
        hash: 0xddd1_e4aa_0e9c_3ba2,
        mean: 0.0,
        variance: 4.25,
        fourth: Some(22.1875),
        points: &[
            (-3.0, 0.01137506597408961),
            (-2.0, 0.25),
            (0.0, 0.5),
            (1.0, 0.5113750654807958),
            (2.5, 0.9206723730342714),
        ],
    },
    Theory {
        id: "half_normal",
        first: [0x402f_968c, 0x0000_0000, 0x3efc_5b24, 0x3fc6_58dc],
        hash: 0x4184_bc51_1b5c_cce9,
        mean: 0.3989422804014327,
        variance: 0.3408450569081046,
        fourth: Some(0.6282343968087699),
        points: &[
            (0.0, 0.5),
            (1.0, 0.8413447460685429),
            (2.0, 0.9772498680518208),
            (4.0, 0.9999683287581669),
        ],
    },
    Theory {
        id: "outliers",
        first: [0x402f_968c, 0xbf09_6a9a, 0x3eb5_eaa6, 0x3f0a_ae45],
        hash: 0x6e8b_4e15_21fc_2091,
        mean: 0.0,
        variance: 1.1,
        fourth: Some(13.6),
        points: &[
            (-10.0, 0.00025),
            (-5.0, 0.0005002862),
            (0.0, 0.5),
            (1.0, 0.841003404),
            (5.0, 0.9994997138),
            (10.0, 0.99975),
        ],
    },
];

fn theory(id: &str) -> &'static Theory {
    THEORY
        .iter()
        .find(|theory| theory.id == id)
        .unwrap_or_else(|| panic!("{id} needs a line in THEORY"))
}

fn values(id: &str, seed: u64, count: usize) -> Vec<f32> {
    generate(id, seed, count).expect("known and small enough")
}

fn hash(values: &[f32]) -> u64 {
    values.iter().fold(0xcbf2_9ce4_8422_2325, |hash, x| {
        (hash ^ u64::from(x.to_bits())).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn bits_are_pinned() {
    for d in DISTRIBUTIONS {
        let first: Vec<u32> = values(d.id, 0, 4).iter().map(|x| x.to_bits()).collect();
        assert_eq!(first, theory(d.id).first, "{}", d.id);
        assert_eq!(
            hash(&values(d.id, 42, COUNT)),
            theory(d.id).hash,
            "{}",
            d.id
        );
    }
}

#[test]
fn moments_agree_with_theory() {
    for d in DISTRIBUTIONS {
        let theory = theory(d.id);
        let x = values(d.id, 2024, COUNT);
        let n = COUNT as f64;
        let mean = x.iter().map(|&x| f64::from(x)).sum::<f64>() / n;
        // Five standard errors: wrong by chance once in two million runs, and the seed is fixed.
        let error = 5.0 * (theory.variance / n).sqrt();
        assert!(
            (mean - theory.mean).abs() < error,
            "{}: mean {mean}, theory {} +- {error}",
            d.id,
            theory.mean
        );
        if let Some(fourth) = theory.fourth {
            let variance = x
                .iter()
                .map(|&x| (f64::from(x) - theory.mean).powi(2))
                .sum::<f64>()
                / n;
            let error = 5.0 * ((fourth - theory.variance.powi(2)) / n).sqrt();
            assert!(
                (variance - theory.variance).abs() < error,
                "{}: variance {variance}, theory {} +- {error}",
                d.id,
                theory.variance
            );
        }
    }
}

#[test]
fn shares_agree_with_the_distribution_function() {
    for d in DISTRIBUTIONS {
        let x = values(d.id, 77, COUNT);
        for &(point, expected) in theory(d.id).points {
            let share = x.iter().filter(|&&x| f64::from(x) <= point).count() as f64 / COUNT as f64;
            let error = 5.0 * (expected * (1.0 - expected) / COUNT as f64).sqrt();
            assert!(
                (share - expected).abs() <= error,
                "{}: P(X <= {point}) is {share}, theory {expected} +- {error}",
                d.id
            );
        }
    }
}

#[test]
fn pieces_do_not_change_the_values() {
    for d in DISTRIBUTIONS {
        let whole = values(d.id, 5, 1000);
        for piece in [1, 2, 3, 7, 64, 999, 1000] {
            let mut generator = Generator::new(d, 5);
            let mut pieces = vec![f32::NAN; 1000];
            for part in pieces.chunks_mut(piece) {
                generator.fill(part);
                generator.fill(&mut []);
            }
            assert_eq!(pieces, whole, "{} in pieces of {piece}", d.id);
        }
    }
}

#[test]
fn seeds_differ_and_every_value_is_finite() {
    for d in DISTRIBUTIONS {
        let x = values(d.id, 1, COUNT);
        assert!(x.iter().all(|x| x.is_finite()), "{}", d.id);
        for seed in [0, 2, 3, 1 << 32, u64::MAX] {
            let y = values(d.id, seed, 1000);
            let same = x.iter().zip(&y).filter(|(x, y)| x == y).count();
            // Half of the values of `half_normal` are zero, so a quarter of the pairs.
            assert!(same < 400, "{} for seeds 1 and {seed}: {same}", d.id);
        }
    }
}

#[test]
fn half_normal_has_exact_positive_zeros_and_nothing_below() {
    let x = values("half_normal", 3, COUNT);
    assert!(x.iter().all(|x| x.is_sign_positive()));
    let zeros = x.iter().filter(|&&x| x == 0.0).count();
    assert!(zeros.abs_diff(COUNT / 2) < 2600, "{zeros}");
    // The same seed gives the normal values that the ReLU was applied to.
    let before = values("normal", 3, COUNT);
    assert!(x.iter().zip(&before).all(|(x, z)| *x == z.max(0.0)));
}

#[test]
fn uniform_stays_below_one() {
    let x = values("uniform", 9, MAX_COUNT);
    assert!(x.iter().all(|x| (-1.0..1.0).contains(x)));
    assert!(x.contains(&-1.0) || x.iter().any(|&x| x < -0.999_999));
}

#[test]
fn one_value_in_a_thousand_is_an_outlier() {
    let x = values("outliers", 9, COUNT);
    let far = x.iter().filter(|x| x.abs() > 5.5).count();
    assert!(far.abs_diff(1049) < 165, "{far}");
    assert!(x.iter().all(|x| x.abs() < 16.0));
}

#[test]
fn the_count_is_bounded_and_the_id_must_be_known() {
    assert_eq!(generate("normal", 0, 0), Some(vec![]));
    assert_eq!(generate("normal", 0, MAX_COUNT + 1), None);
    assert_eq!(generate("normal", 0, usize::MAX), None);
    assert_eq!(generate("", 0, 1), None);
}

#[test]
fn the_table_is_whole() {
    let ids: Vec<_> = DISTRIBUTIONS.iter().map(|d| d.id).collect();
    assert_eq!(
        ids,
        [
            "normal",
            "laplace",
            "uniform",
            "student_t",
            "log_normal",
            "bimodal",
            "half_normal",
            "outliers"
        ]
    );
    for d in DISTRIBUTIONS {
        assert_eq!(Distribution::by_id(d.id).map(|d| d.label), Some(d.label));
        assert!(
            d.description.ends_with('.') && !d.label.is_empty(),
            "{}",
            d.id
        );
    }
}
