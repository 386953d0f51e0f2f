// Reacts to the end of a Transcribe job, and keeps what it wrote.
import * as z from 'zod/mini';
import { queueWorker, type Unread, type Work } from '../shared/messaging/queue-worker.ts';
import { mediaIdOfJob } from './captions/transcribe-store.ts';
import { finishJob } from './captions/transcribe-video.ts';

/** https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html */
const Ended = z.object({ detail: z.object({ TranscriptionJobName: z.string() }) });

export const handler = queueWorker((message): Work | Unread => {
  const ended = z.safeParse(Ended, message);
  if (!ended.success) return { reason: z.prettifyError(ended.error) };
  const mediaId = mediaIdOfJob(ended.data.detail.TranscriptionJobName);
  if (mediaId === undefined) return { reason: 'a job of others' };
  return { name: 'transcription', fields: { mediaId }, handle: () => finishJob(mediaId) };
});
