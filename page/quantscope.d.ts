export * from './quantscope_core.js';
export { default } from './quantscope_core.js';
