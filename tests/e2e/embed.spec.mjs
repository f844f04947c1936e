// The element, the frame and the widget in pages of others, which the test serves itself.
import { expect, test } from '@playwright/test';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { seriousInFrames } from './axe.mjs';

const page = (body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title></head><body>${body}</body></html>`;

/** A host of its own origin that serves one page. */
async function host(html, headers = {}) {
  const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(html));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => new Promise((done) => server.close(done)) };
}

const frames = (tab, part) => tab.frames().filter((frame) => frame.url().includes(part));
const settled = (frame) => frame.waitForFunction(() => document.body?.dataset.settled);

/** The frame whose address has this part, once it shows something. */
async function shown(tab, part) {
  await expect.poll(() => frames(tab, part).length).toBe(1);
  const [frame] = frames(tab, part);
  await settled(frame);
  return frame;
}

test('the element shows its attributes, takes its content’s height, and tells of changes', async ({ page: tab, baseURL }) => {
  const own = await host(page(`<script src="${baseURL}embed.js" async></script>
    <quant-scope id="one" lesson="pact" bits="3" alpha="2" hide="data"><a href="#">a link</a></quant-scope>
    <quant-scope id="two" lesson="affine" bits="6"><a href="#">a link</a></quant-scope>`));
  try {
    await tab.goto(own.url);
    const frame = await shown(tab, '#/pact');
    expect(frame.url()).toContain('bits=3');
    await expect(frame.locator('nav')).toHaveCount(0);
    await expect(frame.locator('.part-data')).toBeHidden();
    const height = () => tab.evaluate(() => {
      const inner = document.querySelector('#one').shadowRoot.querySelector('iframe');
      return inner.getBoundingClientRect().height;
    });
    const content = await frame.evaluate(() => Math.ceil(document.querySelector('main').getBoundingClientRect().bottom));
    await expect.poll(height).toBe(content);

    await tab.evaluate(() => {
      globalThis.told = [];
      document.querySelector('#one').addEventListener('change', ({ detail }) => globalThis.told.push(detail));
    });
    const bits = frame.locator('input[type=range][name=bits]');
    await bits.focus();
    await bits.press('ArrowRight');
    await expect.poll(() => tab.evaluate(() => globalThis.told.at(-1)?.bits)).toBe('4');
    await expect(tab.locator('#one')).toHaveAttribute('bits', '4');
    expect(await tab.evaluate(() => globalThis.told.at(-1).lesson)).toBe('pact');

    await tab.locator('#one').evaluate((element) => element.setAttribute('bits', '6'));
    await expect(frame.locator('input[type=text][name=bits], input[type=text]').first()).toBeVisible();
    await expect.poll(() => frame.url()).toContain('bits=6');
    // The other one is as it was.
    await expect(tab.locator('#two')).toHaveAttribute('bits', '6');
    await expect(tab.locator('#two')).toHaveAttribute('lesson', 'affine');
  } finally {
    await own.close();
  }
});

test('an element far below loads when it comes near', async ({ page: tab, baseURL }) => {
  const own = await host(page(`<script src="${baseURL}embed.js" async></script><div style="height:4000px"></div>
    <quant-scope lesson="lsq"><a href="#">a link</a></quant-scope>`));
  try {
    await tab.goto(own.url);
    await tab.waitForFunction(() => customElements.get('quant-scope'));
    await expect(tab.getByText('a link')).toBeVisible();
    expect(frames(tab, '#/lsq')).toHaveLength(0);
    await tab.locator('quant-scope').scrollIntoViewIfNeeded();
    await shown(tab, '#/lsq');
    await expect(tab.getByText('a link')).not.toBeVisible();
  } finally {
    await own.close();
  }
});

test('the element follows the host’s light and dark', async ({ page: tab, baseURL }) => {
  const own = await host(page(`<style>.night{background:#111;color:#eee}</style><script src="${baseURL}embed.js" async></script>
    <quant-scope lesson="ste"><a href="#">a link</a></quant-scope>`));
  try {
    await tab.goto(own.url);
    const frame = await shown(tab, '#/ste');
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
    await tab.evaluate(() => document.body.classList.add('night'));
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
  } finally {
    await own.close();
  }
});

test('without scripts the fallback stands there', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const own = await host(page(`<script src="${baseURL}embed.js" async></script><quant-scope lesson="ste"><a href="#">a link</a></quant-scope>`));
  try {
    const tab = await context.newPage();
    await tab.goto(own.url);
    await expect(tab.getByText('a link')).toBeVisible();
  } finally {
    await own.close();
    await context.close();
  }
});

test('a plain frame tells its height, also as learning systems take it, and takes a state', async ({ page: tab, baseURL }) => {
  const own = await host(page(`<script>
      globalThis.heard = [];
      addEventListener('message', ({ data }) => globalThis.heard.push(data));
    </script><iframe id="frame" src="${baseURL}#/affine?embed=1" width="900" height="400"></iframe>`));
  try {
    await tab.goto(own.url);
    const frame = await shown(tab, '#/affine');
    const heard = (key, value) => tab.evaluate(([key, value]) => globalThis.heard.filter((data) => data[key] === value).at(-1), [key, value]);
    await expect.poll(async () => (await heard('subject', 'lti.frameResize'))?.height).toBeGreaterThan(500);
    expect((await heard('source', 'quantscope'))).toBeTruthy();
    await tab.evaluate(() => document.querySelector('#frame').contentWindow.postMessage({ target: 'quantscope', state: '#/affine?bits=3&embed=1' }, '*'));
    await expect.poll(() => frame.url()).toContain('bits=3');
    // Nonsense is no state, and no reason to fall.
    for (const data of [null, 3, 'quantscope', { target: 'quantscope' }, { target: 'quantscope', state: 7 }]) {
      await tab.evaluate((data) => document.querySelector('#frame').contentWindow.postMessage(data, '*'), data);
    }
    await expect.poll(() => frame.url()).toContain('bits=3');
  } finally {
    await own.close();
  }
});

test('a locked frame without an origin works where the host allows it', async ({ page: tab, baseURL }) => {
  // What a host of such frames has to send. A server of its own: a worker's requests do not come by a page's routes.
  const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm', svg: 'image/svg+xml' };
  const files = createServer(async (request, response) => {
    const path = new URL(request.url, baseURL).pathname;
    const file = await fetch(new URL(path.slice(1), baseURL));
    const type = types[path.split('.').pop()] ?? 'text/html';
    response.writeHead(file.status, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' });
    response.end(Buffer.from(await file.arrayBuffer()));
  });
  await new Promise((done) => files.listen(0, '127.0.0.1', done));
  const own = await host(page(`<iframe sandbox="allow-scripts" src="http://127.0.0.1:${files.address().port}/#/formats?embed=1" width="900" height="600"></iframe>`));
  try {
    await tab.goto(own.url);
    const frame = await shown(tab, '#/formats');
    await expect(frame.locator('.bits')).toBeVisible();
    await expect(frame.locator('#rescue, .trouble')).toHaveCount(0);
  } finally {
    await own.close();
    await new Promise((done) => files.close(done));
  }
});

test('a strict policy is kept: no inline script, no inline style, no eval', async ({ page: tab, baseURL }) => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'";
  const broken = [];
  tab.on('console', (message) => /Content Security Policy/.test(message.text()) && broken.push(message.text()));
  await tab.route(baseURL, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  for (const lesson of ['formats', 'qat', 'xnor']) {
    await tab.goto(`${baseURL}#/${lesson}`);
    await tab.reload();
    await tab.waitForFunction(() => document.body.dataset.settled);
    await expect(tab.locator('h1')).toBeVisible();
  }
  expect(broken).toEqual([]);
});

test('the element keeps a strict policy of both pages, and axe finds nothing serious in it, light or dark', async ({ page: tab, baseURL }) => {
  const inner = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'";
  const { origin } = new URL(baseURL);
  const broken = [];
  tab.on('console', (message) => /Content Security Policy/.test(message.text()) && broken.push(message.text()));
  await tab.route((url) => url.href.startsWith(`${baseURL}index.html`), async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': inner } });
  });
  const own = await host(page(`<script src="${baseURL}embed.js" async></script><main><h1>Host</h1>
    <quant-scope lesson="pact" bits="3"><a href="#">a link</a></quant-scope></main>`), {
    'Content-Security-Policy': `default-src 'none'; script-src ${origin}; frame-src ${origin}`,
  });
  try {
    for (const theme of ['light', 'dark']) {
      await tab.goto(own.url);
      const frame = await shown(tab, '#/pact');
      await tab.locator('quant-scope').evaluate((element, theme) => element.setAttribute('theme', theme), theme);
      await expect(frame.locator('html')).toHaveAttribute('data-theme', theme);
      const tall = () => tab.evaluate(() => document.querySelector('quant-scope').getBoundingClientRect().height);
      await expect.poll(tall).toBeGreaterThan(500);
      expect(await seriousInFrames(tab), theme).toEqual([]);
    }
    expect(broken).toEqual([]);
  } finally {
    await own.close();
  }
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing serious in any lesson that is embedded: ${theme}`, async ({ page: tab, baseURL }) => {
    test.slow();
    const own = await host(page(`<script src="${baseURL}embed.js" async></script><main><h1>Host</h1></main>`));
    try {
      await tab.goto(own.url);
      for (const lesson of ['start', 'formats', 'affine', 'clipping', 'ste', 'pact', 'lsq', 'diffq', 'binary', 'xnor', 'qat', 'proof']) {
        await tab.evaluate(([lesson, theme]) => {
          const element = document.createElement('quant-scope');
          element.setAttribute('lesson', lesson);
          element.setAttribute('theme', theme);
          document.querySelector('quant-scope')?.remove();
          document.querySelector('main').append(element);
        }, [lesson, theme]);
        const frame = await shown(tab, `#/${lesson}`);
        await expect(frame.locator('html')).toHaveAttribute('data-theme', theme);
        // Its frame has the height of its content: all of it is looked at.
        await expect.poll(() => tab.evaluate(() => document.querySelector('quant-scope').getBoundingClientRect().height)).toBeGreaterThan(300);
        expect.soft(await seriousInFrames(tab), `${lesson}, ${theme}`).toEqual([]);
      }
    } finally {
      await own.close();
    }
  });
}

test('the widget shows a model’s state and tells it of changes', async ({ page: tab, baseURL }) => {
  await tab.goto(`${baseURL}#/formats`);
  await tab.evaluate(async () => {
    document.body.replaceChildren();
    const { default: widget } = await import('./widget.mjs');
    const listeners = new Map();
    const values = new Map([['state', '#/pact?bits=3']]);
    globalThis.model = {
      get: (key) => values.get(key),
      set: (key, value) => values.set(key, value),
      save_changes: () => { globalThis.saved = values.get('state'); },
      on: (event, listener) => listeners.set(event, listener),
      off: (event) => listeners.delete(event),
      change: (state) => { values.set('state', state); listeners.get('change:state')?.(); },
    };
    globalThis.end = await widget.render({ model: globalThis.model, el: document.body });
  });
  const frame = await shown(tab, '#/pact');
  const bits = frame.locator('input[type=range][name=bits]');
  await bits.focus();
  await bits.press('ArrowRight');
  await expect.poll(() => tab.evaluate(() => globalThis.saved)).toContain('bits=4');
  await tab.evaluate(() => globalThis.model.change('#/pact?bits=7'));
  await expect.poll(() => frame.url()).toContain('bits=7');
  await tab.evaluate(() => globalThis.end());
});

test('the element’s script is small', async () => {
  const source = await readFile(new URL('../../page/embed.js', import.meta.url));
  const served = await readFile(new URL('../../dist/embed.js', import.meta.url));
  expect(served.length).toBeLessThan(4096);
  expect(source.length).toBeGreaterThan(served.length);
});
