// The user's uploads: they continue while other views are open, and stop at sign-out.

import { postForm, putBytes } from '../../../kit/requests/transfer.ts';
import { announce } from '../../../kit/status.tsx';
import { session } from '../../../shell/account.ts';
import { loadMe } from '../../../shell/me.ts';
import { abortUpload, announceMedia, askForParts, completeUpload, deleteMedia, uploadedParts } from '../api.ts';
import { createBegun } from './begun.ts';
import { createUploads } from './uploads.ts';

export const begun = createBegun(localStorage);

/** Random, so that the parts of one upload do not retry at the same moment. */
const pause = (mostMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, mostMs * (0.5 + Math.random() / 2));
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });

export const uploads = createUploads(
  {
    userId: async () => (await loadMe()).userId,
    announce: announceMedia,
    postForm,
    partsOf: (mediaId, { name }) => ({
      uploaded: (signal) => uploadedParts(mediaId, signal),
      presign: (numbers, signal) => askForParts(mediaId, numbers, signal),
      put: (url, part, onBytes, signal) => putBytes(url, part, name, onBytes, signal),
      complete: (signal) => completeUpload(mediaId, signal),
      pause,
    }),
    abort: abortUpload,
    remove: deleteMedia,
    tellDone: ({ name }) => announce(`${name} is uploaded.`),
  },
  begun,
);

session.subscribe((tokens) => {
  if (!tokens) uploads.stop();
});
