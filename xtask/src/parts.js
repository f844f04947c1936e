// Loads the parts that were cut off the main module, each once. The main module imports what this
// file exports: a function for each part, which calls back when the part is there or did not come.
import { initSync } from './quantscope_core.js';

const loaded = new Map();

function load(file) {
  let loading = loaded.get(file);
  if (!loading) {
    loading = instantiate(file);
    loaded.set(file, loading);
    // What did not come is asked for anew next time.
    loading.catch(() => loaded.delete(file));
  }
  return loading;
}

// Not streamed, so that the server need not know what WebAssembly is: parts are small.
async function instantiate(file) {
  const response = await fetch(new URL(file, import.meta.url));
  if (!response.ok) throw new Error(`${file}: ${response.status} ${response.statusText}`);
  // A part has functions and constants only. Memory, table and stack are the main module's, and
  // called without arguments after it has started, initSync gives all that the main module exports.
  return WebAssembly.instantiate(await response.arrayBuffer(), { __wasm_split: initSync() });
}

const part = (...files) => async (callback, data) => {
  let success = true;
  try {
    await Promise.all(files.map(load));
  } catch (error) {
    console.error(error);
    success = false;
  }
  initSync().__indirect_function_table.get(callback)(data, success);
};

