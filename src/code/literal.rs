//! Numbers and texts as the languages write them.

/// A float64 as Python and Rust both read it, exactly; Python's names for what is not finite.
pub fn real(value: f64) -> String {
    if value.is_nan() {
        return "float(\"nan\")".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            "float(\"inf\")"
        } else {
            "float(\"-inf\")"
        }
        .to_owned();
    }
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-5..1e16).contains(&magnitude) {
        return format!("{value:e}");
    }
    let text = value.to_string();
    if text.contains('.') {
        text
    } else {
        text + ".0"
    }
}

/// A float32 by the shortest text that reads back as the same.
pub fn single(value: f32) -> String {
    if !value.is_finite() {
        return real(f64::from(value));
    }
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-5..1e16).contains(&magnitude) {
        return format!("{value:e}");
    }
    let text = value.to_string();
    if text.contains('.') {
        text
    } else {
        text + ".0"
    }
}

/// A text between double quotes: Python and Rust read these escapes alike.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A text for a comment: on one line, whatever it holds.
pub fn remark(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// A list of numbers, in lines that a page is wide enough for.
pub fn list(values: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    let mut width = 0;
    for (place, value) in values.enumerate() {
        if width + value.len() > 88 {
            text.push_str(",\n    ");
            width = 0;
        } else if place > 0 {
            text.push_str(", ");
        }
        width += value.len() + 2;
        text.push_str(&value);
    }
    text.push(']');
    text
}
