// Reads accepted videos from the stream and starts captions for each: by Transcribe, or by a program on this machine.

import { optionalEnv } from '../shared/base/env.ts';
import { streamWorker } from '../shared/messaging/stream-worker.ts';
import { beginJob } from './captions/transcribe-video.ts';
import { wantsCaptions } from './record/decide.ts';
import { bindings } from './resources.ts';
import { findMedia } from './store.ts';
import { VideoAccepted } from './video/video.ts';
import { askForRecognition } from './video/work-store.ts';

export const handler = streamWorker(VideoAccepted, async (_, records) => {
  let started = 0;
  for (const mediaId of new Set(records.map(({ value }) => value.mediaId))) {
    const media = await findMedia(mediaId);
    // Silent, done, or deleted.
    if (!wantsCaptions(media)) continue;
    if (optionalEnv(bindings.recogniser)) await askForRecognition(media);
    else await beginJob(media);
    started += 1;
  }
  return started;
});
