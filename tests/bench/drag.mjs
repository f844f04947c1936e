// A slider dragged by the mouse with a million values: how long from each input to its paint, and what blocks the page.
//
//   cargo xtask bench --only drag
//
// For another page or control: `node tests/bench/drag.mjs --hash='#/affine?count=1048576' --slider='input[name=bits]'`
// under the environment that `cargo xtask bench` sets.
import { launch, quantile, table, url } from './browser.mjs';

const argument = (name, otherwise) =>
  process.argv.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
const hash = argument('hash', '#/affine?count=1048576');
const slider = argument('slider', 'input[type=range][name=bits]');

const SECONDS = 3;
// Steps a second: a hand's mouse reports oftener, but the page gets at most one a frame.
const RATE = 60;
const TARGET_P95 = 33;
const TARGET_TASK = 50;

const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', (error) => console.error(error));
  await page.addInitScript(watch);
  await page.goto(url + hash);

  let control = page.locator(slider).first();
  if ((await control.count()) === 0) await page.locator('input[type=range]').first().waitFor();
  if ((await control.count()) === 0) control = page.locator('input[type=range]').first();
  await control.scrollIntoViewIfNeeded();
  // The first pass over the million values is not part of the drag.
  await page.waitForTimeout(2000);
  const box = await control.boundingBox();
  const name = await control.getAttribute('name');

  const y = box.y + box.height / 2;
  const at = (part) => box.x + box.width * (0.05 + 0.9 * part);
  await page.mouse.move(at(0.5), y);
  await page.mouse.down();
  await page.evaluate(() => globalThis.drag.start());
  const started = performance.now();
  for (let step = 0; performance.now() - started < SECONDS * 1000; step++) {
    // To and fro over the whole track, once a second.
    const time = (performance.now() - started) / 1000;
    await page.mouse.move(at(0.5 + 0.5 * Math.sin(2 * Math.PI * time)), y);
    const rest = started + ((step + 1) * 1000) / RATE - performance.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  }
  await page.mouse.up();
  await page.waitForTimeout(300);
  const { paints, tasks } = await page.evaluate(() => globalThis.drag.stop());

  console.log(`Dragged "${name}" at ${hash} for ${SECONDS} s: ${paints.length} inputs changed its value.`);
  if (paints.length === 0) throw new Error('The slider did not move.');
  const p95 = quantile(paints, 0.95);
  const longest = Math.max(0, ...tasks);
  const mark = (reached) => (reached ? 'reached' : 'SHORT');
  table([
    ['', 'wanted', 'measured', ''],
    ['input to paint, median ms', '', quantile(paints, 0.5).toFixed(1), ''],
    ['input to paint, 95th percentile ms', `<= ${TARGET_P95}`, p95.toFixed(1), mark(p95 <= TARGET_P95)],
    ['input to paint, longest ms', '', Math.max(...paints).toFixed(1), ''],
    [`main-thread tasks over ${TARGET_TASK} ms`, '0', String(tasks.length), mark(tasks.length === 0)],
    ['longest of them, ms', '', tasks.length ? longest.toFixed(0) : '-', ''],
  ]);
} finally {
  await browser.close();
}

/** In the page: from the moment that the browser got an input to the frame after the one that handled it. */
function watch() {
  const paints = [];
  const tasks = [];
  let on = false;
  // Tasks of the main thread over 50 ms are what the browser calls long.
  new PerformanceObserver((list) => {
    if (on) for (const entry of list.getEntries()) tasks.push(entry.duration);
  }).observe({ type: 'longtask' });
  addEventListener(
    'input',
    (event) => {
      if (!on) return;
      const arrived = event.timeStamp;
      // A message posted in the frame's callback is handled when that frame is painted.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => paints.push(performance.now() - arrived);
        channel.port2.postMessage(null);
      });
    },
    { capture: true },
  );
  globalThis.drag = {
    start: () => {
      on = true;
    },
    stop: () => {
      on = false;
      return { paints, tasks };
    },
  };
}
