//! What the commands say while they work.

use std::time::Duration;

/// Something begins that a person might wait for.
pub fn step(what: &str) {
    eprintln!("==> {what}");
}

/// A detail of the step under way.
pub fn note(what: &str) {
    eprintln!("    {what}");
}

/// The last line of a command that did what it should.
pub fn done(what: &str) {
    eprintln!("==> {what}");
}

/// The last line of a command that failed: one sentence, causes after colons.
pub fn failure(error: &anyhow::Error) {
    eprintln!("{}", sentence(error));
}

/// The error and its causes on one line, e.g. `What failed: why`.
pub fn sentence(error: &anyhow::Error) -> String {
    error
        .chain()
        .map(|cause| cause.to_string())
        .collect::<Vec<_>>()
        .join(": ")
}

/// Bytes as kilobytes of 1000 bytes with one decimal, e.g. `46.1 KB`.
pub fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}

/// A duration as a person says it, e.g. `2 min 28 s`.
pub fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn errors_become_one_line() {
        let error = anyhow!("no such file").context("The page cannot be copied");
        assert_eq!(sentence(&error), "The page cannot be copied: no such file");
    }

    #[test]
    fn units() {
        assert_eq!(kilobytes(46_149), "46.1 KB");
        assert_eq!(time(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(time(Duration::from_secs(148)), "2 min 28 s");
    }
}
