// What tests of the page itself share: waiting for figures, reading them, and giving the page numbers of the test's own.
import { expect, test as base } from './page.mjs';

export { expect };

/** A number as the page writes it: `−2.5e−3`, `1,024`, `31.5 dB`, `0.08 %`, `∞`. NaN for what is none. */
export function read(text) {
  const plain = text.replaceAll('−', '-').replaceAll(',', '').replace(/[\s ]*(dB|%)$/, '').replace('∞', 'Infinity').trim();
  return /^[+-]?(\d|\.\d|Infinity)/.test(plain) ? Number(plain) : NaN;
}

/** Is a shown number the expected one, as far as its digits go? */
export function shows(text, expected, relative = 6e-3) {
  const found = read(text);
  if (found === expected) return true;
  return Math.abs(found - expected) <= relative * Math.abs(expected) + 1e-12;
}

/** What only the page itself draws, besides what is the page's own in every lesson. */
const drawn = {
  formats: ['code'], binary: ['alpha', 't', 'channels', 'upstream'], xnor: ['a', 'b'], ste: ['step'], pact: ['step'], lsq: ['step'], diffq: ['step'],
  qat: ['speed', 'layer', 'weight'], proof: ['part', 'work'], start: ['bits'],
};

/** The address without what only the page itself draws: what its worker is asked. */
export function question(hash) {
  const [lesson, query = ''] = hash.split('?');
  const own = ['x', 'theme', 'embed', 'hide', 'lock', 'present', 'station', 'guess', ...(drawn[lesson.slice(2)] ?? [])];
  const asked = query.split('&').filter((pair) => pair && !own.includes(pair.split('=')[0]));
  return asked.length ? `${lesson}?${asked.join('&')}` : lesson;
}

/** Is a shown number the expected one, rounded to the digits that are shown? */
export function rounds(text, expected) {
  if (read(text) === expected) return true;
  const power = /^(−?)2([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(text);
  if (power) {
    const exponent = Number([...power[2]].map((digit) => (digit === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit))).join(''));
    return expected === (power[1] ? -1 : 1) * 2 ** exponent;
  }
  const [, whole, fraction = '', exponent = '0'] = /^[−+]?(\d*)(?:\.(\d+))?(?:e([−+]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return false;
  const unit = 10 ** (read(exponent) - fraction.length);
  return Math.abs(read(text) - expected) <= 0.500001 * unit;
}

class Lesson {
  constructor(page, open) {
    this.page = page;
    this.openPage = open;
  }

  /** Opens an address, written as the page writes it, and waits until its figures are on the page. */
  async open(hash, settled = question(hash)) {
    await this.openPage(hash);
    await this.settled(settled);
  }

  /** Waits until the report of an address is on the page. */
  async settled(hash) {
    await expect.poll(() => this.page.evaluate(() => document.body?.dataset.settled), { timeout: 15_000, intervals: [20, 40, 80, 160] }).toBe(hash);
    await this.frames();
  }

  /** Waits until the address bar says what the page has settled on, so that going elsewhere is a change. */
  async written() {
    await expect.poll(() => this.page.evaluate(() => location.hash === document.body.dataset.settled)).toBe(true);
  }

  /** Lets what is drawn per frame be drawn. */
  async frames(count = 2) {
    await this.page.evaluate(async (left) => {
      for (let frame = 0; frame < left; frame += 1) await new Promise(requestAnimationFrame);
    }, count);
  }

  /** A cell of the table of figures, such as `cost('MSE')`. */
  cost(name, column = 0) {
    return this.page.locator(`tr[data-cost="${name}"] td`).nth(column);
  }

  async figure(name, column = 0) {
    return read(await this.cost(name, column).innerText());
  }

  /** Waits until a figure is the expected number. */
  async expectFigure(name, expected, column = 0, relative = 6e-3) {
    await expect(async () => {
      const text = await this.cost(name, column).innerText({ timeout: 1000 });
      expect(shows(text, expected, relative), `${name}: ${text} for ${expected}`).toBe(true);
    }).toPass({ timeout: 8000 });
  }

  /** The chart with an id. */
  chart(id) {
    return this.page.locator(`figure[data-chart="${id}"]`);
  }

  /** The rows of a chart's table of figures, opened by keyboard as anybody could. */
  async table(id) {
    const details = this.chart(id).locator('details.figures');
    if (!await details.evaluate((node) => node.open)) await details.locator('summary').press('Enter');
    await expect(details.locator('table')).toBeVisible();
    return details.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  }

  /** Types into a setting's field. */
  async set(id, text) {
    const field = this.page.locator(`#field-${id}`);
    await field.fill(String(text));
    await field.press('Enter');
  }

  async choose(id, value) {
    await this.page.locator(`#choice-${id}`).selectOption(value);
  }

  async check(id, on = true) {
    await this.page.locator(`input[type=checkbox][name=${id}]`).setChecked(on);
  }

  /** Gives the page these numbers by the text field. */
  async paste(values) {
    const own = this.page.locator('details.own');
    if (!await own.evaluate((node) => node.open)) await own.locator('summary').click();
    await this.page.locator('textarea[name=paste]').fill([...values].map(String).join(' '));
    await this.page.getByRole('button', { name: 'Use these numbers' }).click();
    await expect(this.page.locator('dl.loaded')).toContainText(values.length.toLocaleString('en-US'));
  }
}

export const test = base.extend({
  lesson: async ({ page, open }, use) => use(new Lesson(page, open)),
});
