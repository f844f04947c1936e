// The widget where no kernel stands behind it: in a page that myst-nb makes of a notebook, and in MyST's own renderer.
import { build } from 'esbuild';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, fits, serious, shown, test } from './embedded.mjs';
import { snippet } from './guide.mjs';
import { HOSTS, NODE, TOOLS, sources } from './make.mjs';
import { serve } from './serve.mjs';

/** The page of the notebook beside the other pages of the manual. */
async function notebook(quantscope) {
  const { site } = await HOSTS.sphinx.build(await sources('sphinx', quantscope, 'notebook'));
  return { site, page: 'notebook.html' };
}

/**
 * A page around what MyST's parser and its theme's renderer make of the guide's directive. A whole site needs
 * a theme that `mystmd` downloads, which a test must not.
 */
async function directive(quantscope) {
  const { mystParse } = await import(pathToFileURL(join(NODE, 'myst-parser/dist/index.js')));
  const tree = mystParse(await snippet('MyST', 'markdown', quantscope));
  const [{ children: [node] }] = tree.children;
  const site = join(TOOLS, 'pages/myst');
  await mkdir(site, { recursive: true });
  await build({
    stdin: {
      contents: `
        import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import { ANY_RENDERERS } from '@myst-theme/anywidget';
        const root = createRoot(document.querySelector('main'));
        globalThis.leave = () => root.unmount();
        root.render(createElement(ANY_RENDERERS.anywidget, { node: ${JSON.stringify(node)} }));`,
      resolveDir: join(TOOLS, 'node'),
    },
    bundle: true, format: 'esm', outfile: join(site, 'page.js'), logLevel: 'silent', define: { 'process.env.NODE_ENV': '"production"' },
  });
  await writeFile(join(site, 'index.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><title>MyST</title>
    <style>.dark body { background: #111; color: #eee }</style><main></main><script type="module" src="page.js"></script></html>`);
  return { site, page: 'index.html' };
}

const hosts = {
  'a notebook page of myst-nb': { make: notebook, show: HOSTS.sphinx.show },
  'MyST': { make: directive, show: (page, theme) => page.evaluate((theme) => { document.documentElement.className = theme; }, theme) },
};

for (const [name, { make, show }] of Object.entries(hosts)) {
  test(`the widget in ${name}: shown, changed by hand, light and dark`, async ({ page, quantscope }) => {
    const { site, page: path } = await make(quantscope);
    const server = await serve(site);
    try {
      await page.goto(server.url + path);
      const frame = await shown(page, '#/pact');
      expect(frame.url()).toContain('bits=3');
      await fits(frame);
      const bits = frame.locator('input[type=range][name=bits]');
      await bits.focus();
      await bits.press('ArrowRight');
      await expect(page.locator('quant-scope')).toHaveAttribute('bits', '4');
      await show(page, 'light');
      expect(await serious(page, 'body')).toEqual([]);
      await show(page, 'dark');
      await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
      expect(await serious(page, 'body')).toEqual([]);
      if (name === 'MyST') {
        await page.evaluate(() => globalThis.leave());
        await expect(page.locator('quant-scope')).toHaveCount(0);
      }
    } finally {
      await server.close();
    }
  });
}
