// By keyboard alone: everything can be reached, changed and read, and one always sees where one is.
import { expect, read, test } from './lesson.mjs';
import { ready } from './picture.mjs';

const code = (page) => page.locator('.step .code');
const bounds = (page, id) => page.locator(`[data-handle=${id}]`);

/** What can be operated on the page, as selectors would name it. */
const operable = 'a[href], button:not(:disabled), input, select, textarea, summary, [tabindex="0"]';

const lessons = {
  formats: '#/formats?format=custom&versus=float8_e5m2',
  affine: '#/affine?min=-2',
  clipping: '#/clipping?threshold=2',
  ste: '#/ste?estimator=dsq&step=20',
  pact: '#/pact?step=20',
  lsq: '#/lsq?s=0.5&step=20',
  diffq: '#/diffq?step=20',
  qat: '#/qat?at=90&edits=90-0-0-c0200000&own=1-4-affine',
  binary: '#/binary?alpha=0.5',
  xnor: '#/xnor',
  proof: '#/proof?part=affine',
};

for (const [name, address] of Object.entries(lessons)) {
  test(`${name}: Tab reaches every control, and focus can always be seen`, async ({ lesson, page }) => {
    await lesson.open(address);
    if (await page.locator('.rasters').count()) await ready(page);
    await page.evaluate((selector) => {
      const all = [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility({ visibilityProperty: true }));
      // Inside a closed <details> only its summary is there.
      globalThis.expected = new Set(all.filter((node) => !node.closest('details:not([open]) > :not(summary)')));
    }, operable);
    const unseen = new Set();
    const left = () => page.evaluate(() => [...globalThis.expected].map((node) => node.outerHTML.slice(0, 120)));
    for (let press = 0; press < 140 && (await left()).length > 0; press += 1) {
      await page.keyboard.press('Tab');
      const where = await page.evaluate(() => {
        const node = document.activeElement;
        globalThis.expected.delete(node);
        const styles = [getComputedStyle(node), getComputedStyle(node, '::before')];
        const outlined = styles.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1);
        // The charts' cursor is a line: it is drawn thick, with a dot.
        const line = node.classList.contains('cursor') && parseFloat(styles[0].borderLeftWidth) >= 2 && styles[1].content !== 'none';
        return node === document.body || outlined || line ? null : node.outerHTML.slice(0, 120);
      });
      if (where) unseen.add(where);
    }
    expect(await left(), 'never reached').toEqual([]);
    expect([...unseen], 'focus that cannot be seen').toEqual([]);
  });
}

test('the first Tab offers to skip to the lesson, and leaves the address alone', async ({ lesson, page, baseURL }) => {
  await lesson.open('#/affine?bits=3');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the lesson' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await expect(page).toHaveURL(`${baseURL}#/affine?bits=3`);
});

test('a link within a lesson begins what it leads to at its top, and takes the focus there', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  for (const [name, next, heading] of [['Next: Clipping', '#/clipping', 'Where to cut it off'], ['How right is this?', '#/proof', 'How right is this?']]) {
    await page.getByRole('link', { name }).last().press('Enter');
    await lesson.settled(next);
    await expect(page.locator('h1')).toHaveText(heading);
    await expect(page.locator('main')).toBeFocused();
  }
  await lesson.open('#/start');
  await page.locator('.course a', { hasText: 'XNOR-Net' }).press('Enter');
  await expect(page.locator('h1')).toHaveText('Counting instead of multiplying');
  await expect(page.getByRole('main', { name: 'XNOR-Net' })).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('a button that has done what it can keeps the focus', async ({ lesson, page }) => {
  await lesson.open('#/pact?alpha=3&step=1');
  const reset = page.getByRole('button', { name: 'Reset' });
  await reset.press('Enter');
  await lesson.settled('#/pact?alpha=3');
  await expect(reset).toBeDisabled();
  await expect(reset).toBeFocused();
  await lesson.open('#/affine?min=-2');
  const auto = page.getByRole('button', { name: 'MIN auto' });
  await auto.press('Enter');
  await lesson.settled('#/affine');
  await expect(auto).toBeDisabled();
  await expect(auto).toBeFocused();
  // One that goes leaves the focus to what it stood in.
  await page.locator('details.own summary').press('Enter');
  await page.getByRole('button', { name: 'Use these numbers' }).press('Enter');
  await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(page.getByRole('group', { name: 'Where the signal is from' })).toBeFocused();
});

test('what a change has done is said once all is still', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  const told = page.locator('.lesson > [role=status]');
  await page.waitForTimeout(1000);
  await expect(told).toBeEmpty();
  await page.locator('input[type=range][name=bits]').press('ArrowLeft');
  await expect(told).toContainText('A staircase of 8 steps');
  await expect(told).toContainText('SQNR');
});

test('arrows walk the grid of codes', async ({ lesson, page }) => {
  await lesson.open('#/formats?x=1');
  const grid = page.getByRole('grid', { name: 'Positive codes' });
  await grid.focus();
  await expect(code(page)).toHaveText('0x38');
  for (const [key, expected] of [['ArrowRight', '0x39'], ['ArrowDown', '0x41'], ['ArrowLeft', '0x40'], ['ArrowUp', '0x38'], ['ArrowUp', '0x30']]) {
    await page.keyboard.press(key);
    await expect(code(page), key).toHaveText(expected);
  }
  const active = await grid.getAttribute('aria-activedescendant');
  await expect(page.locator(`#${active}`)).toHaveAttribute('data-code', String(0x30));
  await expect(page.locator(`#${active}`)).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.formula .result')).toHaveText('0.5');
});

test('bits: arrows move and step, Space and Enter flip', async ({ lesson, page }) => {
  await lesson.open('#/formats?x=1');
  const bits = page.locator('button.bit');
  await bits.first().focus();
  await page.keyboard.press('Space');
  await expect(code(page)).toHaveText('0xB8');
  await expect(page.locator('.formula .result')).toHaveText('−1');
  await page.keyboard.press('ArrowRight');
  await expect(bits.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(code(page)).toHaveText('0xF8');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Space');
  await expect(code(page)).toHaveText('0x38');
  // Up is the next larger number, whatever the bit.
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('.formula .result')).toHaveText('1.125');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.formula .result')).toHaveText('0.9375');
  await page.getByRole('button', { name: 'The next larger number' }).press('Enter');
  await expect(page.locator('.formula .result')).toHaveText('1');
  // Through zero to the negative numbers: no number is met twice.
  await lesson.set('x', '2^-9');
  await bits.first().focus();
  for (const expected of ['0x00', '0x81', '0x82']) {
    await page.keyboard.press('ArrowDown');
    await expect(code(page)).toHaveText(expected);
  }
});

test('numbers in the formulas are stepped by arrows', async ({ lesson, page }) => {
  await lesson.open('#/formats?x=1');
  const scrub = (name) => page.locator(`.formula .scrub[aria-label=${name}]`);
  await scrub('Mantissa').press('ArrowRight');
  await expect(page.locator('.formula .result')).toHaveText('1.125');
  await scrub('Exponent').press('ArrowUp');
  await expect(page.locator('.formula .result')).toHaveText('2.25');
  await scrub('Sign').press('ArrowRight');
  await expect(page.locator('.formula .result')).toHaveText('−2.25');
  await scrub('Mantissa').press('PageDown');
  await expect(page.locator('.formula .result')).toHaveText('−2');
  await lesson.open('#/affine?max=2&min=-2');
  const max = page.locator('.derivation .scrub[aria-label=MAX]');
  await max.press('ArrowLeft');
  await expect(page.locator('#field-max')).toHaveValue('1.99');
  // The number that was stepped keeps the focus.
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('#field-max')).toHaveValue('1.98');
  await page.locator('.derivation .scrub[aria-label=x]').press('PageUp');
  await expect(page.locator('.derivation .scrub[aria-label=x]')).toHaveText('0.8');
});

test('sliders, switches and lists', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  const slider = page.locator('input[type=range][name=bits]');
  await slider.press('ArrowRight');
  await expect(page.locator('#field-bits')).toHaveValue('5');
  await slider.press('PageDown');
  await expect(page.locator('#field-bits')).toHaveValue('1');
  await expect(slider).toHaveAttribute('aria-valuetext', '1');
  await page.locator('input[name=signed]').press('Space');
  await expect(page.locator('input[name=signed]')).toBeChecked();
  await page.locator('#choice-rounding').press('ArrowDown');
  await expect(page.locator('#choice-rounding')).toHaveValue('nearest_away');
  await lesson.settled('#/affine?bits=1&rounding=nearest_away&signed=1');
  const count = page.locator('input[type=range][name=count]');
  await count.press('ArrowRight');
  await expect(page.locator('#field-count')).toHaveValue('524288');
  await expect(count).toHaveAttribute('aria-valuetext', '524,288 values');
});

test('handles of MIN, MAX and x move by arrows, finer with Shift', async ({ lesson, page }) => {
  await lesson.open('#/affine?max=2&min=-2');
  for (const id of ['min', 'max', 'x']) {
    const value = async () => Number(await bounds(page, id).getAttribute('aria-valuenow'));
    const start = await value();
    await bounds(page, id).press('ArrowRight');
    await expect.poll(value).toBeGreaterThan(start);
    const coarse = (await value()) - start;
    await bounds(page, id).press('ArrowLeft');
    await bounds(page, id).press('Shift+ArrowRight');
    await expect.poll(async () => (await value()) - start).toBeLessThan(coarse / 2);
    await bounds(page, id).press('Shift+ArrowLeft');
  }
  await bounds(page, 'min').press('PageUp');
  const min = await page.locator('#field-min').inputValue();
  expect(read(min)).toBeGreaterThan(-2);
  await expect(page.locator('.derivation .scrub[aria-label=MIN]')).toHaveAttribute('aria-valuetext', min);
});

test('the number line\'s handle moves the typed number', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  await bounds(page, 'x').first().press('ArrowRight');
  await expect(page.locator('#field-x')).not.toHaveValue('5.37');
  expect(read(await page.locator('#field-x').inputValue())).toBeGreaterThan(5.37);
});

test('the data cursor walks a chart and says what is there', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  const cursor = lesson.chart('signal').locator('.cursor');
  await cursor.focus();
  const first = /^x \S+ → q = \d+ → \S+, error \S+$/;
  await page.keyboard.press('ArrowRight');
  await expect(cursor).toHaveAttribute('aria-valuetext', first);
  const at = async () => Number(await cursor.getAttribute('aria-valuenow'));
  const start = await at();
  await page.keyboard.press('PageUp');
  expect(await at()).toBeGreaterThan(start);
  await page.keyboard.press('Shift+ArrowLeft');
  // The other charts show the same.
  await expect(lesson.chart('stairs').locator('.readout')).toHaveText(await cursor.getAttribute('aria-valuetext'));
  await page.keyboard.press('Escape');
  await expect(lesson.chart('stairs').locator('.readout')).toBeEmpty();
});

for (const id of Object.keys(lessons)) {
  test(`${id}: the figures of every chart open as a table`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}`);
    for (const figures of await page.locator('figure.chart details').all()) {
      await figures.locator('summary').press('Enter');
      await expect(figures.locator('thead th').first()).toBeAttached();
      expect(await figures.locator('tbody tr').count()).toBeGreaterThan(3);
      await expect(figures.locator('.scroll')).toHaveAttribute('tabindex', '0');
    }
  });
}

test('navigation, theme and links by Enter', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  await page.getByRole('button', { name: 'Switch to dark' }).press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.locator('.path .mark', { hasText: 'Four bits' }).press('Enter');
  await expect(page.locator('h1')).toHaveText('Four bits, 16 codes');
  await expect(page.locator('.verdict')).toContainText('5.37 → 6.');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('link', { name: 'Affine', exact: true }).press('Enter');
  await expect(page.locator('h1')).toHaveText('A scale and a zero point');
  await expect(page).toHaveTitle('Affine · Quantscope');
});
