// Reads of videos that were found good, and asks for what is missing of each: long work goes through a queue, part by part, so that
// it never holds up the stream.
import { streamWorker } from '../shared/messaging/stream-worker.ts';
import { isBeingMade } from './decide.ts';
import { findMedia } from './store.ts';
import { findParts } from './video/part-store.ts';
import { partsOf, VideoAccepted } from './video/video.ts';
import { askForParts } from './video/work-store.ts';

export const handler = streamWorker(VideoAccepted, async (_, records) => {
  let asked = 0;
  for (const mediaId of new Set(records.map(({ value }) => value.mediaId))) {
    const media = await findMedia(mediaId);
    // Over, or deleted.
    if (!isBeingMade(media)) continue;
    const made = new Set((await findParts(mediaId)).flatMap(({ part, result }) => (result ? [part] : [])));
    const all = partsOf(media.video);
    const missing = all.filter((part) => !made.has(part));
    // Whoever made the last one died before it put them together: one part is asked for, and finds all made.
    const wanted = missing.length > 0 ? missing : all.slice(0, 1);
    await askForParts(media, wanted);
    asked += wanted.length;
  }
  return asked;
});
