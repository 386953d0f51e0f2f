// One upload in progress: how far it is, and its actions.
import type { VNode } from 'preact';
import { size } from '../../../kit/numbers.ts';
import { announce } from '../../../kit/status.tsx';
import { abortUpload } from '../api.ts';
import type { BegunUpload } from './begun.ts';
import { begun, uploads } from './own-uploads.ts';
import type { Upload } from './uploads.ts';

function button(verb: string, name: string, work: () => void): VNode {
  return (
    <button type="button" onClick={work}>
      {verb}
      <span class="visually-hidden"> {name}</span>
    </button>
  );
}

export function UploadLine({ one }: { one: Upload }): VNode {
  const { id, name, sizeBytes, sentBytes, state, inParts, failure } = one;
  const cancel = (): void => {
    uploads.cancel(id);
    announce(`Cancelled the upload of ${name}.`);
  };
  if (state === 'refused')
    return (
      <li class="alert" role="alert">
        <p>
          <strong>{name}</strong> {failure}
        </p>{' '}
        <p>{button('Dismiss', name, () => uploads.cancel(id))}</p>
      </li>
    );
  const waits = { waiting: ' (waiting)', paused: ' (paused)', sending: '', failed: '' }[state];
  return (
    <li>
      <label for={`sent-${id}`}>
        {name}: {size(sentBytes)} of {size(sizeBytes)}
        {waits}
      </label>
      <progress id={`sent-${id}`} value={sentBytes} max={sizeBytes} />
      {state === 'failed' && (
        <div class="alert" role="alert">
          <p>{failure}</p>
        </div>
      )}
      <p class="actions">
        {state === 'sending' && inParts && button('Pause', name, () => uploads.pause(id))}
        {state === 'paused' && button('Resume', name, () => uploads.resume(id))}
        {state === 'failed' && button('Try again', name, () => uploads.resume(id))}
        {button('Cancel', name, cancel)}
      </p>
    </li>
  );
}

/** An upload of which this page has only what the browser has stored. */
export function BegunLine({ one: { mediaId, name, sizeBytes } }: { one: BegunUpload }): VNode {
  const cancel = (): void => {
    begun.forget(mediaId);
    announce(`Cancelled the upload of ${name}.`);
    // If this fails, the upload expires within hours.
    abortUpload(mediaId).catch(() => {});
  };
  return (
    <li>
      <p>
        <strong>{name}</strong> ({size(sizeBytes)}) was not uploaded completely. Choose the same file again to continue.
      </p>
      <p class="actions">{button('Cancel', name, cancel)}</p>
    </li>
  );
}
