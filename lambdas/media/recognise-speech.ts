// Transcribes the speech of a video with a program on this machine, where one is installed (npm run setup:captions).

import * as z from 'zod/mini';
import { env } from '../shared/base/env.ts';
import { log } from '../shared/base/log.ts';
import { ALIVE_SECONDS, MAX_TRIES, queueWorker, type Unread, type Work } from '../shared/messaging/queue-worker.ts';
import { captionsOf, type FoundCaptions, keepCaptions } from './captions/keep-captions.ts';
import { hear } from './captions/recogniser.ts';
import { speechSound } from './core/speech-sound.ts';
import { cuesOf } from './core/webvtt.ts';
import { ffmpeg, inFolder, workingCopy } from './files/fetch-upload.ts';
import { wantsCaptions } from './record/decide.ts';
import { bindings } from './resources.ts';
import { findMedia } from './store.ts';
import { encodeLimits, type StoredVideo } from './video/video.ts';
import { RecogniseSpeech } from './video/work-store.ts';

export const handler = queueWorker((message): Work | Unread => {
  const read = z.safeParse(RecogniseSpeech, message);
  if (!read.success) return { reason: z.prettifyError(read.error) };
  const { mediaId } = read.data;
  return {
    name: 'recognise-speech',
    fields: read.data,
    aliveSeconds: ALIVE_SECONDS,
    handle: (tries) => recognise(mediaId, tries),
  };
});

async function recognise(mediaId: string, tries: number): Promise<void> {
  const media = await findMedia(mediaId);
  if (!wantsCaptions(media)) return;
  // Only a video that kills its workers is redelivered this often.
  const found =
    tries > MAX_TRIES
      ? undefined
      : await heard(mediaId, media.video).catch((error: unknown) => {
          if (tries < MAX_TRIES) throw error;
          log('warn', 'speech cannot be recognised', { mediaId }, error);
          return undefined;
        });
  await keepCaptions(mediaId, found ?? { state: 'FAILED' });
}

/** Undefined when the upload has changed or is gone. */
async function heard(mediaId: string, { etag, source: video }: StoredVideo): Promise<FoundCaptions | undefined> {
  const copy = await workingCopy(mediaId, etag);
  if (!copy) return undefined;
  return inFolder(async (folder) => {
    const work = { ffmpeg: ffmpeg(), source: copy.path, video, folder, limits: encodeLimits };
    const { language, words } = await hear(env(bindings.recogniser), await speechSound(work));
    return captionsOf(cuesOf(words), 'whisper', language);
  });
}
