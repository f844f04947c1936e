// Chromium for the benchmarks.
import { chromium } from '@playwright/test';
import { flags } from '../e2e/chromium.mjs';

export const url = process.env.QUANTSCOPE_URL;

/** Starts the browser with more flags, if any; `cargo xtask bench` says where it and the page are. */
export function launch(more = []) {
  if (!url) throw new Error('Run this with: cargo xtask bench');
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: [...flags, ...more] });
}

/** The value below which the share `part` of the samples lies. */
export function quantile(samples, part) {
  const sorted = Float64Array.from(samples).sort();
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** Prints rows of cells in columns; numbers stand at the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) {
    console.log(row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join('  '));
  }
}
