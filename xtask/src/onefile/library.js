// What the one file needs of the bindings, on the page and in its worker.
export { default, start_page, start_worker } from './quantscope_core.js';
