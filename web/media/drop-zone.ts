// Where pictures are dropped, or chosen by a button, and how far each of them is.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { size } from '../jobs/words.ts';
import type { Sending, Uploads } from './uploads.ts';
import { TYPES } from './words.ts';

function Line({ one, dismiss }: { one: Sending; dismiss: Uploads['dismiss'] }): VNode {
  const { id, name, sizeBytes, sentBytes, failure } = one;
  if (failure)
    return html`<li class="alert" role="alert"><p><strong>${name}</strong> ${failure}</p> <button type="button" onClick=${() => dismiss(id)}>Dismiss<span class="visually-hidden"> ${name}</span></button></li>`;
  return html`<li><label for=${`sent-${id}`}>${name}: ${size(sentBytes)} of ${size(sizeBytes)}</label> <progress id=${`sent-${id}`} value=${sentBytes} max=${sizeBytes} /></li>`;
}

export function DropZone({ uploads: { list, send, dismiss } }: { uploads: Uploads }): VNode {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer?.files ?? []);
  };
  const choose = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement;
    send(field.files ?? []);
    // The same file can be chosen once more.
    field.value = '';
  };
  const drag = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  return html`<section class=${over ? 'card drop over' : 'card drop'} aria-labelledby="upload-media" onDragOver=${drag} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <h2 id="upload-media">Upload pictures</h2>
    <div class="field">
      <label for="pictures">Choose pictures, or drop them here</label>
      <input id="pictures" type="file" multiple accept=${TYPES.join(',')} onChange=${choose} aria-describedby="pictures-hint" />
      <p class="hint" id="pictures-hint">JPEG, PNG or WebP, each up to 20 MB. Where and by whom it was taken is not kept.</p>
    </div>
    ${list.length > 0 && html`<ul class="sending" aria-label="Uploads">${list.map((one) => html`<${Line} key=${one.id} one=${one} dismiss=${dismiss} />`)}</ul>`}
  </section>`;
}
