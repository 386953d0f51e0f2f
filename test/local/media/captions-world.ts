// Captions for tests on the emulator: calls of their workers, and Transcribe's jobs and output for a video.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { bindings, type Media, transcribeJobs } from '../../../lambdas/media/contract.ts';
import { keysOf } from '../../../lambdas/media/media.ts';
import { signedCall } from '../../../lambdas/shared/aws/signed-call.ts';
import { bound, invoke } from '../kit/aws.ts';
import { eventually, type Person, root } from '../kit/client.ts';
import { messages } from '../kit/events.ts';
import { get } from './media-world.ts';
import { acceptedRecords, fetched } from './video-world.ts';

const s3 = new S3Client({ ...root, forcePathStyle: true });
const dynamodb = new DynamoDBClient(root);

/** Waits until captions are no longer awaited. */
export async function captioned(person: Person, mediaId: string, timeoutMs = 60_000): Promise<Media> {
  const look = async () => (await get(person, mediaId)).body as Media;
  return eventually(look, ({ video }) => video !== null && video?.captions.state !== 'PENDING', timeoutMs);
}

export const startCaptions = (mediaId: string, times = 1): Promise<unknown> =>
  invoke('media/start-captions', acceptedRecords(mediaId, times));

/** Delivers Transcribe's event as the bus does; `job` overrides the job's name. */
export const finishCaptions = (mediaId: string, times = 1, job = transcribeJobs + mediaId): Promise<unknown> => {
  const told = { 'detail-type': 'Transcribe Job State Change', detail: { TranscriptionJobName: job } };
  return invoke('media/finish-captions', messages(Array(times).fill(told), 1));
};

export const recogniseSpeech = (mediaId: string, tries = 1): Promise<unknown> =>
  invoke('media/recognise-speech', messages([{ mediaId, correlationId: 'c' }], tries));

const ofTranscribe = (action: string, mediaId: string) =>
  signedCall<{ TranscriptionJob: object }>('transcribe', `Transcribe.${action}`, {
    TranscriptionJobName: transcribeJobs + mediaId,
  });

/** Finds the video's job; undefined when none was ever started. */
export const jobOf = (mediaId: string): Promise<object | undefined> =>
  ofTranscribe('GetTranscriptionJob', mediaId).then(
    ({ TranscriptionJob }) => TranscriptionJob,
    ({ name }: Error) => (name === 'NotFoundException' ? undefined : Promise.reject(new Error(name))),
  );
export const forgetJob = (mediaId: string): Promise<unknown> => ofTranscribe('DeleteTranscriptionJob', mediaId);

/** Resets the captions to awaited. */
export async function awaitAgain(mediaId: string): Promise<void> {
  const TableName = await bound('media/sweep', bindings.mediaTable);
  await dynamodb.send(
    new UpdateCommand({
      TableName,
      Key: { mediaId },
      UpdateExpression: 'SET video.captions = :captions',
      ExpressionAttributeValues: { ':captions': { state: 'PENDING' } },
    }),
  );
}

/** Writes subtitles as Transcribe does. */
export async function writeSubtitles(mediaId: string, text: string): Promise<void> {
  const Bucket = await bound('media/http', bindings.renditions);
  await s3.send(new PutObjectCommand({ Bucket, Key: `${keysOf(mediaId).transcripts}.vtt`, Body: text }));
}

/** Names of the remaining output of Transcribe. */
export async function transcriptsOf(mediaId: string): Promise<string[]> {
  const Bucket = await bound('media/http', bindings.renditions);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: keysOf(mediaId).transcripts }));
  return Contents.map(({ Key = '' }) => Key);
}

export async function removeUpload(mediaId: string): Promise<void> {
  const Bucket = await bound('media/http', bindings.quarantine);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: keysOf(mediaId).upload }));
}

export const textAt = async (url: string | null | undefined): Promise<string> => (await fetched(url ?? '')).toString();
/** Label and text of the captions in the DASH manifest. */
export async function inDash({ video }: Media): Promise<{ label: string | undefined; text: string } | undefined> {
  const url = video?.dashUrl ?? '';
  const found = /<Label>(.+)<\/Label>[\s\S]*<BaseURL>(\S+)<\/BaseURL>/.exec(await textAt(url));
  if (!found) return undefined;
  const [, label, file = ''] = found;
  return { label, text: await textAt(new URL(file.replaceAll('&amp;', '&'), url).href) };
}

/** Follows the master playlist to the captions, as a player does; undefined when it names none. */
export async function inMaster({ video }: Media): Promise<{ label: string | undefined; text: string } | undefined> {
  const url = video?.playbackUrl ?? '';
  const line = /^#EXT-X-MEDIA:TYPE=SUBTITLES.*$/m.exec(await textAt(url))?.[0];
  if (!line) return undefined;
  const playlist = new URL(/URI="([^"]+)"/.exec(line)?.[1] ?? '', url).href;
  const file = /^(?!#)\S+$/m.exec(await textAt(playlist))?.[0] ?? '';
  return { label: /NAME="([^"]+)"/.exec(line)?.[1], text: await textAt(new URL(file, playlist).href) };
}
