// What is known of a media, in a line.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Media } from '../../../lambdas/media/contract.ts';
import { Moment } from '../../kit/moment.ts';
import { clock, percentOf } from './words.ts';

export function MediaFacts({ media }: { media: Media }): VNode {
  const { state, visibility, width, height, video, createdAt } = media;
  return html`<p class="facts">
    ${state === 'PENDING' && html`<span class="badge pending">Not checked yet</span>`}
    ${state === 'PROCESSING' && html`<span class="badge pending">Being transcoded: ${percentOf(media)}%</span>`}
    ${state === 'REJECTED' && html`<span class="badge failed">Rejected</span>`}
    ${visibility === 'public' && html`<span class="badge">Public</span>`}
    ${video && html`<span>${clock(video.durationSeconds)}</span>`}
    ${width && html`<span>${width} × ${height}</span>`}
    <span><${Moment} at=${createdAt} /></span>
  </p>`;
}
