// A moment as people write it, and as machines read it.
import type { VNode } from 'preact';

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** For what is over within minutes. */
export function Clock({ at }: { at: string }): VNode {
  return <time datetime={at}>{clock.format(new Date(at))}</time>;
}

export function Moment({ at }: { at: string }): VNode {
  return <time datetime={at}>{format.format(new Date(at))}</time>;
}
