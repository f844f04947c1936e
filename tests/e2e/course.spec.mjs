// Each station of each lesson opens, says its sentence with figures that are right, and shows what it says to look at.
import { amount, expect, half, test } from './walk.mjs';
import { addressOf, figuresIn, glossary, lessons, stories, termsIn } from './story.mjs';

const tables = Object.fromEntries(await Promise.all(lessons.map(async (id) => [id, (await import(`./course/${id}.mjs`)).default])));

/** Networks reach what a training of many steps reaches: the lesson's three columns say it, and `lesson-qat` tests those. */
const columns = { full: 0, post: 1, aware: 2 };

/** A sentence as it must stand there, with anything in place of its figures. */
function sentence(text) {
  const shown = text.replace(/\*\*/g, '').replace(/\[([^\]|]+)(\|[^\]]+)?\]/g, (whole, words, id = `|${words}`) => (glossary[id.slice(1)] ? words : whole));
  return new RegExp(shown.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+?'));
}

/** What a sentence says, without what its terms mean. */
const said = (locator) => locator.evaluate((node) => {
  const copy = node.cloneNode(true);
  for (const meaning of copy.querySelectorAll('.meaning')) meaning.remove();
  return copy.textContent;
});

/** The rows of a station that a sentence names, against what stands there. */
async function expectRows(walk, where, text, id, place) {
  for (const name of figuresIn(text)) {
    const shown = await walk.fact(where, name).innerText();
    const row = tables[id].find(({ at, fact }) => at === place && fact === name);
    const what = `${id}, station ${place}, {${name}}: ${shown}`;
    if (id === 'qat' && name in columns) {
      expect.soft(await walk.page.locator('[data-arm]').nth(columns[name]).textContent(), what).toContain(shown);
    } else if (typeof row?.value === 'string') {
      expect.soft(shown, what).toBe(row.value);
    } else if (row) {
      const expected = row.value();
      const off = Math.abs(amount(shown) - expected);
      expect.soft(off <= row.tolerance * Math.abs(expected) + half(shown), `${what} for ${expected}`).toBe(true);
    }
  }
}

test('the tables know every station that has figures, and nothing else', () => {
  for (const id of lessons) {
    for (const { place, text, guess, title } of stories[id].stations) {
      const named = figuresIn(`${text} ${guess?.answer ?? ''}`);
      const rows = tables[id].filter(({ at }) => at === place).map(({ fact }) => fact);
      expect.soft(named.length === 0 || rows.length > 0, `${id}, ${title}: figures and no row`).toBe(true);
      expect.soft(rows.filter((fact) => !named.includes(fact)), `${id}, ${title}: rows for what it does not say`).toEqual([]);
    }
    const places = stories[id].stations.map(({ place }) => place);
    expect.soft(tables[id].filter(({ at }) => !places.includes(at)), `${id}: rows for stations that it has not`).toEqual([]);
  }
});

for (const id of lessons) {
  test(`${id}: each station says what it shows`, async ({ walk, page }) => {
    const { stations, remember, papers, differences } = stories[id];
    for (const station of stations) {
      const { place, title, text, show, guess } = station;
      // The first by its link, the others by the button, which leads to the same address.
      if (place === 1) await walk.open(station);
      else await walk.next.click();
      await walk.at(station);
      await expect(walk.band.locator('.mark[aria-current]')).toContainText(title.replace(/\.$/, ''));
      const look = await said(walk.look);
      expect.soft(look.startsWith(`${title} `), look).toBe(true);
      expect.soft(look, addressOf(station)).toMatch(sentence(text));
      await expectRows(walk, walk.look, text, id, place);
      await walk.expectTerms(walk.look, [text], `${id}, ${title}`);
      if (guess) {
        await walk.band.getByRole('button', { name: 'Show me' }).click();
        await walk.at(station, { guess: 'skip' });
        await expect(walk.answer).not.toContainText('…');
        expect.soft(await said(walk.answer), addressOf(station)).toMatch(sentence(guess.answer));
        await expectRows(walk, walk.answer, guess.answer, id, place);
        await walk.expectTerms(walk.answer, [guess.answer], `${id}, ${title} Answered`);
      }
      for (const name of show) {
        // What is drawn is waited for; what is covered stays so.
        await expect(async () => expect(await walk.unseen(name)).toBe(null)).toPass({ timeout: 3000 }).catch(() => {});
        expect.soft(await walk.unseen(name), `${id}, ${title}`).toBe(null);
      }
    }
    await walk.next.click();
    expect(await said(walk.look)).toMatch(sentence(remember));
    await walk.expectTerms(walk.look, [remember], `${id}, to remember`);
    await walk.expectTerms(page.locator('.after'), [remember, ...papers, differences], `${id}, after the picture`);
    await expect(walk.next).toBeDisabled();
  });
}

test('every lesson of the course has its question, and what is remembered explains itself', () => {
  for (const id of lessons) {
    const { question, remember, papers } = stories[id];
    expect(question).toMatch(/\?$/);
    expect(papers.length).toBeGreaterThan(0);
    for (const [, term] of termsIn(remember)) expect(Object.keys(glossary)).toContain(term);
  }
});
