// Files and pasted lists: what is read is said, what is not is refused with its place, and what was there stays.
import { expect, test } from './lesson.mjs';
import { npy } from './npy.mjs';

const bytesOf = (typed) => Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength);
const swapped = (typed) => {
  const bytes = Buffer.from(bytesOf(typed));
  return typed.BYTES_PER_ELEMENT === 2 ? bytes.swap16() : typed.BYTES_PER_ELEMENT === 4 ? bytes.swap32() : bytes.swap64();
};
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const numbers = [1, -2.5, 0.25, 1024, -7, 3];

const good = [
  ['f4.npy', npy('<f4', [2, 3], bytesOf(Float32Array.from(numbers))), { shape: '2 × 3', type: 'float32', values: '6', range: '−7 to 1024', NaN: '0', infinite: '0' }],
  ['f4-fortran.npy', npy('<f4', [2, 3], bytesOf(Float32Array.from(numbers)), { fortran: true }), { shape: '2 × 3', type: 'float32', values: '6', range: '−7 to 1024' }],
  ['f8-big.npy', npy('>f8', [6], swapped(Float64Array.from(numbers))), { shape: '6', type: 'float64', values: '6', range: '−7 to 1024' }],
  ['f2.npy', npy('<f2', [3], bytesOf(Uint16Array.of(0x3c00, 0xc100, 0x7e00))), { shape: '3', type: 'float16', values: '3', range: '−2.5 to 1', NaN: '1' }],
  ['i2-big.npy', npy('>i2', [3], swapped(Int16Array.of(-300, 5, 12))), { shape: '3', type: 'int16', range: '−300 to 12' }],
  ['u1.npy', npy('|u1', [2, 2, 1], [0, 255, 3, 4]), { shape: '2 × 2 × 1', type: 'uint8', range: '0 to 255' }],
  ['i8.npy', npy('<i8', [2], bytesOf(BigInt64Array.of(-5n, 9n))), { type: 'int64', range: '−5 to 9' }],
  ['scalar.npy', npy('<f4', [], bytesOf(Float32Array.of(4.5))), { shape: 'a single number', values: '1', range: '4.5 to 4.5' }],
  ['infinite.npy', npy('<f4', [4], bytesOf(Float32Array.of(NaN, Infinity, -Infinity, 2))), { values: '4', range: '2 to 2', NaN: '1', infinite: '2' }],
  ['nothing-finite.npy', npy('<f4', [2], bytesOf(Float32Array.of(NaN, NaN))), { values: '2', range: 'no finite value', NaN: '2' }],
  ['table.csv', Buffer.from('a,b,c\n1,2,3\n-4,5.5,nan\n'), { shape: '2 × 3', type: 'text', values: '6', range: '−4 to 5.5', NaN: '1' }],
  ['list.txt', Buffer.from('0.5\n-1e3\n\n7\n'), { shape: '3', values: '3', range: '−1000 to 7' }],
];

const bad = [
  ['truncated.npy', npy('<f4', [100], bytesOf(new Float32Array(50))), /byte|bytes/],
  ['lying.npy', npy('<f4', [1073741824, 1073741824], bytesOf(new Float32Array(4))), /\d/],
  ['overflowing.npy', npy('<f8', ['18446744073709551615', '18446744073709551615', 9], []), /\d/],
  ['foreign.npy', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'), /PNG/],
  ['picture.png', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'), /PNG/],
  ['objects.npy', npy('|O', [2], [1, 2, 3]), /object|type|descr/i],
  ['complex.npy', npy('<c8', [1], new Uint8Array(8)), /complex|c8|type/i],
  ['words.csv', Buffer.from('1,2\n3,four\n'), /line 2, field 2/],
  ['ragged.csv', Buffer.from('1,2\n3,4\n5\n'), /line 3/],
  ['empty.txt', Buffer.from(''), /empty/],
  ['binary.txt', Buffer.from([0x31, 0x0a, 0xff, 0xfe, 0x00]), /byte 2/],
  ['header.npy', Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([1, 0, 0xff, 0xff])]), /byte/],
  ['model.safetensors', Buffer.from('abc'), /\.npy/],
];

const choose = (page, name, buffer) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
const told = (page) => page.locator('dl.loaded').evaluate((list) =>
  Object.fromEntries([...list.querySelectorAll('div')].map((row) => [row.children[0].textContent, row.children[1].textContent])));

test('each kind of file is read, and what it holds is said', async ({ lesson, page }) => {
  await lesson.open('#/affine?bits=8');
  const requests = [];
  page.on('request', (request) => requests.push(request));
  await page.locator('details.own summary').click();
  for (const [name, bytes, expected] of good) {
    await test.step(name, async () => {
      await choose(page, name, bytes);
      await expect(page.locator('dl.loaded')).toHaveAttribute('data-loaded', name);
      expect(await told(page)).toMatchObject({ name, ...expected });
      await expect(page.locator('.refused')).toHaveCount(0);
    });
  }
  // What reads files is loaded before the first. Nothing goes out: no request has a body or a query.
  for (const request of requests.filter((one) => !one.url().startsWith('data:'))) {
    expect(request.url(), 'a file goes nowhere').toMatch(/\/parts\/[a-z_]+[0-9]*\.[0-9a-f]{8}\.wasm$/);
    expect([request.method(), request.postData()], 'a file goes nowhere').toEqual(['GET', null]);
  }
});

test('a file\'s numbers are what is computed with', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  await choose(page, 'f8-big.npy', npy('>f8', [6], swapped(Float64Array.from([5.37, 0.3, -460, 500, 0, -0.001]))));
  const rounded = [5.5, 0.3125, -448, 448, 0, -0.001953125];
  const errors = [5.37, 0.3, -460, 500, 0, -0.001].map((x, index) => rounded[index] - Math.fround(x));
  await lesson.expectFigure('MSE', mean(errors.map((error) => error ** 2)));
  await lesson.expectFigure('largest error', 52);
});

test('what cannot be read is refused with its place, and what was there stays', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  await page.locator('details.own summary').click();
  const [name, bytes] = good[0];
  await choose(page, name, bytes);
  await expect(page.locator('dl.loaded')).toHaveAttribute('data-loaded', name);
  const figures = await page.locator('table.costs').innerText();
  for (const [badName, badBytes, reason] of bad) {
    await test.step(badName, async () => {
      await choose(page, badName, badBytes);
      await expect(page.locator('.refused')).toHaveText(/^Not read\. /);
      expect.soft(await page.locator('.refused').innerText(), badName).toMatch(reason);
      await expect(page.locator('dl.loaded')).toHaveAttribute('data-loaded', name);
      expect(await page.locator('table.costs').innerText()).toBe(figures);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await expect(page.locator('.refused')).toHaveCount(0);
    });
  }
});

test('a header that claims 2^60 elements takes no memory', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  await choose(page, 'lying.npy', bad[1][1]);
  await expect(page.locator('.refused')).toBeVisible({ timeout: 2000 });
  await lesson.set('bits', '3');
  await lesson.settled('#/affine?bits=3');
});

test('a pasted list is read, a wrong one is refused by line and column', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  await page.locator('details.own summary').click();
  const text = page.locator('textarea[name=paste]');
  const use = page.getByRole('button', { name: 'Use these numbers' });
  await text.fill('[1, -2.5; nan\n 3e-1] # a comment\ninf');
  await use.click();
  await expect(page.locator('dl.loaded')).toBeVisible();
  expect(await told(page)).toMatchObject({ shape: '5', type: 'text', values: '5', range: '−2.5 to 1', NaN: '1', infinite: '1' });
  await expect(lesson.cost('not finite')).toHaveText('2');
  await text.fill('1 2\n3 x 5');
  await use.click();
  await expect(page.locator('.refused')).toContainText('line 2, column 3');
  expect(await told(page)).toMatchObject({ values: '5' });
  await text.fill('   ');
  await use.click();
  await expect(page.locator('.refused')).toContainText('no number');
  await page.getByRole('button', { name: 'Back to a distribution' }).click();
  await expect(page.locator('#choice-signal')).toHaveValue('normal');
  await expect(page.locator('.refused')).toHaveCount(0);
});

test('a file dropped anywhere is read, and the page says that it would be', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  const [name, bytes] = good[0];
  const send = (type) => page.evaluate(([event, fileName, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], fileName));
    return document.querySelector('main').dispatchEvent(new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, [type, name, bytes.toString('base64')]);
  expect(await send('dragover'), 'the browser must not open the file').toBe(false);
  await expect(page.locator('.drop')).toBeVisible();
  expect(await send('drop')).toBe(false);
  await expect(page.locator('.drop')).toBeHidden();
  await expect(page.locator('dl.loaded')).toHaveAttribute('data-loaded', name);
});

test('loaded numbers go along into the other lesson, and never into the address', async ({ lesson, page, baseURL }) => {
  await lesson.open('#/formats');
  await lesson.paste([0.125, 123.456, -9]);
  await page.getByRole('link', { name: 'Affine', exact: true }).click();
  await lesson.settled('#/affine');
  await expect(page.locator('dl.loaded')).toContainText('−9 to 123.46');
  await expect(page).toHaveURL(`${baseURL}#/affine`);
});

test('the same file can be chosen again', async ({ lesson, page }) => {
  await lesson.open('#/affine');
  const [name, bytes] = good[0];
  await choose(page, name, bytes);
  await expect(page.locator('dl.loaded')).toBeVisible();
  await page.getByRole('button', { name: 'Back to a distribution' }).click();
  await expect(page.locator('dl.loaded')).toHaveCount(0);
  await choose(page, name, bytes);
  await expect(page.locator('dl.loaded')).toHaveAttribute('data-loaded', name);
});
