// The words of the field explain themselves on focus and on hover. That each is connected with what it means for a screen
// reader, wherever it stands, is seen on the way through the lessons (`course.spec.mjs`).
import { glossary, lessons, stories, termsIn } from './story.mjs';
import { expect, test } from './walk.mjs';

const terms = (where) => where.locator('.term');
const button = (term) => term.locator('button');
const meaning = (term) => term.locator('.meaning');

/** All sentences of a lesson, where they stand. */
const sentences = (id) => {
  const { stations, remember, papers, differences } = stories[id];
  return [...stations.flatMap(({ text, guess }) => [text, guess?.answer ?? '']), remember, ...papers, differences];
};

test('each term of the glossary stands in a sentence, and each sentence’s term in the glossary', () => {
  const named = new Set(lessons.flatMap((id) => sentences(id).flatMap((text) => termsIn(text).map(([, term]) => term))));
  expect(Object.keys(glossary).filter((term) => !named.has(term)), 'nowhere used').toEqual([]);
  // What is in brackets and no term is a range, such as [0, 1].
  expect([...named].filter((term) => !glossary[term] && !/\d/.test(term)), 'unexplained').toEqual([]);
});

/** What is open is seen whole: nothing is cut off at the window, and nothing lies over it. */
const seen = (term) => meaning(term).evaluate((node) => {
  const { left, right, top, bottom, width, height } = node.getBoundingClientRect();
  const found = [];
  if (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight) found.push(`from ${[left, top].map(Math.round)} to ${[right, bottom].map(Math.round)} of ${innerWidth} by ${innerHeight}`);
  for (const [x, y] of [[0.02, 0.1], [0.98, 0.1], [0.5, 0.5], [0.02, 0.9], [0.98, 0.9]]) {
    const there = document.elementFromPoint(left + width * x, top + height * y);
    if (!there || !(node.contains(there) || there.contains(node))) found.push(`at ${x}, ${y} there is ${there?.outerHTML.slice(0, 60)}`);
  }
  return found;
});

const looks = {
  wide: { width: 1280, height: 800 },
  'a phone': { width: 390, height: 844 },
  'a stage': { width: 1024, height: 768, present: 1 },
};

for (const [look, { width, height, ...more }] of Object.entries(looks)) {
  test(`on ${look}: focus and hover open it whole, Escape and leaving close it`, async ({ walk, page }) => {
    await page.setViewportSize({ width, height });
    // Terms at the left, in the middle and at the right of their lines.
    for (const station of [stories.formats.stations[1], stories.qat.stations[0], stories.affine.stations[3]]) {
      await walk.open(station, more);
      for (const term of await terms(walk.look).all()) {
        const what = `${look}, ${await button(term).textContent()}`;
        await expect(meaning(term), what).toBeHidden();
        await button(term).focus();
        await expect(meaning(term), what).toBeVisible();
        expect.soft(await seen(term), `${what} by focus`).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(meaning(term), `${what}, Escape`).toBeHidden();
        await expect(button(term)).toBeFocused();
        await button(term).evaluate((node) => node.blur());
        await button(term).hover();
        await expect(meaning(term), what).toBeVisible();
        expect.soft(await seen(term), `${what} by hover`).toEqual([]);
        await page.mouse.move(2, 2);
        await expect(meaning(term), `${what}, left`).toBeHidden();
      }
    }
  });
}

test('what a term means can be pointed at, closed by Escape while the pointer is there, and tapped', async ({ walk, page }) => {
  await walk.open(stories.formats.stations[1]);
  const term = terms(walk.look).first();
  await button(term).hover();
  await expect(meaning(term)).toBeVisible();
  // The pointer goes into it, as to copy a word: it stays.
  const box = await meaning(term).boundingBox();
  await page.mouse.move(box.x + 10, box.y + 4, { steps: 6 });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await expect(meaning(term)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(meaning(term), 'Escape while the pointer is there').toBeHidden();
  await page.mouse.move(2, 2);
  await button(term).click();
  await expect(meaning(term)).toBeVisible();
});

test('on a stage Escape closes what a term means first, and leaves the stage only then', async ({ walk, page }) => {
  await walk.open(stories.formats.stations[1], { present: 1 });
  const term = terms(walk.look).first();
  await button(term).focus();
  await expect(meaning(term)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(meaning(term)).toBeHidden();
  await expect(page.locator('.lesson.presenting')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.lesson.presenting')).toHaveCount(0);
});

test('Tab walks the terms of a sentence, one open at a time', async ({ walk, page }) => {
  await walk.open(stories.qat.stations[0]);
  const all = terms(walk.look);
  const count = await all.count();
  expect(count).toBeGreaterThan(3);
  await button(all.first()).focus();
  for (let at = 0; at < count; at += 1) {
    await expect(button(all.nth(at))).toBeFocused();
    await expect(page.locator('.meaning').filter({ visible: true })).toHaveCount(1);
    await expect(meaning(all.nth(at))).toBeVisible();
    await page.keyboard.press('Tab');
  }
  await expect(page.locator('.look .meaning').filter({ visible: true })).toHaveCount(0);
});
