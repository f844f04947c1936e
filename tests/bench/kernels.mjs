// The passes behind the page's JavaScript calls, against careful JavaScript, onnxruntime-web and a copy of the memory.
import { launch, quantile, table, url } from './browser.mjs';

const rounds = Number(process.argv.find((argument) => argument.startsWith('--rounds='))?.slice(9) ?? 15);

// Calls a sample: short ones are timed together, for the browser's clock ticks in tenths of a millisecond.
const SIZES = [
  { count: 1_048_576, batch: 8, rounds },
  { count: 16_777_216, batch: 1, rounds: Math.max(5, Math.ceil(rounds / 2)) },
];

// Times as fast as a rival at a million; times as slow as a copy at 16 million.
const TARGETS = [
  { job: 'affine', count: 1_048_576, rival: 'affine loop', least: 3 },
  { job: 'affine', count: 1_048_576, rival: 'affine ort', least: 5 },
  { job: 'e4m3', count: 1_048_576, rival: 'e4m3 loop', least: 2.7 },
  { job: 'e4m3', count: 1_048_576, rival: 'e4m3 ort', least: 7 },
  { job: 'affine', count: 16_777_216, rival: 'copy', most: 4.5 },
  { job: 'e4m3', count: 16_777_216, rival: 'copy', most: 7.5 },
];

const NAMES = {
  'affine quantscope': 'affine uint8: quantscope',
  'affine loop': 'affine uint8: JavaScript loop',
  'affine ort': 'affine uint8: onnxruntime-web',
  'e4m3 quantscope': 'E4M3: quantscope',
  'e4m3 loop': 'E4M3: JavaScript loop',
  'e4m3 ort': 'E4M3: onnxruntime-web',
  copy: 'copy of the memory',
};

const browser = await launch(['--js-flags=--expose-gc']);
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  await page.goto(`${url}bench/index.html`);
  await page.evaluate(async () => {
    globalThis.contest = await import('./contest.mjs');
    globalThis.contestants = await globalThis.contest.prepare();
  });

  // An odd count too: loops that take several numbers at a time have an end.
  for (const count of [100_003, 1_048_576]) {
    const found = await page.evaluate((count) => contest.verify(contestants, count), count);
    for (const difference of found) console.error(difference);
    if (found.length > 0) process.exitCode = 1;
  }
  if (process.exitCode) {
    console.error('The contestants do not do the same job, so nothing is measured.');
  } else {
    console.log(`All give the same codes, values and statistics. Chromium ${browser.version()}, one thread each.`);
    const given = await page.evaluate(() => contest.writesInto());
    console.log(`Results go into ${given ? 'arrays that are given' : 'fresh arrays'}; the copy goes into one that is there.`);
    await page.evaluate(() => contest.warmUp(contestants));
    const medians = {};
    for (const { count, batch, rounds } of SIZES) {
      const samples = await page.evaluate(
        ([count, rounds, batch]) => contest.race(contestants, count, rounds, batch),
        [count, rounds, batch],
      );
      medians[count] = print(count, rounds, samples);
    }
    judge(medians);
  }
} finally {
  await browser.close();
}

/** Prints the times at one size; gives the medians. */
function print(count, rounds, samples) {
  const medians = {};
  for (const [name, times] of Object.entries(samples)) medians[name] = quantile(times, 0.5);
  const ours = (name) => medians[`${name.split(' ')[0]} quantscope`];
  const rows = [[`N = ${count.toLocaleString('en')}, ${rounds} rounds`, 'median ms', 'fastest', 'x ours', 'x copy']];
  for (const [name, times] of Object.entries(samples)) {
    rows.push([
      NAMES[name],
      medians[name].toFixed(2),
      Math.min(...times).toFixed(2),
      name === 'copy' ? '' : (medians[name] / ours(name)).toFixed(2),
      (medians[name] / medians.copy).toFixed(2),
    ]);
  }
  console.log('');
  table(rows);
  return medians;
}

/** Prints what was to be reached and what was. */
function judge(medians) {
  console.log('');
  const rows = [['target', 'wanted', 'measured', '']];
  for (const { job, count, rival, least, most } of TARGETS) {
    const ours = medians[count][`${job} quantscope`];
    const theirs = medians[count][rival];
    const ratio = least ? theirs / ours : ours / theirs;
    const reached = least ? ratio >= least : ratio <= most;
    rows.push([
      `${NAMES[`${job} quantscope`].split(':')[0]} ${least ? 'times as fast as' : 'times as slow as'} ${NAMES[rival].split(': ').at(-1)}, N = ${count.toLocaleString('en')}`,
      least ? `>= ${least}` : `<= ${most}`,
      ratio.toFixed(2),
      reached ? 'reached' : 'SHORT',
    ]);
  }
  table(rows);
}
