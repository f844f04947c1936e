// What axe finds in a page that has others in frames.
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

/** What axe finds serious in these parts of the page (none: all of it), the frames in them included. */
export async function seriousInFrames(page, ...parts) {
  let violations;
  await expect(async () => {
    const found = await parts.reduce((axe, part) => axe.include(part), new AxeBuilder({ page })).analyze();
    violations = found.violations;
    // A frame that a busy machine lets answer late is silently left out. A rule that was kept inside shows that axe was there.
    expect(found.passes.some(({ nodes }) => nodes.some(({ target }) => target.length > 1)), 'axe looks into the frame').toBe(true);
  }).toPass();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}
