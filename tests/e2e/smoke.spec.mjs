// The built page as a static host serves it: it loads from a sub-path, and the module answers.
import { readFileSync } from 'node:fs';
import { expect, test } from './page.mjs';

test('the page opens and its title is its name', async ({ page, open }) => {
  await open();
  await expect(page).toHaveTitle(/Quantscope/);
  await expect(page.locator('body')).not.toBeEmpty();
});

test('what is loaded at first is counted as the first visit', async ({ page, open, baseURL }) => {
  const budget = JSON.parse(readFileSync('xtask/size-budget.json', 'utf8'));
  const later = (name) =>
    budget.not_loaded_at_first.some((pattern) => {
      if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
      if (pattern.startsWith('*')) return name.endsWith(pattern.slice(1));
      return name === pattern;
    });
  const loaded = [];
  page.on('request', (request) => {
    if (request.url().startsWith(baseURL)) loaded.push(new URL(request.url()).pathname.slice(new URL(baseURL).pathname.length));
  });
  await open();
  await page.waitForLoadState('networkidle');
  expect(loaded).toContain('quantscope_bg.wasm');
  expect(loaded.filter(later)).toEqual([]);
});

test('the module loads by itself, as documentation would embed it', async ({ page, open }) => {
  await open();
  const names = await page.evaluate(async () => {
    const module = await import(new URL('quantscope.js', document.baseURI).href);
    await module.default();
    return Object.keys(module);
  });
  expect(names).toContain('initSync');
});
