// Checks a page with axe: WCAG 2.2 up to AA, and axe's best practices.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** One line per violation. Everything is checked in the light scheme; the dark scheme differs only in its colours. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluate the script instead of adding a script tag, which the page's policy would refuse.
  await page.evaluate(source);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await run(page, { runOnly: everything });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await run(page, { runOnly: { type: 'rule', values: ['color-contrast'] } });
  return [...light, ...dark.map((line) => `dark: ${line}`)];
}

async function run(page: Page, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify({ resultTypes: ['violations'], ...options })})`,
  );
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`),
  );
}
