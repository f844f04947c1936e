//! The examples are what they are said to be.

mod common;

use common::{Outcome, pictures};
use quantscope_train::task::{Examples, Goal, TASKS, TEST_EXAMPLES, TRAIN_EXAMPLES, Task};

fn points(set: &Examples) -> impl Iterator<Item = ([f32; 2], f32)> + '_ {
    let points = set.inputs.as_chunks::<2>().0.iter().copied();
    points.zip(set.targets.iter().copied())
}

#[test]
fn tasks_are_balanced_and_near_the_unit_square() {
    for task in TASKS {
        let data = task.data(task.noise, 1);
        for (set, count) in [(data.train(), TRAIN_EXAMPLES), (data.test(), TEST_EXAMPLES)] {
            assert_eq!(set.len(), count, "{}", task.id);
            let inside = set.inputs.iter().filter(|x| x.abs() <= 1.3).count();
            assert!(
                inside as f64 > 0.99 * set.inputs.len() as f64,
                "{}",
                task.id
            );
            for side in 0..2 {
                let along = || set.inputs.iter().skip(side).step_by(2);
                let mean = along().sum::<f32>() / count as f32;
                let most = along().fold(0.0_f32, |most, x| most.max(x.abs()));
                assert!(
                    mean.abs() < 0.1 && most > 0.7,
                    "{}: {mean}, {most}",
                    task.id
                );
            }
            if let Goal::Classes(classes) = task.goal {
                for class in 0..classes {
                    let of = set.targets.iter().filter(|t| **t == class as f32).count();
                    assert_eq!(of, count / classes, "{}", task.id);
                }
            }
        }
        assert_ne!(data.train(), data.test());
        assert_eq!(Task::by_id(task.id).map(|t| t.label), Some(task.label));
    }
}

/// The class of a point without noise.
fn class_of(id: &str, [x, y]: [f32; 2]) -> f32 {
    let to = |on: bool| if on { 1.0 } else { 0.0 };
    match id {
        "circles" => to((x * x + y * y).sqrt() > 0.55),
        "checkerboard" => {
            let square = |x: f32| ((x + 1.0) * 2.0).floor() as i32;
            to((square(x) + square(y)).rem_euclid(2) == 1)
        }
        // The distance to each moon's circle; both end at half the height.
        "moons" => {
            let (x, y) = (1.5 * x + 0.5, y + 0.25);
            let upper = ((x * x + y * y).sqrt() - 1.0).abs();
            let lower = (((x - 1.0).powi(2) + (y - 0.5).powi(2)).sqrt() - 1.0).abs();
            to(lower < upper)
        }
        _ => {
            let turned = f64::from(x).atan2(f64::from(y)) / core::f64::consts::TAU;
            let along = f64::from((x * x + y * y).sqrt());
            let off = (turned - 1.75 * along).rem_euclid(1.0);
            to((0.25..0.75).contains(&off))
        }
    }
}

#[test]
fn without_noise_the_classes_are_where_they_should_be() {
    for task in TASKS.iter().filter(|task| task.goal != Goal::Number) {
        let data = task.data(0.0, 2);
        for (point, class) in points(data.train()).chain(points(data.test())) {
            assert_eq!(class_of(task.id, point), class, "{} at {point:?}", task.id);
        }
    }
}

#[test]
fn noise_is_as_large_as_it_is_said() -> Outcome {
    let plane = Task::by_id("plane").ok_or("no plane")?;
    for noise in [0.0, 0.05, 0.3] {
        let data = plane.data(noise, 4);
        let squares = points(data.train()).map(|([x, y], target)| {
            let error = f64::from(target - 0.5 * (x + y));
            error * error
        });
        let found = (squares.sum::<f64>() / data.train().len() as f64).sqrt();
        assert!(
            (found - f64::from(noise)).abs() <= 0.1 * f64::from(noise) + 1e-7,
            "{found}"
        );
    }
    Ok(())
}

#[test]
fn the_digits_are_those_of_scikit_learn() -> Outcome {
    let data = pictures()?;
    assert_eq!((data.features(), data.side()), (64, Some(8)));
    assert_eq!(data.goal(), Goal::Classes(10));
    assert_eq!((data.train().len(), data.test().len()), (1438, 359));
    let mut counts = [0; 10];
    for label in data.train().targets.iter().chain(&data.test().targets) {
        counts[*label as usize] += 1;
    }
    assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    for class in 0..10 {
        let held_out = data
            .test()
            .targets
            .iter()
            .filter(|t| **t == class as f32)
            .count();
        assert!((20..=55).contains(&held_out), "{class}: {held_out}");
    }
    let pixels = data.train().inputs.iter().chain(&data.test().inputs);
    let sum: f64 = pixels.map(|pixel| f64::from(*pixel) * 16.0).sum();
    assert_eq!(sum, 561_718.0);
    // The first picture of the file, a zero, is in one of the sets.
    let first = [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0].map(|p| p as f32 / 16.0);
    let mut all = data
        .train()
        .inputs
        .chunks(64)
        .chain(data.test().inputs.chunks(64));
    assert!(all.any(|picture| picture.starts_with(&first)));
    Ok(())
}
