// The address is the document: what is set is written into it, what is in it is restored, and nothing in it can break the page.
import { expect, question, test } from './lesson.mjs';
import { ready } from './picture.mjs';

/** Everything that a person sees of the settings and the figures. */
async function seen(page) {
  return page.evaluate(() => ({
    fields: [...document.querySelectorAll('aside input, aside select')].filter((field) => field.type !== 'file')
      .map((field) => [field.id || field.name, field.type === 'checkbox' ? field.checked : field.value]),
    // How long a calibrator took is another thing every time.
    figures: [...document.querySelectorAll('table.costs td')].map((cell) => cell.textContent).filter((text) => !text.endsWith(' ms')),
    lead: document.querySelector('.lead').textContent,
    summaries: [...document.querySelectorAll('figure .spoken')].map((words) => words.textContent),
    formulas: [...document.querySelectorAll('math')].map((formula) => formula.textContent),
    verdict: document.querySelector('.verdict')?.textContent,
  }));
}

const journeys = {
  formats: async (lesson) => {
    await lesson.choose('format', 'float8_e3m4');
    await lesson.choose('versus', 'float6_e3m2fn');
    await lesson.set('x', '-3.3');
    await lesson.set('scale', '0.5');
    await lesson.choose('rounding', 'up');
    await lesson.choose('overflow', 'special');
    await lesson.choose('signal', 'laplace');
    await lesson.set('count', '5000');
    await lesson.set('spread', '2');
    await lesson.set('shift', '0.3');
    await lesson.set('seed', '77');
    return '#/formats?count=5000&format=float8_e3m4&overflow=special&rounding=up&scale=0.5&seed=77&shift=0.3&signal=laplace&spread=2&versus=float6_e3m2fn&x=-3.3';
  },
  'a format of one\'s own': async (lesson) => {
    await lesson.choose('format', 'custom');
    await lesson.set('exponent', '3');
    await lesson.set('mantissa', '1');
    await lesson.set('bias', '2');
    await lesson.check('infinity', false);
    await lesson.page.locator('[data-code="16"]').click();
    return '#/formats?bias=2&code=16&exponent=3&format=custom&infinity=0&mantissa=1';
  },
  affine: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'Affine', exact: true }).click();
    await lesson.set('bits', '5');
    await lesson.set('min', '-1.5');
    await lesson.set('max', '2.25');
    await lesson.check('signed');
    await lesson.choose('rounding', 'nearest_away');
    await lesson.choose('zero_point', 'float');
    await lesson.choose('precision', 'float32');
    await lesson.choose('against', 'float8_e5m2');
    await lesson.set('against_scale', '0.01');
    await lesson.choose('signal', 'bimodal');
    await lesson.set('count', '4000');
    return '#/affine?against=float8_e5m2&against_scale=0.01&bits=5&count=4000&max=2.25&min=-1.5&precision=float32&rounding=nearest_away&signal=bimodal&signed=1&zero_point=float';
  },
  clipping: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'Clipping', exact: true }).click();
    await lesson.set('bits', '3');
    await lesson.set('threshold', '1.75');
    await lesson.set('percentile', '98.5');
    await lesson.check('signed', false);
    await lesson.choose('signal', 'half_normal');
    return '#/clipping?bits=3&percentile=98.5&signal=half_normal&signed=0&threshold=1.75';
  },
  ste: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'STE', exact: true }).click();
    await lesson.choose('estimator', 'dsq');
    await lesson.set('dsq_alpha', '0.3');
    await lesson.set('bits', '4');
    await lesson.set('g', '-0.7');
    await lesson.set('target', '0.25');
    await lesson.set('start', '-0.5');
    await lesson.set('rate', '0.02');
    await lesson.set('step', '33');
    return '#/ste?bits=4&dsq_alpha=0.3&estimator=dsq&g=-0.7&rate=0.02&start=-0.5&step=33&target=0.25';
  },
  pact: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'PACT', exact: true }).click();
    await lesson.choose('gradient', 'scale');
    await lesson.set('bits', '3');
    await lesson.set('alpha', '4.5');
    await lesson.set('lambda', '0.002');
    await lesson.set('rate', '0.5');
    await lesson.check('notes');
    await lesson.set('step', '50');
    return '#/pact?alpha=4.5&bits=3&gradient=scale&lambda=0.002&notes=1&rate=0.5&step=50';
  },
  lsq: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'LSQ', exact: true }).click();
    await lesson.set('bits', '4');
    await lesson.check('signed', false);
    await lesson.choose('init', 'large');
    await lesson.set('s', '0.75');
    await lesson.check('gradient_scale', false);
    await lesson.check('offset');
    await lesson.set('rate', '0.0001');
    await lesson.set('step', '0');
    return '#/lsq?bits=4&gradient_scale=0&init=large&offset=1&rate=0.0001&s=0.75&signed=0&step=0';
  },
  diffq: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'DiffQ', exact: true }).click();
    await lesson.set('bits', '6.5');
    await lesson.choose('noise', 'gaussian');
    await lesson.set('lambda', '0.01');
    await lesson.set('ratio', '3');
    await lesson.set('rate', '0.1');
    await lesson.set('seed', '9');
    await lesson.set('step', '100');
    return '#/diffq?bits=6.5&lambda=0.01&noise=gaussian&rate=0.1&ratio=3&seed=9&step=100';
  },
  qat: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'QAT', exact: true }).click();
    await lesson.set('at', '70');
    await lesson.choose('data', 'circles');
    await lesson.set('noise', '0.1');
    await lesson.choose('hidden', '8_8');
    await lesson.choose('activation', 'tanh');
    await lesson.choose('weights', 'affine');
    await lesson.set('bits', '3');
    await lesson.set('value_bits', '4');
    await lesson.check('per_channel', false);
    await lesson.check('ends');
    await lesson.choose('optimizer', 'sgd');
    await lesson.set('rate', '0.05');
    await lesson.set('batch', '10');
    await lesson.set('warmup', '40');
    await lesson.set('seed', '3');
    await lesson.set('speed', '30');
    await lesson.page.getByText('Layer by layer').click();
    await lesson.page.locator('#own-1').selectOption('bwn');
    await lesson.page.getByRole('button', { name: 'Layer 2', exact: true }).click();
    return '#/qat?activation=tanh&at=70&batch=10&bits=3&data=circles&ends=1&hidden=8_8&layer=1&noise=0.1&optimizer=sgd&own=1-2-bwn&per_channel=0&rate=0.05&seed=3&speed=30&value_bits=4&warmup=40&weights=affine';
  },
  binary: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'One bit', exact: true }).click();
    await lesson.set('t', '0.5');
    await lesson.set('alpha', '0.75');
    await lesson.choose('per', 'filter');
    await lesson.set('filters', '9');
    await lesson.set('ratio', '8');
    await lesson.choose('upstream', 'error');
    await lesson.set('channels', '5');
    await lesson.choose('filter', 'spot');
    await lesson.set('radius', '2');
    await lesson.choose('signal', 'laplace');
    await ready(lesson.page);
    return '#/binary?alpha=0.75&channels=5&filter=spot&filters=9&per=filter&radius=2&ratio=8&signal=laplace&t=0.5&upstream=error';
  },
  xnor: async (lesson) => {
    await lesson.page.getByRole('link', { name: 'XNOR-Net', exact: true }).click();
    await lesson.page.getByRole('button', { name: /^a, place 1:/ }).press('Enter');
    await lesson.page.getByRole('button', { name: /^b, place 16:/ }).press('Enter');
    await lesson.choose('filter', 'edge_y');
    await lesson.set('radius', '1');
    await lesson.choose('k', 'mean');
    await lesson.check('centre', false);
    await ready(lesson.page);
    // The rows as they open, a turned at its first place and b at its last.
    return `#/xnor?a=${0b0011_0011_1000_1101}&b=${0b1010_0110_1001_1110}&centre=0&filter=edge_y&k=mean&radius=1`;
  },
};

for (const [name, journey] of Object.entries(journeys)) {
  test(`${name}: the address holds every setting, and a new page restores it`, async ({ lesson, page, context, baseURL }) => {
    await lesson.open('#/formats');
    const address = await journey(lesson);
    await expect(page).toHaveURL(baseURL + address);
    const asked = question(address);
    await lesson.settled(asked);
    const before = await seen(page);
    const other = await context.newPage();
    await other.goto(baseURL + address);
    await expect.poll(() => other.evaluate(() => document.body.dataset.settled)).toBe(asked);
    if (await other.locator('.rasters').count()) await ready(other);
    expect(await seen(other)).toEqual(before);
  });
}

test('going back and on again follows the address', async ({ lesson, page }) => {
  await lesson.open('#/affine?bits=3');
  await page.evaluate(() => { location.hash = '#/affine?bits=7'; });
  await lesson.settled('#/affine?bits=7');
  await expect(page.locator('#field-bits')).toHaveValue('7');
  await page.goBack();
  await lesson.settled('#/affine?bits=3');
  await expect(page.locator('#field-bits')).toHaveValue('3');
});

test('a link followed right after a change is not taken back', async ({ lesson, page }) => {
  await lesson.open('#/affine?bits=3');
  // The change is written into the address a moment later, which is when the page is about to be told of the new address.
  await page.evaluate(async () => {
    const field = document.getElementById('field-bits');
    field.value = '5';
    field.dispatchEvent(new Event('change'));
    await new Promise((done) => setTimeout(done, 80));
    location.hash = '#/affine?bits=7';
    const end = performance.now() + 100;
    while (performance.now() < end);
  });
  await lesson.settled('#/affine?bits=7');
  await expect(page).toHaveURL(/bits=7$/);
});

test('the theme is in the address and asks the worker nothing', async ({ lesson, page }) => {
  await lesson.open('#/affine?theme=dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Switch to light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page).toHaveURL(/theme=light$/);
});

test('embed=1 leaves the picture and its controls, hide= leaves parts out', async ({ lesson, page }) => {
  await lesson.open('#/affine?embed=1&hide=data,costs');
  await expect(page.locator('nav')).toHaveCount(0);
  for (const part of ['data', 'costs', 'share']) await expect(page.locator(`.part-${part}`)).toBeHidden();
  await expect(page.locator('.part-controls')).toBeVisible();
  await expect(lesson.chart('signal')).toBeVisible();
  await expect(page.locator('h1')).toBeHidden();
});

const huge = '9'.repeat(400);
const hostile = [
  '#', '#/', '#//', '#/?', '#/nowhere', '#/nowhere?bits=3', '#/affine/', '#/affine//?bits=2', '#/AFFINE', '#affine', 'nothing',
  '#/formats?', '#/formats?&&&', '#/formats?=', '#/formats?=1', '#/formats?x', '#/formats?x=', '#/formats?x=x', '#/formats?x=NaN',
  '#/formats?x=inf', '#/formats?x=-inf', '#/formats?x=1e999', '#/formats?x=-1e-999', `#/formats?x=${huge}`, '#/formats?x=0x10', '#/formats?x=1,5',
  '#/formats?code=-1', '#/formats?code=256', '#/formats?code=1e300', '#/formats?code=127&format=float4_e2m1fn', '#/formats?format=',
  '#/formats?format=float9', '#/formats?format=custom&exponent=99&mantissa=-4&bias=1e9', '#/formats?format=custom&exponent=1&mantissa=0&infinity=1&nan=1',
  '#/formats?format=custom&exponent=1&mantissa=0&infinity=0&nan=0&negative_zero=0', '#/formats?format=custom&exponent=8&mantissa=10&bias=-120',
  '#/formats?format=float8_e8m0fnu&x=-5', '#/formats?format=float8_e8m0fnu&x=0&rounding=stochastic&overflow=special', '#/formats?format=bfloat16&scale=1048576&x=3e38',
  '#/formats?scale=0', '#/formats?scale=-1', '#/formats?scale=1e-300', '#/formats?spread=0&count=1', '#/formats?spread=1e300&count=10',
  '#/formats?count=0', '#/formats?count=-5', '#/formats?count=1.5', '#/formats?count=NaN', '#/formats?seed=-1', '#/formats?seed=1e99&count=7',
  '#/affine?bits=0', '#/affine?bits=1e9', '#/affine?min=5&max=-5', '#/affine?min=1e9&max=1e9', '#/affine?min=-1e-300&max=1e-300', '#/affine?min=nan&max=inf',
  '#/affine?signed=maybe&symmetric=2', '#/affine?count=1&bits=1&zero_point=notes', '#/affine?count=1&zero_point=float&bits=1',
  '#/affine?against=none&against_scale=0', '#/affine?x=1e308&zero_point=notes', '#/affine?bits=3&bits=5&bits=9',
  '#/%66ormats', '#/formats?%78=3', '#/formats?x=%', '#/formats?x=%F', '#/formats?x=%FF%FE', '#/formats?x=%00', '#/formats?hide=%3Cscript%3E,grid',
  '#/formats?theme=%22onload=alert(1)', '#/formats?embed=%F0%9F%98%80', `#/${'a/'.repeat(2000)}?${'x=1&'.repeat(2000)}`, '#/formats?x=１２', '#/💥?💥=💥',
  '#/affine?<img src=x onerror=alert(1)>', '#/formats?__proto__=1&constructor=2&toString=3',
  '#/clipping?threshold=0', '#/clipping?threshold=-1&bits=99', '#/clipping?threshold=1e300&count=1', '#/clipping?percentile=0', '#/clipping?percentile=NaN&count=1&signed=0',
  '#/clipping?count=1&spread=0', '#/clipping?signed=0&shift=-100&count=10', '#/ste?bits=1', '#/ste?estimator=none&dsq_alpha=0', '#/ste?dsq_alpha=1&estimator=dsq&rate=1e99',
  '#/ste?estimator=ewgs&ewgs_delta=-5&g=0&start=1e9', '#/ste?step=-1', '#/ste?step=1e9&rate=16&target=nan', '#/ste?step=1.5', '#/pact?alpha=0', '#/pact?alpha=1e300&rate=16&lambda=1',
  '#/pact?count=1&bits=1&alpha=1e-9', '#/pact?shift=-100&count=10', '#/pact?step=999&gradient=neither', '#/lsq?s=0', '#/lsq?s=1e300&rate=16&gradient_scale=0', '#/lsq?count=1&bits=2',
  '#/lsq?signed=0&shift=-100&count=10&offset=1&rate=16', '#/lsq?init=&s=-1&step=x', '#/diffq?count=1', '#/diffq?count=3&bits=15', '#/diffq?bits=1&ratio=0&rate=16', '#/diffq?lambda=1e300&noise=loud',
  '#/diffq?spread=0&count=8&ratio=8', '#/diffq?seed=1e99&step=-3',
  '#/qat?at=-1', '#/qat?at=1.5&batch=0', '#/qat?at=40&batch=1e9&rate=1e99&warmup=-5', '#/qat?at=40&rate=8&optimizer=sgd&weights=affine&bits=1', '#/qat?at=9&hidden=&data=nothing',
  '#/qat?at=9&hidden=9999_9999', '#/qat?at=9&own=9-9-lsq,x,,0-0-none,--,1-2', `#/qat?at=9&own=${'0-2-lsq,'.repeat(4)}`, '#/qat?at=9&edits=0-0-0-7fc00000,9-9-9-0,-1-0-0-0,5-0-99999999999999999999-0,zz',
  '#/qat?at=9&layer=99&weight=1e300', '#/qat?at=9&factor=0&lambda=-1&weights=diffq', '#/qat?at=9&data=plane&noise=9&seed=-4&speed=0', '#/qat?at=9&data=digits&noise=0.3&hidden=4', `#/qat?at=30&edits=9-0-0-7f7fffff&data=plane`,
  '#/binary?filters=0&ratio=-1', '#/binary?alpha=0&t=9', '#/binary?count=1&filters=16', '#/binary?alpha=1e300&channels=1e9&radius=99', '#/binary?filter=none&per=all&upstream=x', '#/binary?spread=0&alpha=nan',
  '#/xnor?a=-1&b=65536', '#/xnor?a=1.5&b=1e300', '#/xnor?radius=0&filter=&k=', '#/xnor?centre=perhaps&radius=1e9',
];

test(`${hostile.length} hostile addresses all give a working page`, async ({ lesson, page }) => {
  test.slow();
  await lesson.open('#/formats');
  for (const [index, hash] of hostile.entries()) {
    await test.step(hash.slice(0, 60), async () => {
      // Alternately as a change and as a page newly opened.
      if (index % 8 === 0) {
        await page.goto('about:blank');
        await lesson.openPage(hash);
      } else {
        await page.evaluate((next) => { location.hash = next; }, hash);
      }
      await expect(page.locator('h1')).toBeAttached();
      await expect(page.locator('#rescue')).toHaveCount(0);
      await expect(page.locator('.trouble')).toHaveCount(0);
      // The worker answers what the page made of it.
      await expect.poll(() => page.evaluate(() => document.body.dataset.settled)).toMatch(/^#\/(start|formats|affine|clipping|ste|pact|lsq|diffq|binary|xnor|qat)(\?[\w=&.,-]*)?$/);
      // Lessons that train have a loss, or an error under noise, in its place; XNOR-Net has a correlation, QAT a size.
      const error = ['MSE', 'loss now', 'MSE, noise', 'correlation', 'quantized'].map((name) => `tr[data-cost="${name}"] td`).concat('.worth [data-figure=error]').join();
      await expect(page.locator(error).first()).not.toHaveText(/NaN|undefined/);
    });
  }
  // And it still computes.
  await lesson.open('#/affine?bits=2&count=100');
  await lesson.set('bits', '3');
  await lesson.settled('#/affine?bits=3&count=100');
});
