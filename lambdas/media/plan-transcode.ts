// Reads accepted videos from the stream and requests the missing parts of each. Long work goes through a queue, part by
// part, so it never holds up the stream.
import { streamWorker } from '../shared/messaging/stream-worker.ts';
import { isBeingMade } from './record/decide.ts';
import { findMedia } from './store.ts';
import { findParts } from './video/part-store.ts';
import { partsOf, VideoAccepted } from './video/video.ts';
import { askForParts } from './video/work-store.ts';

export const handler = streamWorker(VideoAccepted, async (_, records) => {
  let asked = 0;
  for (const mediaId of new Set(records.map(({ value }) => value.mediaId))) {
    const media = await findMedia(mediaId);
    // Finished, rejected or deleted.
    if (!isBeingMade(media)) continue;
    const made = new Set((await findParts(mediaId)).flatMap(({ part, result }) => (result ? [part] : [])));
    const all = partsOf(media.video);
    const missing = all.filter((part) => !made.has(part));
    // The worker that made the last part died before it assembled the video: we request one part, whose worker finds
    // all made.
    const wanted = missing.length > 0 ? missing : all.slice(0, 1);
    await askForParts(media, wanted);
    asked += wanted.length;
  }
  return asked;
});
