// A moment in time, for people to read and in the machine-readable form.
import type { VNode } from 'preact';

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Time of day only, for what lasts minutes. */
export function Clock({ at }: { at: string }): VNode {
  return <time datetime={at}>{clock.format(new Date(at))}</time>;
}

export function Moment({ at }: { at: string }): VNode {
  return <time datetime={at}>{format.format(new Date(at))}</time>;
}
