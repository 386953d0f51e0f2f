// One media of the gallery: its picture, or why there is none, and what its owner can do with it.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Media } from '../../lambdas/media/contract.ts';
import { FailureAlert, useAction } from '../action.ts';
import { ConfirmDialog } from '../confirm-dialog.ts';
import { Moment } from '../moment.ts';
import { announce } from '../status.ts';
import { changeMedia, deleteMedia } from './api.ts';
import { nameOf, reasons } from './words.ts';

/** A placeholder of a few pixels lies below until the rendition has come. */
function Thumbnail({ media }: { media: Media }): VNode | null {
  const at = (size: string, format: string) =>
    media.renditions.find((one) => one.size === size && one.format === format);
  const [webp, jpeg] = [at('small', 'webp'), at('small', 'jpeg')];
  if (!webp || !jpeg) return null;
  return html`<a class="thumbnail" href=${at('large', 'jpeg')?.url} target="_blank" rel="noopener">
    <img class="below" src=${media.placeholder} alt="" width=${webp.width} height=${webp.height} />
    <picture>
      <source type="image/webp" srcset=${webp.url} />
      <img src=${jpeg.url} alt=${nameOf(media)} width=${webp.width} height=${webp.height} loading="lazy" decoding="async" />
    </picture>
  </a>`;
}

interface MediaCardProps {
  readonly media: Media;
  readonly isOwn: boolean;
  readonly onChanged: (after: Media | undefined) => void;
}

export function MediaCard({ media, isOwn, onChanged }: MediaCardProps): VNode {
  const { mediaId, state, reason, visibility, width, height, createdAt } = media;
  const { busy, failure, run } = useAction();
  const [asking, setAsking] = useState(false);
  const name = nameOf(media);
  const isPublic = visibility === 'public';
  const show = () =>
    run(async () => {
      onChanged(await changeMedia(mediaId, { visibility: isPublic ? 'private' : 'public' }));
      announce(isPublic ? `${name} is yours alone.` : `${name} is shown to everybody.`);
    });
  const remove = async (): Promise<void> => {
    await deleteMedia(mediaId);
    announce(`${name} is deleted.`);
    onChanged(undefined);
  };
  const hidden = html`<span class="visually-hidden"> ${name}</span>`;
  return html`<li class="card media">
    <${Thumbnail} media=${media} />
    <h3>${name}</h3>
    <p class="facts">
      ${state === 'PENDING' && html`<span class="badge pending">Being checked…</span>`}
      ${state === 'REJECTED' && html`<span class="badge failed">Rejected</span>`}
      ${isPublic && html`<span class="badge">Public</span>`}
      ${width && html`<span>${width} × ${height}</span>`}
      <span><${Moment} at=${createdAt} /></span>
    </p>
    ${reason && html`<p>${reasons[reason]}</p>`}
    <${FailureAlert} failure=${failure} />
    ${
      isOwn &&
      html`<p class="actions">
        ${state === 'READY' && html`<button type="button" aria-disabled=${busy} onClick=${show}>${isPublic ? 'Make private' : 'Show to everybody'}${hidden}</button>`}
        <button type="button" class="danger" onClick=${() => setAsking(true)}>Delete${hidden}</button>
      </p>`
    }
    ${asking && html`<${ConfirmDialog} title="Delete this picture?" text=${`${name} and all its sizes go, here and wherever it is shown.`} verb="Delete" work=${remove} onClose=${() => setAsking(false)} />`}
  </li>`;
}
