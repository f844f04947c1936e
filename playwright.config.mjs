// The browser tests: `cargo xtask test` runs them against the dist/ it has just built. By hand, after
// `cargo xtask build`: `npx playwright test`, which serves dist/ itself.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { flags } from './tests/e2e/chromium.mjs';

const served = 'http://127.0.0.1:4179/sub/path/';
const url = process.env.QUANTSCOPE_URL;
const chromium = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? [['list']] : [['list'], ['html', { open: 'never' }]],
  use: {
    baseURL: url ?? served,
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: chromium, args: flags },
    trace: 'off',
  },
  // A sub-path, as on many static hosts: a page that reaches for its root is found out.
  webServer: url
    ? undefined
    : { command: 'cargo xtask serve --no-build --port 4179 --prefix /sub/path/', url: served, timeout: 120_000 },
});
