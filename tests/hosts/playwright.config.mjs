// The embed in pages that other tools make: `cargo xtask test` sets the tools up under target/hosts/ and
// runs this. By hand afterwards: `npx playwright test --config tests/hosts`.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { flags } from '../e2e/chromium.mjs';

const chromium = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/hosts',
  workers: 2,
  retries: 0,
  // A Python that has just been installed is slow to begin.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 900 },
    launchOptions: { executablePath: chromium, args: flags },
    trace: 'off',
  },
});
