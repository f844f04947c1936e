// Lessons after the first are loaded when they are opened, each once; what does not come is told and can be asked for again.
import { expect, test } from './lesson.mjs';

const link = (page, name) => page.getByRole('navigation').getByRole('link', { name, exact: true });

test('a lesson is loaded when it is opened, and once', async ({ lesson, page, baseURL }) => {
  const loaded = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${baseURL}parts/`)) loaded.push(request.url());
  });
  await lesson.open('#/start');
  expect(loaded).toEqual([]);
  await link(page, 'Affine').click();
  await lesson.settled('#/affine');
  const first = [...loaded];
  expect(first.length).toBeGreaterThan(0);
  // The page and its worker each ask for a file once; the browser's cache answers the second.
  for (const url of new Set(first)) expect(first.filter((other) => other === url).length).toBeLessThanOrEqual(2);
  await link(page, 'Quantscope').click();
  await lesson.settled('#/start');
  await link(page, 'Affine').click();
  await lesson.settled('#/affine');
  expect(loaded).toEqual(first);
});

test('whoever goes elsewhere while a lesson is loading gets there', async ({ lesson, page, baseURL }) => {
  await lesson.open('#/formats?format=float8_e5m2');
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(`${baseURL}parts/*`, async (route) => {
    await held;
    await route.continue();
  });
  await link(page, 'LSQ').click();
  await expect(page).toHaveTitle(/LSQ/);
  await expect(page.locator('main figure')).toHaveCount(0);
  await link(page, 'Number formats').click();
  await lesson.settled('#/formats');
  await expect(page.locator('main figure').first()).toBeVisible();
  release();
  await lesson.frames(5);
  await expect(page).toHaveTitle(/Number formats/);
  await link(page, 'LSQ').click();
  await lesson.settled('#/lsq');
});

test('a lesson that does not load says so, and loads when asked again', async ({ lesson, page, open, trouble, baseURL }) => {
  trouble.allow(/404/);
  await page.route(`${baseURL}parts/*`, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await open('#/lsq?bits=3');
  const told = page.getByRole('alert');
  await expect(told).toContainText('This lesson did not load.');
  await expect(page.locator('#rescue')).toHaveCount(0);
  // The rest of the page works on.
  await link(page, 'Quantscope').click();
  await lesson.settled('#/start');
  await expect(told).toHaveCount(0);
  await link(page, 'PACT').click();
  await expect(told).toContainText('This lesson did not load.');
  await page.unroute(`${baseURL}parts/*`);
  await told.getByRole('button', { name: 'Try again' }).click();
  await lesson.settled('#/pact');
  await expect(told).toHaveCount(0);
});

test('a file that cannot be read because the reader did not load is refused', async ({ lesson, page, trouble, baseURL }) => {
  trouble.allow(/404/);
  await lesson.open('#/formats');
  await page.route(`${baseURL}parts/*`, (route) => route.fulfill({ status: 404, body: 'gone' }));
  const choose = () => page.locator('input[type=file]').setInputFiles({ name: 'three.txt', mimeType: 'text/plain', buffer: Buffer.from('1\n2\n3\n') });
  await choose();
  await expect(page.locator('.refused')).toContainText('did not load');
  await page.unroute(`${baseURL}parts/*`);
  await page.locator('input[type=file]').setInputFiles([]);
  await choose();
  await expect(page.locator('dl.loaded')).toHaveAttribute('data-loaded', 'three.txt');
});

test('what makes files and links is loaded when a button is pointed at, and once', async ({ lesson, page, baseURL }) => {
  const loaded = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${baseURL}parts/`)) loaded.push(request.url());
  });
  await lesson.open('#/formats');
  loaded.length = 0;
  await page.locator('[data-share=Link]').hover();
  await expect.poll(() => loaded.filter((url) => url.includes('/take.')).length).toBe(1);
  await page.locator('[data-share=QR]').press('Enter');
  await expect(page.locator('.qr path')).toBeVisible();
  expect(new Set(loaded).size).toBe(loaded.length);
  // In no frame, nobody talks to an embedding page.
  expect(loaded.filter((url) => url.includes('/frame.'))).toEqual([]);
});

test('links and files that cannot be made because their part did not load say so, and can be asked for again', async ({ lesson, page, trouble, baseURL }) => {
  trouble.allow(/404/);
  await lesson.open('#/formats');
  await page.route(`${baseURL}parts/*`, (route) => route.fulfill({ status: 404, body: 'gone' }));
  const code = page.locator('[data-share=QR]');
  await code.press('Enter');
  await expect(page.locator('.share .refused')).toContainText('did not load');
  await expect(code).toHaveAttribute('aria-expanded', 'false');
  const chart = page.locator('figure.chart').first();
  await chart.locator('summary').press('Enter');
  const csv = chart.locator('.save').getByRole('button', { name: 'CSV' });
  await csv.press('Enter');
  await expect(chart.locator('.save .refused')).toContainText('did not load');
  await expect(page.locator('#rescue')).toHaveCount(0);

  await page.unroute(`${baseURL}parts/*`);
  await Promise.all([page.waitForEvent('download'), csv.press('Enter')]);
  await expect(chart.locator('.save .refused')).toHaveCount(0);
  await code.press('Enter');
  await expect(page.locator('.qr path')).toBeVisible();
  await expect(page.locator('.share .refused')).toHaveCount(0);
});

test('a press that is waiting for its part harms no lesson that is opened meanwhile', async ({ lesson, page, baseURL }) => {
  await lesson.open('#/affine');
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(`${baseURL}parts/*`, async (route) => {
    await held;
    await route.continue();
  });
  await page.locator('[data-share=QR]').press('Enter');
  await expect(page.locator('.share .hint')).toHaveText('Loading…');
  await link(page, 'Clipping').click();
  await lesson.settled('#/clipping');
  release();
  await expect.poll(async () => {
    await page.locator('[data-share=QR]').press('Enter');
    return page.locator('.qr path').count();
  }).toBe(1);
  await expect(page.locator('#rescue')).toHaveCount(0);
});

test('init loads what all calls need, and the page alone does not', async ({ page, open }) => {
  await open();
  const [before, after] = await page.evaluate(async () => {
    const core = await import(new URL('quantscope_core.js', document.baseURI).href);
    let before = 'nothing was thrown';
    try {
      core.methods();
    } catch (error) {
      before = error.message;
    }
    const { default: init, methods } = await import(new URL('quantscope.js', document.baseURI).href);
    await init();
    return [before, methods().length];
  });
  expect(before).toContain('not loaded yet');
  expect(after).toBeGreaterThan(4);
});
