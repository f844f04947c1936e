// The page keeps to itself: no request leaves its origin, nothing is stored, and a strict policy does not hinder it.
import { expect, test } from './lesson.mjs';

const policy = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
  "worker-src 'self'", "base-uri 'none'", "form-action 'none'",
].join('; ');

async function use(lesson, page) {
  await lesson.open('#/formats');
  await lesson.set('x', '1.7');
  await page.getByRole('button', { name: /Switch to/ }).click();
  await page.getByRole('link', { name: 'Affine', exact: true }).click();
  await lesson.settled('#/affine');
  await lesson.paste([1, 2, 3.5]);
  await lesson.set('bits', '3');
  await lesson.settled('#/affine?bits=3');
}

test('every request goes to the page\'s own folder, and nothing is stored', async ({ lesson, page, context, baseURL }) => {
  const requests = [];
  context.on('request', (request) => requests.push({ url: request.url(), method: request.method(), body: request.postData() }));
  await use(lesson, page);
  expect(requests.length).toBeGreaterThan(4);
  for (const { url, method, body } of requests) {
    expect(url.startsWith(baseURL), url).toBe(true);
    expect([method, body]).toEqual(['GET', null]);
  }
  // Nothing more is asked for once it runs: not on the way to another lesson either.
  const before = requests.length;
  await page.getByRole('link', { name: 'Number formats' }).click();
  await lesson.set('seed', '4');
  await lesson.settled('#/formats?seed=4').catch(() => {});
  expect(requests.slice(before)).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  const stored = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(stored).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0 });
});

test('a strict content security policy does not hinder it', async ({ lesson, page, context, baseURL }) => {
  await context.route(`${baseURL}**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  const violations = [];
  await page.exposeFunction('violated', (text) => violations.push(text));
  await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) =>
    globalThis.violated(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`)));
  await use(lesson, page);
  expect(violations).toEqual([]);
});

test('nothing on the page refers to another origin', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  const outside = await page.locator('[src], [href]').evaluateAll((nodes) =>
    nodes.map((node) => node.src ?? node.href).filter((url) => typeof url === 'string' && new URL(url).origin !== location.origin && !url.startsWith('data:')));
  expect(outside).toEqual([]);
});
