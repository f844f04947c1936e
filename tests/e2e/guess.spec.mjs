// Every prediction: asked with the answer covered, locked by keyboard alone, drawn beside the truth, and asked anew.
import { costs, largest } from './reference/clipping.mjs';
import { signal } from './reference/signal.mjs';
import { diffqGroups, settledBits, trainSte } from './reference/training.mjs';
import { amount, expect, half, test } from './walk.mjs';
import { addressOf, figuresIn, lessons, stories, withKeys } from './story.mjs';

const tables = Object.fromEntries(await Promise.all(lessons.map(async (id) => [id, (await import(`./course/${id}.mjs`)).default])));
const asked = lessons.flatMap((id) => stories[id].stations.filter(({ guess }) => guess).map((station) => ({ id, ...station })));
const BINS = 24;

/** What has become of a weight: 0 where it has not moved, 1 where it rests on a value, 2 where it goes to and fro. */
function ending() {
  const path = trainSte({ estimator: 'clipped' }, 240);
  if (path.every(({ weight }) => weight === path[0].weight)) return 0;
  return new Set(path.slice(-60).map(({ value }) => value)).size === 1 ? 1 : 2;
}

/** How many bits fewer the second group gets, as the nearest of what can be chosen. */
function fewer() {
  const [first, second] = diffqGroups(signal('normal', { count: 8192 }), 2).map((values) => settledBits(values));
  const off = [0, 0.5, 1, 2].map((choice) => Math.abs(choice - (first - second)));
  return off.indexOf(Math.min(...off));
}

const choices = { ending, choice: fewer };

/** The height at y of a window: 0 at its foot, 1 at its top. */
const linear = (foot, top) => (y) => Math.min(Math.max((y - foot) / (top - foot), 0), 1);

/** The true lines: their heights at the places of a sketch. */
const curves = {
  clipping() {
    const x = signal('normal', { count: 32768 });
    const reach = 1.06 * largest(x);
    const points = Array.from({ length: 72 }, (_, point) => reach * ((point + 1) / 72) ** 1.4);
    const errors = points.map((threshold) => costs(x, threshold).mse);
    const height = linear(Math.log(Math.min(...errors) / 8), Math.log(1.5 * Math.max(...errors)));
    return Array.from({ length: BINS }, (_, bin) => height(Math.log(costs(x, reach * (bin + 0.5) / BINS).mse)));
  },
  pact() {
    const height = linear(-0.62, 1.25);
    const [from, to, alpha] = [-0.3 * 8, 8, 6];
    return Array.from({ length: BINS }, (_, bin) => height(from + (to - from) * (bin + 0.5) / BINS < alpha ? 0 : 1));
  },
};

/** Presses Tab until what has the focus matches. */
async function reach(page, selector, key = 'Tab') {
  for (let press = 0; press < 160; press += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reaches ${selector}`);
}

/** Makes a guess and locks it by keyboard alone; gives what the address must hold, and the guess. */
const makers = {
  async 'Kind::Number'(page, { min, max, step }) {
    await reach(page, '.guess input[type=range]');
    const start = Number(await page.locator('.guess input[type=range]').inputValue());
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowRight']) await page.keyboard.press(key);
    const value = start + 3 * step;
    expect(start).toBeCloseTo(min + Math.round((max - min) / 2 / step) * step, 9);
    await expect.poll(async () => amount(await page.locator('.guess output').innerText())).toBeCloseTo(value, 9);
    await reach(page, '.guess .lock');
    await page.keyboard.press('Enter');
    return { words: String(Math.round((value - min) / step)), value };
  },
  async 'Kind::Choice'(page) {
    await reach(page, '.guess .lock');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    return { words: '1', value: 1 };
  },
  async 'Kind::Curve'(page) {
    await reach(page, '.sketch .pad');
    const heights = new Array(BINS).fill(0.5);
    // From the middle to the left end: each place a little higher than the one before, the last by fine steps.
    let at = BINS / 2;
    for (; at > 0; at -= 1) {
      await page.keyboard.press('ArrowUp');
      heights[at] += 0.04;
      await page.keyboard.press('ArrowLeft');
    }
    for (const [key, by] of [['ArrowDown', -0.04], ['Shift+ArrowDown', -0.01], ['Shift+ArrowDown', -0.01], ['Shift+ArrowUp', 0.01]]) {
      await page.keyboard.press(key);
      heights[0] += by;
    }
    await reach(page, '.guess .lock', 'Shift+Tab');
    await page.keyboard.press('Enter');
    return { words: heights.map((height) => Math.round(height * 99)).join(','), value: heights.map((height) => Math.round(height * 99) / 99) };
  },
};

/** The gap as the test computes it, against what is said and drawn. */
const gaps = {
  async 'Kind::Number'(walk, { id, place, guess: { kind } }, value) {
    const truth = tables[id].find(({ at, fact }) => at === place && fact === kind.fact)?.value()
      // What a network reaches is a training of many steps: the lesson's own column says it.
      ?? amount(await walk.page.locator('[data-arm]').nth(1).locator('[data-figure=reached]').innerText());
    const text = await walk.band.locator('.gap').innerText();
    const [, said, is, apart] = /^You said (.+), it is (.+): (.+) apart\.$/.exec(text) ?? [];
    expect(said, text).toBeDefined();
    for (const [shown, expected, tolerance] of [[said, value, 1e-9], [is, truth, 0.012 * Math.abs(truth)], [apart, Math.abs(truth - value), 0.012 * Math.abs(truth)]]) {
      expect.soft(Math.abs(amount(shown) - expected), `${text} for ${expected}`).toBeLessThanOrEqual(tolerance + half(shown));
      if (kind.unit) expect.soft(shown.replace('\u00a0', ' ')).toContain(kind.unit.trim());
    }
    const share = (x) => (x - kind.min) / (kind.max - kind.min);
    const [line, mine, real, between] = await Promise.all(['', '.mine', '.true', '.between'].map((part) => walk.band.locator(`.line ${part}`.trim()).boundingBox()));
    const along = (box) => (box.x + box.width / 2 - line.x) / line.width;
    expect.soft(along(mine)).toBeCloseTo(share(value), 2);
    expect.soft(Math.abs(along(real) - share(truth))).toBeLessThan(0.015);
    expect.soft(Math.abs(between.width / line.width - Math.abs(share(truth) - share(value)))).toBeLessThan(0.015);
  },
  async 'Kind::Choice'(walk, { guess: { kind: { fact, options } } }, value) {
    const truth = choices[fact]();
    const expected = truth === value ? `You said “${options[value]}”, and so it is.` : `You said “${options[value]}”; it is “${options[truth]}”.`;
    await expect(walk.band.locator('.gap')).toHaveText(expected);
  },
  async 'Kind::Curve'(walk, { id, guess: { kind } }, value) {
    const truth = curves[id]();
    const apart = 100 * truth.reduce((sum, height, bin) => sum + Math.abs(height - value[bin]), 0) / BINS;
    const text = await walk.band.locator('.gap').innerText();
    const [, shown] = /^Your line is (.+) of the chart’s height away from the true one on average\.$/.exec(text) ?? [];
    expect.soft(Math.abs(amount(shown ?? '') - apart), `${text} for ${apart} %`).toBeLessThan(0.6);
    await expect(walk.piece(kind.chart).locator('.sketch path')).toHaveAttribute('d', /^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){23}$/);
  },
};

/** All that the parts of the page tell, to the eye and to a screen reader. */
const told = (page, parts) => page.locator(parts).evaluateAll((all) => all.map((part) => [
  part.innerText,
  ...[...part.querySelectorAll('*')].filter((node) => node.checkVisibility({ visibilityProperty: true }))
    .flatMap((node) => ['aria-label', 'aria-valuetext', 'title'].map((name) => node.getAttribute(name) ?? '').concat(node.matches('input[type=text]') ? node.value : [])),
].join('\n')).join('\n').replace(/\s+/g, ' '));

/** Nothing of what is covered can be seen or operated. */
async function expectCovered(walk, guess) {
  for (const [index, piece] of walk.covers(guess).entries()) {
    const what = guess.covers[index];
    await expect(piece, what).toHaveClass(/covered/);
    const seen = await piece.evaluate((node) => [...node.querySelectorAll('*')].filter((part) => part.checkVisibility({ visibilityProperty: true })).map((part) => part.outerHTML.slice(0, 80)));
    expect.soft(seen, what).toEqual([]);
  }
}

for (const station of asked) {
  const { id, place, guess } = station;
  test(`${id}, station ${place}: asked, locked by keyboard, shown beside the truth`, async ({ walk, lesson, page }) => {
    await walk.open(station);
    await expectCovered(walk, guess);
    await expect(walk.answer).toHaveCount(0);
    await expect(walk.band.locator('.gap, .line')).toHaveCount(0);
    // What papers say stays, and settings of the station are known; not the figure that is asked for.
    const before = { all: await told(page, '.way, .picture, aside'), shown: await told(page, '.way, .picture, .part-costs') };
    const { words, value } = await makers[guess.kind.is](page, guess.kind);
    await walk.at(station, { guess: words });
    await expect(walk.answer).not.toContainText('…');
    for (const [index, piece] of walk.covers(guess).entries()) await expect(piece, guess.covers[index]).not.toHaveClass(/covered/);
    await gaps[guess.kind.is](walk, station, value);
    // Figures of three digits and more are not there by chance.
    for (const name of figuresIn(guess.answer).filter((figure) => !figuresIn(station.text).includes(figure))) {
      const text = await walk.fact(walk.answer, name).innerText();
      if (text.replace(/\D/g, '').replace(/^0+/, '').length > 2) {
        const there = name === guess.kind.fact ? before.all : before.shown;
        const where = there.indexOf(text);
        expect.soft(where < 0 ? '' : there.slice(Math.max(where - 60, 0), where + 60), `the answer's {${name}} before the guess`).toBe('');
      }
    }
    // It is remembered in the address only, and whoever opens that sees the same.
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)).toBe(0);
    const seen = async () => [await walk.band.locator('.gap').innerText(), await walk.answer.innerText(), await page.locator('.sketch path').evaluateAll((paths) => paths.map((path) => path.getAttribute('d')))];
    const first = await seen();
    await page.goto('about:blank');
    await walk.open(station, { guess: words });
    await expect(walk.answer).not.toContainText('…');
    await expect.poll(seen).toEqual(first);
  });

  test(`${id}, station ${place}: skipped, and asked again with one thing changed`, async ({ walk, page }) => {
    await walk.open(station);
    await reach(page, '.guess .skip-guess');
    await page.keyboard.press('Enter');
    await walk.at(station, { guess: 'skip' });
    await expect(walk.answer).toBeVisible();
    await expect(walk.band.locator('.gap, .line')).toHaveCount(0);
    for (const [index, piece] of walk.covers(guess).entries()) await expect(piece, guess.covers[index]).not.toHaveClass(/covered/);
    for (const [address, label] of [[station.address, 'Guess again'], ...guess.again]) {
      await walk.band.locator('.again').getByRole('button', { name: label, exact: true }).click();
      const other = { ...station, address };
      await walk.at(other);
      await expect(walk.answer).toHaveCount(0);
      await expectCovered(walk, guess);
      // One thing: a key more, less, or other than at the station. Bits are those of weights and activations.
      const pairs = (text) => new Set(withKeys(text, {}).split('?')[1]?.split('&') ?? []);
      const [one, two] = [pairs(station.address), pairs(address)];
      const changed = new Set([...[...one].filter((pair) => !two.has(pair)), ...[...two].filter((pair) => !one.has(pair))].map((pair) => pair.split('=')[0].replace('value_', '')));
      expect.soft(changed.size, `${label}: ${[...changed]}`).toBe(address === station.address ? 0 : 1);
      await walk.band.getByRole('button', { name: 'Show me' }).click();
      await walk.at(other, { guess: 'skip' });
      await expect(walk.answer).not.toContainText('…');
    }
  });
}

for (const station of asked.filter(({ guess }) => guess.kind.is === 'Kind::Curve')) {
  test(`${station.id}: a line drawn with the pointer is the one that is locked`, async ({ walk, page }) => {
    await walk.open(station);
    const pad = page.locator('.sketch .pad');
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    const line = () => page.locator('.sketch path').getAttribute('d').then((d) => [...d.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]));
    const level = await line();
    const [left, right] = [level[0][0], level.at(-1)[0]];
    // From the left end to the right, down and up again, by few and wide moves: what lies between is filled in.
    const way = [0, 0.25, 0.5, 0.75, 1].map((along, index) => [left + (right - left) * along, box.height * [0.3, 0.5, 0.7, 0.45, 0.2][index]]);
    await page.mouse.move(box.x + way[0][0], box.y + way[0][1]);
    await page.mouse.down();
    for (const [x, y] of way.slice(1)) await page.mouse.move(box.x + x, box.y + y);
    await page.mouse.up();
    const drawn = await line();
    const at = (x) => {
      const after = Math.max(1, way.findIndex(([place]) => place >= x - 1e-6));
      const [[a, y], [b, z]] = [way[after - 1], way[after]];
      return y + (z - y) * (x - a) / (b - a);
    };
    // A place is as wide as its distance to the next: the line is where the pointer was somewhere within it.
    for (const [x, y] of drawn) expect(Math.abs(y - at(x)), `${x}: ${y} for ${at(x)}`).toBeLessThan(0.06 * box.height);
    await walk.band.getByRole('button', { name: 'Lock my line' }).click();
    await expect(walk.answer).toBeVisible();
    const locked = await line();
    const [foot, top] = [Math.max(...locked.map(([, y]) => y)), Math.min(...locked.map(([, y]) => y))];
    expect(foot - top).toBeGreaterThan(0.4 * box.height);
    locked.forEach(([, y], index) => expect(Math.abs(y - drawn[index][1])).toBeLessThan(3));
  });
}

test('what is no answer to a question is no guess', async ({ walk }) => {
  for (const [id, guess] of [['formats', '999'], ['ste', '3'], ['clipping', '1,2,3'], ['xnor', 'no']]) {
    const [station] = stories[id].stations;
    await walk.open(station, { guess });
    await expectCovered(walk, station.guess);
    await expect(walk.answer).toHaveCount(0);
  }
});
