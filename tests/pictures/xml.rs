//! Whether a document is well-formed XML, as far as ours go: elements, attributes, text and the
//! five entities; no comments, declarations or CDATA.

/// The names of all elements in the order in which they begin.
pub fn elements(document: &str) -> Result<Vec<String>, String> {
    let mut rest = document;
    let (mut names, mut open) = (Vec::new(), Vec::new());
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        content(text)?;
        if open.is_empty() && !text.trim().is_empty() {
            return Err(format!("{text:?} is outside the root"));
        }
        let end = rest[at..]
            .find('>')
            .ok_or("a tag has no end")?
            .saturating_add(at);
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name.to_owned()) {
                return Err(format!("</{name}> closes another element"));
            }
            continue;
        }
        if open.is_empty() && !names.is_empty() {
            return Err("there are two roots".to_owned());
        }
        let (tag, empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(format!("{name:?} is no name"));
        }
        check_attributes(attributes)?;
        names.push(name.to_owned());
        if !empty {
            open.push(name.to_owned());
        }
    }
    if open.is_empty() && rest.trim().is_empty() {
        Ok(names)
    } else {
        Err(format!("{open:?} stay open, {rest:?} follows"))
    }
}

fn check_attributes(text: &str) -> Result<(), String> {
    let mut rest = text;
    let mut seen = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest
            .split_once("=\"")
            .ok_or_else(|| format!("{rest:?} is no attribute"))?;
        let (value, after) = after.split_once('"').ok_or("an attribute has no end")?;
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
            return Err(format!("{name:?} is no attribute's name"));
        }
        if seen.contains(&name) {
            return Err(format!("{name} is given twice"));
        }
        seen.push(name);
        content(value)?;
        rest = after.strip_prefix(' ').unwrap_or(after);
        if !after.is_empty() && rest.len() == after.len() {
            return Err(format!("no space before {after:?}"));
        }
    }
    Ok(())
}

/// Text between tags or in an attribute.
fn content(text: &str) -> Result<(), String> {
    for (at, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
        if !known.iter().any(|entity| text[at..].starts_with(entity)) {
            return Err(format!("a bare & in {text:?}"));
        }
    }
    match text.chars().find(|c| {
        matches!(c, '<' | '\u{fffe}' | '\u{ffff}') || (c.is_ascii_control() && *c != '\n')
    }) {
        Some(c) => Err(format!("{c:?} in {text:?}")),
        None => Ok(()),
    }
}
