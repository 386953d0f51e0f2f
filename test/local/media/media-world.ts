// A client of media: announces, uploads, waits for the verdict and inspects the result.

import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { bindings, type Media } from '../../../lambdas/media/contract.ts';
import { keysOf } from '../../../lambdas/media/media.ts';
import { postForm } from '../jobs/jobs-world.ts';
import { bound, invoke } from '../kit/aws.ts';
import { type Answer, ask, eventually, type Person, root } from '../kit/client.ts';
import { messages } from '../kit/events.ts';

const s3 = new S3Client({ ...root, forcePathStyle: true });
const dynamodb = new DynamoDBClient(root);

export interface Grant {
  readonly mediaId: string;
  readonly upload: { readonly url: string; readonly fields: Record<string, string> };
}

export const announce = (person: Person, bytes: number, more: object = {}): Promise<Answer> =>
  ask('POST', '/api/media', {
    token: person.token,
    body: { filename: 'a.jpg', contentType: 'image/jpeg', sizeBytes: bytes, ...more },
    direct: true,
  });

export async function granted(person: Person, bytes: number, more: object = {}): Promise<Grant> {
  const { status, body } = await announce(person, bytes, more);
  if (status !== 201) throw new Error(`announcing answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export async function upload(person: Person, bytes: Uint8Array, contentType = 'image/jpeg'): Promise<string> {
  const { mediaId, upload: form } = await granted(person, bytes.length, { contentType });
  const put = await postForm(form, bytes);
  if (put.status >= 300) throw new Error(`the upload answered ${put.status}: ${put.body}`);
  return mediaId;
}

export const get = (person: Person, mediaId: string): Promise<Answer> =>
  ask('GET', `/api/media/${mediaId}`, { token: person.token, direct: true });

export const change = (person: Person, mediaId: string, body: object): Promise<Answer> =>
  ask('PATCH', `/api/media/${mediaId}`, { token: person.token, body, direct: true });

export const remove = (person: Person, mediaId: string): Promise<Answer> =>
  ask('DELETE', `/api/media/${mediaId}`, { token: person.token, direct: true });

/** Waits until the media item is no longer PENDING. */
export const judged = async (person: Person, mediaId: string, timeoutMs = 45_000): Promise<Media> =>
  (
    await eventually(
      () => get(person, mediaId),
      ({ body }) => body.state !== 'PENDING',
      timeoutMs,
    )
  ).body;

/** Delivers the upload to the worker `times` times in one call; `tries` is SQS's receive count. */
export const deliver = (mediaId: string, times = 1, tries = 1): Promise<unknown> =>
  invoke(
    'media/process-upload',
    messages(
      Array.from({ length: times }, () => ({ Records: [{ s3: { object: { key: keysOf(mediaId).upload } } }] })),
      tries,
    ),
  );

export const sweep = (): Promise<unknown> => invoke('media/sweep', {});

/** Makes the media item older, so that its grant and later deadlines pass. */
export async function age(mediaId: string, minutes: number): Promise<void> {
  const TableName = await bound('media/sweep', bindings.mediaTable);
  const ms = minutes * 60_000;
  const { Item = {} } = await dynamodb.send(new GetCommand({ TableName, Key: { mediaId }, ConsistentRead: true }));
  await dynamodb.send(
    new UpdateCommand({
      TableName,
      Key: { mediaId },
      UpdateExpression: `SET createdAtMs = :created, dueAtMs = :due${Item.movedAtMs ? ', movedAtMs = :moved' : ''}`,
      ExpressionAttributeValues: {
        ':created': Item.createdAtMs - ms,
        ':due': Number(Item.dueAtMs) - ms,
        ...(Item.movedAtMs && { ':moved': Item.movedAtMs - ms }),
      },
    }),
  );
}

/** Reads the record of a media item; undefined once it is gone. */
export async function recordOf(mediaId: string): Promise<Record<string, unknown> | undefined> {
  const TableName = await bound('media/sweep', bindings.mediaTable);
  return (await dynamodb.send(new GetCommand({ TableName, Key: { mediaId }, ConsistentRead: true }))).Item;
}

/** Names of all objects of a media item, by bucket. */
export async function objectsOf(mediaId: string): Promise<Record<'upload' | 'renditions' | 'published', string[]>> {
  const names = async (binding: string, Prefix: string) => {
    const Bucket = await bound('media/http', binding);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key.slice(Prefix.length)).sort();
  };
  const keys = keysOf(mediaId);
  return {
    upload: await names(bindings.quarantine, keys.upload),
    renditions: await names(bindings.renditions, keys.renditions),
    published: await names(bindings.published, keys.published),
  };
}

/** Log entries of the upload worker about these media items. */
export async function loggedOf(mediaIds: readonly string[]): Promise<{ durationMs: number; peakMemoryMb: number }[]> {
  const logs = new CloudWatchLogsClient(root);
  const read = async () => {
    // The emulator may read a line late, and tells it with the next call of that worker.
    await Promise.all([1, 2, 3].map(() => invoke('media/process-upload', { Records: [] })));
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: '/system-design/media/process-upload', limit: 10_000 }),
    );
    const lines = events.flatMap(({ message = '' }) => {
      const at = message.indexOf('{');
      return at < 0 ? [] : [JSON.parse(message.slice(at))];
    });
    return lines.filter((line) => mediaIds.includes(line.mediaId) && line.peakMemoryMb !== undefined);
  };
  return eventually(read, (lines) => lines.length >= mediaIds.length);
}
