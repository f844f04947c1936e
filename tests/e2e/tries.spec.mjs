// "Try this": each link opens, and shows what its sentence says.
import { expect, question, read, test } from './lesson.mjs';
import { ready } from './picture.mjs';

/** The figures of a calibrator's row. */
async function choice(page, id) {
  const cells = (await page.locator(`[data-calibrator=${id}] td`).allInnerTexts()).map((text) => read(text.replace('<', '').trim()));
  return { threshold: cells[0], mse: cells[1], sqnr: cells[2], clipped: cells[3] };
}

const calibrators = ['minmax', 'percentile', 'moving_average', 'mse', 'entropy', 'aciq_laplace', 'aciq_gauss', 'octav'];

/** How many times as large the largest threshold is as the smallest. */
async function disagreement(page) {
  const thresholds = await Promise.all(calibrators.map(async (id) => (await choice(page, id)).threshold));
  return Math.max(...thresholds) / Math.min(...thresholds);
}

/** The rows of a chart's table as numbers. */
const numbers = async (lesson, id) => (await lesson.table(id)).map((row) => row.map(read));

/** STE's steps: the weight, its value, the gradient that arrives and the one that passes. */
const weights = async (lesson) => (await numbers(lesson, 'path')).map(([, weight, value, g, back]) => ({ weight, value, g, back }));

const spread = (list) => Math.max(...list) - Math.min(...list);

/** What another address of the same lesson shows; the page stays there. */
async function elsewhere(page, lesson, address, see) {
  await page.waitForTimeout(150);
  await lesson.open(address);
  return see();
}

/** B of DiffQ's four groups as it is now, the widest group first. */
const groupBits = (page) => page.locator('[data-chart=check] tbody tr').evaluateAll((rows) => rows.map((row) => Number(row.cells[2].textContent)));

/** QAT: held-out accuracies in percent of the full precision, the post-training and the trained network. */
const reached = async (page) => (await page.locator('[data-figure=reached]').allInnerTexts()).map(read);

/** Bits of each layer of the network that is trained with its quantizer. */
async function layerBits(page) {
  const bits = [];
  for (const tab of await page.getByRole('group', { name: 'Layer' }).getByRole('button').all()) {
    await tab.click();
    bits.push(parseFloat(await page.locator('[data-chart=weights-qat] [data-figure=trained]').innerText()));
  }
  return bits;
}

/** How many of the shown layer's weights change what they are used as, over so many steps. */
async function changesOfUse(page, steps) {
  const used = () => page.locator('[data-raster=used] canvas').evaluate((canvas) => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data].filter((_, index) => index % 4 === 0));
  let [changes, last] = [0, await used()];
  for (let count = 0; count < steps; count += 1) {
    const before = await page.evaluate(() => document.body.dataset.settled);
    await page.getByRole('button', { name: 'One step' }).click();
    await expect.poll(() => page.evaluate(() => document.body.dataset.settled)).not.toBe(before);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const now = await used();
    changes += now.filter((shade, index) => shade !== last[index]).length;
    last = now;
  }
  return changes;
}

/** How many shades a grid of numbers shows. */
const shadesOf = (page, id) => page.locator(`figure[data-raster=${id}] canvas`).evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
});

/** The link's words, and what must then be so. */
const claims = {
  qat: [
    ['Eight bits cost nothing:', async (page, lesson) => {
      const [full, post, aware] = await reached(page);
      expect(Math.abs(full - post)).toBeLessThan(1.5);
      expect(Math.abs(full - aware)).toBeLessThan(2.5);
      const bytes = async (name) => read((await lesson.cost(name).innerText()).replace(' bytes', ''));
      const ratio = await bytes('full precision') / await bytes('quantized');
      expect(ratio).toBeGreaterThan(2);
      expect(ratio).toBeLessThan(4);
    }],
    ['Two bits break it.', async (page) => {
      const [full, post, aware] = await reached(page);
      expect(post).toBeLessThan(65);
      expect(aware - post).toBeGreaterThan((full - post) / 2);
    }],
    ['Binary weights', async (page) => {
      const [, post, aware] = await reached(page);
      expect(aware).toBeGreaterThan(95);
      expect(aware).toBeGreaterThan(post);
      expect(await layerBits(page)).toEqual([1, 1, 1]);
    }],
    ['PACT’s α is trained:', async (page, lesson) => {
      const trained = page.locator('[data-chart=weights-qat] [data-figure=trained]');
      const alpha = async (where) => Number(/alpha ([\d.]+)/.exec(await where.innerText())?.[1]);
      await expect.poll(() => alpha(trained)).toBeGreaterThan(0.5);
      const moved = await alpha(trained);
      // Where the quantizer comes in, it is what the same values give without training: the largest of them.
      await lesson.set('at', 800);
      await expect(page.locator('[data-figure=now]')).toContainText('Step 800, ');
      await lesson.settled('#/qat?activation=pact&at=800&data=digits&hidden=32&values=pact');
      const first = await alpha(trained);
      expect(Math.abs(first / await alpha(page.locator('[data-chart=weights-ptq] [data-figure=trained]')) - 1)).toBeLessThan(0.01);
      expect(Math.abs(moved / first - 1)).toBeGreaterThan(0.05);
    }],
    ['DiffQ gives each layer its own bits,', async (page) => {
      await expect(page.getByRole('group', { name: 'Layer' }).getByRole('button')).toHaveCount(2);
      await expect(page.locator('.arm.matrix')).toHaveCount(3);
      const [first, second] = await layerBits(page);
      for (const bits of [first, second]) expect(bits).toBeLessThan(8);
      expect(Math.abs(first - second)).toBeGreaterThan(0.25);
    }],
    ['FP4 with a good scale', async (page, lesson) => {
      const good = await reached(page);
      const bad = await elsewhere(page, lesson, '#/qat?factor=16&values=none&weights=float4_e2m1fn', () => reached(page));
      expect(good[1] - bad[1]).toBeGreaterThan(15);
    }],
    ['with one 16 times too large:', async (page, lesson) => {
      let [zeros, all] = [0, 0];
      for (const tab of await page.getByRole('group', { name: 'Layer' }).getByRole('button').all()) {
        await tab.click();
        const rows = await numbers(lesson, 'weights-ptq');
        zeros += rows.find(([value]) => value === 0)?.[1] ?? 0;
        all += rows.reduce((sum, [, count]) => sum + count, 0);
      }
      expect(zeros).toBeGreaterThan(all / 2);
      const [full, , aware] = await reached(page);
      expect(aware).toBeLessThan(full - 2);
    }],
    ['A learning rate too large:', async (page, lesson) => {
      const large = await changesOfUse(page, 12);
      const small = await elsewhere(page, lesson, '#/qat?rate=0.005&values=none&weights=affine', () => changesOfUse(page, 12));
      expect(large).toBeGreaterThan(2 * small);
    }],
    ['At a sixth of it', async (page) => expect(await changesOfUse(page, 6)).toBeLessThan(6 * 32 / 4)],
  ],
};

for (const [id, links] of Object.entries(claims)) {
  test(`${id}: every link shows what it says`, async ({ lesson, page }) => {
    test.slow();
    await lesson.open(`#/${id}`);
    const found = await page.locator('a.try').allInnerTexts();
    expect(found).toEqual(links.map(([words]) => words));
    for (const [words, claim] of links) {
      await test.step(words, async () => {
        await lesson.open(`#/${id}`);
        const link = page.locator('a.try', { hasText: words });
        const address = await link.getAttribute('href');
        await link.click();
        // A link to the lesson as it opens has no settings left to name.
        expect(address).toMatch(new RegExp(`^#/${id}(\\?|$)`));
        await expect(page).toHaveURL(new RegExp(`${address.replace(/[.?*+^$()[\]{}|\\]/g, '\\$&')}$`));
        await lesson.settled(question(address));
        await claim(page, lesson);
        await lesson.frames();
      });
      await page.waitForTimeout(150);
    }
  });
}
