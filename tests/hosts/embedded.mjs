// What every test of a foreign page needs: the frame once it shows something, and what is wrong with it.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';
import { serveQuantscope } from './serve.mjs';

/** Tests that fail by a message on the console, and have a Quantscope of its own origin. */
export const test = base.extend({
  quantscope: [async ({}, use) => {
    const server = await serveQuantscope();
    await use(`${server.url}`);
    await server.close();
  }, { scope: 'worker' }],
  /** Every error so far; messages that a host makes by itself can be allowed. */
  trouble: [async ({ page }, use) => {
    const heard = [];
    const allowed = [];
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('console', (message) => message.type() === 'error' && heard.push(`${message.text()} ${message.location().url}`));
    await use({ allow: (pattern) => allowed.push(pattern) });
    expect(heard.filter((text) => !allowed.some((pattern) => pattern.test(text)))).toEqual([]);
  }, { auto: true }],
});
export { expect };

export const frames = (page, part) => page.frames().filter((frame) => frame.url().includes(part));

/** The frame whose address has this part, once it shows something. */
export async function shown(page, part) {
  await expect.poll(() => frames(page, part).length, { message: `a frame with ${part}` }).toBe(1);
  const [frame] = frames(page, part);
  await frame.waitForFunction(() => document.body?.dataset.settled);
  return frame;
}

/** The frame is as high as its content, and as wide as its place. */
export async function fits(frame) {
  const element = await frame.frameElement();
  const content = () => frame.evaluate(() => Math.ceil(document.querySelector('main').getBoundingClientRect().bottom + scrollY));
  await expect.poll(async () => await element.evaluate((node) => node.getBoundingClientRect().height) - await content()).toBe(0);
  expect(await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

/** What axe finds serious in these parts of the page, the frames in them included. */
export async function serious(page, ...parts) {
  const { violations, passes } = await parts.reduce((axe, part) => axe.include(part), new AxeBuilder({ page })).analyze();
  // A rule that was kept inside a frame shows that axe looked there.
  expect(passes.some(({ nodes }) => nodes.some(({ target }) => target.length > 1)), 'axe looks into the frame').toBe(true);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}
