//! Short names for what the page's module imports from its bindings.
//!
//! wasm-bindgen names each by what it calls, with a hash of sixteen digits, once in the module and once
//! in the script. Nobody reads these names, and hashes are what no compression makes smaller.

use crate::module::with_imports_renamed;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Where the module imports the bindings from.
const BINDINGS: &str = "./quantscope_bg.js";

/// Gives the imports of a module short names, there and in the script that has them.
pub fn shorten(module: &Path, script: &Path) -> Result<()> {
    let bytes = fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let text = fs::read_to_string(script)
        .with_context(|| format!("{} cannot be read", script.display()))?;
    let mut names = BTreeMap::new();
    let bytes = with_imports_renamed(&bytes, BINDINGS, |name| {
        let next = short(names.len());
        names.entry(name.to_owned()).or_insert(next).clone()
    })
    .with_context(|| format!("The imports of {} cannot be read", module.display()))?;
    let text = renamed(&text, &names)?;
    fs::write(module, bytes).with_context(|| format!("{} cannot be written", module.display()))?;
    fs::write(script, text).with_context(|| format!("{} cannot be written", script.display()))
}

/// The script with other names for its keys. Each has to be there once: what stands anywhere else is
/// not understood.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let mut text = String::with_capacity(script.len());
    let mut found = 0;
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut rest = script;
    while let Some(start) = rest.find(word) {
        let (before, from) = rest.split_at(start);
        let (name, after) = from.split_at(from.find(|c| !word(c)).unwrap_or(from.len()));
        text.push_str(before);
        match names.get(name) {
            Some(short) => {
                ensure!(
                    after.starts_with(':'),
                    "The bindings name {name} where it is no key."
                );
                found += 1;
                text.push_str(short);
            }
            None => text.push_str(name),
        }
        rest = after;
    }
    text.push_str(rest);
    ensure!(
        found == names.len(),
        "The module imports {} names, of which the bindings have {found}.",
        names.len()
    );
    Ok(text)
}

/// The name of a number: letters, the shortest first.
fn short(number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let last = char::from(LETTERS[number % LETTERS.len()]);
    match number / LETTERS.len() {
        0 => last.to_string(),
        more => short(more - 1) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_each_its_own() {
        assert_eq!(
            (short(0), short(51), short(52)),
            ("a".into(), "Z".into(), "aa".into())
        );
        let all: std::collections::BTreeSet<String> = (0..3000).map(short).collect();
        assert_eq!(all.len(), 3000);
        assert_eq!(short(2755), "ZZ");
    }

    #[test]
    fn keys_are_renamed_and_nothing_else() {
        let names = |of: &[&str]| {
            let pairs = of.iter().enumerate();
            pairs
                .map(|(i, name)| ((*name).to_owned(), short(i)))
                .collect()
        };
        let script = "const x = { __wbg_now_12: function() { return now_12(); }, old: 1 };";
        assert_eq!(
            renamed(script, &names(&["__wbg_now_12"])).unwrap(),
            "const x = { a: function() { return now_12(); }, old: 1 };"
        );
        assert!(renamed(script, &names(&["now_12"])).is_err());
        assert!(renamed(script, &names(&["__wbg_now_12", "absent"])).is_err());
    }
}
