// The module as other pages import it: once `await init()` has come back, every call works. The page
// itself begins with quantscope_core.js, which leaves out the code of the calls that it does not make.
import start, { loadCalls } from './quantscope_core.js';

export * from './quantscope_core.js';

export default async function init(source) {
  const exports = await start(source);
  await loadCalls();
  return exports;
}
