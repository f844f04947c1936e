// Long work: it shows its progress, gives way to the newest request, and never holds up the page itself.
import { expect, test } from './lesson.mjs';

const most = 16_777_216;

/** Collects tasks of the main thread of 50 ms and more from now on. */
const watch = (page) => page.evaluate(() => {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration))))
    .observe({ type: 'longtask' });
});

test('drawing 16 million values shows progress, and the newest request wins', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/affine?count=1000');
  const seen = [];
  await page.exposeFunction('progressed', (fraction) => seen.push(fraction));
  await page.exposeFunction('settledOn', (hash) => seen.push(hash));
  await page.evaluate(() => {
    let last = '';
    const look = () => {
      const shown = document.querySelector('.progress.on progress');
      if (shown && String(shown.value) !== last) {
        last = String(shown.value);
        globalThis.progressed(shown.value);
      }
      requestAnimationFrame(look);
    };
    look();
    new MutationObserver(() => globalThis.settledOn(document.body.dataset.settled)).observe(document.body, { attributeFilter: ['data-settled'] });
  });
  await watch(page);
  await lesson.set('count', String(most));
  await expect(page.locator('.progress.on')).toBeVisible();
  await expect.poll(() => seen.filter((one) => one > 0 && one < 1).length).toBeGreaterThan(1);
  // Five more wishes while it draws: only the last is answered.
  for (const seed of [2, 3, 4, 5]) await lesson.set('seed', String(seed));
  await lesson.set('count', '2000');
  await lesson.settled('#/affine?count=2000&seed=5');
  await expect(page.locator('.progress.on')).toHaveCount(0);
  const answers = seen.filter((one) => typeof one === 'string');
  expect(answers.at(-1)).toBe('#/affine?count=2000&seed=5');
  expect(answers.filter((hash) => hash.includes(String(most)))).toEqual([]);
  expect(await page.evaluate(() => globalThis.longTasks), 'tasks over 50 ms').toEqual([]);
});

test('16 million values arrive in the end, and the page can be used meanwhile', async ({ lesson, page }) => {
  test.setTimeout(90_000);
  await lesson.open('#/affine?count=1000');
  await watch(page);
  await lesson.set('count', String(most));
  await lesson.set('x', '0.25');
  await expect(page.locator('[data-figure=value]')).not.toHaveText('');
  await expect.poll(() => page.evaluate(() => document.body.dataset.settled), { timeout: 60_000 }).toBe(`#/affine?count=${most}`);
  const counts = (await lesson.table('signal')).map(([, count]) => Number(count));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(most);
  expect(await page.evaluate(() => globalThis.longTasks), 'tasks over 50 ms').toEqual([]);
});

test('dragging a slider over a million values ends on the last one', async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/affine?count=1048576');
  await watch(page);
  const answers = [];
  await page.exposeFunction('settledOn', (hash) => answers.push(hash));
  await page.evaluate(() => new MutationObserver(() => globalThis.settledOn(document.body.dataset.settled))
    .observe(document.body, { attributeFilter: ['data-settled'] }));
  const slider = page.locator('input[type=range][name=max]');
  const box = await slider.boundingBox();
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 0; step <= 40; step += 1) await page.mouse.move(box.x + box.width * (0.9 - step * 0.01), box.y + box.height / 2);
  await page.mouse.up();
  const max = await page.locator('#field-max').inputValue();
  await lesson.settled(`#/affine?count=1048576&max=${max}`);
  expect(answers.length).toBeGreaterThan(1);
  expect(await page.evaluate(() => globalThis.longTasks), 'tasks over 50 ms').toEqual([]);
});
