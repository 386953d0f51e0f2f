// Measures the contrast (WCAG 2.2) of a page: of every text, and of the borders and focus outlines of every control.

/** Runs in the page. Returns a line per value below its ratio, and how many it checked. Press Tab once before. */
export function readContrast(): { seen: number; low: string[] } {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const known = new Map<string, Colour>();
  /** A canvas reads every notation that a computed style can have. */
  function read(css: string): Colour {
    const found = known.get(css);
    if (found || !canvas) return found ?? [0, 0, 0, 0];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
    const colour: Colour = [red, green, blue, alpha / 255];
    known.set(css, colour);
    return colour;
  }
  const over = (front: Colour, back: Colour, opacity = 1): Colour => {
    const alpha = front[3] * opacity;
    const mix = (at: 0 | 1 | 2): number => front[at] * alpha + back[at] * (1 - alpha);
    return [mix(0), mix(1), mix(2), 1];
  };
  /** The colour behind an element's content: its own background over those of its ancestors. */
  function groundOf(element: Element | null): Colour {
    if (!element) return over(read(getComputedStyle(document.documentElement).backgroundColor), read('Canvas'));
    return over(read(getComputedStyle(element).backgroundColor), groundOf(element.parentElement));
  }
  const opacityOf = (element: Element | null): number =>
    element ? Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement) : 1;
  const luminance = ([red, green, blue]: Colour): number => {
    const linear = (value: number): number =>
      value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  function ratio(front: string, back: Colour, opacity = 1): number {
    const [dark = 0, light = 0] = [luminance(over(read(front), back, opacity)), luminance(back)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    element.getClientRects().length > 0 &&
    !element.closest('.visually-hidden, .skip:not(:focus)');

  const low: string[] = [];
  let seen = 0;
  function demand(what: string, element: Element, found: number, least: number): void {
    seen++;
    const words = (element.textContent || element.id).replaceAll(/\s+/g, ' ').trim().slice(0, 40);
    if (found < least) low.push(`${what} of <${element.localName}> “${words}”: ${found.toFixed(2)}, not ${least}`);
  }

  // An open dialog makes everything else inert.
  const root = document.querySelector('dialog[open]') ?? document.body;
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!element || !texts.currentNode.textContent?.trim() || !isSeen(element)) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const px = Number.parseFloat(fontSize);
    const isLarge = px >= 24 || (px >= 18.66 && Number(fontWeight) >= 700);
    demand('text', element, ratio(color, groundOf(element), opacityOf(element)), isLarge ? 3 : 4.5);
  }
  for (const control of root.querySelectorAll<HTMLElement>('a[href], button, input, textarea, summary')) {
    if (!isSeen(control)) continue;
    const style = getComputedStyle(control);
    const around = groundOf(control.parentElement);
    // The browser draws a checkbox itself. A button without a border and background is text, which was checked above.
    const isTicked = control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type);
    const isField = !isTicked && (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement);
    const border = ratio(style.borderTopColor, around);
    const filled = ratio(style.backgroundColor, around);
    if (isField || (control.matches('button, .button') && (border > 1.05 || filled > 1.05)))
      demand('border', control, Math.max(border, filled), 3);
    if (isField && control.placeholder)
      demand('placeholder', control, ratio(getComputedStyle(control, '::placeholder').color, groundOf(control)), 4.5);
    control.focus();
    const { outlineStyle, outlineColor } = getComputedStyle(control);
    demand('focus', control, outlineStyle === 'none' ? 1 : ratio(outlineColor, around), 3);
  }
  return { seen, low };
}
