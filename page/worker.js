// The worker's door: the page sends the compiled module first, then orders.
import init, { start_worker } from './quantscope_core.js';

self.onmessage = async ({ data: [{ module }] }) => {
  await init({ module_or_path: module });
  start_worker();
};
