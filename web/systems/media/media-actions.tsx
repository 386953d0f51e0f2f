// The owner's actions on a media item, in the gallery and on its page.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Media } from '../../../lambdas/media/contract.ts';
import { FailureAlert, useAction } from '../../kit/action.tsx';
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx';
import { announce } from '../../kit/status.tsx';
import { changeMedia, deleteMedia } from './api.ts';
import { uploads } from './uploads/own-uploads.ts';
import { nameOf } from './words.ts';

interface MediaActionsProps {
  readonly media: Media;
  /** Called with `undefined` after a deletion. */
  readonly onChanged: (after: Media | undefined) => void;
}

const called = { image: 'picture', video: 'video' } as const;
const parts = { image: 'all its sizes', video: 'all its renditions' } as const;

export function MediaActions({ media, onChanged }: MediaActionsProps): VNode {
  const { mediaId, kind, state, visibility } = media;
  const { busy, failure, run } = useAction();
  const [asking, setAsking] = useState(false);
  const name = nameOf(media);
  const isPublic = visibility === 'public';
  const show = () =>
    run(async () => {
      onChanged(await changeMedia(mediaId, { visibility: isPublic ? 'private' : 'public' }));
      announce(isPublic ? `${name} is private.` : `${name} is public${state === 'READY' ? '' : ' once it is ready'}.`);
    });
  const remove = async (): Promise<void> => {
    await deleteMedia(mediaId);
    uploads.forget(mediaId);
    announce(`Deleted ${name}.`);
    onChanged(undefined);
  };
  const hidden = <span class="visually-hidden"> {name}</span>;
  return (
    <>
      <FailureAlert failure={failure} />
      <p class="actions">
        {state !== 'REJECTED' && (
          <button type="button" aria-disabled={busy} onClick={show}>
            {isPublic ? 'Make private' : 'Make public'}
            {hidden}
          </button>
        )}
        <button type="button" class="danger" onClick={() => setAsking(true)}>
          Delete{hidden}
        </button>
      </p>
      {asking && (
        <ConfirmDialog
          title={`Delete this ${called[kind]}?`}
          text={`This deletes ${name} and ${parts[kind]}, here and everywhere it appears.`}
          verb="Delete"
          work={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
