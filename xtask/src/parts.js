// Loads the parts that were cut off the main module, each once. The main module imports what this
// file exports: a function for each mark, which calls back when its parts are there or did not come.
import { initSync } from './quantscope_core.js';

const got = new Map();

// What did not come is asked for anew next time.
function once(key, get) {
  if (!got.has(key)) {
    const getting = get();
    got.set(key, getting);
    getting.catch(() => got.delete(key));
  }
  return got.get(key);
}

// Not streamed, so that the server need not know what WebAssembly is: parts are small.
async function bytes(file) {
  const response = await fetch(new URL(file, import.meta.url));
  if (!response.ok) throw new Error(`${file}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

// A part by its number: first come those that share a file, then the others.
async function instantiate(number) {
  const part = number < ends.length
    ? (await once(shared, () => bytes(shared))).slice(ends[number - 1] ?? 0, ends[number])
    : await bytes(files[number - ends.length]);
  // A part has functions and constants only. Memory, table and stack are the main module's, and
  // called without arguments after it has started, initSync gives all that the main module exports.
  return WebAssembly.instantiate(part, { __wasm_split: initSync() });
}

const part = (numbers) => async (callback, data) => {
  let success = true;
  try {
    await Promise.all(numbers.map((number) => once(number, () => instantiate(number))));
  } catch (error) {
    console.error(error);
    success = false;
  }
  initSync().__indirect_function_table.get(callback)(data, success);
};

