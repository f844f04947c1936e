//! Room for a call's numbers inside the module's memory, kept for the next call:
//! WebAssembly memory only grows, so giving it back would save nothing, and fresh
//! memory would have to be cleared.

use std::cell::RefCell;

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::options::error;
use crate::quant::CodesMut;

/// Where a pass writes.
#[derive(Default)]
pub struct Scratch {
    /// As many as the call has numbers.
    pub count: usize,
    values: Vec<f32>,
    bytes: Vec<u8>,
    signed_bytes: Vec<i8>,
    words: Vec<u16>,
    signed_words: Vec<i16>,
}

/// What a pass wrote.
pub enum Written<'a> {
    U8(&'a [u8]),
    I8(&'a [i8]),
    U16(&'a [u16]),
    I16(&'a [i16]),
}

impl Scratch {
    /// Room for codes, 16 bits wide or 8, and for values.
    pub fn outputs(&mut self, wide: bool, signed: bool) -> (CodesMut<'_>, &mut [f32]) {
        let count = self.count;
        let codes = match (wide, signed) {
            (false, false) => CodesMut::U8(room(&mut self.bytes, count)),
            (false, true) => CodesMut::I8(room(&mut self.signed_bytes, count)),
            (true, false) => CodesMut::U16(room(&mut self.words, count)),
            (true, true) => CodesMut::I16(room(&mut self.signed_words, count)),
        };
        (codes, room(&mut self.values, count))
    }

    /// The codes that were written into that room.
    pub fn codes(&self, wide: bool, signed: bool) -> Written<'_> {
        match (wide, signed) {
            (false, false) => Written::U8(&self.bytes[..self.count]),
            (false, true) => Written::I8(&self.signed_bytes[..self.count]),
            (true, false) => Written::U16(&self.words[..self.count]),
            (true, true) => Written::I16(&self.signed_words[..self.count]),
        }
    }

    /// The values that were written.
    pub fn values(&self) -> &[f32] {
        &self.values[..self.count]
    }
}

thread_local! {
    static ROOM: RefCell<(Vec<f32>, Scratch)> = RefCell::default();
}

/// Runs a call on a copy of its numbers.
pub fn with_scratch<T>(
    input: &Float32Array,
    call: impl FnOnce(&[f32], &mut Scratch) -> Result<T, JsValue>,
) -> Result<T, JsValue> {
    let count = input.length() as usize;
    ROOM.with(|shared| {
        // Nothing inside calls back into JavaScript that could enter here again.
        let Ok(mut shared) = shared.try_borrow_mut() else {
            return Err(error("a call is still at work"));
        };
        let (copy, scratch) = &mut *shared;
        let copied = room(copy, count);
        input.copy_to(copied);
        scratch.count = count;
        call(copied, scratch)
    })
}

/// The first `count` elements, grown if there are fewer.
fn room<T: Clone + Default>(kept: &mut Vec<T>, count: usize) -> &mut [T] {
    if kept.len() < count {
        // Not `resize`: what is there need not be copied along.
        *kept = vec![T::default(); count];
    }
    &mut kept[..count]
}
