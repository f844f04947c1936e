// Makes the pages: copies a folder of sources, puts the guide's snippets in, and runs the tool over it.
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withSnippets } from './guide.mjs';

const SOURCES = fileURLToPath(new URL('.', import.meta.url));
/** Where `cargo xtask test` puts the tools, and the pages go. */
export const TOOLS = fileURLToPath(new URL('../../target/hosts/', import.meta.url));
export const NODE = join(TOOLS, 'node/node_modules');

/** The programs of the virtual environment come first: a notebook's kernel is started by its name. */
export const PYTHON = { ...process.env, PATH: `${join(TOOLS, 'venv/bin')}${delimiter}${process.env.PATH}` };

/** A fresh copy of a host's sources; the folder, whose name is its own where two tests make the same pages at once. */
export async function sources(host, quantscope, name = host) {
  const folder = join(TOOLS, 'pages', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await cp(join(SOURCES, host), folder, { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    // A notebook is JSON, and its cells are strings.
    const written = entry.name.endsWith('.ipynb') ? (text) => JSON.stringify(text).slice(1, -1) : undefined;
    await writeFile(file, await withSnippets(await readFile(file, 'utf8'), quantscope, written));
  }
  return folder;
}

/** Runs a tool under target/hosts/; its output is in the error if it fails. */
export async function tool(path, args, options = {}) {
  try {
    await promisify(execFile)(join(TOOLS, path), args, { timeout: 120_000, ...options });
  } catch (error) {
    throw new Error(`${path} ${args.join(' ')} failed: ${error.message}\n${error.stdout}\n${error.stderr}`);
  }
}

/** Each tool of documentation that makes a folder of pages, and how its reader switches to dark. */
export const HOSTS = {
  mdbook: {
    async build(folder) {
      await tool('mdbook/bin/mdbook', ['build', folder]);
      return { site: join(folder, 'book'), page: 'chapter.html' };
    },
    // Three of its themes are dark; each hides behind a button of the menu.
    dark: ['navy', 'coal', 'ayu'],
    async show(page, theme) {
      await page.locator('#mdbook-theme-toggle').click();
      await page.locator(`#mdbook-theme-${theme}`).click();
      await page.keyboard.press('Escape');
    },
  },
  sphinx: {
    async build(folder) {
      // What its notebook pages load from a content network otherwise.
      for (const [from, to] of [
        ['requirejs/require.js', 'require.js'],
        ['@jupyter-widgets/html-manager/dist/embed-amd.js', 'embed-amd.js'],
        ['anywidget/dist/index.js', 'anywidget@~0.11.*/dist/index.js'],
      ]) await cp(join(NODE, from), join(folder, '_static', to));
      await tool('venv/bin/sphinx-build', ['-q', '-W', '-b', 'html', folder, join(folder, '_build')], { env: PYTHON });
      return { site: join(folder, '_build'), page: 'index.html' };
    },
    // Furo's button goes round: as the system says, light, dark.
    dark: ['dark'],
    async show(page, theme) {
      for (let press = 0; press < 3; press++) {
        if (await page.locator('body').getAttribute('data-theme') === theme) return;
        await page.locator('.theme-toggle:visible').click();
      }
    },
  },
};
