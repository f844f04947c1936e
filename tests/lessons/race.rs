//! The race with a clock of the test's own: it ends, tells how far it is, leaves out
//! what would take too long, and its medians are those of the times.

use std::cell::{Cell, RefCell};

use quantscope::lesson::job::Job;
use quantscope::lesson::xnor::race::{RACERS, ROUNDS, Race, RaceReport, SIZES, XNOR};
use quantscope::lesson::{self, Shelf};

use crate::parse;

thread_local! {
    static NOW: Cell<f64> = const { Cell::new(0.0) };
    static READ: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
}

/// Between two looks at it more passes than a measurement must last, and each time
/// another span.
fn uneven() -> f64 {
    let now = NOW.get();
    let next = now + 4.0 + (now * 7919.0) % 97.0 / 16.0;
    NOW.set(next);
    READ.with_borrow_mut(|read| read.push(next));
    next
}

fn still() -> f64 {
    3.0
}

type Times = Vec<[Vec<f64>; RACERS.len()]>;

fn decode(bytes: &[u8]) -> RaceReport {
    postcard::from_bytes(bytes).expect("a report of the race")
}

/// The size and the racer that have one time more than before, if any; all other times
/// are what they were.
fn newest(report: &RaceReport, before: &Times) -> Option<(usize, usize)> {
    let mut found = None;
    for (size, racers) in report.times.iter().enumerate() {
        for (racer, times) in racers.iter().enumerate() {
            let known = before.get(size).map_or(&[][..], |racers| &racers[racer]);
            assert_eq!(&times[..known.len()], known);
            if times.len() > known.len() {
                assert_eq!((times.len(), found), (known.len() + 1, None));
                found = Some((size, racer));
            }
        }
    }
    found
}

/// The middle one of an odd number of times.
fn middle(times: &[f64]) -> f64 {
    let rank = |time: f64| times.iter().filter(|&&other| other < time).count();
    let half = times.len() / 2;
    *times
        .iter()
        .find(|&&time| rank(time) <= half && rank(time.next_up()) > half)
        .expect("one of them is in the middle")
}

#[test]
fn a_race_ends_and_reports_what_it_has_measured() {
    let mut race = Race::new();
    let mut times: Times = Vec::new();
    let (mut elapsed, mut done, mut last) = (0.0, 0.0, RaceReport::default());
    while let Some(bytes) = race.advance(uneven) {
        last = decode(&bytes);
        let read = READ.take();
        elapsed += match (read.first(), read.last()) {
            (Some(first), Some(last)) => last - first,
            _ => 0.0,
        };
        assert!(
            (done..=1.0).contains(&last.done),
            "{} after {done}",
            last.done
        );
        done = last.done;
        if let Some((size, racer)) = newest(&last, &times) {
            times.resize_with(last.times.len(), Default::default);
            times[size][racer].push(std::mem::take(&mut elapsed));
            let found = last.times[size][racer].last().copied().unwrap_or(0.0);
            let right = times[size][racer].last().copied().unwrap_or(0.0);
            assert!(
                (found - right).abs() < 1e-6,
                "{found} where {right} is right"
            );
            // What is compared later is what the report says.
            times[size][racer].pop();
            times[size][racer].push(found);
        }
    }
    assert_eq!(done, 1.0);
    assert_eq!(race.advance(uneven), None, "what has ended stays so");

    assert_eq!(last.times.len(), SIZES.len());
    for (place, size) in SIZES.into_iter().enumerate() {
        for (racer, entry) in RACERS.iter().enumerate() {
            let what = format!("{} at {size}", entry.label);
            // Only loops by definition at 1024 are not waited for.
            if (size, racer) == (1024, 0) {
                assert_eq!(last.median(place, racer), None, "{what}");
                assert_eq!(last.ratio(place, racer), None, "{what}");
                continue;
            }
            let times = &last.times[place][racer];
            assert_eq!(times.len(), ROUNDS, "{what}");
            assert!(times.iter().all(|&time| time >= 4.0), "{what}");
            assert_eq!(last.median(place, racer), Some(middle(times)), "{what}");
            let ratio = middle(times) / middle(&last.times[place][XNOR]);
            assert_eq!(last.ratio(place, racer), Some(ratio), "{what}");
        }
    }
    assert_eq!(last.median(SIZES.len(), 0), None, "no such size");
    assert_eq!(RaceReport::default().median(0, 0), None, "nothing has run");
}

#[test]
fn medians_of_any_number_of_times() {
    let report = |times: &[f64]| {
        let mut report = RaceReport::default();
        report.times.push(std::array::from_fn(|_| times.to_vec()));
        report.median(0, 1)
    };
    assert_eq!(report(&[]), None);
    assert_eq!(report(&[5.0]), Some(5.0));
    assert_eq!(report(&[9.0, 1.0]), Some(5.0));
    assert_eq!(report(&[9.0, 1.0, 2.0]), Some(2.0));
    assert_eq!(report(&[4.0, 9.0, 1.0, 2.0]), Some(3.0));
}

/// A clock that stands still neither holds the race up nor makes ratios of nothing.
#[test]
fn a_clock_that_stands_still_is_not_waited_for() {
    let mut race = Race::new();
    // The smallest size once round.
    let mut report = RaceReport::default();
    for _ in RACERS {
        let bytes = race.advance(still).expect("it has just begun");
        report = decode(&bytes);
    }
    for racer in 0..RACERS.len() {
        assert_eq!(report.median(0, racer), Some(0.0));
        assert_eq!(report.ratio(0, racer), None);
    }
}

#[test]
fn the_lesson_s_race_begins_with_nothing() {
    let state = parse("xnor");
    let begin = (lesson::of(&state).part)()
        .job
        .expect("the lesson has a race");
    let mut job = begin(&state, &Shelf::default());
    let report = decode(&job.advance(uneven).expect("it has just begun"));
    assert_eq!(report.times.len(), 1);
    assert!(report.done > 0.0 && report.done < 0.01, "{}", report.done);
}
