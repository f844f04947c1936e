//! Bytes as letters of an HTML file.
//!
//! In windows-1252 as browsers know it (WHATWG Encoding, section 9) each byte is a letter of its own, so that
//! packed bytes can stand in a script of the file as they are, where base64 would take a third more. HTML makes
//! NUL another letter (WHATWG HTML, section 13.2.5.4), by which `loader.js` still knows it, but CR becomes LF and
//! is lost. So CR is taken out as Cheshire and Baker's Consistent Overhead Byte Stuffing takes zeros out (ACM
//! SIGCOMM 1997): instead of it stands how far it is to the next, 0.4 % more at the most. And since
//! `</script` and `<!--` end or hide what follows, all bytes are changed by a key under which neither occurs.

/// HTML knows it as the end of a line.
const TAKEN_OUT: u8 = b'\r';

/// As many bytes as a run may have: its length and one more fit a byte.
const LONGEST_RUN: usize = 254;

/// What HTML reads in a script, in small letters.
const READ: [&[u8]; 2] = [b"</script", b"<!--"];

/// Bytes that may stand between `<script>` and `</script>`.
pub struct Letters {
    /// What each byte has been changed by: exclusive or.
    pub key: u8,
    pub letters: Vec<u8>,
}

/// Writes bytes as letters.
pub fn write(bytes: &[u8]) -> Letters {
    let with = |key| Letters {
        key,
        letters: stuffed(bytes, key),
    };
    // The first will do nearly always; for all to fail, each of 256 texts would have to have these words.
    (0..=u8::MAX)
        .map(with)
        .find(|found| !is_read(&found.letters))
        .unwrap_or_else(|| with(0))
}

/// The runs between what is taken out, each after a byte that tells its length and one more. A run of the
/// greatest length is followed by nothing, every other by what is taken out, the last one too.
fn stuffed(bytes: &[u8], key: u8) -> Vec<u8> {
    let mut letters = Vec::with_capacity(bytes.len() + bytes.len() / LONGEST_RUN + 1);
    let changed: Vec<u8> = bytes.iter().map(|byte| byte ^ key).collect();
    for part in changed.split(|&byte| byte == TAKEN_OUT) {
        let (full, rest) = part.as_chunks::<LONGEST_RUN>();
        for run in full.iter().map(<[u8; LONGEST_RUN]>::as_slice).chain([rest]) {
            // A length is never zero, and so never what is taken out.
            letters.push((run.len() + 1) as u8 ^ TAKEN_OUT);
            letters.extend(run);
        }
    }
    letters
}

fn is_read(letters: &[u8]) -> bool {
    READ.iter().any(|word| {
        letters
            .windows(word.len())
            .any(|found| found.eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `loader.js` reads them.
    fn read(letters: &[u8], key: u8) -> Vec<u8> {
        let (mut bytes, mut rest) = (Vec::new(), letters);
        while let Some((length, after)) = rest.split_first() {
            let length = usize::from(length ^ TAKEN_OUT) - 1;
            let (run, after) = after.split_at(length);
            bytes.extend(run.iter().map(|byte| byte ^ key));
            if length < LONGEST_RUN {
                bytes.push(TAKEN_OUT ^ key);
            }
            rest = after;
        }
        assert_eq!(bytes.pop(), Some(TAKEN_OUT ^ key));
        bytes
    }

    #[test]
    fn every_byte_comes_back_and_none_is_lost_to_html() {
        let all: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        // Runs around the greatest length, at the end too.
        let runs = [252, 253, 254, 255, 508, 509].map(|length| vec![7; length]);
        let ends = runs.iter().map(|run| [run, &b"\r"[..]].concat());
        let others = [vec![], vec![TAKEN_OUT; 3], runs.join(&TAKEN_OUT), all];
        for bytes in runs.iter().cloned().chain(ends).chain(others) {
            let Letters { key, letters } = write(&bytes);
            assert!(!letters.contains(&TAKEN_OUT));
            assert!(letters.len() <= bytes.len() + bytes.len() / LONGEST_RUN + 1);
            assert_eq!(read(&letters, key), bytes);
        }
    }

    #[test]
    fn what_ends_a_script_is_written_under_another_key() {
        assert_eq!(write(b"< / script").key, 0);
        for word in ["a </script>", "a </SCRIPT ", "<!-- a"] {
            let Letters { key, letters } = write(word.as_bytes());
            assert!(key != 0 && !is_read(&letters), "{word}");
            assert_eq!(read(&letters, key), word.as_bytes());
        }
    }
}
