// The golden vectors of the core, for the page's module to be held against as well.
import { existsSync, readFileSync } from 'node:fs';

const folder = ['quant/tests/golden', 'tests/golden'].find((path) => existsSync(`${path}/formats.json`)) ?? 'quant/tests/golden';

export const json = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));

/** A section of `encode.bin`, as its index describes it. */
export function sections() {
  const index = JSON.parse(readFileSync(`${folder}/encode.index.json`, 'utf8'));
  const bytes = readFileSync(`${folder}/encode.bin`);
  const types = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array };
  return new Map(index.map(({ name, dtype, offset, count }) => {
    const type = types[dtype];
    // A copy of its own, for the file's bytes need not lie as the type wants them.
    return [name, new type(Uint8Array.from(bytes.subarray(offset, offset + count * type.BYTES_PER_ELEMENT)).buffer)];
  }));
}

/** float32 values from their bits. */
export const fromBits = (bits) => new Float32Array(Uint32Array.from(bits).buffer);
