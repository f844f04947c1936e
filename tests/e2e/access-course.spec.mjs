// axe finds nothing serious anywhere on the way: every station, guesses asked, locked and shown, the stage, the proof, the
// page one comes in by, and what is taken along; light and dark.
import { AxeBuilder } from '@axe-core/playwright';
import { ready } from './picture.mjs';
import { lessons, stories, withKeys } from './story.mjs';
import { expect, test } from './walk.mjs';

/** A guess that can be locked. */
const someGuess = ({ is, min, max, step }) => ({
  'Kind::Number': () => Math.round((max - min) / 2 / step), 'Kind::Choice': () => 0, 'Kind::Curve': () => new Array(24).fill(40).join(','),
})[is]();

const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper'));

/**
 * What axe finds in parts of the page (none: all of it): with all rules in the light, and as only colours change, with that
 * of contrast in the dark. Once it has been brought to a document it stays there, so that walking does not bring it anew.
 */
async function expectNone(page, what, ...parts) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await new AxeBuilder({ page }).setLegacyMode(true).include('h1').analyze();
  const papers = [];
  for (const [scheme, rules] of [['dark', { runOnly: ['color-contrast'] }], ['light', {}]]) {
    // With less motion colours do not go over into each other.
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    papers.push(await paper(page));
    const found = await page.evaluate(async ([include, options]) => {
      const { violations } = await globalThis.axe.run(include.length ? { include } : document, { resultTypes: ['violations'], ...options });
      return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')} (${nodes.length})`);
    }, [parts, rules]);
    expect.soft(found, `${what}, ${scheme}`).toEqual([]);
  }
  expect(new Set(papers).size, 'dark is not light').toBe(2);
}

for (const id of lessons) {
  test(`${id}: every station, and its guesses asked, locked and shown`, async ({ walk, lesson, page }) => {
    await lesson.open(`#/${id}`);
    if (await page.locator('.rasters').count()) await ready(page);
    await expectNone(page, id);
    for (const station of stories[id].stations) {
      await walk.next.click();
      await walk.at(station);
      const what = `${id}, ${station.title}`;
      await expectNone(page, what, '.way', '.picture');
      if (!station.guess) continue;
      const guess = someGuess(station.guess.kind);
      await page.evaluate((hash) => { location.hash = hash; }, withKeys(station.address, { station: station.place, guess }));
      await walk.at(station, { guess });
      await expect(walk.answer).not.toContainText('…');
      await expectNone(page, `${what} Shown`, '.way', '.picture');
    }
    await walk.next.click();
    await expect(walk.look).toContainText('To remember.');
    await expectNone(page, `${id}, behind the last station`, '.way', '.after');
  });
}

test('the stage: before the first station, asked, shown, and to remember', async ({ walk, lesson, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await lesson.open(`#/${lessons[0]}?present=1`, `#/${lessons[0]}`);
  for (const [index, id] of lessons.entries()) {
    const station = stories[id].stations.find(({ guess }) => guess);
    await expectNone(page, `${id} on a stage`);
    const guess = someGuess(station.guess.kind);
    for (const more of [{ present: 1 }, { present: 1, guess }]) {
      await page.evaluate((hash) => { location.hash = hash; }, withKeys(station.address, { station: station.place, ...more }));
      await walk.at(station, more);
      await expectNone(page, `${id} on a stage, ${more.guess === undefined ? 'asked' : 'shown'}`);
    }
    await page.keyboard.press('End');
    await expect(walk.look).toContainText('To remember.');
    await expectNone(page, `${id} on a stage, to remember`);
    if (index + 1 === lessons.length) continue;
    const next = lessons[index + 1];
    await page.evaluate((hash) => { location.hash = hash; }, `#/${next}?present=1`);
    await lesson.settled(`#/${next}`);
  }
});

test('the page one comes in by, the proof, what is taken along, and a term that is open', async ({ lesson, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lesson.open('', '#/start');
  await expectNone(page, 'start');
  await lesson.open('#/proof');
  await expectNone(page, 'proof');
  await lesson.open('#/lsq');
  const share = page.locator('.part-share');
  for (const [name, shown] of [['QR', '.qr'], ['Link', 'pre'], ['NumPy', 'pre']]) {
    await share.locator(`[data-share=${name}]`).click();
    await expect(share.locator(shown)).toBeVisible();
  }
  await expectNone(page, 'taken along', '.part-share');
  await page.locator('.path .mark').nth(2).click();
  await page.locator('.look .term button').first().focus();
  await expect(page.locator('.meaning.open')).toBeVisible();
  await expectNone(page, 'a term', '.way');
});
