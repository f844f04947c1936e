//! The lecturer's page: its links open what they say.

use quantscope::lesson::{self, LESSONS};
use quantscope::state::{AT, LOOKS, State};

use crate::parse;

const PAGE: &str = include_str!("../../docs/lecture.md");
/// What the page puts before each address.
const HOST: &str = "http://127.0.0.1:8080/";

/// The addresses of the links.
fn links() -> Vec<&'static str> {
    let links = PAGE.split("](").skip(1);
    let targets = links.filter_map(|rest| rest.split(')').next());
    targets.filter_map(|to| to.strip_prefix(HOST)).collect()
}

/// A state without what only says how it is looked at.
fn settings(mut state: State) -> String {
    for key in LOOKS {
        state.reset(key);
    }
    state.to_hash()
}

#[test]
fn every_link_is_an_address_as_the_page_writes_it() {
    let links = links();
    assert!(links.len() > 10, "{links:?}");
    for link in links {
        assert_eq!(parse(link).to_hash(), link);
    }
}

#[test]
fn a_link_to_a_station_has_what_the_station_sets() {
    let mut lessons = Vec::new();
    for link in links() {
        let state = parse(link);
        let at = state.integer(&AT) as usize;
        let Some(before) = at.checked_sub(1) else {
            continue;
        };
        let course = (lesson::of(&state).part)().course.as_ref();
        let station = course.and_then(|course| course.story.stations.get(before));
        let station = station.unwrap_or_else(|| panic!("{link} has no station {at}"));
        let address = format!("#/{}", station.address);
        assert_eq!(settings(state.clone()), settings(parse(&address)), "{link}");
        lessons.push(state.lesson());
    }
    lessons.dedup();
    // In the order of the course.
    let course = LESSONS.iter().map(|lesson| lesson.schema.id);
    let walked: Vec<&str> = course.filter(|id| lessons.contains(id)).collect();
    assert_eq!(lessons, walked);
}

#[test]
fn the_plan_takes_45_minutes() {
    let rows = PAGE
        .lines()
        .filter(|line| line.contains(&format!("]({HOST}")));
    let minutes = rows.filter_map(|row| {
        row.strip_prefix("| ")?
            .split(' ')
            .next()?
            .parse::<u32>()
            .ok()
    });
    assert_eq!(minutes.sum::<u32>(), 45);
}
