// Drives the page by keyboard and checks that the focus is visible.
import type { Page } from 'playwright-core';

/** The focused element: its name on the page, and what keeps a user from seeing that it is focused. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return { name: '', tag: '', faults: [] };
    const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    const words = element.ariaLabel ?? (isField ? element.labels?.[0]?.textContent : element.textContent);
    const faults: string[] = [];
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) faults.push('has no outline');
    if (/^rgba\(.*, 0\)$|^transparent$/.test(outlineColor)) faults.push('has an outline nobody sees');
    const [box] = element.getClientRects();
    if (!box || box.width < 2 || box.height < 2) faults.push('has no size');
    else {
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      const top = document.elementFromPoint(x, y);
      if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) faults.push('is outside the window');
      else if (!top || !(element.contains(top) || top.contains(element))) faults.push(`is under <${top?.localName}>`);
    }
    const [tag = ''] = element.outerHTML.match(/^<[^>]*>/) ?? [];
    return { name: (words ?? '').replaceAll(/\s+/g, ' ').trim(), tag, faults };
  });

export function keysOf(page: Page) {
  const stops = new Set<string>();
  async function stop(): Promise<string> {
    const { name, tag, faults } = await focused(page);
    if (faults.length > 0) throw new Error(`On ${page.url()} the focus on “${name}” (${tag}) ${faults.join(', ')}`);
    stops.add(name);
    return name;
  }
  return {
    stops,
    stop,
    async to(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
      const passed: string[] = [];
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press(key);
        passed.push(await stop());
        if (passed.at(-1) === name) return;
      }
      throw new Error(`60 presses of ${key} do not reach “${name}”, only ${[...new Set(passed)].join(' | ')}`);
    },
    press: (key: string): Promise<void> => page.keyboard.press(key),
    type: (text: string): Promise<void> => page.keyboard.type(text),
    heading: (name: string): Promise<void> => page.getByRole('heading', { level: 1, name, exact: true }).waitFor(),
  };
}
