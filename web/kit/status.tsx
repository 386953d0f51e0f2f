// The page's one polite live region: what just happened, for eyes and screen readers alike.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { createStore, useStore } from './store.ts';

/** An object for each time something is told: the same words twice are two things that happened. */
const status = createStore({ text: '', id: 0 });

export const announce = (text: string): void => status.set({ text, id: status.get().id + 1 });

/** Long enough to be read, and never the only trace of a refusal. */
const shownMs = 4_000;

export function StatusLine(): VNode {
  const news = useStore(status);
  const { text, id } = news;
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => announce(''), shownMs);
    return () => clearTimeout(timer);
  }, [news]);
  // Always in the page: a live region that arrives together with its text is not read out. In it each news is an element
  // of its own, because the same text in the same place would not be read again.
  return (
    <p class="status" role="status">
      {text && <span key={id}>{text}</span>}
    </p>
  );
}
