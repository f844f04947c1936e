// Undo: a gesture is a step, text fields keep their own, and the browser's way back leaves the lesson.
import { addressOf, stories } from './story.mjs';
import { expect, test } from './walk.mjs';

const bits = (page) => page.locator('#field-bits');
const slider = (page, id) => page.locator(`input[type=range][name=${id}]`);
const hash = (page) => page.evaluate(() => location.hash);

async function press(page, keys, { twice = false } = {}) {
  // Keys go to the page, not to a field that has the focus.
  await page.evaluate(() => document.activeElement?.blur());
  for (let times = twice ? 2 : 1; times > 0; times -= 1) await page.keyboard.press(keys);
}

const middle = async (locator) => {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

/** Drags by many small moves, each of which is drawn. */
async function drag(page, lesson, [x, y], [dx, dy], seen) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 10; step += 1) {
    await page.mouse.move(x + dx * step / 10, y + dy * step / 10);
    await lesson.frames(1);
    seen?.push(await hash(page));
  }
  await page.mouse.up();
}

/** Waits until the settings stand in the address, which follows them by a moment. */
const expectHash = (page, expected) => expect.poll(() => hash(page), { intervals: [40, 80, 160] }).toBe(expected);

for (const [redo, keys] of Object.entries({ 'Ctrl+Shift+Z': 'Control+Shift+KeyZ', 'Ctrl+Y': 'Control+KeyY' })) {
  test(`Ctrl+Z goes back a change at a time, ${redo} forward again`, async ({ lesson, page }) => {
    await lesson.open('#/affine');
    const states = ['#/affine'];
    const changes = [
      () => lesson.set('bits', 3),
      () => lesson.check('symmetric'),
      // By a key, as a person does: that is the gesture.
      () => page.locator('#choice-signal').press('ArrowDown'),
      () => page.getByRole('button', { name: 'Switch to dark' }).click(),
      () => slider(page, 'bits').press('ArrowRight'),
    ];
    for (const change of changes) {
      await change();
      await expect.poll(() => hash(page)).not.toBe(states.at(-1));
      states.push(await hash(page));
    }
    expect(states).toEqual(['#/affine', '#/affine?bits=3', '#/affine?bits=3&symmetric=1', '#/affine?bits=3&signal=laplace&symmetric=1',
      '#/affine?bits=3&signal=laplace&symmetric=1&theme=dark', '#/affine?signal=laplace&symmetric=1&theme=dark']);
    for (const state of states.slice(0, -1).reverse()) {
      await press(page, 'Control+KeyZ');
      await expectHash(page, state);
    }
    // There is nothing before the first, and controls say what the state says.
    await press(page, 'Control+KeyZ');
    await lesson.settled('#/affine');
    await expect(bits(page)).toHaveValue('4');
    for (const state of states.slice(1)) {
      await press(page, keys);
      await expectHash(page, state);
    }
    await press(page, keys);
    await expectHash(page, states.at(-1));
    await expect(page.locator('#choice-signal')).toHaveValue('laplace');
    // What is changed now takes the place of what was undone.
    await press(page, 'Control+KeyZ', { twice: true });
    await lesson.set('bits', 7);
    await expectHash(page, '#/affine?bits=7&signal=laplace&symmetric=1');
    await press(page, keys);
    await lesson.settled('#/affine?bits=7&signal=laplace&symmetric=1');
    await press(page, 'Control+KeyZ');
    await expectHash(page, '#/affine?bits=3&signal=laplace&symmetric=1');
  });
}

const drags = {
  'a slider': ['#/affine', (page) => slider(page, 'max'), [30, 0]],
  'a handle in a chart': ['#/affine', (page) => page.locator('[data-handle=max]'), [-120, 0]],
  'a handle over the error': ['#/clipping', (page) => page.locator('[data-chart=errors] [data-handle=threshold]'), [70, 0]],
  'a number in a formula': ['#/clipping', (page) => page.locator('.derivation .scrub[aria-label=Threshold]'), [60, 0]],
};

for (const [name, [address, find, by]] of Object.entries(drags)) {
  test(`a drag of ${name} is one step`, async ({ lesson, page }) => {
    await lesson.open(address);
    const start = await middle(find(page));
    await drag(page, lesson, start, by);
    await expect.poll(() => hash(page)).not.toBe(address);
    await lesson.written();
    const first = await hash(page);
    // Another drag of the same is another step.
    await drag(page, lesson, await middle(find(page)), [by[0] / 2, 0]);
    await expect.poll(() => hash(page)).not.toBe(first);
    await lesson.written();
    const second = await hash(page);
    for (const [keys, expected] of [['Control+KeyZ', first], ['Control+KeyZ', address], ['Control+Shift+KeyZ', first], ['Control+Shift+KeyZ', second]]) {
      await press(page, keys);
      await expectHash(page, expected);
    }
  });
}

test('a key that is held, a wheel of changes, is one step; single presses are steps', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  await slider(page, 'bits').focus();
  // Playwright repeats a key that is pressed down again.
  for (let times = 0; times < 4; times += 1) await page.keyboard.down('ArrowRight');
  await page.keyboard.up('ArrowRight');
  await expectHash(page, '#/affine?bits=8');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expectHash(page, '#/affine?bits=6');
  for (const expected of ['#/affine?bits=7', '#/affine?bits=8', '#/affine']) {
    await page.keyboard.press('Control+KeyZ');
    await expectHash(page, expected);
  }
});

test('a training that plays is one step', async ({ lesson, page }) => {
  await lesson.open('#/pact?step=3');
  const play = page.locator('.player .play');
  await play.click();
  await expect.poll(async () => Number(await page.locator('#field-step').inputValue())).toBeGreaterThan(20);
  await play.click();
  await press(page, 'Control+KeyZ');
  // Playing began where it stood.
  await expectHash(page, '#/pact?step=3');
});

test('a text field keeps its own undo', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  await lesson.set('bits', 6);
  await expectHash(page, '#/affine?bits=6');
  await bits(page).click();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type('12');
  await page.keyboard.press('Control+KeyZ');
  // The page's settings stay; the field takes back what was typed.
  await expect(bits(page)).not.toHaveValue('12');
  await lesson.frames(4);
  await page.waitForTimeout(200);
  expect(await hash(page)).toBe('#/affine?bits=6');
  await page.locator('details.own summary').click();
  const paste = page.locator('textarea[name=paste]');
  await paste.click();
  await page.keyboard.type('1 2 3');
  await page.keyboard.press('Control+KeyZ');
  await expect(paste).not.toHaveValue('1 2 3');
  expect(await hash(page)).toBe('#/affine?bits=6');
  // Outside of fields it is the page's again.
  await press(page, 'Control+KeyZ');
  await expectHash(page, '#/affine');
});

test('stations and guesses are steps', async ({ walk, page }) => {
  const [first, second] = stories.ste.stations;
  await walk.open(first);
  await page.getByRole('button', { name: first.guess.kind.options[2] }).click();
  await walk.at(first, { guess: 2 });
  await walk.next.click();
  await walk.at(second);
  await press(page, 'Control+KeyZ');
  await walk.at(first, { guess: 2 });
  await expect(walk.answer).toBeVisible();
  await press(page, 'Control+KeyZ');
  await walk.at(first);
  await expect(walk.answer).toHaveCount(0);
  await press(page, 'Control+Shift+KeyZ', { twice: true });
  await walk.at(second);
});

test('the browser’s way back leaves the lesson, whatever was changed in it, and undo does not', async ({ walk, lesson, page }) => {
  await lesson.open('#/ste');
  await page.getByRole('navigation', { name: 'Lessons' }).getByRole('link', { name: 'PACT' }).click();
  await lesson.settled('#/pact');
  await lesson.set('bits', 5);
  await expectHash(page, '#/pact?bits=5');
  await walk.next.click();
  await walk.at(stories.pact.stations[0]);
  await walk.next.click();
  await walk.at(stories.pact.stations[1]);
  // Undo goes back to where the lesson was opened, and no farther.
  await press(page, 'Control+KeyZ', { twice: true });
  await expectHash(page, '#/pact?bits=5');
  await press(page, 'Control+KeyZ', { twice: true });
  await expectHash(page, '#/pact');
  await walk.next.click();
  await walk.at(stories.pact.stations[0]);
  await page.goBack();
  await lesson.settled('#/ste');
  await expectHash(page, '#/ste');
  await press(page, 'Control+KeyZ');
  await expectHash(page, '#/ste');
  await page.goForward();
  await walk.at(stories.pact.stations[0]);
  expect(await hash(page)).toBe(addressOf(stories.pact.stations[0]));
});
