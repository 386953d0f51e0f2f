// The page's one polite live region: announces what just happened, on screen and to screen readers.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { createStore, useStore } from './store.ts';

/** Each message is a new object: the same words twice are two events. */
const status = createStore({ text: '', id: 0 });

export const announce = (text: string): void => status.set({ text, id: status.get().id + 1 });

/** Long enough to read. A refusal also shows elsewhere. */
const shownMs = 4_000;

export function StatusLine(): VNode {
  const news = useStore(status);
  const { text, id } = news;
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => announce(''), shownMs);
    return () => clearTimeout(timer);
  }, [news]);
  // Always in the page: screen readers do not read a live region that arrives together with its text. Each message is a
  // new element, because screen readers do not repeat the same text in the same place.
  return (
    <p class="status" role="status">
      {text && <span key={id}>{text}</span>}
    </p>
  );
}
