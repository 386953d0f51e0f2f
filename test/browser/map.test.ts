// The pictures on the map, by keyboard: they load, and wide ones scroll in their own region.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { readSystems } from '../../web/found-systems.ts';
import { narrow, openConsole, screenshots, watchForErrors, wide } from './steps/console-page.ts';
import { keysOf } from './steps/keys.ts';

const app = openConsole();
const stations = (await readSystems()).flatMap((system) => system.stations).filter(({ href }) => href);

/** Waits for the picture, and checks that the page itself does not scroll sideways. */
async function drawn(page: Page, title: string): Promise<void> {
  const picture = page.getByRole('region', { name: title }).getByRole('img');
  await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction(
    (image) => image instanceof HTMLImageElement && image.naturalWidth > 200,
    await picture.elementHandle(),
  );
  expect(await picture.getAttribute('alt')).toMatch(/\.$/);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect([title, Math.max(0, overflow)]).toEqual([title, 0]);
}

test.each([wide, narrow])(
  'at $width px the map shows the architecture of the whole and of every live system',
  async (viewport) => {
    const page = await app.newPage({ viewport });
    const errors = watchForErrors(page);
    const keys = keysOf(page);
    await page.goto(app.url);
    await page.getByRole('list', { name: 'Systems' }).waitFor();
    expect(await page.getByRole('button', { name: /^Architecture of / }).count()).toBe(stations.length);
    for (const { name } of stations) {
      const title = `Architecture of ${name}`;
      await page.getByRole('button', { name: title, exact: true }).press('Enter');
      await drawn(page, title);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await keys.stop()).toBe(title);
    }
    await keys.to('Architecture of the application');
    await drawn(page, 'Architecture of the application');
    // Wider than either screen: the arrow key scrolls the region.
    await keys.press('ArrowRight');
    await page.waitForFunction(() => (document.activeElement?.scrollLeft ?? 0) > 0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${screenshots}/map-${viewport.width}-${colorScheme}.png`, fullPage: true });
    }
    await page.getByRole('button', { name: 'Architecture of Orders' }).press('Enter');
    await drawn(page, 'Architecture of Orders');
    await page.screenshot({ path: `${screenshots}/architecture-${viewport.width}.png` });
    expect(errors).toEqual([]);
  },
);
