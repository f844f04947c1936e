// "Try this": each link opens, and shows what its sentence says.
import { expect, test } from './lesson.mjs';

const verdict = (page) => page.locator('.verdict');

/** The link's words, and what must then be so. */
const claims = {
  formats: [
    ['Type 464.', async (page) => {
      await expect(verdict(page)).toContainText('464 → 448.');
      await expect(verdict(page)).toContainText('halfway');
    }],
    ['464.1 with overflow to NaN.', async (page) => expect(verdict(page)).toContainText('464.1 → NaN.')],
    ['Shrink the signal to 1/64.', async (page, lesson) => {
      // P(|x| < 2^-6) of a normal with a standard deviation of 1/64 is erf(1/sqrt 2) = 68.3 %.
      const rows = await lesson.table('signal');
      const count = (rows) => rows.reduce((sum, [, count]) => sum + Number(count), 0);
      const among = rows.filter(([value]) => Math.abs(Number(value.replace('−', '-'))) < 2 ** -6);
      expect(count(among) / count(rows)).toBeGreaterThan(0.6);
      expect(count(among) / count(rows)).toBeLessThan(0.72);
    }],
    ['Put E5M2 beside it.', async (page, lesson) => {
      await expect(page.locator('table.costs thead')).toContainText('E5M2');
      await expect.poll(async () => await lesson.figure('SQNR', 1)).toBeLessThan(await lesson.figure('SQNR', 0));
    }],
    ['Four bits:', async (page) => {
      await expect(verdict(page)).toContainText('2.5 → 2.');
      await expect(verdict(page)).toContainText('Between 2 and 3.');
      await expect(verdict(page)).toContainText('even');
    }],
    ['Round by lot.', async (page, lesson) => {
      const [mean, mse] = [await lesson.figure('mean error'), await lesson.figure('MSE')];
      await lesson.choose('rounding', 'nearest_even');
      await expect.poll(() => lesson.figure('MSE')).toBeLessThan(mse);
      expect(Math.abs(mean)).toBeLessThan(2e-3);
    }],
    ['Build your own.', async (page) => {
      await expect(page.locator('h1')).toContainText('Six bits, 64 codes');
      await expect(page.locator('[data-chart=grid] td.special')).toHaveCount(0);
      await expect(page.locator('[data-chart=grid] td[data-code]')).toHaveCount(64);
    }],
  ],
  affine: [
    ['Turn the sign of Z round,', async (page, lesson) => {
      await expect(page.locator('.explained')).toContainText('Z cancels');
      const wrong = await lesson.figure('MSE');
      await lesson.choose('zero_point', 'integer');
      await expect.poll(() => lesson.figure('MSE')).toBeLessThan(wrong / 4);
    }],
    ['Cut the tails off.', async (page, lesson) => {
      expect(await lesson.figure('clipped')).toBeGreaterThan(0.5);
      const cut = await lesson.figure('MSE');
      await page.getByRole('button', { name: 'MIN: let the data choose' }).click();
      await page.getByRole('button', { name: 'MAX: let the data choose' }).click();
      await expect.poll(() => lesson.figure('MSE')).toBeGreaterThan(cut);
    }],
    ['Add a few outliers.', async (page, lesson) => {
      const [affine, float] = [await lesson.figure('SQNR', 0), await lesson.figure('SQNR', 1)];
      await lesson.choose('signal', 'normal');
      // The steps grew for everyone; the small float hardly noticed.
      await expect.poll(async () => (await lesson.figure('SQNR', 0)) - affine).toBeGreaterThan(6);
      expect(Math.abs((await lesson.figure('SQNR', 1)) - float)).toBeLessThan(3);
    }],
    ['A symmetric range after ReLU', async (page, lesson) => {
      const rows = await lesson.table('signal');
      expect(rows.length).toBeLessThanOrEqual(9);
      expect((await lesson.table('stairs')).length).toBe(16);
    }],
    ['Two bits:', async (page, lesson) => {
      const [mse, predicted] = [await lesson.figure('MSE'), await lesson.figure('S²/12')];
      expect(Math.abs(mse / predicted - 1)).toBeGreaterThan(0.1);
    }],
  ],
};

for (const [id, links] of Object.entries(claims)) {
  test(`${id}: every link shows what it says`, async ({ lesson, page }) => {
    test.slow();
    await lesson.open(`#/${id}`);
    const found = await page.locator('a.try').allInnerTexts();
    expect(found).toEqual(links.map(([words]) => words));
    for (const [words, claim] of links) {
      await test.step(words, async () => {
        await lesson.open(`#/${id}`);
        const link = page.locator('a.try', { hasText: words });
        const address = await link.getAttribute('href');
        await link.click();
        expect(address).toMatch(new RegExp(`^#/${id}\\?`));
        await expect(page).toHaveURL(new RegExp(`${address.replace(/[.?*+^$()[\]{}|\\]/g, '\\$&')}$`));
        // What only the page draws is not asked of the worker.
        const asked = address.replace(/([?&])x=[^&]*(&|$)/, (_, before, after) => (after ? before : '')).replace(/[?&]$/, '');
        await lesson.settled(asked);
        await claim(page, lesson);
        await lesson.frames();
      });
      await page.waitForTimeout(150);
    }
  });
}
