// Messages to workers. Uploads go through a queue that S3 fills, and that the sweep refills where S3 or a worker lost
// one; accepted videos through a stream with two readers; a video's parts through one queue, and its speech through
// another.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { bounded } from '../../shared/aws/bounded.ts';
import { env } from '../../shared/base/env.ts';
import { log } from '../../shared/base/log.ts';
import { putRecord } from '../../shared/messaging/put-record.ts';
import { keysOf, type StoredMedia } from '../media.ts';
import { bindings } from '../resources.ts';
import type { PartName, VideoAccepted } from './video.ts';

let client: SQSClient | undefined;
const sqs = () => {
  client ??= new SQSClient(bounded({ maxAttempts: 2, requestTimeout: 1000 }));
  return client;
};

/** In the form of S3's own notification. */
const uploadMessage = (key: string) => ({ Records: [{ s3: { object: { key } } }] });

export async function askForWork(mediaId: string): Promise<void> {
  const MessageBody = JSON.stringify(uploadMessage(keysOf(mediaId).upload));
  await sqs().send(new SendMessageCommand({ QueueUrl: env(bindings.workQueue), MessageBody }));
}

/**
 * For the transcoder and the captions, which each read the stream independently. A repeated record has no further
 * effect.
 */
export async function tellAccepted({ mediaId, correlationId }: StoredMedia): Promise<void> {
  const record: VideoAccepted = { mediaId, correlationId };
  const place = await putRecord(env(bindings.videoStream), mediaId, record);
  log('info', 'record put', { mediaId, correlationId, ...place });
}

/** One part of one video, for one worker. */
export const EncodePart = z.strictObject({ mediaId: z.string(), part: z.string(), correlationId: z.string() });
export type EncodePart = z.infer<typeof EncodePart>;

/** One message at a time: for batches, the emulator requires a permission that does not exist on AWS. */
export async function askForParts({ mediaId, correlationId }: StoredMedia, parts: readonly PartName[]): Promise<void> {
  for (const part of parts) {
    const message: EncodePart = { mediaId, part, correlationId };
    const MessageBody = JSON.stringify(message);
    await sqs().send(new SendMessageCommand({ QueueUrl: env(bindings.encodeQueue), MessageBody }));
  }
}

/** A video whose speech is to be recognised on this machine. */
export const RecogniseSpeech = z.strictObject({ mediaId: z.string(), correlationId: z.string() });

export async function askForRecognition({ mediaId, correlationId }: StoredMedia): Promise<void> {
  const message: z.infer<typeof RecogniseSpeech> = { mediaId, correlationId };
  const QueueUrl = env(bindings.recogniseQueue);
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}
