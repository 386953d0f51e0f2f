// The page's one polite live region: what just happened, for eyes and screen readers alike.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { createStore, useStore } from './store.ts';

const status = createStore('');

export const announce = (text: string): void => status.set(text);

/** Long enough to be read, and never the only trace of a refusal. */
const shownMs = 4_000;

export function StatusLine(): VNode {
  const text = useStore(status);
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => status.set(''), shownMs);
    return () => clearTimeout(timer);
  }, [text]);
  // Always in the page: a live region that arrives together with its text is not read out.
  return html`<p class="status" role="status">${text}</p>`;
}
