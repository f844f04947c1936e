// What tests of the lessons that look at a picture share.
import { expect, read, shows } from './lesson.mjs';

export const figure = (page, name) => page.locator(`[data-figure=${name}]`);
export const raster = (page, id) => page.locator(`figure[data-raster=${id}]`);
export const described = (page) => page.locator('[data-picture]');

/** Waits until what the picture becomes is on the page. */
export const ready = (page) => expect(page.locator('.rasters')).toHaveAttribute('data-ready', '', { timeout: 15_000 });

export async function expectFigure(locator, expected, relative, what = '') {
  await expect(async () => {
    const text = await locator.textContent({ timeout: 1000 });
    expect(shows(text, expected, relative), `${what}: ${text} for ${expected}`).toBe(true);
  }).toPass({ timeout: 8000 });
}

/** A ratio is written with one digit behind the point. */
export async function expectDecibels(locator, expected, what = '') {
  await expect(async () => {
    const text = await locator.textContent({ timeout: 1000 });
    expect(Math.abs(read(text) - expected), `${what}: ${text} for ${expected}`).toBeLessThan(0.0501);
  }).toPass({ timeout: 8000 });
}

/** Goes near a place of a grid with the mouse; gives the place on which the pointer then is, whose pixels are whole. */
export async function pointAt(page, id, [x, y], { width, height }) {
  const shades = raster(page, id).locator('.shades');
  await shades.scrollIntoViewIfNeeded();
  const box = await shades.boundingBox();
  const [left, top] = [Math.round(box.x + box.width * (x + 0.5) / width), Math.round(box.y + box.height * (y + 0.5) / height)];
  await page.mouse.move(left, top);
  const place = (at, start, size, places) => Math.min(Math.max(Math.floor((at - start) / size * places), 0), places - 1);
  return [place(left, box.x, box.width, width), place(top, box.y, box.height, height)];
}

/** A PNG of greys that a rule gives, drawn by the browser itself. */
export async function png(page, width, height) {
  const text = await page.evaluate(async ([across, down]) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [across, down];
    const context = canvas.getContext('2d');
    const image = context.createImageData(across, down);
    for (let at = 0; at < across * down; at += 1) {
      const shade = (at % across * 37 + Math.floor(at / across) ** 2 * 11) % 256;
      image.data.set([shade, shade, shade, 255], 4 * at);
    }
    context.putImageData(image, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  }, [width, height]);
  return Buffer.from(text, 'base64');
}

/** The same picture as numbers. */
export function drawn(width, height) {
  const values = Array.from({ length: width * height }, (_, at) =>
    Math.fround((at % width * 37 + Math.floor(at / width) ** 2 * 11) % 256 / 255));
  return { width, height, values };
}

export const choose = (page, name, buffer, mimeType = 'image/png') => page.locator('input[name=picture]').setInputFiles({ name, mimeType, buffer });

/** Lets a file go over the page. */
export const drop = (page, name, buffer, type = 'image/png') => page.evaluate(([fileName, text, kind]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], fileName, { type: kind }));
  for (const event of ['dragover', 'drop']) {
    document.querySelector('main').dispatchEvent(new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}, [name, buffer.toString('base64'), type]);
