// The `test` that every browser test here uses. It fails when the page writes an error to the console, throws, gets an
// error for a request, or sends one to another origin: a person's numbers stay on their machine.
//
//   import { expect, test } from './page.mjs';
//   test('opens', async ({ page, open }) => { await open('#/formats'); … });
//
// A test that provokes an error says so first: `trouble.allow(/injected panic/)`.
import { test as base, expect } from '@playwright/test';

export { expect };

/** What went wrong on a page, except what the test allowed. */
class Trouble {
  #allowed = [];
  #seen = [];

  /** Lets the test provoke messages that match. */
  allow(pattern) {
    this.#allowed.push(pattern);
  }

  add(message) {
    this.#seen.push(message);
  }

  get messages() {
    return this.#seen.filter((message) => !this.#allowed.some((pattern) => pattern.test(message)));
  }
}

/** Does a request stay with the page? `data:` and `blob:` never leave it. */
function stays(url, origin) {
  return url.startsWith('data:') || url.startsWith('blob:') || url === 'about:blank' || new URL(url).origin === origin;
}

export const test = base.extend({
  trouble: [
    async ({ context, baseURL }, use) => {
      const trouble = new Trouble();
      const origin = new URL(baseURL).origin;
      context.on('console', (message) => {
        if (message.type() === 'error') trouble.add(`console: ${message.text()}`);
      });
      context.on('weberror', (error) => trouble.add(`page: ${error.error().stack ?? error.error()}`));
      context.on('response', (response) => {
        if (response.status() >= 400) trouble.add(`${response.status()} for ${response.url()}`);
      });
      // Stopped before it leaves, so that a test run stays silent too. Workers' requests come by here as well.
      await context.route(
        (url) => !stays(url.href, origin),
        (route) => {
          trouble.add(`request to another origin: ${route.request().url()}`);
          return route.abort();
        },
      );
      await use(trouble);
      expect(trouble.messages, 'errors and foreign requests of the page').toEqual([]);
    },
    { auto: true },
  ],

  /** Opens the page with a hash such as `#/affine?bits=4`. */
  open: async ({ page, baseURL }, use) => {
    await use((hash = '') => page.goto(baseURL + hash));
  },
});
