//! The address as text: its pieces, and numbers in it.

/// Splits `#/lesson?a=1&b=2` into the lesson's id and its pairs. Total: whatever
/// is missing or malformed comes out empty.
pub fn split(hash: &str) -> (&str, Vec<(String, String)>) {
    let address = hash.trim_start_matches('#').trim_start_matches('/');
    let (lesson, query) = address.split_once('?').unwrap_or((address, ""));
    let pairs = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (id, text) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decode(id), percent_decode(text))
        })
        .collect();
    (lesson.trim_end_matches('/'), pairs)
}

/// A number as the address writes it: the shortest text that reads back the same.
pub fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-6..1e15).contains(&magnitude) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                bytes.push(hex_digit(*high) << 4 | hex_digit(*low));
                rest = after;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_digit(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit.wrapping_sub(b'A').wrapping_add(10),
    }
}
