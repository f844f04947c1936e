// Calls the module's JavaScript functions in the page from a test: typed arrays go in and come back as they are.
import { test as base } from './page.mjs';

export { expect } from './page.mjs';

const kinds = { Float32Array, Float64Array, Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array };

/** Typed arrays as text: Playwright would send them number by number. */
function pack(value) {
  if (ArrayBuffer.isView(value)) {
    return { kind: value.constructor.name, bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }
  return value;
}

function unpack(value) {
  if (Array.isArray(value)) return value.map(unpack);
  if (value === null || typeof value !== 'object') return value;
  if (typeof value.kind === 'string' && typeof value.bytes === 'string') {
    const bytes = Uint8Array.from(Buffer.from(value.bytes, 'base64'));
    return new kinds[value.kind](bytes.buffer);
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unpack(inner)]));
}

export const test = base.extend({
  /** `await call('affine', values, { bits: 4 })`; `{ threw: message }` when it throws an Error. */
  call: async ({ page, baseURL }, use) => {
    // A page of somebody else's: the functions need nothing of Quantscope's own.
    await page.route(`${baseURL}somebody.html`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Somebody</title><link rel="icon" href="data:,">' }));
    await page.goto(`${baseURL}somebody.html`);
    await page.evaluate(async () => {
      const module = await import(new URL('quantscope.js', document.baseURI).href);
      await module.default();
      const kinds = { Float32Array, Float64Array, Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array };
      const revive = (value) => value?.bytes === undefined
        ? value
        : new kinds[value.kind](Uint8Array.from(atob(value.bytes), (letter) => letter.charCodeAt(0)).buffer);
      const send = (value) => {
        if (ArrayBuffer.isView(value)) {
          const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
          let text = '';
          for (let from = 0; from < bytes.length; from += 32768) text += String.fromCharCode(...bytes.subarray(from, from + 32768));
          return { kind: value.constructor.name, bytes: btoa(text) };
        }
        if (Array.isArray(value)) return value.map(send);
        if (value !== null && typeof value === 'object') {
          return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, send(inner)]));
        }
        return value;
      };
      globalThis.callModule = (name, args) => {
        try {
          return send(module[name](...args.map(revive)));
        } catch (error) {
          if (error instanceof Error && !(error instanceof WebAssembly.RuntimeError)) return { threw: error.message };
          return { broke: String(error) };
        }
      };
    });
    await use(async (name, ...args) =>
      unpack(await page.evaluate(([called, given]) => globalThis.callModule(called, given), [name, args.map(pack)])));
  },
});
