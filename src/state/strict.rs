//! Addresses that are read by a program for a person: what the page would silently leave out or
//! change is told instead, for it would show something else than was asked for.

use super::{Key, Kind, Schema, State, is_word, url};
use crate::decimal;

impl State {
    /// Reads an address, which may be a whole link. The sentence says what is wrong with it.
    ///
    /// # Errors
    ///
    /// A lesson or a key that there is not, and a value that the key does not take.
    ///
    /// ```
    /// use quantscope::lesson::schemas;
    /// use quantscope::state::State;
    ///
    /// let state = State::parse_strictly("https://host/page/#/pact?bits=3", &schemas())?;
    /// assert_eq!(state.to_hash(), "#/pact?bits=3");
    /// let refusal = State::parse_strictly("#/pact?bits=9", &schemas()).unwrap_err();
    /// assert_eq!(refusal, "bits=9: write a whole number from 1 to 8");
    /// # Ok::<(), String>(())
    /// ```
    pub fn parse_strictly(address: &str, schemas: &[&'static Schema]) -> Result<Self, String> {
        let hash = address.find('#').map_or(address, |place| &address[place..]);
        let (lesson, pairs) = url::split(hash);
        let Some(schema) = schemas.iter().find(|schema| schema.id == lesson) else {
            let ids: Vec<&str> = schemas.iter().map(|schema| schema.id).collect();
            return Err(format!(
                "there is no lesson \"{lesson}\"; write #/ and one of {}",
                ids.join(", ")
            ));
        };
        let mut state = Self::new(schema);
        for (id, text) in pairs {
            let Some(key) = schema.all_keys().find(|key| key.id == id) else {
                let ids: Vec<&str> = schema.all_keys().map(|key| key.id).collect();
                return Err(format!(
                    "the lesson {lesson} has no key \"{id}\"; its keys are {}",
                    ids.join(", ")
                ));
            };
            match wish(key, &text) {
                None => state.set_text(key, &text),
                Some(wish) => return Err(format!("{id}={text}: write {wish}")),
            }
        }
        Ok(state)
    }
}

/// What a person should have written instead of this text, if it is no value of the key.
fn wish(key: &Key, text: &str) -> Option<String> {
    match key.kind {
        Kind::Number {
            min, max, scale, ..
        } => {
            let whole = scale.is_integer();
            let fits = |x: f64| (min..=max).contains(&x) && (!whole || x.fract() == 0.0);
            let read = decimal::parse_f64(text.trim()).is_some_and(fits);
            (!read).then(|| {
                let what = if whole { "a whole number" } else { "a number" };
                format!("{what} from {} to {}", url::number(min), url::number(max))
            })
        }
        Kind::Choice { options, .. } => key.choice(text).is_none().then(|| {
            let ids: Vec<&str> = options().iter().map(|choice| choice.id).collect();
            format!("one of {}", ids.join(", "))
        }),
        Kind::Flag { .. } => {
            let read = matches!(text, "0" | "1" | "true" | "false" | "");
            (!read).then(|| "0 or 1".to_owned())
        }
        Kind::Words => {
            let read = text.split(',').all(is_word);
            (!read)
                .then(|| "words of small letters, digits, - and _ with commas between".to_owned())
        }
    }
}
