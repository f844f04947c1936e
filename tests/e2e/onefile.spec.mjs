// The page as one file, opened from disk: every lesson works, its figures are those of the served page, and nothing
// but the file itself is asked for. Over HTTP it works too, also where the server claims another character set.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, question, test as base } from './lesson.mjs';
import { npy } from './npy.mjs';
import { figure, ready } from './picture.mjs';

const path = resolve(process.env.QUANTSCOPE_FILE ?? 'dist/quantscope.html');
const file = pathToFileURL(path).href;

/** `lesson` and `open` are those of the other tests, in the file; what the browser asks for is watched. */
const test = base.extend({
  baseURL: file,
  requests: [async ({ context }, use) => {
    const requests = [];
    context.on('request', (request) => requests.push(request.url()));
    await use(requests);
    expect(requests.filter((url) => url.split('#')[0] !== file && !/^(blob:|data:)/.test(url)), 'requests besides the file').toEqual([]);
  }, { auto: true }],
});

const lessons = ['formats', 'affine', 'clipping', 'ste', 'pact', 'lsq', 'diffq', 'binary', 'xnor', 'qat'];

test('it is small enough to go by mail', () => {
  expect(readFileSync(path).length).toBeLessThanOrEqual(512_000);
});

test('every lesson of the navigation opens, with what it draws', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/formats');
  const links = await page.locator('nav .lessons a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(links).toEqual(lessons.map((id) => `#/${id}`));
  for (const id of lessons) {
    await page.locator(`nav a[href="#/${id}"]`).click();
    await lesson.settled(`#/${id}`);
    await expect(page.locator('main figure').first(), id).toBeVisible();
    await expect(page.locator('.trouble'), id).toHaveCount(0);
    await expect(page.locator('#rescue'), id).toHaveCount(0);
  }
});

for (const id of lessons) {
  test(`${id} opens by its address`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}`);
    await expect(page.locator('main h1')).toBeVisible();
    await expect(page.locator('main figure').first()).toBeVisible();
  });
}

/** What a lesson says in figures, tables and summaries. */
const told = (page) => page.evaluate(() => ({
  figures: [...document.querySelectorAll('[data-figure]')].map((node) => `${node.dataset.figure}: ${node.textContent}`),
  costs: [...document.querySelectorAll('table.costs td')].map((cell) => cell.textContent),
  summaries: [...document.querySelectorAll('figure .spoken')].map((node) => node.textContent),
}));

/** Addresses, and what is done there before the figures are read. */
const alike = {
  'a number format': ['#/formats?format=float8_e5m2&x=1.7'],
  'a file that is dropped': ['#/affine?bits=3', async (page) => {
    const bytes = Buffer.from(Float32Array.from([0, 0.1, -1.5, 2.25, 7]).buffer);
    await page.evaluate((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], 'five.npy'));
      for (const event of ['dragover', 'drop']) {
        document.querySelector('main').dispatchEvent(new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer: transfer }));
      }
    }, npy('<f4', [5], bytes).toString('base64'));
    await expect(page.locator('dl.loaded')).toHaveAttribute('data-loaded', 'five.npy');
    await expect(page.locator('tr[data-cost="MSE"]')).toBeVisible();
  }],
  'the picture that ships': ['#/xnor?a=0&b=65535', ready],
  'a step of training on the digits': ['#/qat?at=100&data=digits&hidden=32', (page) =>
    expect(figure(page, 'now')).toContainText('Step 100, ', { timeout: 30_000 })],
};

for (const [what, [hash, then = () => {}]] of Object.entries(alike)) {
  test(`${what} gives the figures of the served page`, async ({ lesson, page, browser }, { project }) => {
    test.slow();
    await lesson.open(hash);
    await then(page);
    const other = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await other.goto(project.use.baseURL + hash);
    await expect.poll(() => other.evaluate(() => document.body?.dataset.settled), { timeout: 15_000 }).toBe(question(hash));
    await then(other);
    await expect(async () => {
      const [here, there] = [await told(page), await told(other)];
      expect(here.figures.length + here.costs.length).toBeGreaterThan(0);
      expect(here).toEqual(there);
    }).toPass({ timeout: 20_000 });
    await other.close();
  });
}

test('a reload keeps what is shown', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  await lesson.set('bits', '6');
  await lesson.settled('#/affine?bits=6');
  await lesson.written();
  expect(page.url()).toBe(`${file}#/affine?bits=6`);
  await page.reload();
  await lesson.settled('#/affine?bits=6');
  await expect(page.locator('#field-bits')).toHaveValue('6');
});

test('a fallen worker is replaced, and keeps what was loaded', async ({ lesson, page, trouble }) => {
  trouble.allow(/a panic in the worker|unreachable|RuntimeError/);
  await lesson.open('#/affine?bits=2');
  await lesson.paste([0, 1, 2, 3, 3, 3]);
  await lesson.expectFigure('MSE', 0);
  await page.evaluate(() => dispatchEvent(new Event('quantscope-break-worker')));
  await lesson.set('bits', '1');
  await lesson.settled('#/affine?bits=1');
  await lesson.expectFigure('MSE', 2 / 6);
  await expect(page.locator('#rescue')).toHaveCount(0);
});

test('the overlay for panics is in it', async ({ lesson, page }) => {
  await lesson.open('#/affine?bits=3');
  await page.evaluate(() => dispatchEvent(new CustomEvent('quantscope-panic', { detail: 'what a panic says' })));
  const overlay = page.getByRole('alertdialog');
  await expect(overlay).toContainText('what a panic says');
  await overlay.getByRole('link', { name: 'or start afresh' }).click();
  await lesson.settled('#/start');
});

test('a chart can be saved', async ({ lesson, page }) => {
  await lesson.open('#/lsq');
  await page.locator('[data-chart=loss] summary').click();
  for (const kind of ['SVG', 'PNG', 'CSV']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-chart=loss] .save').getByRole('button', { name: kind, exact: true }).click(),
    ]);
    expect(readFileSync(await download.path()).length, kind).toBeGreaterThan(100);
  }
});

test('what is passed on names no folder of this machine', async ({ lesson, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lesson.open('#/pact?bits=3');
  await page.locator('[data-share=Link]').click();
  await expect(page.locator('.share .hint')).toContainText('Link copied. This page is a file on your machine');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('quantscope.html#/pact?bits=3');
  await page.locator('[data-share=QR]').click();
  await expect(page.locator('.qr figcaption')).toContainText('This page is a file on your machine');
});

const looks = { light: { width: 1280, height: 800 }, dark: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

for (const [look, size] of Object.entries(looks)) {
  test(`axe finds nothing serious: ${look}`, async ({ lesson, page }) => {
    test.slow();
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
    for (const id of ['start', ...lessons]) {
      await lesson.open(`#/${id}`);
      if (await page.locator('.rasters').count()) await ready(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map((found) => found.id);
      expect.soft(serious, `${id}, ${look}`).toEqual([]);
    }
  });
}

test('the theme of the address is there before anything is drawn', async ({ lesson, page }) => {
  await lesson.open('#/formats?theme=dark');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(21, 23, 26)');
});

/** Opens what becomes of the file when its bytes are changed. */
async function openChanged(page, change, hash = '') {
  const body = change(readFileSync(path));
  await page.route((url) => url.href.startsWith(file), (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(file + hash);
}

test('a file that was changed on its way says so', async ({ page, trouble }) => {
  trouble.allow(/is damaged/);
  await openChanged(page, (bytes) => Buffer.concat([bytes.subarray(0, 100_000), bytes.subarray(101_000)]));
  await expect(page.getByRole('alertdialog')).toContainText('This copy of Quantscope is damaged');
});

test('a file that knows its home on the web links to it', async ({ lesson, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // As `cargo xtask build --home` does.
  const home = '<link rel="canonical" href="https://example.org/q/">';
  await openChanged(page, (bytes) => {
    const at = bytes.indexOf('<title>');
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(home), bytes.subarray(at)]);
  }, '#/pact?bits=3');
  await lesson.settled('#/pact?bits=3');
  await page.locator('[data-share=Link]').click();
  await expect(page.locator('.share .hint')).toHaveText('Link copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('https://example.org/q/#/pact?bits=3');
  await page.locator('[data-share=QR]').click();
  await expect(page.locator('.qr path')).toHaveAttribute('d', /M4 4h1v1h-1z/);
});

base.describe('over HTTP', () => {
  for (const type of ['text/html', 'text/html; charset=utf-8', 'text/html; charset=windows-1252']) {
    base(`served as ${type}`, async ({ page, context }) => {
      const server = createServer((request, response) => {
        response.writeHead(200, { 'content-type': type });
        response.end(readFileSync(path));
      });
      await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
      // To the guard this server is one of elsewhere.
      await context.unrouteAll();
      await page.goto(`http://127.0.0.1:${server.address().port}/folder/q.html#/xnor`);
      await expect.poll(() => page.evaluate(() => document.body?.dataset.settled), { timeout: 15_000 }).toBe('#/xnor');
      await ready(page);
      await page.close();
      server.close();
    });
  }
});

test('how long it takes to open', async ({ lesson, page }, info) => {
  const times = [];
  for (let run = 0; run < 5; run += 1) {
    await page.goto('about:blank');
    const began = Date.now();
    await lesson.open('#/formats');
    times.push(Date.now() - began);
  }
  const [, , median] = times.sort((a, b) => a - b);
  info.annotations.push({ type: 'median time to open, in ms', description: String(median) });
  // Some half a second on an idle machine; a busy one stretches it.
  expect(median).toBeLessThan(5000);
});
