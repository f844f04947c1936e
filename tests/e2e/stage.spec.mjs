// On a stage: every station fits a projector of 1024 by 768, keys and clickers walk, and a lecturer's link takes controls away.
import { lessons, stories, withKeys } from './story.mjs';
import { expect, test } from './walk.mjs';

const hash = (page) => page.evaluate(() => location.hash);
const expectHash = (page, expected) => expect.poll(() => hash(page), { intervals: [40, 80, 160] }).toBe(expected);
const on = (station) => withKeys(station.address, { station: station.place, present: 1 });
/** Before the first station, and behind the last, where the settings are the last one's. */
const before = (id) => `#/${id}?present=1`;
const behind = (id) => {
  const last = stories[id].stations.at(-1);
  return withKeys(last.address, { station: last.place + 1, present: 1 });
};

/** What does not fit the screen: wider than it, or cut at an edge of the stage. */
const cut = (page) => page.evaluate(() => {
  const found = [];
  const page_ = document.scrollingElement;
  if (page_.scrollWidth > innerWidth) found.push(`the page is ${page_.scrollWidth} wide`);
  const stage = document.querySelector('.lesson.presenting');
  if (stage.scrollHeight > stage.clientHeight + 1) found.push(`the stage is ${stage.scrollHeight} high, ${stage.clientHeight} are shown`);
  const name = (node) => `${node.localName}.${node.className?.baseVal ?? node.className} "${node.textContent.slice(0, 30)}"`;
  const shown = [...stage.querySelectorAll('*')].filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('.spoken, .meaning, svg, math'));
  for (const node of shown) {
    const { left, right, top, bottom, width, height } = node.getBoundingClientRect();
    if (width < 1 || height < 1) continue;
    if (left < -1 || right > innerWidth + 1) found.push(`${name(node)} from ${Math.round(left)} to ${Math.round(right)}`);
    // Its text is wider than what is shown of it.
    if (node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0 && ['hidden', 'clip'].includes(getComputedStyle(node).overflowX)) found.push(`${name(node)} holds ${node.scrollWidth} in ${node.clientWidth}`);
    if (top < -1 || bottom > innerHeight + 1) found.push(`${name(node)} ends at ${Math.round(bottom)}`);
  }
  // The picture and its parts are not squeezed out by the words, and no part is cut by the picture's frame.
  const picture = stage.querySelector('.picture').getBoundingClientRect();
  if (picture.height < 220) found.push(`the picture is ${Math.round(picture.height)} high`);
  for (const piece of stage.querySelectorAll('[data-chart], [data-piece]')) {
    if (!piece.checkVisibility() || piece.closest('.covered')) continue;
    const box = piece.getBoundingClientRect();
    if (box.bottom > picture.bottom + 1 || box.top < picture.top - 1) found.push(`${name(piece)} is cut at ${Math.round(box.bottom)} of ${Math.round(picture.bottom)}`);
    if (piece.scrollHeight > piece.clientHeight + 1 && piece.clientHeight > 0) found.push(`${name(piece)} is ${piece.scrollHeight} high in ${piece.clientHeight}`);
  }
  return [...new Set(found)].slice(0, 6);
});

/** What a stage shows of the picture. */
const shownPieces = (page) => page.locator('.picture [data-chart], .picture [data-piece]').evaluateAll((all) => all.filter((node) => node.checkVisibility())
  .map((node) => node.dataset.chart ?? node.dataset.piece));

test.describe('at 1024 x 768', () => {
  test.use({ viewport: { width: 1024, height: 768 } });

  test('the page one comes in by fits, and is a slide too', async ({ lesson, page }) => {
    await lesson.open('#/start?present=1', '#/start');
    expect(await page.evaluate(() => document.scrollingElement.scrollWidth)).toBeLessThanOrEqual(1024);
    const wide = await page.locator('main *').evaluateAll((all) => all.filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.outerHTML.slice(0, 80)));
    expect(wide).toEqual([]);
  });

  for (const id of lessons) {
    test(`${id}: every station fits, with its sentence and its picture`, async ({ walk, lesson, page }) => {
      const { stations } = stories[id];
      await lesson.open(before(id), `#/${id}`);
      await expect.soft(page.locator('.question'), id).toContainText(stories[id].question, { timeout: 500 });
      expect.soft(await cut(page), `${id}, before the first`).toEqual([]);
      for (const station of stations) {
        await page.keyboard.press('PageDown');
        await walk.at(station, { present: 1 });
        const what = `${id}, ${station.title}`;
        await lesson.frames(2);
        expect.soft(await cut(page), what).toEqual([]);
        expect.soft((await shownPieces(page)).sort(), what).toEqual([...station.show].sort());
        // Large type: what is said can be read from the last row.
        expect.soft(await walk.look.evaluate((node) => parseFloat(getComputedStyle(node).fontSize)), what).toBeGreaterThanOrEqual(22);
        if (station.guess) {
          await page.getByRole('button', { name: 'Show me' }).click();
          await walk.at(station, { present: 1, guess: 'skip' });
          await lesson.frames(2);
          expect.soft(await cut(page), `${what} Answered`).toEqual([]);
        }
      }
      await page.keyboard.press('PageDown');
      await expectHash(page, behind(id));
      await lesson.frames(2);
      expect.soft(await cut(page), `${id}, to remember`).toEqual([]);
      await expect(page.locator('nav, aside, footer').filter({ visible: true })).toHaveCount(0);
    });
  }
});

test('a screen of more pixels shows the same stage, larger', async ({ walk, lesson, page }) => {
  const station = stories.affine.stations[0];
  const sizes = [];
  for (const [width, height] of [[1024, 768], [1920, 1080]]) {
    await page.setViewportSize({ width, height });
    await walk.open(station, { present: 1 });
    await lesson.frames(3);
    expect.soft(await cut(page), `${width} x ${height}`).toEqual([]);
    sizes.push(await walk.look.evaluate((node) => parseFloat(getComputedStyle(node).fontSize) / innerHeight));
    // Formulas and their chart share the width.
    const [left, right] = await Promise.all(['arithmetic', 'error'].map((name) => walk.piece(name).boundingBox()));
    expect.soft(Math.abs(left.width - right.width), `${width} x ${height}`).toBeLessThan(2);
    expect.soft(right.x, `${width} x ${height}`).toBeGreaterThan(left.x + left.width);
  }
  expect(sizes[1] / sizes[0]).toBeCloseTo(1, 1);
});

test('arrows, space, Home, End and Escape walk', async ({ walk, lesson, page }) => {
  const { stations } = stories.ste;
  await lesson.open('#/ste?present=1', '#/ste');
  for (const [key, expected] of [
    ['ArrowRight', on(stations[0])], ['ArrowRight', on(stations[1])], ['ArrowLeft', on(stations[0])], ['Space', on(stations[1])],
    ['PageDown', on(stations[2])], ['PageUp', on(stations[1])], ['Home', before('ste')], ['ArrowLeft', before('ste')],
    ['End', withKeys('ste', { present: 1 })],
  ]) {
    await page.keyboard.press(key);
    if (key !== 'End') await expectHash(page, expected);
  }
  await expect(walk.look).toContainText('To remember.');
  await page.keyboard.press('PageUp');
  await expectHash(page, on(stations.at(-1)));
  await page.keyboard.press('Escape');
  await expectHash(page, withKeys(stations.at(-1).address, { station: stations.length }));
  await expect(page.getByRole('navigation', { name: 'Lessons' })).toBeVisible();
  // Off the stage the keys are the page's own.
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowLeft');
  await lesson.frames(3);
  expect(await hash(page)).toBe(withKeys(stations.at(-1).address, { station: stations.length }));
});

test('after the last station the next lesson opens, still presented, to the end of the course', async ({ walk, lesson, page }) => {
  for (const [index, id] of lessons.entries()) {
    // As the key says: the end, and on.
    if (index === 0) await lesson.open(before(id), `#/${id}`);
    await page.keyboard.press('End');
    await expect(walk.look).toContainText('To remember.');
    await page.keyboard.press('PageDown');
    const next = lessons[index + 1];
    if (next) {
      await expectHash(page, before(next));
      await lesson.settled(`#/${next}`);
      await expect(page.locator('.lesson.presenting')).toBeVisible();
    } else {
      await lesson.frames(3);
      await expect(walk.look).toContainText('To remember.');
    }
  }
  // The browser's way back leads to the lesson before.
  await page.goBack();
  await expect.poll(() => hash(page)).toMatch(new RegExp(`^#/${lessons.at(-2)}\\?`));
});

test('a slider that has the focus keeps its arrows, a clicker walks all the same', async ({ walk, lesson, page }) => {
  const station = stories.formats.stations[0];
  await lesson.open(on(station), '#/formats');
  const slider = page.locator('.guess input[type=range]');
  await slider.focus();
  const value = Number(await slider.inputValue());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveValue(String(value + 2));
  expect(await hash(page)).toBe(on(station));
  await page.keyboard.press('PageDown');
  await walk.at(stories.formats.stations[1], { present: 1 });
  // A button that has the focus is pressed by Space, which does not walk besides.
  await walk.next.focus();
  await page.keyboard.press('Space');
  await walk.at(stories.formats.stations[2], { present: 1 });
});

test('lock= takes settings away: their controls, handles, formulas, stations and undo leave them', async ({ lesson, page }) => {
  await lesson.open('#/clipping?bits=3&lock=bits,threshold', '#/clipping?bits=3');
  const locked = [page.locator('#field-bits'), page.locator('input[type=range][name=bits]'), page.locator('#field-threshold'), page.locator('input[type=range][name=threshold]')];
  for (const control of locked) await expect(control).toBeDisabled();
  await expect(page.locator('#choice-signal')).toBeEnabled();
  const steady = async (what) => {
    await lesson.frames(3);
    await expect.soft(page.locator('#field-bits'), what).toHaveValue('3');
    expect.soft(await hash(page), what).not.toContain('threshold=');
    expect.soft(await hash(page), what).toContain('lock=bits,threshold');
  };
  for (const chart of ['signal', 'errors']) {
    const handle = page.locator(`[data-chart=${chart}] [data-handle=threshold]`);
    if (!await handle.isVisible()) continue;
    await handle.scrollIntoViewIfNeeded();
    const box = await handle.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await steady(`the handle in ${chart}`);
    await handle.press('ArrowRight');
    await steady(`the handle in ${chart} by keyboard`);
  }
  for (const name of ['Threshold', 'Bits']) {
    const scrub = page.locator(`.derivation .scrub[aria-label=${name}]`);
    if (!await scrub.count()) continue;
    await expect(scrub.first()).toHaveAttribute('aria-disabled', 'true');
    await scrub.first().press('ArrowRight');
    await steady(`${name} in the formula`);
  }
  // A station that would change it goes there without.
  await page.locator('.path .mark').nth(1).click();
  await expectHash(page, '#/clipping?bits=3&lock=bits,threshold&station=2');
  await steady('a station');
  await lesson.choose('signal', 'laplace');
  await page.evaluate(() => document.activeElement.blur());
  for (const keys of ['Control+KeyZ', 'Control+KeyZ', 'Control+KeyZ', 'Control+Shift+KeyZ']) {
    await page.keyboard.press(keys);
    await steady(keys);
  }
});

test('lock=all leaves nothing to change but how one looks', async ({ lesson, page }) => {
  for (const address of ['affine', 'formats', 'pact', 'qat', 'xnor', 'binary']) {
    await lesson.open(`#/${address}?lock=all`, `#/${address}`);
    const open = await page.locator('aside .part-controls, aside .part-data').locator('input:not([type=file]), select').evaluateAll((all) => all.filter((node) => node.checkVisibility() && !node.matches(':disabled')).map((node) => node.name || node.id));
    expect.soft(open, address).toEqual([]);
    const before = await page.evaluate(() => document.body.dataset.settled);
    for (const handle of await page.locator('[data-handle], .scrub[tabindex="0"], [role=slider].scrub').all()) {
      if (await handle.isVisible()) await handle.press('ArrowRight');
    }
    await lesson.frames(3);
    expect.soft(await hash(page), address).toBe(`#/${address}?lock=all`);
    expect.soft(await page.evaluate(() => document.body.dataset.settled), address).toBe(before);
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await expectHash(page, `#/${address}?lock=all&theme=dark`);
  }
});

const hidden = { title: 'header.opening', path: '.way', controls: '.part-controls', data: '.part-data', costs: '.part-costs', share: '.part-share', source: '.lesson > footer' };

test('hide= takes parts of the page away, and stays while one walks', async ({ walk, lesson, page }) => {
  await lesson.open('#/affine');
  for (const selector of Object.values(hidden)) await expect(page.locator(selector), selector).toBeVisible();
  for (const [part, selector] of Object.entries(hidden)) {
    await lesson.open(`#/affine?hide=${part}`, '#/affine');
    await expect(page.locator(selector), part).toBeHidden();
    for (const [other, place] of Object.entries(hidden)) if (other !== part) await expect(page.locator(place), `${other} without ${part}`).toBeVisible();
  }
  await lesson.open('#/affine?hide=controls,share', '#/affine');
  await walk.next.click();
  await walk.at(stories.affine.stations[0], { hide: 'controls,share' });
  await expect(page.locator('.part-controls, .part-share').filter({ visible: true })).toHaveCount(0);
});
