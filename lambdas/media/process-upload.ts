// Judges an upload. Makes the renditions of a picture; announces an accepted video to the workers that make the rest.
// The output counts only through the last step, one conditional write: duplicates and dead workers change nothing.
import * as z from 'zod/mini';
import { systemClock } from '../shared/base/clock.ts';
import { optionalEnv } from '../shared/base/env.ts';
import { log } from '../shared/base/log.ts';
import { ALIVE_SECONDS, MAX_TRIES, queueWorker, type Unread, type Work } from '../shared/messaging/queue-worker.ts';
import { probe } from './core/probe.ts';
import { containers, type ImageType, type VideoType } from './files/accepted-files.ts';
import { putRenditions } from './files/blob-store.ts';
import { ffmpeg, workingCopy } from './files/fetch-upload.ts';
import { checksumOfFile } from './files/hashes.ts';
import type { Reason } from './files/rejection.ts';
import { readUpload } from './files/upload-store.ts';
import { kindOf, mediaIdOf, type StoredMedia } from './media.ts';
import { peakMemoryMb } from './pictures/peak-memory.ts';
import { render, Undecodable } from './pictures/render-picture.ts';
import { judge } from './pictures/verdict.ts';
import { change } from './record/change.ts';
import { type Command, decide } from './record/decide.ts';
import { bindings } from './resources.ts';
import { acceptMedia, findMedia, replaceMedia } from './store.ts';
import { acceptedVideo, probeLimits } from './video/video.ts';
import { tellAccepted } from './video/work-store.ts';

/** S3's upload notification. When the notification is configured, S3 sends a test message of another form. */
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
    aliveSeconds: ALIVE_SECONDS,
    handle: async (tries) => {
      for (const key of keys) await processUpload(key, tries);
    },
  };
});

async function processUpload(key: string, tries: number): Promise<void> {
  const mediaId = mediaIdOf(key);
  const media = mediaId === undefined ? undefined : await findMedia(mediaId);
  // Accepted by a worker that died before it could announce the video.
  if (media?.state === 'PROCESSING') return tellAccepted(media);
  // Judged already, deleted, or unknown: the sweep removes what is there.
  if (media?.state !== 'PENDING') return;
  const startedMs = systemClock.nowMs();
  // Ordinary failures are parked by then: only an upload that kills its workers is redelivered this often.
  const verdict = tries > MAX_TRIES ? rejected('PROCESSING_FAILED') : await judged(media);
  if (!verdict) return;
  const decision = (now: StoredMedia) => ({ after: decide(now, verdict, systemClock.nowMs()), value: undefined });
  const done = await change(media, decision, { find: findMedia, replace: keep });
  const { state, reason } = done?.media ?? media;
  log('info', `media ${state}`, {
    mediaId,
    correlationId: media.correlationId,
    reason,
    committed: done?.changed ?? false,
    durationMs: systemClock.nowMs() - startedMs,
    peakMemoryMb: peakMemoryMb(),
  });
  if (done?.changed && state === 'PROCESSING') await tellAccepted(done.media);
}

const rejected = (reason: Reason): Command => ({ step: 'REJECTED', of: 'PENDING', reason });

/** A video uses up part of the daily seconds of its owner, and of all users together. */
async function keep(before: StoredMedia, after: StoredMedia): Promise<StoredMedia | undefined> {
  if (after.state !== 'PROCESSING') return replaceMedia(before, after);
  const nowMs = systemClock.nowMs();
  const outcome = await acceptMedia(before, after, nowMs);
  if (typeof outcome !== 'string') return outcome;
  const refused = decide(before, rejected(outcome), nowMs);
  return refused && replaceMedia(before, refused);
}

/** Undefined when there is nothing left to judge. */
const judged = (media: StoredMedia): Promise<Command | undefined> =>
  kindOf(media.contentType) === 'video' ? judgedVideo(media) : judgedPicture(media);

async function judgedPicture(media: StoredMedia): Promise<Command | undefined> {
  const bytes = await readUpload(media.mediaId);
  if (!bytes) return undefined;
  const header = judge(bytes, media.contentType as ImageType);
  if (typeof header === 'string') return rejected(header);
  try {
    const { picture, files } = await render(bytes);
    await putRenditions(media.mediaId, files);
    return { step: 'RENDERED', picture };
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    log('info', 'media cannot be decoded', { mediaId: media.mediaId }, error);
    return rejected('DAMAGED');
  }
}

async function judgedVideo(media: StoredMedia): Promise<Command | undefined> {
  const copy = await workingCopy(media.mediaId);
  if (!copy) return undefined;
  const probed = await probe(ffmpeg(), copy.path, probeLimits);
  if ('rejected' in probed) return rejected(probed.rejected);
  if (probed.video.container !== containers[media.contentType as VideoType]) return rejected('TYPE_MISMATCH');
  const checksum = await checksumOfFile(copy.path);
  const isCaptioned = optionalEnv(bindings.captions) === 'on';
  return { step: 'ACCEPTED', video: acceptedVideo(probed.video, { etag: copy.etag, checksum, isCaptioned }) };
}
