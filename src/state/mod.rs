//! The settings of a lesson, and the URL that holds them.
//!
//! The page's URL is its document: `#/LESSON?key=value&...`. Every string is a
//! valid address: unknown keys are kept out, bad values are clamped or fall back
//! to the default, and nothing panics. The same string is what a worker, an embed
//! and a test use.

mod key;
mod keys;
mod strict;
mod url;

use crate::decimal;

pub use key::{Choice, Key, Kind, Scale};
pub use keys::{
    AT, COUNT, EMBED, GUESS, HIDE, LOCK, LOOKS, PRESENT, SEED, SHARED, SHIFT, SIGNAL, SPREAD, THEME,
};

/// What a lesson's URL may hold: the lesson's id and its own keys. The keys that
/// all lessons share ([`SHARED`]) come on top.
#[derive(Debug)]
pub struct Schema {
    pub id: &'static str,
    pub keys: &'static [&'static Key],
}

impl Schema {
    /// The lesson's keys and the shared ones.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().chain(SHARED).copied()
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number(f64),
    Choice(&'static str),
    Flag(bool),
    Words(String),
}

/// The settings of one lesson: what differs from the defaults.
///
/// ```
/// use quantscope::lesson::schemas;
/// use quantscope::state::{SEED, State};
///
/// let mut state = State::parse("#/formats?seed=7&no=such&count=-3", &schemas());
/// assert_eq!(state.number(&SEED), Some(7.0));
/// state.set_number(&SEED, f64::INFINITY);
/// assert_eq!(state.to_hash(), "#/formats?count=1&seed=4294967295");
/// ```
#[derive(Clone, Debug)]
pub struct State {
    schema: &'static Schema,
    /// What differs from the defaults, in the order of the ids. (A handful at most,
    /// for which a tree would be a tenth of the page's code for nothing.)
    values: Vec<(&'static str, Value)>,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.schema.id == other.schema.id && self.values == other.values
    }
}

impl State {
    /// The defaults of a lesson.
    #[must_use]
    pub fn new(schema: &'static Schema) -> Self {
        Self {
            schema,
            values: Vec::new(),
        }
    }

    /// Reads an address. The first of `schemas` is the one to fall back to;
    /// `schemas` must not be empty.
    #[must_use]
    pub fn parse(hash: &str, schemas: &[&'static Schema]) -> Self {
        let (lesson, pairs) = url::split(hash);
        let schema = schemas
            .iter()
            .find(|schema| schema.id == lesson)
            .unwrap_or(&schemas[0]);
        let mut state = Self::new(schema);
        for (id, text) in pairs {
            if let Some(key) = schema.all_keys().find(|key| key.id == id) {
                state.set_text(key, &text);
            }
        }
        state
    }

    /// The address of this state. Settings at their defaults are left out.
    #[must_use]
    pub fn to_hash(&self) -> String {
        let mut hash = format!("#/{}", self.schema.id);
        // In the order of the ids, so that one state has one address.
        for (index, (id, value)) in self.values.iter().enumerate() {
            let text = match value {
                Value::Number(value) => url::number(*value),
                Value::Choice(id) => (*id).to_owned(),
                Value::Flag(on) => String::from(if *on { "1" } else { "0" }),
                Value::Words(words) => words.clone(),
            };
            hash.push(if index == 0 { '?' } else { '&' });
            hash.push_str(id);
            hash.push('=');
            hash.push_str(&text);
        }
        hash
    }

    /// Which lesson this is.
    #[must_use]
    pub fn lesson(&self) -> &'static str {
        self.schema.id
    }

    /// The lesson's schema.
    #[must_use]
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The same shared settings (signal, theme, embedding) in another lesson.
    #[must_use]
    pub fn in_lesson(&self, schema: &'static Schema) -> Self {
        let mut next = Self::new(schema);
        let of_this_lesson = [AT.id, GUESS.id, LOCK.id];
        for key in SHARED
            .iter()
            .filter(|key| !of_this_lesson.contains(&key.id))
        {
            if let Some(value) = self.value(key) {
                next.set(key, value.clone());
            }
        }
        next
    }

    /// A number, or `None` while the lesson chooses it.
    #[must_use]
    pub fn number(&self, key: &Key) -> Option<f64> {
        match (self.value(key), key.kind) {
            (Some(Value::Number(value)), _) => Some(*value),
            (_, Kind::Number { default, .. }) => default,
            _ => None,
        }
    }

    /// A number of a key that has a default. (Zero for a key that has none, which
    /// a test of every lesson's table rules out where this is used.)
    #[must_use]
    pub fn real(&self, key: &Key) -> f64 {
        self.number(key).unwrap_or(0.0)
    }

    /// A whole number of a key that has a default and no negative values.
    #[must_use]
    pub fn integer(&self, key: &Key) -> u32 {
        self.real(key) as u32
    }

    /// The id that is chosen.
    #[must_use]
    pub fn choice(&self, key: &Key) -> &'static str {
        match (self.value(key), key.kind) {
            (Some(Value::Choice(id)), _) => id,
            (_, Kind::Choice { default, .. }) => default,
            _ => "",
        }
    }

    /// Whether a flag is on.
    #[must_use]
    pub fn flag(&self, key: &Key) -> bool {
        match (self.value(key), key.kind) {
            (Some(Value::Flag(on)), _) => *on,
            (_, Kind::Flag { default }) => default,
            _ => false,
        }
    }

    /// The words of a list.
    pub fn words(&self, key: &Key) -> impl Iterator<Item = &str> {
        match self.value(key) {
            Some(Value::Words(words)) => words.as_str(),
            _ => "",
        }
        .split(',')
        .filter(|word| !word.is_empty())
    }

    /// Whether the address keeps a person from changing a setting. How a page is looked at
    /// can always be changed.
    #[must_use]
    pub fn is_locked(&self, key: &Key) -> bool {
        let looks = LOOKS.iter().any(|look| look.id == key.id);
        !looks
            && self
                .words(&LOCK)
                .any(|word| word == key.id || word == "all")
    }

    /// Sets a number, clamped into the key's range. NaN changes nothing, nor does a locked
    /// setting change.
    pub fn set_number(&mut self, key: &'static Key, value: f64) {
        if !self.is_locked(key) {
            self.put_number(key, value);
        }
    }

    /// Chooses an entry. An id that the key's table lacks changes nothing.
    pub fn set_choice(&mut self, key: &'static Key, id: &str) {
        if !self.is_locked(key) {
            self.put_choice(key, id);
        }
    }

    /// Sets a flag.
    pub fn set_flag(&mut self, key: &'static Key, on: bool) {
        if !self.is_locked(key) {
            self.put_flag(key, on);
        }
    }

    /// Sets the words of a list; what is no word is left out.
    pub fn set_words<'a>(&mut self, key: &'static Key, words: impl Iterator<Item = &'a str>) {
        if self.is_locked(key) {
            return;
        }
        self.reset(key);
        let words: Vec<&str> = words.collect();
        self.set_text(key, &words.join(","));
    }

    /// The state of another address, looked at as this one is: theme, what an embedding page
    /// or a lecturer's link left out. What is locked stays as it is here, as far as the other
    /// lesson has it.
    #[must_use]
    pub fn going_to(&self, goal: &Self) -> Self {
        let mut next = goal.clone();
        for key in next.schema.all_keys() {
            let station = key.id == AT.id || key.id == GUESS.id;
            let looks = LOOKS.iter().any(|look| look.id == key.id) && !station;
            let locked = self.is_locked(key) && self.schema.id == next.schema.id;
            if looks || locked {
                match self.value(key) {
                    Some(value) => next.set(key, value.clone()),
                    None => next.reset(key),
                }
            }
        }
        next
    }

    fn put_number(&mut self, key: &'static Key, value: f64) {
        if let Some(value) = key.clamp(value) {
            self.set(key, Value::Number(value));
        }
    }

    fn put_choice(&mut self, key: &'static Key, id: &str) {
        if let Some(choice) = key.choice(id) {
            self.set(key, Value::Choice(choice.id));
        }
    }

    fn put_flag(&mut self, key: &'static Key, on: bool) {
        if let Kind::Flag { .. } = key.kind {
            self.set(key, Value::Flag(on));
        }
    }

    /// Back to the default.
    pub fn reset(&mut self, key: &Key) {
        if let Ok(place) = self.place(key) {
            self.values.remove(place);
        }
    }

    /// Whether a person has changed the setting.
    #[must_use]
    pub fn is_default(&self, key: &Key) -> bool {
        self.place(key).is_err()
    }

    fn value(&self, key: &Key) -> Option<&Value> {
        let place = self.place(key).ok()?;
        Some(&self.values[place].1)
    }

    /// Where the key's value is, or would be.
    fn place(&self, key: &Key) -> Result<usize, usize> {
        self.values.binary_search_by_key(&key.id, |(id, _)| id)
    }

    fn set_text(&mut self, key: &'static Key, text: &str) {
        match key.kind {
            Kind::Number { .. } => {
                if let Some(value) = decimal::parse_f64(text.trim()) {
                    self.put_number(key, value);
                }
            }
            Kind::Choice { .. } => self.put_choice(key, text),
            Kind::Flag { .. } => match text {
                "1" | "true" | "" => self.put_flag(key, true),
                "0" | "false" => self.put_flag(key, false),
                _ => {}
            },
            Kind::Words => {
                let words: Vec<&str> = text
                    .split(',')
                    .filter(|word| is_word(word))
                    .take(MAX_WORDS)
                    .collect();
                if !words.is_empty() {
                    self.set(key, Value::Words(words.join(",")));
                }
            }
        }
    }

    fn set(&mut self, key: &'static Key, value: Value) {
        let default = match key.kind {
            Kind::Number { default, .. } => default.map(Value::Number),
            Kind::Choice { default, .. } => Some(Value::Choice(default)),
            Kind::Flag { default } => Some(Value::Flag(default)),
            Kind::Words => None,
        };
        if default.as_ref() == Some(&value) {
            self.reset(key);
            return;
        }
        match self.place(key) {
            Ok(place) => self.values[place].1 = value,
            Err(place) => self.values.insert(place, (key.id, value)),
        }
    }
}

const MAX_WORDS: usize = 32;

fn is_word(word: &str) -> bool {
    (1..=32).contains(&word.len())
        && word.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
        })
}
