// The picture of the lessons on one bit: the one that ships is fetched when it is needed, a person's own is read in the
// browser, and a broken one leaves what was there.
import { expect, test } from './lesson.mjs';
import { choose, described, drawn, drop, expectDecibels, figure, png, raster, ready } from './picture.mjs';
import { camera, sharedAlpha, throughSigns, xnorSteps } from './reference/one-bit.mjs';

const back = (page) => page.getByRole('button', { name: 'Back to the camera' });

/** The SQNR in dB that a lesson shows of a picture. */
const lessons = {
  binary: (picture) => throughSigns(picture, 'gabor_45', 3, sharedAlpha()).sqnr,
  xnor: (picture) => xnorSteps(picture).sqnr,
};

const breakWorker = (page) => page.evaluate(() => dispatchEvent(new Event('quantscope-break-worker')));

test('the picture is fetched once, and only when a lesson looks at one', async ({ lesson, page }) => {
  const fetched = [];
  page.on('request', (request) => request.url().includes('/pictures/') && fetched.push(request.url()));
  await lesson.open('#/formats');
  for (const [name, id] of [['Affine', 'affine'], ['Clipping', 'clipping'], ['STE', 'ste'], ['PACT', 'pact'], ['LSQ', 'lsq'], ['DiffQ', 'diffq']]) {
    await page.getByRole('link', { name, exact: true }).click();
    await lesson.settled(`#/${id}`);
  }
  expect(fetched).toEqual([]);
  await page.getByRole('link', { name: 'One bit', exact: true }).click();
  await ready(page);
  await page.getByRole('link', { name: 'XNOR-Net', exact: true }).click();
  await ready(page);
  await page.getByRole('link', { name: 'Affine', exact: true }).click();
  await page.getByRole('link', { name: 'One bit', exact: true }).click();
  await ready(page);
  expect(fetched.length).toBe(1);
  expect(fetched[0]).toMatch(/\/pictures\/camera\.pgm$/);
});

for (const [id, right] of Object.entries(lessons)) {
  test(`${id}: a person's own picture is taken, and the camera comes back`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}`);
    await ready(page);
    await expectDecibels(figure(page, 'picture-sqnr'), right(camera()), 'the camera');
    await expect(back(page)).toHaveCount(0);
    const file = await png(page, 37, 23);
    const requests = [];
    page.on('request', (request) => requests.push(request.url()));
    await choose(page, 'mine.png', file);
    await expect(described(page)).toHaveText('mine.png, 37 × 23');
    await expectDecibels(figure(page, 'picture-sqnr'), right(drawn(37, 23)), 'the person\'s own');
    const size = await raster(page, 'exact').locator('canvas').evaluate((canvas) => [canvas.width, canvas.height]);
    expect(size).toEqual([31, 17]);
    expect(requests.filter((url) => !/^(data|blob):/.test(url)), 'a picture goes nowhere').toEqual([]);
    await expect(page).toHaveURL(new RegExp(`#/${id}$`));
    await back(page).click();
    await expect(described(page)).toContainText('Camera');
    await expectDecibels(figure(page, 'picture-sqnr'), right(camera()), 'the camera again');
    await expect(back(page)).toHaveCount(0);
    // The same file once more is a change again.
    await choose(page, 'mine.png', file);
    await expect(described(page)).toHaveText('mine.png, 37 × 23');
  });

  test(`${id}: a broken picture is refused, and the old one stays`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}`);
    await ready(page);
    await choose(page, 'mine.png', await png(page, 37, 23));
    await expectDecibels(figure(page, 'picture-sqnr'), right(drawn(37, 23)));
    for (const [name, bytes] of [
      ['cut.png', (await png(page, 50, 50)).subarray(0, 60)],
      ['words.png', Buffer.from('this is no picture')],
      ['empty.png', Buffer.alloc(0)],
    ]) {
      await choose(page, name, bytes);
      await expect(page.locator('.refused')).toContainText(`The browser could not read ${name} as a picture.`);
      await expect(page.locator('.refused')).toHaveAttribute('role', 'alert');
      await expect(page.locator('.refused')).toHaveCount(1);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await expect(page.locator('.refused')).toHaveCount(0);
    }
    await expect(described(page)).toHaveText('mine.png, 37 × 23');
    await expectDecibels(figure(page, 'picture-sqnr'), right(drawn(37, 23)));
    // What can be read takes a refusal away.
    await choose(page, 'words.png', Buffer.from('no'));
    await expect(page.locator('.refused')).toBeVisible();
    await choose(page, 'other.png', await png(page, 20, 20));
    await expect(described(page)).toHaveText('other.png, 20 × 20');
    await expect(page.locator('.refused')).toHaveCount(0);
  });

  test(`${id}: a picture is dropped anywhere`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}`);
    await ready(page);
    await drop(page, 'dropped.png', await png(page, 30, 41));
    await expect(described(page)).toHaveText('dropped.png, 30 × 41');
    await expectDecibels(figure(page, 'picture-sqnr'), right(drawn(30, 41)));
  });

  test(`${id}: a large picture is made small, and one smaller than the filter is left out`, async ({ lesson, page }) => {
    await lesson.open(`#/${id}`);
    await ready(page);
    await choose(page, 'wide.png', await png(page, 800, 200));
    await expect(described(page)).toHaveText('wide.png, 160 × 40');
    await expect.poll(() => raster(page, 'exact').locator('canvas').evaluate((canvas) => [canvas.width, canvas.height])).toEqual([154, 34]);
    await choose(page, 'line.png', await png(page, 500, 1));
    await expect(described(page)).toHaveText('line.png, 160 × 1');
    await expect(page.locator('.rasters')).not.toHaveAttribute('data-ready', '');
    await expect(page.locator('.trouble')).toHaveCount(0);
    await back(page).click();
    await ready(page);
    await expectDecibels(figure(page, 'picture-sqnr'), right(camera()));
  });

  test(`${id}: a fallen worker is given the picture again`, async ({ lesson, page, trouble }) => {
    trouble.allow(/a panic in the worker|unreachable|RuntimeError/);
    await lesson.open(`#/${id}`);
    await ready(page);
    await choose(page, 'mine.png', await png(page, 37, 23));
    await expectDecibels(figure(page, 'picture-sqnr'), right(drawn(37, 23)));
    await breakWorker(page);
    await lesson.set('radius', 2);
    await lesson.settled(`#/${id}?radius=2`);
    await expect.poll(() => raster(page, 'exact').locator('canvas').evaluate((canvas) => [canvas.width, canvas.height])).toEqual([33, 19]);
    await lesson.set('radius', 3);
    await expectDecibels(figure(page, 'picture-sqnr'), right(drawn(37, 23)));
    await expect(described(page)).toHaveText('mine.png, 37 × 23');
    await expect(page.locator('.trouble')).toHaveCount(0);
  });
}

test('a race ends with the worker that runs it', async ({ lesson, page, trouble }) => {
  trouble.allow(/a panic in the worker|unreachable|RuntimeError/);
  await lesson.open('#/xnor');
  await ready(page);
  await page.locator('[data-race]').click();
  await expect(page.locator('[data-race]')).toHaveText('Stop');
  await breakWorker(page);
  await expect(page.locator('[data-race]')).toHaveText('Run it', { timeout: 15_000 });
  await page.locator('[data-race]').click();
  await expect.poll(() => page.locator('.race progress').evaluate((node) => node.value)).toBeGreaterThan(0);
  await page.locator('[data-race]').click();
  await expect(page.locator('[data-race]')).toHaveText('Run it');
});
