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
  lsq: [
    ['A start four times too wide:', async (page, lesson) => {
      const [[, first]] = await numbers(lesson, 'path');
      expect(Math.abs(first / await lesson.figure('LSQ’s start') - 4)).toBeLessThan(0.01);
      expect(Math.abs(await lesson.figure('s now') / await lesson.figure('at s') - 1)).toBeLessThan(0.1);
      expect(await lesson.figure('loss now')).toBeLessThan(1.05 * await lesson.figure('lowest loss'));
    }],
    ['A quarter:', async (page, lesson) => {
      const [[, first]] = await numbers(lesson, 'path');
      expect(Math.abs(first / await lesson.figure('LSQ’s start') - 0.25)).toBeLessThan(0.001);
      expect(await lesson.figure('s now')).toBeGreaterThan(2 * first);
      expect(await lesson.figure('loss now')).toBeLessThan(1.02 * await lesson.figure('lowest loss'));
    }],
    ['Without the gradient scale', async (page, lesson) => {
      const sizes = (await numbers(lesson, 'path')).map(([, size]) => size);
      expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(10);
      expect(await lesson.figure('loss now')).toBeGreaterThan(5 * await lesson.figure('lowest loss'));
    }],
    ['A learning rate made for it', async (page, lesson) => {
      expect(await lesson.figure('gradient scale')).toBe(1);
      expect(await lesson.figure('loss now')).toBeLessThan(1.02 * await lesson.figure('lowest loss'));
    }],
    ['A long tail', async (page, lesson) => {
      const values = await numbers(lesson, 'forward');
      expect(15 * await lesson.figure('s now')).toBeLessThan(0.8 * values.at(-1)[0]);
      expect(await lesson.figure('loss now')).toBeLessThan(1.02 * await lesson.figure('lowest loss'));
      // The two pulls are equal: nothing is left of the gradient.
      expect(Math.abs(read(await page.locator('[data-figure=gradient]').textContent()))).toBeLessThan(1);
    }],
    ['Data that begin below zero', async (page, lesson) => {
      // Half of the values are -0.5, and the lowest code's value is 0: each of them costs 0.25 / 2.
      const [lowest] = (await numbers(lesson, 'forward')).map(([, value]) => value);
      expect(lowest).toBe(0);
      expect(await lesson.figure('loss now')).toBeGreaterThan(0.06);
      expect(await lesson.figure('offset now')).toBe(0);
    }],
    ['LSQ+ learns an offset too,', async (page, lesson) => {
      expect(await lesson.figure('offset now')).toBeLessThan(-0.4);
      const loss = await lesson.figure('loss now');
      await lesson.check('offset', false);
      await expect.poll(() => lesson.figure('loss now')).toBeGreaterThan(10 * loss);
    }],
    ['Eight bits:', async (page, lesson) => {
      expect(await lesson.figure('LSQ’s start') / await lesson.figure('at s')).toBeGreaterThan(3.5);
      expect(await lesson.figure('loss now')).toBeGreaterThan(5 * await lesson.figure('lowest loss'));
    }],
    ['A larger one', async (page, lesson) => {
      expect(await lesson.figure('loss now')).toBeLessThan(1.02 * await lesson.figure('lowest loss'));
    }],
  ],
  diffq: [
    ['A low price', async (page, lesson) => {
      const cheap = await groupBits(page);
      const usual = await elsewhere(page, lesson, '#/diffq', () => groupBits(page));
      cheap.forEach((bits, place) => expect(bits, `group ${place + 1}`).toBeGreaterThan(usual[place] + 1));
    }],
    ['A high one', async (page, lesson) => {
      const dear = await groupBits(page);
      const path = await numbers(lesson, 'bits');
      // From all four, and at every step after the first ones a narrower group has fewer.
      for (const [step, ...bits] of path.slice(20)) expect(bits, `step ${step}`).toEqual([...bits].sort((a, b) => b - a));
      for (const bits of dear) expect(bits).toBeLessThan(5);
      expect(dear[3]).toBeLessThan(dear[0] - 1);
    }],
    ['Groups of very different spread:', async (page) => {
      const bits = await groupBits(page);
      for (const narrow of bits.slice(2)) expect(narrow).toBeLessThan(2.5);
      expect(bits[0]).toBeGreaterThan(5);
    }],
    ['Groups alike', async (page) => expect(spread(await groupBits(page))).toBeLessThan(0.4)],
    ['Start from two bits.', async (page, lesson) => {
      const [[, ...first]] = await numbers(lesson, 'bits');
      for (const bits of first) expect(bits).toBeCloseTo(2, 1);
      for (const bits of await groupBits(page)) expect(bits).toBeGreaterThan(3);
    }],
    ['Gaussian noise,', async (page, lesson) => {
      // Three times the power is 4.77 dB at every number of bits.
      const noisy = await numbers(lesson, 'decibels');
      const [bits, error] = [await groupBits(page), await lesson.figure('MSE, rounded')];
      const uniform = await elsewhere(page, lesson, '#/diffq', () => numbers(lesson, 'decibels'));
      noisy.forEach(([, dB], index) => expect(uniform[index][1] - dB).toBeCloseTo(10 * Math.log10(3), 1));
      const plain = await groupBits(page);
      bits.forEach((one, place) => expect(one, `group ${place + 1}`).toBeGreaterThan(plain[place] + 0.5));
      expect(error).toBeLessThan(await lesson.figure('MSE, rounded'));
    }],
    ['Before training, three bits:', async (page, lesson) => {
      expect(await lesson.figure('bits a value')).toBe(3);
      expect(Math.abs(await lesson.figure('MSE, noise') / await lesson.figure('MSE, rounded') - 1)).toBeLessThan(0.08);
    }],
  ],
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
  binary: [
    ['Before:', async (page) => {
      await expect(page.locator('#weights-summary')).toHaveText(/^The weights, 0 percent/);
      await page.locator('input[type=range][name=t]').fill('1');
      await expect(page.locator('#weights-summary')).toHaveText(/^The weights, 100 percent of the way to −[\d.]+ and \+[\d.]+\.$/);
    }],
    ['Filters alike:', async (page, lesson) => {
      const alphas = (await numbers(lesson, 'filters')).map(([, alpha]) => alpha);
      expect(Math.max(...alphas) / Math.min(...alphas)).toBeLessThan(1.06);
      expect(await lesson.figure('α for each') - await lesson.figure('one α, at best')).toBeLessThan(0.11);
    }],
    ['Filters that are not:', async (page, lesson) => {
      const rows = await numbers(lesson, 'filters');
      // The smaller a filter, the more one scale drowns it: half of them have more error than signal.
      for (const [filter, , shared] of rows.slice(3)) expect(shared, `filter ${filter}`).toBeLessThan(0);
      expect(rows.slice(3).map(([, , shared]) => shared)).toEqual(rows.slice(3).map(([, , shared]) => shared).sort((a, b) => b - a));
      expect(rows[5][2]).toBeLessThan(-20);
    }],
    ['An α for each', async (page, lesson) => {
      for (const [filter, , , own] of await numbers(lesson, 'filters')) expect(own, `filter ${filter}`).toBeGreaterThan(4);
      const bytes = async () => read((await lesson.cost('as bits and α').innerText()).replace(' bytes', ''));
      const each = await bytes();
      expect(await lesson.figure('SQNR')).toBe(await lesson.figure('α for each'));
      await lesson.choose('per', 'tensor');
      // Four bytes for each of six filters, instead of one.
      await expect.poll(async () => each - await bytes()).toBe(4 * 5);
    }],
    ['Weights with long tails', async (page, lesson) => {
      // Half of the power is 3 dB, a third and a bit 4.4 dB.
      expect(Math.abs(await lesson.figure('one α, at best') - 10 * Math.log10(2))).toBeLessThan(0.15);
      await lesson.choose('signal', 'normal');
      await expect.poll(async () => Math.abs(await lesson.figure('one α, at best') + 10 * Math.log10(1 - 2 / Math.PI))).toBeLessThan(0.15);
    }],
    ['Uniform weights', async (page, lesson) =>
      expect(Math.abs(await lesson.figure('one α, at best') - 10 * Math.log10(4))).toBeLessThan(0.15)],
    ['A filter that is one large number:', async (page) => {
      await ready(page);
      expect(read(await page.locator('[data-figure=picture-sqnr]').textContent())).toBeLessThan(1);
    }],
    ['Blur', async (page) => {
      await ready(page);
      const sqnr = read(await page.locator('[data-figure=picture-sqnr]').textContent());
      expect(sqnr).toBeGreaterThan(15);
      const others = await page.locator('.bank tbody td.quantized').allInnerTexts();
      expect(Math.max(...others.map(read))).toBe(sqnr);
      // An even mean: 1/49.
      expect(read(await page.locator('[data-figure=picture-alpha]').textContent())).toBeCloseTo(1 / 49, 4);
    }],
    ['One input channel:', async (page, lesson) => {
      for (const [w, , , code] of await numbers(lesson, 'gradient')) expect(code, `at ${w}`).toBe(0);
    }],
  ],
  xnor: [
    ['All signs agree:', async (page) => expect(page.locator('[data-figure=dot]')).toHaveText('16')],
    ['None does:', async (page) => expect(page.locator('[data-figure=dot]')).toHaveText('−16')],
    ['Half of them:', async (page) => {
      await expect(page.locator('[data-figure=dot]')).toHaveText('0');
      await expect(page.locator('[data-figure=differ]')).toHaveText('8');
    }],
    ['An edge', async (page, lesson) => {
      await ready(page);
      expect(await lesson.figure('correlation')).toBeGreaterThan(0.85);
    }],
    ['Spots', async (page, lesson) => {
      await ready(page);
      expect(Math.abs(await lesson.figure('correlation'))).toBeLessThan(0.1);
    }],
    ['One scale for the whole picture', async (page) => {
      await ready(page);
      // One shade in the whole of K.
      await expect.poll(() => shadesOf(page, 'scales')).toBe(1);
    }],
    ['Without subtracting the mean', async (page) => {
      await ready(page);
      for (const id of ['signs', 'counts']) await expect.poll(() => shadesOf(page, id), id).toBe(1);
    }],
    ['Nine numbers a place', async (page) => {
      await ready(page);
      await expect.poll(() => shadesOf(page, 'counts')).toBeLessThanOrEqual(10);
    }],
    ['With 121', async (page) => {
      await ready(page);
      await expect.poll(() => shadesOf(page, 'counts')).toBeGreaterThan(50);
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
