// "Copy as code": the NumPy program that the page's button gives is run, and what it prints is held against what the page
// shows; the buttons' programs in every language are those of `quantscope code`.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, read, rounds, test } from './lesson.mjs';
import { ready } from './picture.mjs';
import { copied, csv, saved } from './saved.mjs';

// `cargo xtask test` names both; by hand they are those of `cargo test --workspace` and of the last `cargo xtask test`.
const python = process.env.QUANTSCOPE_PYTHON ?? resolve('target/python/bin/python');
const program = process.env.QUANTSCOPE_PROGRAM ?? 'target/debug/quantscope';

const run = promisify(execFile);
const room = { maxBuffer: 1 << 26 };

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

// A missing Python is a failure of each test here: nothing is skipped.
test.beforeAll(async () => {
  const told = `The programs need a Python with numpy and ml_dtypes. cargo xtask test makes one in target/python; QUANTSCOPE_PYTHON names another.`;
  if (!existsSync(python)) throw new Error(`There is no ${python}. ${told}`);
  await run(python, ['-c', 'import ml_dtypes, numpy']).catch(({ stderr }) => { throw new Error(`${python}: ${stderr}${told}`); });
});

/** Sums in another order, of float32 differences; the same operations in float64. */
const SUMS = 1e-6;
const SAME = 1e-9;

const near = (found, expected, tolerance) => Object.is(found, expected) || found === expected
  || Math.abs(found - expected) <= tolerance * Math.abs(expected);

/** What the page shows in full precision: the table of costs as its button saves it, by names. */
class Shown {
  constructor(rows, told) {
    this.rows = new Map(rows.slice(1).map(([name, ...values]) => [name, values]));
    this.told = told;
  }

  /** A figure of the table is the printed one. */
  is(name, printed, tolerance = 0, column = 0) {
    const text = this.rows.get(name)?.[column];
    const number = text === undefined || text === '' ? NaN : Number(text.replace('inf', 'Infinity'));
    if (!near(number, printed, tolerance)) this.told.push(`${name}: the page has ${text}, the program ${printed}`);
  }
}

/** Expects a text of the page to be a printed number, as far as its digits go. */
const says = (page, name, printed) => expect.poll(async () =>
  rounds(await page.locator(`[data-figure=${name}]`).first().textContent(), printed), { message: `${name}: ${printed}` }).toBe(true);

const share = (part, whole) => (100 * part) / Math.max(whole, 1);

/** The figures of a pass, of which every format lesson has a column. */
function pass(shown, printed, prefix, column) {
  const of = (name) => printed[prefix + name];
  shown.is('SQNR', of('sqnr_db'), SUMS, column);
  shown.is('MSE', of('mse'), SUMS, column);
  shown.is('largest error', of('max_abs_error'), SUMS, column);
  // A sum of both signs: near zero against what it sums.
  shown.is('mean error', of('mean_error'), Math.max(SUMS, SUMS * Math.sqrt(of('mse')) / Math.abs(of('mean_error'))), column);
  shown.is('clipped', share(of('clipped'), of('count')), 0, column);
  shown.is('to zero', share(of('to_zero'), of('count')), 0, column);
}

/** Rows of a table that is saved, by the name in their first cell. */
const byName = async (page, part) => new Map((await csv(page, part)).slice(1).map(([name, ...values]) => [name, values.map(Number)]));

/** What each lesson shows of what its program prints. */
const LESSONS = {
  async formats(page, shown, printed, address) {
    const scale = Number(/[?&]scale=([^&]*)/.exec(address)?.[1] ?? 1);
    await expect(page.locator('.step .code')).toHaveText(new RegExp(`^0x0*${printed.code.toString(16).toUpperCase()}$`));
    // Bit for bit: the code and its value among all that the grid shows, and its neighbours.
    const codes = (await csv(page, page.locator('[data-chart=grid]'))).slice(1)
      .map(([code, hex, value]) => ({ code: Number(code), hex: Number(hex), value: Number(value.replace('inf', 'Infinity')) * scale }));
    expect(codes.every(({ code, hex }) => code === hex)).toBe(true);
    const own = codes.find(({ code }) => code === printed.code);
    if (own) expect(own.value).toBe(printed.value);
    // Of wide formats the grid shows those nearby; a painted code has no number that lies between neighbours.
    if (printed.below !== undefined && codes.every(({ code }, place) => code === place)) {
      const x = read(await page.locator('#field-x').inputValue());
      const finite = codes.map(({ value }) => value).filter(Number.isFinite);
      // Of the two zeros either may be named.
      expect(Math.max(...finite.filter((value) => value <= x)) + 0).toBe(printed.below + 0);
      expect(Math.min(...finite.filter((value) => value >= x)) + 0).toBe(printed.above + 0);
    }
    pass(shown, printed, '', 0);
    if (printed.versus_count !== undefined) pass(shown, printed, 'versus_', 1);
  },
  async affine(page, shown, printed) {
    await expect(page.locator('[data-figure=code]')).toHaveText(String(printed.code).replace('-', '−'));
    await says(page, 'value', printed.value);
    pass(shown, printed, '', 0);
    pass(shown, printed, 'against_', 1);
    shown.is('S²/12', printed.scale ** 2 / 12, SAME);
  },
  async clipping(page, shown, printed) {
    const same = (is, prefix) => {
      is('threshold', printed[`${prefix}threshold`], SAME);
      is('MSE', printed[`${prefix}mse`], SUMS);
      is('SQNR', printed[`${prefix}sqnr_db`], SUMS);
    };
    same(shown.is.bind(shown), '');
    shown.is('of it rounding', printed.rounding, SUMS);
    shown.is('of it clipping', printed.clipping, SUMS);
    shown.is('clipped', 100 * printed.clipped, SAME);
    const figure = page.locator('[data-chart=calibrators]');
    const rows = (await csv(page, figure)).slice(1);
    const ids = await figure.locator('tr[data-calibrator]').evaluateAll((all) => all.map((row) => row.dataset.calibrator));
    expect(rows.length).toBe(ids.length);
    for (const [place, [, threshold, mse, sqnr, clipped]] of rows.entries()) {
      const of = (name) => printed[`${ids[place]}_${name}`];
      const pairs = [[threshold, of('threshold'), SAME], [mse, of('mse'), SUMS], [sqnr, of('sqnr_db'), SUMS], [clipped, 100 * of('clipped'), SAME]];
      for (const [text, number, tolerance] of pairs) expect(near(Number(text), number, tolerance), `${ids[place]}: ${text}, ${number}`).toBe(true);
    }
  },
  async ste(page, shown, printed) {
    shown.is('latent weight', printed.weight, SAME);
    shown.is('its value', printed.value, SAME);
    shown.is('loss now', printed.loss, SAME);
    shown.is('changes of code', printed.changes);
    await says(page, 'gradient', printed.gradient);
  },
  pact(_, shown, printed) {
    for (const [column, prefix] of ['paper', 'scale'].entries()) {
      shown.is('α now', printed[`${prefix}_alpha`], SAME, column);
      shown.is('loss now', printed[`${prefix}_loss`], SAME, column);
    }
  },
  lsq(_, shown, printed) {
    shown.is('s now', printed.size, SAME);
    shown.is('offset now', printed.offset, SUMS);
    shown.is('loss now', printed.loss, SAME);
    shown.is('LSQ’s start', printed.init, SAME);
    shown.is('gradient scale', printed.gradient_scale, SAME);
  },
  async diffq(page, shown, printed) {
    shown.is('size now', printed.kibibytes, SUMS);
    shown.is('MSE, noise', printed.mse_noise, SUMS);
    shown.is('bits a value', printed.bits.reduce((sum, bits) => sum + bits) / printed.bits.length, SUMS);
    const groups = [...(await byName(page, page.locator('[data-chart=check]'))).values()];
    expect(groups.map(([, , whole]) => whole)).toEqual(printed.whole_bits);
    for (const [place, [, bits, , , real]] of groups.entries()) {
      expect(near(bits, printed.bits[place], SUMS), `bits of group ${place}`).toBe(true);
      expect(near(real, printed.mse_real[place], SUMS), `error of group ${place}`).toBe(true);
    }
  },
  async binary(page, shown, printed) {
    await ready(page);
    shown.is('weights', printed.weights);
    shown.is('MSE', printed.mse, SAME);
    shown.is('SQNR', printed.sqnr_db, SAME);
    shown.is('one α, at best', printed.one_alpha_sqnr_db, SAME);
    shown.is('α for each', printed.each_alpha_sqnr_db, SAME);
    const bank = [...(await byName(page, page.locator('[data-piece=bank]'))).values()];
    expect(bank.length).toBe(printed.bank_own_sqnr_db.length);
    for (const [place, [one, own]] of bank.entries()) {
      expect(near(one, printed.bank_shared_sqnr_db[place], SUMS), `filter ${place} with one α`).toBe(true);
      expect(near(own, printed.bank_own_sqnr_db[place], SUMS), `filter ${place} with its own`).toBe(true);
    }
    const ratio = await page.locator('[data-figure=picture-sqnr]').first().textContent();
    expect(rounds(ratio.replace(' dB', ''), printed.picture_sqnr_db), `${ratio}, ${printed.picture_sqnr_db}`).toBe(true);
  },
  async xnor(page, shown, printed) {
    await ready(page);
    await expect(page.locator('[data-figure=differ]')).toHaveText(String(printed.differ));
    await expect(page.locator('[data-figure=dot]')).toHaveText(String(printed.dot).replace('-', '−'));
    shown.is('products, exact', printed.products);
    shown.is('words of 64 signs', printed.words_of_64_signs);
    shown.is('α', printed.alpha, SUMS);
    shown.is('correlation', printed.correlation, SUMS);
    shown.is('SQNR', printed.sqnr_db, SUMS);
  },
  // The weights that the layer is used with, bit for bit those of the network that the page saves.
  async qat(page, _, printed, address) {
    const layer = Number(/[?&]layer=(\d+)/.exec(address)?.[1] ?? 0);
    const { bytes } = await saved(page, page.getByRole('button', { name: 'Download the network' }));
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.subarray(8, 8 + length).toString('utf8'));
    const tensor = (name) => {
      const entry = header[`layers.${layer}.${name}`];
      if (!entry) return undefined;
      const [start, end] = entry.data_offsets.map((offset) => 8 + length + offset);
      const read = entry.dtype === 'I32' ? (at) => bytes.readInt32LE(at) : (at) => bytes.readFloatLE(at);
      return Array.from({ length: (end - start) / 4 }, (__, place) => read(start + 4 * place));
    };
    expect(printed.quantized).toEqual(tensor('weight_quantized') ?? tensor('weight'));
    expect(printed.codes).toEqual(tensor('codes'));
  },
};

// Written as the page writes them.
const ADDRESSES = [
  '#/formats',
  '#/formats?overflow=special&x=490',
  '#/formats?format=float4_e2m1fn&signal=student_t&versus=float6_e2m3fn&x=2.5',
  '#/formats?format=float4_e2m1fn&rounding=stochastic&seed=7&signal=uniform&x=0.3',
  '#/formats?format=bfloat16&scale=0.125&shift=0.5&signal=laplace&versus=float8_e3m4&x=0.3',
  '#/formats?format=float8_e8m0fnu&signal=log_normal&versus=float8_e4m3fn&x=3',
  '#/formats?exponent=3&format=custom&infinity=0&mantissa=2&nan=0&versus=float16&x=-0.7',
  '#/formats?code=127',
  '#/affine',
  '#/affine?against=float4_e2m1fn&bits=8&signal=laplace&signed=1&symmetric=1',
  '#/affine?against=float16&against_scale=2&bits=3&rounding=nearest_away&signal=uniform&x=0.25',
  '#/affine?precision=float32&shift=3&signal=outliers&x=2.5&zero_point=float',
  '#/clipping',
  '#/clipping?bits=3&signal=half_normal&signed=0&threshold=2.5',
  '#/ste',
  '#/ste?bits=4&estimator=tanh&rate=0.5&step=7',
  '#/ste?estimator=ewgs&step=31',
  '#/pact',
  '#/pact?alpha=0.5&bits=4&rate=0.5&signal=half_normal&step=100',
  '#/lsq',
  '#/lsq?offset=1&rate=0.004&shift=1&signal=bimodal&signed=0',
  '#/diffq',
  '#/diffq?bits=4&rate=0.25&ratio=3&signal=laplace&step=120',
  '#/binary',
  '#/binary?filter=sharpen&per=filter&radius=1&ratio=64&signal=laplace',
  '#/xnor',
  '#/xnor?a=65535&b=0&filter=edge_down&k=mean&radius=5',
  '#/qat?at=150&layer=1',
  '#/qat?at=850&factor=2&hidden=8&values=float8_e4m3fn&weights=float4_e2m1fn',
  '#/qat?at=10&hidden=4&values=none&warmup=0&weights=bfloat16',
];

/** What a program prints, by names. */
async function figures(text, baseURL) {
  const folder = await mkdtemp(join(tmpdir(), 'quantscope-code-'));
  try {
    await writeFile(join(folder, 'program.py'), text);
    if (text.includes('camera.pgm')) {
      const picture = await fetch(new URL('pictures/camera.pgm', baseURL));
      await writeFile(join(folder, 'camera.pgm'), Buffer.from(await picture.arrayBuffer()));
    }
    const { stdout, stderr } = await run(python, ['program.py'], { cwd: folder, ...room });
    expect(stderr, 'warnings of the program').toBe('');
    const value = (said) => JSON.parse(said.replaceAll('-inf', '-1e999').replaceAll('inf', '1e999').replaceAll('nan', 'null'),
      (_, number) => (number === null ? NaN : number));
    return Object.fromEntries(stdout.trimEnd().split('\n').map((line) => line.split(' = ')).map(([name, said]) => [name, value(said)]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

for (const address of ADDRESSES) {
  test(`the program of ${address} prints what the page shows`, async ({ page, lesson, baseURL }) => {
    test.slow();
    await lesson.open(address);
    const at = Number(/[?&]at=(\d+)/.exec(address)?.[1] ?? 0);
    if (at) await expect(page.locator('[data-figure=now]')).toContainText(`Step ${at.toLocaleString('en-US')}, `, { timeout: 30_000 });
    const texts = {};
    for (const name of ['NumPy', 'PyTorch', 'Rust']) texts[name] = await copied(page, name);
    for (const [name, text] of Object.entries(texts)) {
      const { stdout } = await run(program, ['code', baseURL + address, '--language', name.toLowerCase()], room);
      expect(stdout, name).toBe(text);
    }
    const printed = await figures(texts.NumPy, baseURL);
    const told = [];
    const shown = new Shown(await csv(page, page.locator('.part-costs')), told);
    await LESSONS[address.slice(2).split('?')[0]](page, shown, printed, address);
    expect(told).toEqual([]);
  });
}

test('the table has every lesson of the course', async ({ lesson, page }) => {
  await lesson.open('#/formats');
  const all = await page.locator('nav .lessons a').evaluateAll((links) => links.map((link) => link.getAttribute('href').slice(2)));
  const tried = new Set(ADDRESSES.map((address) => address.slice(2).split('?')[0]));
  expect([...tried]).toEqual(all);
});
