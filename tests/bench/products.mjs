// The products of matrices behind `matmul` and `xnorMatmul`, against each other and against onnxruntime-web's MatMul.
//
//   cargo xtask bench --only products
import { launch, quantile, table, url } from './browser.mjs';

const rounds = Number(process.argv.find((argument) => argument.startsWith('--rounds='))?.slice(9) ?? 15);
const SIZE = 512;
const WARM_UP = 20;

const TARGETS = [
  { words: 'XNOR times as fast as f32', of: ['matmul', 'xnor'], least: 4 },
  { words: 'f32 times as slow as onnxruntime-web', of: ['matmul', 'ort'], most: 1.3 },
];

const NAMES = { matmul: 'f32: quantscope', xnor: 'XNOR: quantscope', ort: 'f32: onnxruntime-web' };

const browser = await launch(['--js-flags=--expose-gc']);
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  await page.goto(`${url}bench/index.html`);
  await page.evaluate(async () => {
    globalThis.contest = await import('./multiply.mjs');
    globalThis.contestants = await globalThis.contest.prepare();
  });

  // Odd sides too: what works in tiles and words has ends.
  for (const sides of [[33, 65, 301], [SIZE, SIZE, SIZE]]) {
    const found = await page.evaluate((sides) => contest.verify(contestants, ...sides), sides);
    for (const difference of found) console.error(difference);
    if (found.length > 0) process.exitCode = 1;
  }
  if (process.exitCode) {
    console.error('The contestants do not do the same job, so nothing is measured.');
  } else {
    console.log(`All give the product. Chromium ${browser.version()}, one thread each; our results go into an array that is there.`);
    const samples = await page.evaluate(
      ([size, rounds, warmUp]) => contest.race(contestants, size, rounds, warmUp),
      [SIZE, rounds, WARM_UP],
    );
    print(samples);
  }
} finally {
  await browser.close();
}

/** Prints the times, what was to be reached and what was. */
function print(samples) {
  const rows = [[`${SIZE} x ${SIZE} x ${SIZE}, ${rounds} rounds`, 'median ms', 'fastest', 'GFLOP/s']];
  const medians = {};
  for (const [name, times] of Object.entries(samples)) {
    medians[name] = quantile(times, 0.5);
    const rate = (2 * SIZE ** 3) / medians[name] / 1e6;
    rows.push([NAMES[name], medians[name].toFixed(2), Math.min(...times).toFixed(2), rate.toFixed(1)]);
  }
  console.log('');
  table(rows);
  console.log('');
  const judged = TARGETS.map(({ words, of: [ours, theirs], least, most }) => {
    const ratio = medians[ours] / medians[theirs];
    const reached = least ? ratio >= least : ratio <= most;
    return [words, least ? `>= ${least}` : `<= ${most}`, ratio.toFixed(2), reached ? 'reached' : 'SHORT'];
  });
  table([['target', 'wanted', 'measured', ''], ...judged]);
}
