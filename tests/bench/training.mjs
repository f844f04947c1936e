// Steps of training in a second: the lesson's engine by its own measurement, against a network of objects in JavaScript,
// in turn in one browser; then what playing does to the page's own thread.
//
//   cargo xtask bench --only training
//
// A step is a batch of ten examples and one update, in all of them: two inputs, two hidden layers of eight tanh neurons,
// the circles, plain gradients (the lesson's SGD has momentum, and two outputs with a softmax in place of one with tanh).
import { launch, quantile, table, url } from './browser.mjs';

const ROUNDS = Number(process.argv.find((argument) => argument.startsWith('--rounds='))?.slice(9) ?? 7);

const NETWORK = 'activation=tanh&at=0&batch=10&data=circles&hidden=8_8&optimizer=sgd&rate=0.03';
const OURS = {
  'affine 8 bits': `#/qat?${NETWORK}&weights=affine&bits=8&values=affine&value_bits=8`,
  'LSQ 2 bits': `#/qat?${NETWORK}&weights=lsq&bits=2&values=lsq&value_bits=2`,
};
const RIVAL = 'JavaScript objects';
const FULL = 'quantscope, full precision';

// Times as fast as the rival.
const TARGETS = { [FULL]: 10, 'quantscope, affine 8 bits': 3, 'quantscope, LSQ 2 bits': 3 };

/** What is played, and for how many seconds. */
const PLAYED = {
  'the lesson as it opens': ['#/qat?at=0', 5],
  'digits, 64 hidden, at full speed': ['#/qat?at=0&data=digits&hidden=64&speed=4096', 5],
};
const TARGET_TASK = 50;

const mark = (reached) => (reached ? 'reached' : 'SHORT');
const whole = (number) => Math.round(number).toLocaleString('en');

const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', (error) => console.error(error));
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  await page.goto(url);
  await page.evaluate(() => {
    const worker = new Worker('./bench/objects-worker.mjs', { type: 'module' });
    globalThis.objects = (what) => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(what);
    });
  });

  const { worst, accuracy } = await page.evaluate(() => globalThis.objects('check'));
  console.log(`${RIVAL}: gradients within ${worst.toExponential(1)} of central differences; ${(100 * accuracy).toFixed(1)} % of the circles held out after 20,000 steps.`);
  if (worst > 1e-8 || accuracy < 0.95) {
    console.error('It does not do the job, so nothing is measured.');
    process.exitCode = 1;
  } else {
    await race(page);
    for (const [name, [hash, seconds]] of Object.entries(PLAYED)) await play(page, name, hash, seconds);
  }
} finally {
  await browser.close();
}

/** Opens an address and waits until its figures are there. */
async function open(page, hash) {
  await page.goto(url + hash);
  await page.waitForFunction(() => /^Step \d+, /.test(document.querySelector('[data-figure=now]')?.textContent ?? ''));
  await page.waitForFunction(() => !document.querySelector('.progress.on'));
  await page.waitForTimeout(300);
}

/** The lesson's own measurement: steps a second in full precision and with the quantizer in. */
async function measured(page, hash) {
  await open(page, hash);
  const button = page.locator('[data-speed] button');
  await button.click();
  await page.waitForFunction(() => document.querySelector('[data-speed] button').textContent === 'Stop');
  await page.waitForFunction(() => document.querySelector('[data-speed] button').textContent !== 'Stop', null, { timeout: 60_000 });
  const told = await page.locator('[data-figure=speed]').innerText();
  const numbers = told.match(/\d[\d,]*/g)?.map((text) => Number(text.replaceAll(',', '')));
  if (numbers?.length !== 2) throw new Error(`No measurement at ${hash}: ${told}`);
  return numbers;
}

/** All of them in turn, several times; medians and what they are of the rival's. */
async function race(page) {
  const samples = { [RIVAL]: [], [FULL]: [] };
  const add = (name, speed) => (samples[name] ??= []).push(speed);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, hash] of Object.entries(OURS)) {
      const [full, aware] = await measured(page, hash);
      add(FULL, full);
      add(`quantscope, ${name}`, aware);
      add(RIVAL, await page.evaluate(() => globalThis.objects('measure')));
    }
  }
  const median = (name) => quantile(samples[name], 0.5);
  console.log('');
  const rows = [[`Chromium ${browser.version()}, ${ROUNDS} rounds`, 'steps/s', 'lowest', 'highest', 'x rival', 'wanted', '']];
  for (const [name, speeds] of Object.entries(samples)) {
    const ratio = median(name) / median(RIVAL);
    const least = TARGETS[name];
    rows.push([
      name, whole(median(name)), whole(Math.min(...speeds)), whole(Math.max(...speeds)), ratio.toFixed(2),
      least ? `>= ${least}` : '', least ? mark(ratio >= least) : '',
    ]);
  }
  table(rows);
}

/** Plays, and tells what blocks the page's thread meanwhile. */
async function play(page, name, hash, seconds) {
  await open(page, hash);
  // What opening has left to do is not part of playing.
  await page.waitForTimeout(1000);
  await page.evaluate(() => {
    globalThis.playing = { tasks: [], frames: [], figures: new Set() };
    const { tasks, frames, figures } = globalThis.playing;
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    const node = document.querySelector('[data-figure=now]');
    let last = performance.now();
    const look = (now) => {
      frames.push(now - last);
      last = now;
      figures.add(node.textContent);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.locator('.player .play').click();
  await page.waitForTimeout(seconds * 1000);
  const { tasks, frames, figures, step } = await page.evaluate(() => ({
    ...globalThis.playing, figures: globalThis.playing.figures.size, step: document.getElementById('field-at').value,
  }));
  console.log(`\nPlayed ${seconds} s: ${name}. It came to step ${step}, and showed ${figures} of them.`);
  table([
    ['', 'wanted', 'measured', ''],
    [`main-thread tasks over ${TARGET_TASK} ms`, '0', String(tasks.length), mark(tasks.length === 0)],
    ['longest of them, ms', '', tasks.length ? Math.max(...tasks).toFixed(0) : '-', ''],
    ['from frame to frame, 95th percentile ms', '', quantile(frames, 0.95).toFixed(1), ''],
  ]);
}
