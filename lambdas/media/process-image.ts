// Judges an upload and makes its renditions. What it writes counts by one conditional write, the last: duplicates and the dead change nothing.
import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { log } from '../shared/log.ts';
import { MAX_TRIES, queueWorker, type Unread, type Work } from '../shared/queue-worker.ts';
import { putRenditions, readUpload } from './blob-store.ts';
import { judge } from './judging.ts';
import { mediaIdOf, ready, rejected, type StoredMedia } from './media.ts';
import type { Reason } from './names.ts';
import { peakMemoryMb } from './peak-memory.ts';
import { render, Undecodable } from './rendering.ts';
import { findMedia, replaceMedia } from './store.ts';

/** S3 tells of what was uploaded; when it is set up, it sends a message of another form to see whether it may. */
const Told = z.union([
  z.object({ Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })) }),
  z.object({ Event: z.literal('s3:TestEvent') }),
]);

export const handler = queueWorker((message): Work | Unread => {
  const told = z.safeParse(Told, message);
  if (!told.success) return { reason: z.prettifyError(told.error) };
  const keys = 'Records' in told.data ? told.data.Records.map(({ s3 }) => decodeURIComponent(s3.object.key)) : [];
  return {
    name: 'upload',
    fields: { keys },
    handle: async (tries) => {
      for (const key of keys) await processUpload(key, tries);
    },
  };
});

async function processUpload(key: string, tries: number): Promise<void> {
  const mediaId = mediaIdOf(key);
  const media = mediaId === undefined ? undefined : await findMedia(mediaId);
  // Judged already, deleted, or nobody's: what lies there goes by the sweep.
  if (media?.state !== 'PENDING') return;
  const startedMs = systemClock.nowMs();
  // What fails is parked by then: only what kills its workers comes so often.
  const after = tries > MAX_TRIES ? reject(media, 'PROCESSING_FAILED') : await processed(media);
  if (!after) return;
  const committed = (await replaceMedia(media, after)) !== undefined;
  log('info', `media ${after.state}`, {
    mediaId,
    correlationId: media.correlationId,
    reason: after.reason,
    committed,
    durationMs: systemClock.nowMs() - startedMs,
    peakMemoryMb: peakMemoryMb(),
  });
  // Its title was changed meanwhile: not the end of it, so the message comes again.
  if (!committed && (await findMedia(media.mediaId))?.state === 'PENDING')
    throw new Error('the media was changed by others');
}

const reject = (media: StoredMedia, reason: Reason): StoredMedia => rejected(media, reason, systemClock.nowMs());

/** Undefined when there is nothing to judge any more. */
async function processed(media: StoredMedia): Promise<StoredMedia | undefined> {
  const bytes = await readUpload(media.mediaId);
  if (!bytes) return undefined;
  const judged = judge(bytes, media.contentType);
  if (typeof judged === 'string') return reject(media, judged);
  try {
    const { picture, files } = await render(bytes);
    await putRenditions(media.mediaId, files);
    return ready(media, picture);
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    log('info', 'media cannot be decoded', { mediaId: media.mediaId }, error);
    return reject(media, 'DAMAGED');
  }
}
