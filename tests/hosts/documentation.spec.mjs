// The element and the frame in pages that mdBook and Sphinx make, with the guide's own snippets.
import { expect, frames, fits, serious, shown, test } from './embedded.mjs';
import { HOSTS, sources } from './make.mjs';
import { serve } from './serve.mjs';

for (const [name, host] of Object.entries(HOSTS)) {
  test.describe(name, () => {
    let server;
    let url;
    test.beforeAll(async ({ quantscope }) => {
      const { site, page } = await host.build(await sources(name, quantscope));
      server = await serve(site);
      url = server.url + page;
    });
    test.afterAll(() => server?.close());

    test('the element and the frame appear near the window and fit', async ({ page }) => {
      await page.goto(url);
      const near = await shown(page, '#/pact');
      expect(near.url()).toContain('alpha=2');
      await expect(page.getByText('PACT with three bits')).not.toBeVisible();
      await fits(near);
      expect(frames(page, '#/affine')).toEqual([]);
      await page.locator('#far').scrollIntoViewIfNeeded();
      await fits(await shown(page, '#/affine'));
      const plain = page.locator('iframe[title=PACT]');
      await plain.scrollIntoViewIfNeeded();
      await expect.poll(() => frames(page, '#/pact').length).toBe(2);
      const frame = await (await plain.elementHandle()).contentFrame();
      await frame.waitForFunction(() => document.body?.dataset.settled);
      await fits(frame);
      // What comes after stays below it.
      const end = await page.getByText('goes on here').boundingBox();
      const box = await plain.boundingBox();
      expect(end.y).toBeGreaterThanOrEqual(box.y + box.height);
    });

    test('what a person changes comes back as an attribute', async ({ page }) => {
      await page.goto(url);
      const frame = await shown(page, '#/pact');
      const bits = frame.locator('input[type=range][name=bits]');
      await bits.focus();
      await bits.press('ArrowRight');
      await expect(page.locator('quant-scope').first()).toHaveAttribute('bits', '4');
      await page.locator('quant-scope').first().evaluate((element) => { element.state = '#/pact?bits=6'; });
      await expect.poll(() => frame.url()).toContain('bits=6');
      expect(frame.url()).not.toContain('alpha=2');
    });

    test('light and dark follow the page, and axe finds nothing serious in either', async ({ page }) => {
      await page.goto(url);
      const frame = await shown(page, '#/pact');
      await fits(frame);
      await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
      expect(await serious(page, '[lesson=pact]')).toEqual([]);
      for (const theme of host.dark) {
        await host.show(page, theme);
        await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
        expect(await serious(page, '[lesson=pact]'), theme).toEqual([]);
        await host.show(page, 'light');
        await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
      }
    });

    test('a page that begins dark has a dark embed', async ({ page }) => {
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.goto(url);
      const frame = await shown(page, '#/pact');
      await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    });

    test('without scripts the fallback stands there', async ({ browser }) => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(url);
      await expect(page.getByRole('link', { name: 'PACT with three bits' })).toBeVisible();
      await context.close();
    });
  });
}
