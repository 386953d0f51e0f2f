// The zone to drop files on, or choose them with a button, and the progress of each.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useStore } from '../../../kit/store.ts';
import { me } from '../../../shell/me.ts';
import { ACCEPTED } from '../words.ts';
import { begun, uploads } from './own-uploads.ts';
import { BegunLine, UploadLine } from './upload-line.tsx';

export function DropZone(): VNode {
  const [over, setOver] = useState(false);
  const list = useStore(uploads.list);
  const userId = useStore(me)?.userId;
  const left = useStore(begun).filter(
    (one) => one.userId === userId && !list.some(({ mediaId }) => mediaId === one.mediaId),
  );
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    uploads.send(event.dataTransfer?.files ?? []);
  };
  const choose = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement;
    uploads.send(field.files ?? []);
    // Resets the field, so that the same file can be chosen again.
    field.value = '';
  };
  const drag = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <section
      class={over ? 'card drop over' : 'card drop'}
      aria-labelledby="upload-media"
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 id="upload-media">Upload pictures and videos</h2>
      <div class="field">
        <label for="files">Choose files or drop them here</label>
        <input
          id="files"
          type="file"
          multiple
          accept={ACCEPTED.join(',')}
          onChange={choose}
          aria-describedby="files-hint"
        />
        <p class="hint" id="files-hint">
          JPEG, PNG or WebP up to 20 MB; MP4, MOV, WebM or MKV up to 1 GB and 20 minutes. Location and author metadata
          is removed.
        </p>
      </div>
      {list.length + left.length > 0 && (
        <ul class="sending" aria-label="Uploads">
          {list.map((one) => (
            <UploadLine key={one.id} one={one} />
          ))}
          {left.map((one) => (
            <BegunLine key={one.mediaId} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}
