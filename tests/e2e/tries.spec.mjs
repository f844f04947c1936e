// "Try this": each link opens, and shows what its sentence says.
import { expect, question, read, test } from './lesson.mjs';
import { ready } from './picture.mjs';

const verdict = (page) => page.locator('.verdict');

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
  formats: [
    ['Type 464.', async (page) => {
      await expect(verdict(page)).toContainText('464 → 448.');
      await expect(verdict(page)).toContainText('halfway');
    }],
    ['464.1 with overflow to NaN.', async (page) => expect(verdict(page)).toContainText('464.1 → NaN.')],
    ['Shrink the signal to 1/64.', async (page, lesson) => {
      // P(|x| < 2^-6) of a normal with a standard deviation of 1/64 is erf(1/sqrt 2) = 68.3 %.
      const rows = await lesson.table('signal');
      const count = (rows) => rows.reduce((sum, [, count]) => sum + Number(count), 0);
      const among = rows.filter(([value]) => Math.abs(Number(value.replace('−', '-'))) < 2 ** -6);
      expect(count(among) / count(rows)).toBeGreaterThan(0.6);
      expect(count(among) / count(rows)).toBeLessThan(0.72);
    }],
    ['Put E5M2 beside it.', async (page, lesson) => {
      await expect(page.locator('table.costs thead')).toContainText('E5M2');
      await expect.poll(async () => await lesson.figure('SQNR', 1)).toBeLessThan(await lesson.figure('SQNR', 0));
    }],
    ['Four bits:', async (page) => {
      await expect(verdict(page)).toContainText('2.5 → 2.');
      await expect(verdict(page)).toContainText('Between 2 and 3.');
      await expect(verdict(page)).toContainText('even');
    }],
    ['Round by lot.', async (page, lesson) => {
      const [mean, mse] = [await lesson.figure('mean error'), await lesson.figure('MSE')];
      await lesson.choose('rounding', 'nearest_even');
      await expect.poll(() => lesson.figure('MSE')).toBeLessThan(mse);
      expect(Math.abs(mean)).toBeLessThan(2e-3);
    }],
    ['Build your own.', async (page) => {
      await expect(page.locator('h1')).toContainText('Six bits, 64 codes');
      await expect(page.locator('[data-chart=grid] td.special')).toHaveCount(0);
      await expect(page.locator('[data-chart=grid] td[data-code]')).toHaveCount(64);
    }],
  ],
  affine: [
    ['Turn the sign of Z round,', async (page, lesson) => {
      await expect(page.locator('.explained')).toContainText('Z cancels');
      const wrong = await lesson.figure('MSE');
      await lesson.choose('zero_point', 'integer');
      await expect.poll(() => lesson.figure('MSE')).toBeLessThan(wrong / 4);
    }],
    ['Cut the tails off.', async (page, lesson) => {
      expect(await lesson.figure('clipped')).toBeGreaterThan(0.5);
      const cut = await lesson.figure('MSE');
      await page.getByRole('button', { name: 'MIN auto: let the data choose' }).click();
      await page.getByRole('button', { name: 'MAX auto: let the data choose' }).click();
      await expect.poll(() => lesson.figure('MSE')).toBeGreaterThan(cut);
    }],
    ['Add a few outliers.', async (page, lesson) => {
      const [affine, float] = [await lesson.figure('SQNR', 0), await lesson.figure('SQNR', 1)];
      await lesson.choose('signal', 'normal');
      // The steps grew for everyone; the small float hardly noticed.
      await expect.poll(async () => (await lesson.figure('SQNR', 0)) - affine).toBeGreaterThan(6);
      expect(Math.abs((await lesson.figure('SQNR', 1)) - float)).toBeLessThan(3);
    }],
    ['A symmetric range after ReLU', async (page, lesson) => {
      const rows = await lesson.table('signal');
      expect(rows.length).toBeLessThanOrEqual(9);
      expect((await lesson.table('stairs')).length).toBe(16);
    }],
    ['Two bits:', async (page, lesson) => {
      const [mse, predicted] = [await lesson.figure('MSE'), await lesson.figure('S²/12')];
      expect(Math.abs(mse / predicted - 1)).toBeGreaterThan(0.1);
    }],
  ],
  clipping: [
    ['Two bits:', async (page, lesson) => {
      // A fifth of all values: with four bits it is a hundredth.
      expect(await lesson.figure('clipped')).toBeGreaterThan(15);
      await lesson.set('bits', 4);
      await expect.poll(() => lesson.figure('clipped')).toBeLessThan(3);
    }],
    ['Eight bits:', async (page, lesson) => {
      const [{ threshold: largest }, { threshold: best }] = [await choice(page, 'minmax'), await choice(page, 'mse')];
      expect(best / largest).toBeGreaterThan(0.9);
      expect(await lesson.figure('threshold')).toBeCloseTo(best, 2);
      expect((await choice(page, 'mse')).sqnr - (await choice(page, 'minmax')).sqnr, 'dB that min-max loses against the best').toBeLessThan(0.5);
    }],
    ['A Laplace signal.', async (page) => {
      const [best, laplace, gauss] = [await choice(page, 'mse'), await choice(page, 'aciq_laplace'), await choice(page, 'aciq_gauss')];
      expect(laplace.mse / best.mse).toBeLessThan(1.03);
      expect(gauss.threshold).toBeLessThan(0.8 * best.threshold);
      expect(gauss.clipped).toBeGreaterThan(2 * best.clipped);
      expect(gauss.mse).toBeGreaterThan(1.2 * best.mse);
    }],
    ['A few outliers:', async (page) => {
      const all = await choice(page, 'minmax');
      expect(all.clipped).toBe(0);
      for (const id of calibrators.slice(1)) {
        const other = await choice(page, id);
        expect(other.threshold, id).toBeLessThan(0.8 * all.threshold);
        expect(other.clipped, id).toBeGreaterThan(0);
        expect(other.mse, id).toBeLessThan(0.6 * all.mse);
      }
    }],
    ['After ReLU', async (page, lesson) => {
      // 15 steps instead of 7 to the same threshold: rounding costs (15/7)^2 times less.
      await lesson.set('threshold', 3.5);
      await expect.poll(() => lesson.figure('threshold')).toBe(3.5);
      const unsigned = await lesson.figure('of it rounding');
      await lesson.check('signed');
      await expect.poll(() => lesson.figure('of it rounding')).toBeGreaterThan(3.5 * unsigned);
      expect(await lesson.figure('of it rounding')).toBeLessThan(5.5 * unsigned);
    }],
    ['A heavy tail', async (page, lesson) => {
      const here = await disagreement(page);
      for (const address of ['#/clipping', '#/clipping?bits=2', '#/clipping?bits=8', '#/clipping?signal=laplace', '#/clipping?signal=outliers', '#/clipping?bits=3']) {
        expect(await elsewhere(page, lesson, address, () => disagreement(page)), address).toBeLessThan(here);
      }
    }],
  ],
  ste: [
    ['The target lies between two codes.', async (page, lesson) => {
      const late = (await weights(lesson)).slice(-60);
      expect(new Set(late.map(({ value }) => value)).size).toBe(2);
      expect(late.filter(({ value }, index) => index > 0 && value !== late[index - 1].value).length).toBeGreaterThan(20);
      for (const { value } of late) expect(value).not.toBe(0.45);
    }],
    ['A smaller learning rate', async (page, lesson) => {
      const late = (await weights(lesson)).slice(-60);
      const usual = await elsewhere(page, lesson, '#/ste', async () => (await weights(lesson)).slice(-60));
      expect(spread(late.map(({ weight }) => weight))).toBeGreaterThan(0);
      // The code swings between the same two; the weight swings less.
      expect.soft(new Set(late.map(({ value }) => value)), 'the codes between which it swings').toEqual(new Set(usual.map(({ value }) => value)));
      expect.soft(spread(late.map(({ weight }) => weight)), 'the swing of the weight').toBeLessThan(spread(usual.map(({ weight }) => weight)));
    }],
    ['A target that is a code:', async (page, lesson) => {
      const late = (await weights(lesson)).slice(-100);
      expect(new Set(late.map(({ value }) => value))).toEqual(new Set([-0.666667]));
      expect(spread(late.map(({ weight }) => weight))).toBeLessThan(1e-3);
      expect(await lesson.figure('loss now')).toBeLessThan(1e-8);
    }],
    ['Start outside the clip.', async (page, lesson) => {
      const path = await weights(lesson);
      expect(new Set(path.map(({ weight }) => weight))).toEqual(new Set([1.6]));
      expect(new Set(path.map(({ back }) => back))).toEqual(new Set([0]));
      expect(path[0].g).toBe(1);
    }],
    ['The identity', async (page, lesson) => {
      const path = await weights(lesson);
      expect([path[0].weight, path[0].back]).toEqual([1.6, path[0].g]);
      expect(path.at(-1).value).toBe(0);
    }],
    ['Start where the slope is small:', async (page, lesson) => {
      const path = await weights(lesson);
      const moves = path.slice(1).map(({ weight }, index) => Math.abs(weight - path[index].weight));
      expect(Math.max(...moves.slice(0, 100))).toBeGreaterThan(8 * moves[0]);
      expect(moves.slice(0, 5).every((move) => move < Math.max(...moves) / 5)).toBe(true);
    }],
    ['A curve near the staircase', async (page, lesson) => {
      const slopes = (await numbers(lesson, 'backward')).filter(([x]) => x === 0).map(([, , slope]) => slope);
      const arrives = async () => (await weights(lesson)).findIndex(({ value }) => value > 0);
      const here = await arrives();
      // Flat at the values themselves, where the clipped identity is 1; so the weight arrives later than by a softer curve.
      expect(slopes[0]).toBeLessThan(0.4);
      expect(here).toBeGreaterThan(0);
      expect(await elsewhere(page, lesson, '#/ste?dsq_alpha=0.8&estimator=dsq', arrives)).toBeLessThan(here);
    }],
  ],
  pact: [
    ['The paper’s gradient', async (page, lesson) => {
      expect(await lesson.figure('α now', 0)).toBeGreaterThan(1.2 * await lesson.figure('at α'));
      expect(await lesson.figure('loss now', 0)).toBeGreaterThan(1.2 * await lesson.figure('lowest loss'));
      // It is not on its way to the bottom: begun next to it, it leaves.
      const bottom = await lesson.figure('at α');
      const left = await elsewhere(page, lesson, '#/pact?alpha=2', async () => (await numbers(lesson, 'path')).at(-1)[1]);
      expect(left).toBeGreaterThan(1.2 * bottom);
    }],
    ['Through the scale', async (page, lesson) => {
      expect(Math.abs(await lesson.figure('α now', 1) / await lesson.figure('at α') - 1)).toBeLessThan(0.03);
      expect(await lesson.figure('loss now', 1)).toBeLessThan(1.01 * await lesson.figure('lowest loss'));
      expect((await numbers(lesson, 'path')).at(-1)[1]).toBeCloseTo(await lesson.figure('α now', 1), 2);
    }],
    ['Eight bits:', async (page, lesson) => {
      expect(Math.abs(await lesson.figure('α now', 0) / await lesson.figure('α now', 1) - 1)).toBeLessThan(0.01);
    }],
    ['A strong penalty', async (page, lesson) => {
      const pulled = await lesson.figure('α now', 0);
      await lesson.set('lambda', 0.001);
      await expect.poll(() => lesson.figure('α now', 0)).toBeGreaterThan(1.5 * pulled);
    }],
    ['A few outliers', async (page, lesson) => {
      const largest = (await numbers(lesson, 'forward')).at(-1)[0];
      // Both conventions leave the wide range that they start from, and the bottom is far below it.
      for (const column of [0, 1]) expect(await lesson.figure('α now', column)).toBeLessThan(0.6 * largest);
      expect(await lesson.figure('at α')).toBeLessThan(0.25 * largest);
    }],
    ['The formula with a slip:', async (page) => {
      await expect(page.locator('.derivation')).toContainText('max(x, α)');
      await expect(page.locator('.explained')).toContainText('everything below α becomes α');
      await expect(page.locator('#field-step')).toHaveValue('0');
      await page.locator('input[name=notes]').uncheck();
      await expect(page.locator('.derivation')).toContainText('clip(x, 0, α)');
      await expect(page.locator('.explained')).toHaveCount(0);
    }],
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
