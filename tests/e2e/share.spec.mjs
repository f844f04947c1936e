// What is shown, taken along: links and snippets, and charts as files.
import { expect, test } from '@playwright/test';
import { button, saved } from './saved.mjs';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

async function open(page, address) {
  await page.goto(address);
  await page.waitForFunction(() => document.body.dataset.settled);
}

/** The file that a press of a chart's button saves. */
async function savedChart(page, chart, kind) {
  const { name, bytes } = await saved(page, button(page.locator(`[data-chart=${chart}]`), kind));
  expect(name).toBe(`quantscope-${chart}.${kind.toLowerCase()}`);
  return bytes;
}

test('link, element, frame and Markdown say what is shown', async ({ page, baseURL }) => {
  await open(page, './#/pact?bits=3&theme=dark');
  const press = async (name) => {
    await page.locator(`[data-share="${name}"]`).click();
    await expect(page.locator('.share .hint')).toHaveText(`${name} copied.`);
    const text = await copied(page);
    await expect(page.locator('.share pre')).toHaveText(text);
    return text;
  };
  const link = await press('Link');
  expect(link).toBe(`${baseURL}#/pact?bits=3&theme=dark`);
  expect(await press('Markdown')).toBe(`[Quantscope: pact](${link})`);
  const frame = await press('iframe');
  expect(frame).toContain(`src="${baseURL}#/pact?bits=3&amp;embed=1&amp;theme=dark"`);
  const element = await press('Element');
  expect(element).toContain(`<script src="${baseURL}embed.js" async></script>`);
  expect(element).toContain('<quant-scope lesson="pact" bits="3">');

  // What was copied works: the link opens the same, the snippets are HTML.
  await open(page, link);
  await expect(page).toHaveURL(link);
  const parsed = await page.evaluate((html) => {
    const { body, head } = new DOMParser().parseFromString(html, 'text/html');
    return { bits: body.querySelector('quant-scope').getAttribute('bits'), script: Boolean(head.querySelector('script')) };
  }, element);
  expect(parsed).toEqual({ bits: '3', script: true });
});

test('a browser that has no clipboard for the page shows the text', async ({ page, baseURL }) => {
  // As over plain HTTP from another machine.
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined }));
  await open(page, './#/lsq?bits=5');
  await page.locator('[data-share=Link]').click();
  await expect(page.locator('.share .hint')).toContainText('the text is below');
  await expect(page.locator('.share pre')).toHaveText(`${baseURL}#/lsq?bits=5`);
});

test('the QR code is drawn when asked for, and follows the settings', async ({ page }) => {
  await open(page, './#/affine');
  await expect(page.locator('.qr')).toHaveCount(0);
  const button = page.locator('[data-share=QR]');
  await button.click();
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  const path = page.locator('.qr path');
  const before = await path.getAttribute('d');
  // Finder patterns stand in three corners: the first row begins with seven dark squares, four from the edge.
  for (let x = 4; x < 11; x++) expect(before).toContain(`M${x} 4h1v1h-1z`);
  expect(before).not.toContain('M11 4h1v1h-1z');
  await page.locator('input[type=range][name=bits]').press('ArrowRight');
  await expect.poll(() => path.getAttribute('d')).not.toBe(before);
  await button.click();
  await expect(page.locator('.qr')).toHaveCount(0);
});

test('a chart as SVG, PNG and CSV', async ({ page }) => {
  await open(page, './#/lsq?bits=3');
  const chart = page.locator('[data-chart=loss]');
  await chart.locator('summary').click();
  // The table is built once it is open.
  await expect(chart.locator('tbody tr').first()).toBeVisible();
  const shown = await chart.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

  const svg = (await savedChart(page, 'loss', 'SVG')).toString('utf8');
  const facts = await page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      broken: picture.querySelectorAll('parsererror').length,
      title: picture.querySelector('title')?.textContent,
      description: picture.querySelector('desc')?.textContent,
      shapes: picture.documentElement.children.length,
    };
  }, svg);
  expect(facts.broken).toBe(0);
  expect(facts.title).toContain('The loss over s');
  expect(facts.description).toBe(await page.locator('#loss-summary').textContent());
  expect(facts.shapes).toBeGreaterThan(10);

  const png = await savedChart(page, 'loss', 'PNG');
  expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
  // Width and height stand in the header, twice those of the chart.
  const box = await chart.locator('.plot').boundingBox();
  expect(png.readUInt32BE(20)).toBe(2 * Math.round(box.height));
  expect(Math.abs(png.readUInt32BE(16) - 2 * box.width)).toBeLessThan(3);

  const csv = (await savedChart(page, 'loss', 'CSV')).toString('utf8').trimEnd().split('\n');
  expect(csv[0]).toBe('s,loss');
  expect(csv.slice(1).map((line) => line.split(','))).toEqual(shown.map((row) => row.map((cell) => cell.replaceAll('\u2212', '-'))));
});
