// One media of the gallery: its picture or poster, or why there is none, and what its owner can do with it.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Media } from '../../../lambdas/media/contract.ts';
import { MediaActions } from './media-actions.ts';
import { MediaFacts } from './media-facts.ts';
import { clock, nameOf, percentOf, reasonOf } from './words.ts';

/** A placeholder of a few pixels lies below until the rendition has come. */
function Thumbnail({ media }: { media: Media }): VNode | null {
  const at = (format: string) => media.renditions.find((one) => one.size === 'small' && one.format === format);
  const [webp, jpeg] = [at('webp'), at('jpeg')];
  if (!webp || !jpeg) return null;
  return html`<a class="thumbnail" href=${`#/media/${media.mediaId}`}>
    <img class="below" src=${media.placeholder} alt="" width=${webp.width} height=${webp.height} />
    <picture>
      <source type="image/webp" srcset=${webp.url} />
      <img src=${jpeg.url} alt=${nameOf(media)} width=${webp.width} height=${webp.height} loading="lazy" decoding="async" />
    </picture>
  </a>`;
}

function Poster({ media }: { media: Media }): VNode | null {
  const { mediaId, video, width, height } = media;
  if (!video) return null;
  return html`<a class="thumbnail" href=${`#/media/${mediaId}`}>
    ${
      video.posterUrl
        ? html`<img src=${video.posterUrl} alt=${nameOf(media)} width=${width} height=${height} loading="lazy" decoding="async" />`
        : html`<span>Open<span class="visually-hidden"> ${nameOf(media)}</span></span>`
    }
    <span class="length" aria-hidden="true">▶ ${clock(video.durationSeconds)}</span>
  </a>`;
}

interface MediaCardProps {
  readonly media: Media;
  readonly isOwn: boolean;
  readonly onChanged: (after: Media | undefined) => void;
}

export function MediaCard({ media, isOwn, onChanged }: MediaCardProps): VNode {
  const { kind, state } = media;
  const reason = reasonOf(media);
  const percent = percentOf(media);
  return html`<li class="card media">
    ${kind === 'video' ? html`<${Poster} media=${media} />` : html`<${Thumbnail} media=${media} />`}
    <h3>${nameOf(media)}</h3>
    <${MediaFacts} media=${media} />
    ${state === 'PROCESSING' && html`<progress aria-label=${`Transcoding ${nameOf(media)}`} value=${percent} max="100" />`}
    ${reason && html`<p>${reason}</p>`}
    ${isOwn && html`<${MediaActions} media=${media} onChanged=${onChanged} />`}
  </li>`;
}
