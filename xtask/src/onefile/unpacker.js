/*! lzma1, copyright 2023 Filip Seman, MIT License */
// What of the library the one file needs, as `lzma`.
export { Decoder } from '../../../node_modules/lzma1/lib/decoder.js';
export { InputBuffer, OutputBuffer } from '../../../node_modules/lzma1/lib/streams.js';
