// What tests of the way through a lesson share: its buttons, its pieces, and its figures.
import { expect, question, read, test as base } from './lesson.mjs';
import { addressOf, glossary, termsIn } from './story.mjs';

export { expect, read };

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** A figure as a sentence writes it: with its unit, or in words. */
export function amount(text) {
  const [first] = text.split(/[\s\u00a0]/);
  if (words.includes(text)) return words.indexOf(text);
  if (text.endsWith(' times as wide')) return read(first);
  return read(text.replace('\u00a0', ' '));
}

/** Half of the last digit that a text shows. */
export function half(text) {
  const [, digits, exponent = '0'] = /([\d.,]+)(?:e([−+]?\d+))?/.exec(text) ?? [];
  if (digits === undefined) return 0;
  return 0.500001 * 10 ** (read(exponent) - (digits.split('.')[1]?.length ?? 0));
}

class Walk {
  constructor(page, lesson) {
    this.page = page;
    this.lesson = lesson;
    this.band = page.locator('.path');
    this.look = page.locator('.path .look');
    this.answer = page.locator('.path .answer');
    this.next = this.band.locator('.marks > .step').last();
    this.back = this.band.locator('.marks > .step').first();
  }

  /** Opens a station by its link. */
  async open(station, more = {}) {
    await this.lesson.open(addressOf(station, more));
    await this.filled();
  }

  /** Waits until the page is at a station, its figures there, and the address says so. */
  async at(station, more = {}) {
    const hash = addressOf(station, more);
    await expect.poll(() => this.page.evaluate(() => location.hash), { timeout: 5000, intervals: [20, 40, 80] }).toBe(hash);
    await this.lesson.settled(question(hash));
    await this.filled();
  }

  async filled() {
    await expect(this.look).not.toContainText('…', { timeout: 15_000 });
  }

  fact(where, name) {
    return where.locator(`[data-fact=${name}]`).first();
  }

  /** Every term of sentences is connected with what it means, which is hidden until it is asked for. */
  async expectTerms(where, sentences, what) {
    await this.page.mouse.move(2, 2);
    const found = await where.locator('.term').evaluateAll((all) => all.map((term) => {
      const id = term.querySelector('button').getAttribute('aria-describedby');
      const told = document.querySelectorAll(`[id="${id}"]`);
      const meaning = told.length === 1 ? told[0].textContent : `${told.length} have the id ${id}`;
      return { shown: term.querySelector('button').textContent, meaning, role: told[0]?.getAttribute('role'), open: told[0]?.checkVisibility() };
    }));
    const known = sentences.flatMap(termsIn).filter(([, id]) => glossary[id]);
    expect.soft(found, `${what}: terms`).toEqual(known.map(([shown, id]) => ({ shown, meaning: glossary[id], role: 'tooltip', open: false })));
  }

  /** The parts of the picture that have a name. */
  piece(name) {
    return this.page.locator(`.picture [data-chart="${name}"], .picture [data-piece="${name}"]`);
  }

  /** Pieces of a station, and what is covered beside the picture. */
  covers(guess) {
    const beside = { costs: '.part-costs .cover', threshold: '.cover:has([name=threshold])' };
    return guess.covers.map((name) => (beside[name] ? this.page.locator(beside[name]) : this.piece(name)));
  }

  /** What of a piece can be seen: not folded away, covered, or under something else. `null` where all is well. */
  async unseen(name) {
    const piece = this.piece(name);
    if (await piece.count() !== 1) return `${await piece.count()} pieces are called ${name}`;
    await piece.scrollIntoViewIfNeeded();
    return piece.evaluate((node, id) => {
      const { left, top, width, height } = node.getBoundingClientRect();
      if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return `${id} is hidden`;
      if (width < 60 || height < 20) return `${id} is ${width} by ${height}`;
      if (node.closest('.covered, .off')) return `${id} is covered`;
      const x = left + width / 2;
      const y = (Math.max(top, 0) + Math.min(top + height, innerHeight)) / 2;
      const there = document.elementFromPoint(x, y);
      // Nothing of a wide piece may stand in its very middle: then it is its frame that is there.
      return there && (node.contains(there) || there.contains(node)) ? null : `${id} is under ${there?.outerHTML.slice(0, 80)}`;
    }, name);
  }
}

export const test = base.extend({
  walk: async ({ page, lesson }, use) => use(new Walk(page, lesson)),
});
