// The widget in JupyterLab, with a kernel behind it: the guide's cell shows it, and its state goes both ways.
import { expect, fits, serious, shown, test } from './embedded.mjs';
import { startJupyter } from './jupyter.mjs';

let jupyter;
test.beforeAll(async ({ quantscope }) => { jupyter = await startJupyter(quantscope); });
test.afterAll(() => jupyter?.close());

test('a lesson in a notebook: shown, changed by hand, told to Python, set by Python, light and dark', async ({ page }) => {
  await page.goto(`${jupyter.url}lab/tree/lesson.ipynb`);
  const cells = page.locator('.jp-CodeCell');
  await expect(cells).toHaveCount(3);
  await expect(page.locator('.jp-Notebook-ExecutionIndicator[data-status=idle]')).toBeVisible();
  const run = async (index) => {
    await cells.nth(index).locator('.cm-content').click();
    await page.keyboard.press('Control+Enter');
  };
  // While JupyterLab is still loading its parts it loses keys, and shows a widget as text.
  await expect(async () => {
    await run(0);
    await expect(page.locator('quant-scope')).toBeVisible({ timeout: 15_000 });
  }).toPass();
  const frame = await shown(page, '#/pact');
  await fits(frame);
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');

  const bits = frame.locator('input[type=range][name=bits]');
  await bits.focus();
  await bits.press('ArrowRight');
  await expect.poll(() => frame.url()).toContain('bits=4');
  await expect(async () => {
    await run(1);
    await expect(cells.nth(1).locator('.jp-OutputArea-output').last()).toHaveText('state #/pact?bits=4', { timeout: 5000 });
  }).toPass();

  expect(await serious(page, 'quant-scope')).toEqual([]);
  await run(2);
  await expect.poll(() => frame.url()).toContain('#/affine');
  expect(frame.url()).toContain('bits=5');

  await page.getByRole('menuitem', { name: 'Settings' }).click();
  // An entry that opens another menu has no role.
  for (const entry of ['Theme', 'JupyterLab Dark']) {
    await page.locator('.lm-Menu-itemLabel').getByText(entry, { exact: true }).click();
  }
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
  await fits(frame);
  expect(await serious(page, 'quant-scope')).toEqual([]);
});
