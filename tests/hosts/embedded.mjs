// What every test of a foreign page needs: the frame once it shows something, and whether it fits.
import { expect, test as base } from '@playwright/test';
import { serveQuantscope } from './serve.mjs';

/** Tests that fail by a message on the console, and have a Quantscope of its own origin. */
export const test = base.extend({
  quantscope: [async ({}, use) => {
    const server = await serveQuantscope();
    await use(server.url);
    await server.close();
  }, { scope: 'worker' }],
  trouble: [async ({ page }, use) => {
    const heard = [];
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('console', (message) => message.type() === 'error' && heard.push(`${message.text()} ${message.location().url}`));
    await use();
    expect(heard).toEqual([]);
  }, { auto: true }],
});
export { seriousInFrames as serious } from '../e2e/axe.mjs';
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
