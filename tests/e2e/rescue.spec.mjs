// When something breaks: a panic is told by an overlay that needs nothing of the broken code; a fallen worker is replaced.
import { expect, test } from './lesson.mjs';

const panic = (page) => page.evaluate(() => {
  setTimeout(async () => {
    const { panicForTest } = await import('./quantscope.js');
    setTimeout(() => panicForTest());
  });
});

const breakWorker = (page) => page.evaluate(() => dispatchEvent(new Event('quantscope-break-worker')));

test('after a panic an overlay says what happened, with the link, within a second', async ({ lesson, page, trouble }) => {
  trouble.allow(/a panic asked for by a test|unreachable|RuntimeError/);
  await lesson.open('#/affine?bits=3');
  await panic(page);
  const overlay = page.getByRole('alertdialog');
  await expect(overlay).toBeVisible({ timeout: 1000 });
  await expect(overlay).toContainText('a panic asked for by a test');
  await expect(overlay.getByLabel('Link to this state')).toHaveValue(page.url());
  await expect(overlay.getByRole('button', { name: 'Load it again' })).toBeFocused();
  // It covers the page, and nothing behind it can be reached.
  const box = await overlay.boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: 1280, height: 800 });
  const reached = new Set();
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest('#rescue'))));
  }
  expect([...reached]).toEqual([true]);
  await overlay.getByRole('button', { name: 'Load it again' }).click();
  await lesson.settled('#/affine?bits=3');
  await expect(page.locator('#rescue')).toHaveCount(0);
  await lesson.set('bits', '5');
  await lesson.settled('#/affine?bits=5');
});

test('starting afresh drops the state that broke', async ({ lesson, page, trouble }) => {
  trouble.allow(/a panic asked for by a test|unreachable|RuntimeError/);
  await lesson.open('#/affine?bits=3');
  await panic(page);
  await page.getByRole('link', { name: 'or start afresh' }).click();
  await lesson.settled('#/start');
});

test('a module that does not load is told too', async ({ page, open, trouble, baseURL }) => {
  trouble.allow(/quantscope_bg|Failed to load|404|CompileError|TypeError|Error/);
  await page.route(`${baseURL}quantscope_bg.wasm`, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await open();
  await expect(page.getByRole('alertdialog')).toBeVisible();
});

test('a worker that does not start is tried three times, and the page says so', async ({ page, open, trouble, baseURL }) => {
  trouble.allow(/worker|Failed to load|404/i);
  let asked = 0;
  await page.route(`${baseURL}worker.js`, (route) => {
    asked += 1;
    return route.fulfill({ status: 404, body: 'gone' });
  });
  await open('#/affine');
  await expect(page.locator('.trouble')).toContainText('The worker that computes does not start');
  await page.waitForTimeout(500);
  expect(asked).toBe(3);
});

test('a fallen worker is replaced, and the page computes on', async ({ lesson, page, trouble }) => {
  trouble.allow(/a panic in the worker|unreachable|RuntimeError/);
  await lesson.open('#/affine?bits=3');
  await breakWorker(page);
  await lesson.set('bits', '6');
  await lesson.settled('#/affine?bits=6');
  await expect(page.locator('#rescue')).toHaveCount(0);
  await expect(page.locator('.trouble')).toHaveCount(0);
});

test('a fallen worker loses nothing of what was loaded', async ({ lesson, page, trouble }) => {
  trouble.allow(/a panic in the worker|unreachable|RuntimeError/);
  await lesson.open('#/affine?bits=2');
  await lesson.paste([0, 1, 2, 3, 3, 3]);
  // Exact with 2 bits: the error is zero.
  await lesson.expectFigure('MSE', 0);
  await breakWorker(page);
  await lesson.set('bits', '1');
  await lesson.settled('#/affine?bits=1');
  // Two codes 0 and 3: 1 goes to 0, 2 to 3 (ratios 1/3 and 2/3).
  await lesson.expectFigure('MSE', 2 / 6);
  await expect(page.locator('dl.loaded')).toContainText('pasted numbers');
});

test('falls far apart are forgiven, each time', async ({ lesson, page, trouble }) => {
  trouble.allow(/a panic in the worker|unreachable|RuntimeError/);
  await lesson.open('#/affine?bits=2');
  for (const bits of [3, 4, 5, 6, 7]) {
    await breakWorker(page);
    await lesson.set('bits', String(bits));
    await lesson.settled(bits === 4 ? '#/affine' : `#/affine?bits=${bits}`);
  }
  await expect(page.locator('.trouble')).toHaveCount(0);
});
