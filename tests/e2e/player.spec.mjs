// The player of a training, by mouse and by keyboard, and parameters whose start is dragged in a chart.
import { expect, read, shows, test } from './lesson.mjs';
import { trainSte } from './reference/training.mjs';
import { STEPS, compareRows, expectShown, field, figure, oneStep, play, playToTheEnd, reset } from './training.mjs';

/** Counts how often the page is told of a new report. */
const watchAnswers = (page) => page.evaluate(() => {
  globalThis.answers = [];
  new MutationObserver(() => globalThis.answers.push(document.body.dataset.settled)).observe(document.body, { attributeFilter: ['data-settled'] });
});

for (const id of ['ste', 'pact', 'lsq', 'diffq']) {
  test(`${id}: play, pause, one step and reset by mouse`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}?step=0`);
    const step = async () => Number(await field(page, 'step').inputValue());
    await expect(reset(page)).toBeDisabled();
    await watchAnswers(page);
    const settled = await page.evaluate(() => document.body.dataset.settled);
    await oneStep(page).click();
    await oneStep(page).click();
    await expect(field(page, 'step')).toHaveValue('2');
    await expect(page.locator('[data-figure=now]')).toContainText('Step 2:');
    await play(page).click();
    await expect(play(page)).toHaveText('Pause');
    await expect.poll(step).toBeGreaterThan(15);
    await play(page).click();
    await expect(play(page)).toHaveText('Play');
    const held = await step();
    expect(held).toBeLessThan(STEPS);
    await page.waitForTimeout(200);
    expect(await step()).toBe(held);
    await play(page).click();
    await expect.poll(step).toBeGreaterThan(held);
    // One step takes over.
    await oneStep(page).click();
    await expect(play(page)).toHaveText('Play');
    const taken = await step();
    await page.waitForTimeout(150);
    expect(await step()).toBe(taken);
    await reset(page).click();
    await expect(field(page, 'step')).toHaveValue('0');
    await playToTheEnd(page);
    await expect(oneStep(page)).toBeDisabled();
    await expect(page).toHaveURL((url) => !url.hash.includes('step='));
    // At the end, playing begins again.
    await play(page).click();
    await expect.poll(step).toBeLessThan(STEPS);
    await page.locator('.player input[type=range]').fill('100');
    await expect(play(page)).toHaveText('Play');
    await expect(field(page, 'step')).toHaveValue('100');
    expect(await page.evaluate(() => globalThis.answers), 'the worker was not asked').toEqual([]);
    expect(await page.evaluate(() => document.body.dataset.settled)).toBe(settled);
    await expect(page).toHaveURL(/step=100$/);
  });

  test(`${id}: the player by keyboard`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}?step=0`);
    const step = async () => Number(await field(page, 'step').inputValue());
    await play(page).focus();
    await page.keyboard.press('Enter');
    await expect(play(page)).toHaveText('Pause');
    await expect.poll(step).toBeGreaterThan(5);
    await page.keyboard.press('Space');
    await expect(play(page)).toHaveText('Play');
    const held = await step();
    await page.keyboard.press('Tab');
    await expect(oneStep(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(field(page, 'step')).toHaveValue(String(held + 1));
    await page.keyboard.press('Tab');
    await expect(reset(page)).toBeFocused();
    await page.keyboard.press('Space');
    await expect(field(page, 'step')).toHaveValue('0');
    const slider = page.locator('.player input[type=range]');
    await slider.press('ArrowRight');
    await expect(field(page, 'step')).toHaveValue('1');
    await slider.press('PageUp');
    await expect(field(page, 'step')).toHaveValue('11');
    await expect(slider).toHaveAttribute('aria-valuetext', '11');
    await slider.press('ArrowLeft');
    await expect(page.locator('[data-figure=now]')).toContainText('Step 10:');
  });

  test(`${id}: who wants less motion sees the end at once`, async ({ lesson, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await lesson.open(`#/${id}?step=3`);
    const shown = await page.evaluate(async () => {
      const seen = [];
      document.querySelector('.player .play').click();
      for (let frame = 0; frame < 4; frame += 1) {
        await new Promise(requestAnimationFrame);
        seen.push(document.getElementById('field-step').value);
      }
      return seen;
    });
    expect(shown.slice(1)).toEqual(['240', '240', '240']);
    await expect(play(page)).toHaveText('Play');
  });

  test(`${id}: input is answered while it plays`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}?step=0`);
    await watchAnswers(page);
    const chart = page.locator('figure.chart .plot').first();
    // How long the page keeps a person waiting for a frame.
    await page.evaluate(() => {
      globalThis.longTasks = [];
      new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration))))
        .observe({ type: 'longtask' });
    });
    await play(page).press('Enter');
    // Pressing has scrolled the page to the button.
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
    await expect(chart.locator('.readout')).not.toBeEmpty();
    await expect(play(page)).toHaveText('Pause');
    const before = await page.locator('[data-figure=now]').innerText();
    await page.getByRole('button', { name: /Switch to/ }).press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', /dark|light/);
    await expect(play(page)).toHaveText('Pause');
    await expect(page.locator('[data-figure=now]')).not.toHaveText(before);
    expect(await page.evaluate(() => globalThis.answers), 'the worker was not asked').toEqual([]);
    // A setting that is changed meanwhile is trained with, and it plays on.
    await lesson.set('rate', 0.03);
    await lesson.settled(`#/${id}?rate=0.03`);
    await expect(field(page, 'step')).toHaveValue(String(STEPS), { timeout: 15_000 });
    await expect(play(page)).toHaveText('Play');
    const late = await page.evaluate(() => globalThis.longTasks.filter((duration) => duration > 800));
    expect(late, 'tasks that hold the page up').toEqual([]);
  });
}

/** The lessons whose parameter is dragged: its key, the formula's figure, and whose first row says it. */
const dragged = { pact: ['alpha', 'alpha', '#/pact'], lsq: ['s', 'size', '#/lsq'] };

for (const [id, [key, name, hash]] of Object.entries(dragged)) {
  for (const chart of ['forward', 'loss']) {
    test(`${id}: dragging ${key} in the chart "${chart}" starts the training there`, async ({ lesson, page }) => {
      await lesson.open(hash);
      await expect(field(page, 'step')).toHaveValue(String(STEPS));
      const handle = lesson.chart(chart).locator(`[data-handle=${key}]`);
      await handle.scrollIntoViewIfNeeded();
      const box = await handle.boundingBox();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y, { steps: 8 });
      await lesson.frames(3);
      const moved = await handle.boundingBox();
      expect.soft(Math.abs(moved.x - box.x - 60), 'the handle stays under the pointer').toBeLessThan(1.5);
      await page.mouse.up();
      await expect(field(page, 'step')).toHaveValue('0');
      const set = read(await field(page, key).inputValue());
      await lesson.settled(`${hash}?${key}=${set}`);
      await expect(page).toHaveURL((url) => url.hash === `${hash}?${key}=${set}&step=0`);
      await expectShown(figure(page, name), set, 6e-5, key);
      for (const other of await page.locator(`[data-handle=${key}]`).all()) {
        expect(Math.abs(Number(await other.getAttribute('aria-valuenow')) - set)).toBeLessThan(1e-6);
      }
      const [[, first], ...more] = await lesson.table('path');
      expect(shows(first, set, 2e-5), first).toBe(true);
      expect(more).toEqual([]);
      // By keyboard as well, finer with Shift.
      await lesson.set('step', 50);
      await expect.poll(async () => (await lesson.table('path')).length).toBe(51);
      const trained = read(await figure(page, name).textContent());
      await handle.press('ArrowRight');
      await expect(field(page, 'step')).toHaveValue('0');
      expect(read(await field(page, key).inputValue())).toBeGreaterThan(trained);
    });
  }
}

for (const [id, hash] of Object.entries({ pact: '#/pact?step=0', lsq: '#/lsq?s=2&step=0' })) {
  test(`${id}: a handle beyond the data stays under the pointer too`, async ({ lesson, page }) => {
    await lesson.open(hash);
    for (const chart of ['forward', 'loss']) {
      for (const dx of [-30, -60]) {
        const handle = lesson.chart(chart).locator('.handle');
        await handle.scrollIntoViewIfNeeded();
        const box = await handle.boundingBox();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + dx, y, { steps: 6 });
        await page.waitForTimeout(200);
        const moved = await handle.boundingBox();
        await page.mouse.up();
        expect.soft(Math.abs(moved.x - box.x - dx), `${chart}, ${dx}: moved by ${moved.x - box.x}`).toBeLessThan(1.5);
      }
    }
  });
}

test('ste: start and target are dragged in their charts', async ({ lesson, page }) => {
  await lesson.open('#/ste?step=20');
  for (const [chart, key] of [['forward', 'start'], ['bowl', 'target']]) {
    const handle = lesson.chart(chart).locator(`[data-handle=${key}]`);
    await handle.scrollIntoViewIfNeeded();
    const box = await handle.boundingBox();
    const before = read(await field(page, key).inputValue());
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    const after = read(await field(page, key).inputValue());
    expect(after).toBeGreaterThan(before);
    expect(Number(await handle.getAttribute('aria-valuenow'))).toBe(after);
  }
  const [start, target] = [read(await field(page, 'start').inputValue()), read(await field(page, 'target').inputValue())];
  const rows = trainSte({ estimator: 'clipped', start, target }, 20).map(({ weight, value, g, back }, step) => [step, weight, value, g, back]);
  compareRows(await lesson.table('path'), rows, 'after dragging');
});
