// A moment as people write it, and as machines read it.
import { html } from 'htm/preact';
import type { VNode } from 'preact';

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export function Moment({ at }: { at: string }): VNode {
  return html`<time datetime=${at}>${format.format(new Date(at))}</time>`;
}
