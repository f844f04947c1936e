// The training of a whole network, three times over: figures, player, data, weights set by hand, files.
import { readFileSync } from 'node:fs';
import { expect, question, read, test } from './lesson.mjs';
import { field, figure, oneStep, play, reset } from './training.mjs';

/** A training that takes milliseconds. */
const at = (step) => `#/qat?at=${step}&data=moons&hidden=8&warmup=60`;

/** Held-out accuracies in percent: full precision, quantized afterwards, trained with the quantizer in. */
const reached = async (page) => (await page.locator('[data-figure=reached]').allInnerTexts()).map(read);

/** All that the lesson says of a training. */
async function told(lesson) {
  const { page } = lesson;
  return {
    now: await figure(page, 'now').innerText(),
    reached: await reached(page),
    history: await lesson.table('history'),
    used: await lesson.table('weights-qat'),
    trained: await page.locator('[data-figure=trained]').allInnerTexts(),
    weight: await figure(page, 'weight').innerText(),
    costs: await page.locator('table.costs td').allInnerTexts(),
    planes: await page.locator('.arm .shades canvas').evaluateAll((all) => all.map((canvas) => canvas.toDataURL())),
  };
}

/** The number in a sentence such as `Neuron 1, input 2: 0.25 → code 1 → 0.3; last gradient 0.01`. */
async function weight(page) {
  const text = await figure(page, 'weight').innerText();
  const [, neuron, input, latent, , code, used, gradient] =
    /^Neuron (\d+), input (\d+): (\S+)( → code (\S+))? → (\S+); last gradient (\S+)$/.exec(text) ?? [];
  return { neuron: Number(neuron), input: Number(input), latent: read(latent), code: code && read(code), used: read(used), gradient: read(gradient) };
}

const step = async (page) => Number(await field(page, 'at').inputValue());

/** Waits until the step that the figures are of is the one that is set. */
const arrived = (page) => expect(async () => {
  expect(await figure(page, 'now').innerText()).toContain(`Step ${await field(page, 'at').inputValue()}, `);
}).toPass({ timeout: 30_000 });

/** Collects the main thread's long tasks from now on. A busy machine stretches them; `cargo xtask bench` holds 50 ms. */
const watchTasks = (page) => page.evaluate(() => {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({ type: 'longtask' });
});
const tooLong = (page) => page.evaluate(() => globalThis.longTasks.filter((duration) => duration > 800));

test.describe('figures', () => {
  test('two bits break a network, and training with the quantizer brings most of it back', async ({ lesson, page }) => {
    await lesson.open('#/qat');
    const [full, post, aware] = await reached(page);
    expect(full).toBeGreaterThan(95);
    expect(post).toBeLessThan(65);
    expect(aware).toBeGreaterThan(post + (full - post) / 2);
    expect(aware).toBeLessThan(full);
    await expect(figure(page, 'now')).toHaveText(/^Step 1600, with the quantizer in: [\d.]+ %, [\d.]+ %, [\d.]+ %\.$/);
    // Both curves are one at first; where the quantizer comes in, they part.
    const rows = (await lesson.table('history')).map((row) => row.map(read));
    expect(rows.map(([at]) => at)).toEqual(Array.from({ length: 65 }, (_, index) => 25 * index));
    for (const [at, full, , aware] of rows) expect(full === aware, `at ${at}`).toBe(at < 800);
    expect(rows.at(-1).slice(4)).toEqual([full, post, aware]);
    // 2 x 16, 16 x 16 and 16 x 2 weights, 16 + 16 + 2 biases, four bytes each.
    await expect(lesson.cost('weights')).toHaveText('320');
    await expect(lesson.cost('biases')).toHaveText('34');
    await expect(lesson.cost('full precision')).toHaveText('1,416 bytes');
    expect(read((await lesson.cost('quantized').innerText()).replace(' bytes', ''))).toBeLessThan(1416 / 4);
  });

  test('the same address gives the same numbers in a new page, and however one comes there', async ({ lesson, page, context, baseURL }) => {
    const address = at(137);
    await lesson.open(address);
    const before = await told(lesson);
    expect(before.now).toContain('Step 137, ');
    const second = await context.newPage();
    await second.goto(baseURL + address);
    const again = new lesson.constructor(second, (next) => second.goto(baseURL + next));
    await again.settled(address);
    expect(await told(again)).toEqual(before);
    // On, back, to the start, and one by one.
    for (const wanted of [300, 40, 0, 136]) {
      await again.set('at', wanted);
      await again.settled(at(wanted));
    }
    await oneStep(second).click();
    await again.settled(address);
    expect(await told(again)).toEqual(before);
    // Another seed is another training.
    await again.set('seed', 2);
    await again.settled(address.replace('hidden=8', 'hidden=8&seed=2'));
    expect((await told(again)).history).not.toEqual(before.history);
    await second.close();
  });

  test('going back and on again restores what was shown', async ({ lesson, page }) => {
    await lesson.open(at(90));
    const before = await told(lesson);
    await page.evaluate((next) => { location.hash = next; }, at(30));
    await lesson.settled(at(30));
    expect((await told(lesson)).now).toContain('Step 30, in full precision until 60');
    await page.goBack();
    await lesson.settled(at(90));
    expect(await told(lesson)).toEqual(before);
    await page.goForward();
    await lesson.settled(at(30));
  });

  test('a plane of numbers has an error in place of the share', async ({ lesson, page }) => {
    await lesson.open('#/qat?at=200&data=plane&hidden=8');
    await expect(page.locator('.arm .reached small').first()).toHaveText('mean squared error');
    const [full, post, aware] = await reached(page);
    expect(full).toBeLessThan(0.1);
    for (const error of [post, aware]) expect(error).toBeGreaterThan(0);
  });
});

test.describe('player', () => {
  test('play, pause, one step, reset and speed', async ({ lesson, page }) => {
    await lesson.open(at(0));
    await expect(reset(page)).toBeDisabled();
    await oneStep(page).click();
    await oneStep(page).click();
    await expect(field(page, 'at')).toHaveValue('2');
    await arrived(page);
    await lesson.set('speed', 40);
    await play(page).click();
    await expect(play(page)).toHaveText('Pause');
    await expect.poll(() => step(page)).toBeGreaterThan(15);
    await play(page).click();
    await expect(play(page)).toHaveText('Play');
    const held = await step(page);
    await page.waitForTimeout(250);
    expect(await step(page)).toBe(held);
    await arrived(page);
    // Speed is steps a second: ten times that goes on about ten times as fast.
    const gone = async (speed) => {
      await lesson.set('speed', speed);
      const from = await step(page);
      const began = Date.now();
      await play(page).click();
      await page.waitForTimeout(1500);
      await play(page).click();
      return (await step(page) - from) / (Date.now() - began) * 1000;
    };
    const slow = await gone(20);
    expect(slow).toBeLessThan(30);
    expect(await gone(400)).toBeGreaterThan(3 * slow);
    await reset(page).click();
    await expect(field(page, 'at')).toHaveValue('0');
    await lesson.settled(at(0));
    // Whoever takes hold of the step ends playing. It is far from where playing could be by then.
    await play(page).click();
    await expect.poll(() => step(page)).toBeGreaterThan(5);
    await page.locator('.player input[type=range]').fill('2000');
    await expect(play(page)).toHaveText('Play');
    await lesson.settled(at(2000));
    // Played and taken back there, it shows what the address shows.
    const before = await told(lesson);
    await lesson.open('#/qat?at=10&data=circles&hidden=4');
    await lesson.open(at(2000));
    expect(await told(lesson)).toEqual(before);
  });

  test('by keyboard', async ({ lesson, page }) => {
    await lesson.open(at(0));
    await play(page).focus();
    await page.keyboard.press('Enter');
    await expect(play(page)).toHaveText('Pause');
    await expect.poll(() => step(page)).toBeGreaterThan(5);
    await page.keyboard.press('Space');
    await expect(play(page)).toHaveText('Play');
    const held = await step(page);
    await page.keyboard.press('Tab');
    await expect(oneStep(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(field(page, 'at')).toHaveValue(String(held + 1));
    await page.keyboard.press('Tab');
    await expect(reset(page)).toBeFocused();
    await page.keyboard.press('Space');
    await expect(field(page, 'at')).toHaveValue('0');
    const slider = page.locator('.player input[type=range]');
    await slider.press('ArrowRight');
    await expect(field(page, 'at')).toHaveValue('1');
    await slider.press('PageUp');
    await expect(field(page, 'at')).toHaveValue('11');
    await arrived(page);
  });

  test('at the end, one step is off and playing begins again', async ({ lesson, page }) => {
    await lesson.open(at(8000));
    await expect(oneStep(page)).toBeDisabled();
    await play(page).click();
    await expect.poll(() => step(page)).toBeLessThan(8000);
    await play(page).click();
  });

  test('who wants less motion sees the end at once', async ({ lesson, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await lesson.open(at(3));
    await play(page).click();
    await expect(field(page, 'at')).toHaveValue('8000');
    await expect(play(page)).toHaveText('Play');
    await lesson.settled(at(8000));
    await expect(figure(page, 'now')).toContainText('Step 8000, ');
  });

  test('at full speed on the digits the figures follow, and input is answered', async ({ lesson, page }) => {
    test.slow();
    await lesson.open('#/qat?at=0&data=digits&hidden=64&speed=4096', '#/qat?at=0&data=digits&hidden=64');
    await watchTasks(page);
    await page.evaluate(() => {
      globalThis.seen = [];
      const node = document.querySelector('[data-figure=now]');
      new MutationObserver(() => globalThis.seen.push(node.textContent)).observe(node, { childList: true, characterData: true, subtree: true });
    });
    await play(page).click();
    await expect.poll(() => step(page)).toBeGreaterThan(200);
    // A control of the page, the layer that is shown, a setting that is trained with.
    await page.getByRole('button', { name: /Switch to/ }).press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', /dark|light/);
    await page.getByRole('button', { name: 'Layer 2', exact: true }).press('Enter');
    await expect(page.getByRole('button', { name: 'Layer 2', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await expect(play(page)).toHaveText('Pause');
    await page.waitForTimeout(1500);
    await lesson.set('rate', 0.02);
    await expect(field(page, 'rate')).toHaveValue('0.02');
    await play(page).click();
    await expect(play(page)).toHaveText('Play');
    await arrived(page);
    expect(await page.evaluate(() => document.body.dataset.settled)).toContain('rate=0.02');
    // While it played, more was shown than where it began and where it ended, each with its own step.
    const seen = await page.evaluate(() => globalThis.seen);
    expect(new Set(seen.map((text) => text.split(':')[1])).size, 'figures while it played').toBeGreaterThan(5);
    expect(await tooLong(page), 'tasks that hold the page up').toEqual([]);
  });
});

test.describe('data', () => {
  test('the digits are asked for when they are chosen, once', async ({ lesson, page, context }) => {
    const asked = [];
    context.on('request', (request) => {
      if (request.url().includes('digits')) asked.push(request.url());
    });
    for (const hash of ['#/affine', '#/lsq', at(30), '#/qat?at=30&data=plane&hidden=8']) {
      await lesson.open(hash);
      await lesson.written();
    }
    expect(asked).toEqual([]);
    await lesson.choose('data', 'digits');
    await lesson.settled('#/qat?at=30&data=digits&hidden=8');
    await expect(page.locator('.arm.matrix')).toHaveCount(3);
    expect(asked.length).toBe(1);
    expect(asked[0]).toMatch(/data\/digits\.bin$/);
    await lesson.choose('data', 'moons');
    await lesson.settled('#/qat?at=30&data=moons&hidden=8');
    await lesson.choose('data', 'digits');
    await lesson.settled('#/qat?at=30&data=digits&hidden=8');
    expect(asked.length).toBe(1);
  });

  test('the digits have confusion matrices in place of the plane', async ({ lesson, page }) => {
    await lesson.open('#/qat?at=400&data=digits&hidden=32');
    await expect(page.locator('.arm.matrix canvas')).toHaveCount(3);
    await expect(page.locator('#field-noise')).toHaveCount(0);
    const [full] = await reached(page);
    expect(full).toBeGreaterThan(85);
    const canvas = page.locator('[data-arm="0"] canvas');
    await expect(canvas).toHaveAttribute('aria-label', /confusion matrix/);
    // Ten by ten, and the diagonal stands out of every row.
    const rows = await canvas.evaluate((node) => {
      const { data } = node.getContext('2d').getImageData(0, 0, 10, 10);
      return { size: [node.width, node.height], reds: Array.from({ length: 10 }, (_, y) => Array.from({ length: 10 }, (_, x) => data[4 * (10 * y + x)])) };
    });
    expect(rows.size).toEqual([10, 10]);
    rows.reds.forEach((row, digit) => {
      const least = [Math.min(...row), Math.max(...row)];
      expect(least, `row ${digit}: ${row}`).toContain(row[digit]);
      expect(row.filter((shade) => shade === row[digit]).length, `row ${digit}: ${row}`).toBe(1);
    });
  });

  test('digits that cannot be loaded are told, and other data still train', async ({ lesson, page, trouble }) => {
    trouble.allow(/digits\.bin|Failed to load resource/);
    let lost = true;
    await page.route('**/data/digits.bin', (route) => (lost ? route.fulfill({ status: 404, body: '' }) : route.continue()));
    await lesson.open(at(30));
    await lesson.choose('data', 'digits');
    await expect(page.getByRole('alert')).toContainText('The digits could not be loaded.');
    await lesson.choose('data', 'circles');
    await lesson.settled('#/qat?at=30&data=circles&hidden=8&warmup=60');
    await expect(page.getByRole('alert')).toHaveCount(0);
    expect((await reached(page)).every((share) => share > 30)).toBe(true);
    // Another choice is another try.
    lost = false;
    await lesson.choose('data', 'digits');
    await expect(page.locator('.arm.matrix')).toHaveCount(3);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('settings that cannot train give a sentence and keep what was shown', async ({ lesson, page }) => {
    await lesson.open('#/qat?at=80&data=moons&hidden=8&values=pact&warmup=60');
    const before = await told(lesson);
    await lesson.choose('activation', 'tanh');
    await expect(page.getByRole('alert')).toContainText('No training.');
    await expect(page.getByRole('alert')).toContainText('tanh');
    expect(await told(lesson)).toEqual(before);
    await lesson.choose('activation', 'pact');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect.poll(() => page.evaluate(() => document.body.dataset.settled)).toContain('activation=pact');
  });
});

test.describe('layers', () => {
  test('tabs show the weights of a layer, and ask the worker nothing', async ({ lesson, page }) => {
    await lesson.open('#/qat?at=900');
    const settled = await page.evaluate(() => document.body.dataset.settled);
    const shapes = ['16 neurons of 2 weights', '16 neurons of 16 weights', '2 neurons of 16 weights'];
    for (const [index, shape] of shapes.entries()) {
      await page.getByRole('button', { name: `Layer ${index + 1}`, exact: true }).click();
      await expect(page.locator('#weights-qat-summary')).toContainText(shape);
      const counts = (await lesson.table('weights-qat')).map(([, count]) => Number(count));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe([32, 256, 32][index]);
    }
    await expect(page).toHaveURL(/layer=2$/);
    expect(await page.evaluate(() => document.body.dataset.settled)).toBe(settled);
    await page.getByRole('button', { name: 'Layer 2', exact: true }).press('Enter');
    await expect(page).toHaveURL(/layer=1$/);
  });

  test('a layer with a quantizer of its own: address, bits and values', async ({ lesson, page }) => {
    await lesson.open(at(90));
    const trained = page.locator('[data-chart=weights-qat] [data-figure=trained]');
    await expect(trained).toHaveText(/^2 bits/);
    const size = read((await lesson.cost('quantized').innerText()).replace(' bytes', ''));
    await page.getByText('Layer by layer').click();
    await page.locator('#own-0').selectOption('affine');
    await page.getByLabel('Bits of layer 1').selectOption('5');
    const address = '#/qat?at=90&data=moons&hidden=8&own=0-5-affine&warmup=60';
    await lesson.settled(address);
    await lesson.written();
    await expect(trained).toHaveText(/^5 bits/);
    expect(read((await lesson.cost('quantized').innerText()).replace(' bytes', ''))).toBeGreaterThan(size);
    await page.getByRole('button', { name: 'Layer 2', exact: true }).click();
    await expect(trained).toHaveText(/^2 bits/);
    await page.getByRole('button', { name: 'Layer 1', exact: true }).click();
    await lesson.written();
    await page.reload();
    await lesson.settled(address);
    await expect(trained).toHaveText(/^5 bits/);
    await page.getByText('Layer by layer').click();
    await expect(page.locator('#own-0')).toHaveValue('affine');
    await page.locator('#own-0').selectOption('');
    await lesson.settled(at(90));
    await expect(trained).toHaveText(/^2 bits/);
  });
});

test.describe('one weight', () => {
  const grid = (page) => page.locator('[data-raster=latent]');

  test('by pointer: it tells what is under it, and a press keeps it', async ({ lesson, page }) => {
    await lesson.open(at(90));
    // Eight neurons of two inputs: a column is a neuron.
    await expect(grid(page).locator('figcaption')).toContainText('a column is a neuron');
    const canvas = grid(page).locator('.shades');
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    const over = (column, row) => page.mouse.move(box.x + box.width * (column + 0.5) / 8, box.y + box.height * (row + 0.5) / 2);
    await over(5, 1);
    await expect(grid(page).locator('.told')).toContainText('Neuron 6, input 2:');
    await expect(page.locator('[data-raster=used] .told')).toContainText('Neuron 6, input 2:');
    await expect(figure(page, 'weight')).toContainText('Neuron 1, input 1:');
    await page.mouse.down();
    await page.mouse.up();
    await expect(figure(page, 'weight')).toContainText('Neuron 6, input 2:');
    await page.mouse.move(5, 5);
    await expect(grid(page).locator('.told')).toBeEmpty();
    await expect(figure(page, 'weight')).toContainText('Neuron 6, input 2:');
    await expect(page).toHaveURL(/weight=11$/);
  });

  test('by keyboard: arrows walk, Enter keeps, the value is set, reload shows it, and it is taken back', async ({ lesson, page }) => {
    await lesson.open(at(90));
    const untouched = await told(lesson);
    const spot = grid(page).locator('.spot');
    await spot.focus();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
    await expect(spot).toHaveAttribute('aria-valuetext', /^Neuron 3, input 1: /);
    await page.keyboard.press('Enter');
    await expect(figure(page, 'weight')).toContainText('Neuron 3, input 1:');
    await page.keyboard.press('Escape');
    await expect(grid(page).locator('.told')).toBeEmpty();
    const before = await weight(page);
    expect(Math.abs(read(await field(page, 'latent').inputValue()) - before.latent)).toBeLessThan(1e-3);
    // -2.5 is exact: its bits are c0200000. Row-major, the third neuron's first input is number 4.
    await lesson.set('latent', '-2.5');
    const address = '#/qat?at=90&data=moons&edits=90-0-4-c0200000&hidden=8&warmup=60';
    await lesson.settled(address);
    expect((await weight(page)).latent).toBe(-2.5);
    await expect(page).toHaveURL((url) => url.hash === `${address}&weight=4`);
    const edited = await told(lesson);
    expect(edited.reached[0]).toBe(untouched.reached[0]);
    await page.reload();
    await lesson.settled(address);
    expect(await told(lesson)).toEqual(edited);
    // Training goes on from there, and what came before stays.
    await oneStep(page).click();
    await lesson.settled(address.replace('at=90', 'at=91'));
    const next = await weight(page);
    expect(Math.abs(next.latent + 2.5)).toBeLessThan(0.1);
    await lesson.set('at', 90);
    await lesson.settled(address);
    await page.getByRole('button', { name: 'Take back what was set by hand' }).click();
    await lesson.settled(at(90));
    const back = await told(lesson);
    expect({ ...back, weight: '' }).toEqual({ ...untouched, weight: '' });
    expect(await weight(page)).toEqual(before);
    await expect(page.getByRole('button', { name: 'Take back what was set by hand' })).toHaveCount(0);
  });

  test('its value is moved by the slider’s arrows', async ({ lesson, page }) => {
    await lesson.open(at(90));
    const before = (await weight(page)).latent;
    await page.locator('input[type=range][name=latent]').press('ArrowRight');
    await expect.poll(async () => (await weight(page)).latent).toBeCloseTo(before + 0.01, 3);
    await expect(page).toHaveURL(/edits=90-0-0-[0-9a-f]{8}/);
  });
});

/** Reads a `.safetensors` file: eight bytes with the header's length, the header, the tensors. */
function safetensors(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata, ...tensors } = JSON.parse(bytes.subarray(8, 8 + length).toString('utf8'));
  const body = bytes.subarray(8 + length);
  const get = (name) => {
    const { dtype, data_offsets: [start, end] } = tensors[name];
    const view = new DataView(body.buffer, body.byteOffset + start, end - start);
    return Array.from({ length: (end - start) / 4 }, (_, index) => (dtype === 'F32' ? view.getFloat32(4 * index, true) : view.getInt32(4 * index, true)));
  };
  return { length, metadata, tensors, size: body.length, get };
}

test.describe('taken away', () => {
  test('the network as .safetensors, and its numbers are those of the figures', async ({ lesson, page }) => {
    const address = '#/qat?at=90&data=moons&hidden=8&layer=1&warmup=60&weight=9';
    await lesson.open(address, question(address));
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the network (.safetensors)' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('quantscope.safetensors');
    const { length, metadata, tensors, size, get } = safetensors(readFileSync(await file.path()));
    expect(length % 8).toBe(0);
    expect(metadata.about).toContain(address);
    const shapes = Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
    const layer = (number, rows, columns) => ({
      [`layers.${number}.weight`]: [rows, columns], [`layers.${number}.bias`]: [rows],
      [`layers.${number}.codes`]: [rows, columns], [`layers.${number}.weight_quantized`]: [rows, columns],
    });
    expect(shapes).toEqual({ ...layer(0, 8, 2), ...layer(1, 2, 8) });
    // One after the other without gaps, four bytes a number, to the file's end.
    let end = 0;
    for (const { shape, dtype, data_offsets: [from, to] } of Object.values(tensors).sort((a, b) => a.data_offsets[0] - b.data_offsets[0])) {
      expect([from, to - from]).toEqual([end, 4 * shape.reduce((count, axis) => count * axis, 1)]);
      expect(['F32', 'I32']).toContain(dtype);
      end = to;
    }
    expect(end).toBe(size);
    // The tenth weight of the second layer: its second neuron's second input.
    const shown = await weight(page);
    expect([shown.neuron, shown.input]).toEqual([2, 2]);
    expect(Math.abs(get('layers.1.weight')[9] / shown.latent - 1)).toBeLessThan(1e-3);
    expect(get('layers.1.codes')[9]).toBe(shown.code);
    expect(Math.abs(get('layers.1.weight_quantized')[9] - shown.used)).toBeLessThan(1e-3 * Math.abs(shown.used) + 1e-9);
    // What the chart counts is what the file has.
    const counted = await lesson.table('weights-qat');
    expect(counted.length).toBe(new Set(get('layers.1.weight_quantized').map((value) => value + 0)).size);
  });

  for (const [button, kind] of [['Latent weights as the signal everywhere', 'latent'], ['Quantized ones', 'quantized']]) {
    test(`${kind} weights as the signal everywhere: number formats look at them`, async ({ lesson, page }) => {
      await lesson.open(at(90));
      const used = await lesson.table('weights-qat');
      await page.getByRole('button', { name: button }).click();
      await expect(page.locator('.take .told').first()).toContainText(`layer 1, ${kind}.npy`);
      await page.getByRole('link', { name: 'Number formats' }).click();
      await expect(page.locator('h1')).toBeVisible();
      const loaded = page.locator('dl.loaded');
      await expect(loaded).toContainText(`layer 1, ${kind}.npy`);
      await expect(loaded).toContainText('8 × 2');
      await expect(loaded.locator('div', { hasText: 'values' }).locator('dd')).toHaveText('16');
      if (kind === 'quantized') {
        const range = (await loaded.locator('div', { hasText: 'range' }).locator('dd').innerText()).split(' to ').map(read);
        expect(range[0]).toBeCloseTo(read(used[0][0]), 3);
        expect(range[1]).toBeCloseTo(read(used.at(-1)[0]), 3);
      }
      await expect.poll(async () => (await lesson.table('signal')).reduce((sum, [, count]) => sum + Number(count), 0)).toBe(16);
      await page.getByRole('button', { name: 'Back to a distribution' }).click();
      await expect(loaded).toHaveCount(0);
    });
  }
});

test.describe('long work', () => {
  test('a long way shows progress, and a newer wish wins', async ({ lesson, page }) => {
    test.slow();
    await lesson.open('#/qat?at=0&data=digits&hidden=64');
    const seen = [];
    await page.exposeFunction('settledOn', (hash) => seen.push(hash));
    await page.evaluate(() => new MutationObserver(() => globalThis.settledOn(document.body.dataset.settled))
      .observe(document.body, { attributeFilter: ['data-settled'] }));
    await watchTasks(page);
    await lesson.set('at', 8000);
    const bar = page.locator('.progress.on progress');
    await expect(bar).toBeVisible();
    const value = async () => Number(await bar.evaluate((node) => node.value));
    const first = await value();
    await expect.poll(value).toBeGreaterThan(first);
    expect(first).toBeLessThan(1);
    await lesson.set('at', 30);
    await lesson.settled('#/qat?at=30&data=digits&hidden=64');
    await expect(bar).toHaveCount(0);
    await expect(figure(page, 'now')).toContainText('Step 30, ');
    expect(seen.filter((hash) => hash.includes('at=8000'))).toEqual([]);
    expect(await tooLong(page)).toEqual([]);
  });

  test('the measurement gives numbers, and can be stopped', async ({ lesson, page }) => {
    await lesson.open(at(30));
    const told = figure(page, 'speed');
    await expect(told).toHaveText('How many steps a second does this machine train?');
    await page.getByRole('button', { name: 'Measure this machine' }).click();
    const bar = page.getByRole('progressbar', { name: 'How far the measurement is' });
    await expect(bar).toBeVisible();
    await expect(told).toHaveText(/^[\d,]+ steps a second in full precision, [\d,]+ with the quantizer in\.$/);
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(page.getByRole('button', { name: 'Measure this machine' })).toBeVisible();
    await expect(bar).toBeHidden();
    const held = await told.innerText();
    await page.waitForTimeout(300);
    expect(await told.innerText()).toBe(held);
    // The whole of it ends by itself. Meanwhile the lesson goes on.
    await page.getByRole('button', { name: 'Measure this machine' }).click();
    await oneStep(page).click();
    await lesson.settled(at(31));
    await expect(page.getByRole('button', { name: 'Measure this machine' })).toBeVisible({ timeout: 20_000 });
    const [full, aware] = (await told.innerText()).match(/\d[\d,]*/g).map(read);
    expect(full).toBeGreaterThan(100);
    expect(aware).toBeGreaterThan(50);
    expect(full).toBeGreaterThan(aware);
    // Opened anew it asks again.
    await page.getByRole('link', { name: 'Affine', exact: true }).click();
    await lesson.settled('#/affine');
    await page.goBack();
    await expect(told).toHaveText('How many steps a second does this machine train?');
  });
});

test('on a phone nothing sticks out, and the weights can be pressed', async ({ lesson, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const hash of [at(90), '#/qat?at=30&data=digits&hidden=64']) {
    await lesson.open(hash);
    await page.getByText('Layer by layer').click();
    await lesson.frames(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), hash).toBeLessThanOrEqual(390);
  }
  await lesson.open(at(90));
  const canvas = page.locator('[data-raster=latent] .shades');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  await canvas.click({ position: { x: box.width * 0.95, y: box.height * 0.25 } });
  await expect(figure(page, 'weight')).toContainText('Neuron 8, input 1:');
});
