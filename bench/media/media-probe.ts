// Makes the parts of one video in this process against the emulator, each as a cold worker, and counts the calls of S3 and
// DynamoDB; prints one JSON line at the end. The deployed workers are stopped meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient, paginateListEventSourceMappings, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { deployedFunctions } from '../../cli/deploy/functions.ts';
import { partsOf } from '../../lambdas/media/video/video.ts';
import { ffmpegHere } from '../../localstack/ffmpeg.ts';
import { newPerson } from '../../test/local/kit/client.ts';
import { counted } from '../../test/local/kit/units.ts';
import { get, recordOf } from '../../test/local/media/media-world.ts';
import { filmBytes, uploadVideo } from '../../test/local/media/video-world.ts';
import type { PartCalls } from './media-model.ts';

const WORKER = 'media/encode-part';
const ACCEPTED_WITHIN_MS = 60_000;

const worker = (await deployedFunctions()).get(WORKER);
const client = new LambdaClient();
for await (const page of paginateListEventSourceMappings({ client }, { FunctionName: worker?.FunctionName }))
  for (const { UUID } of page.EventSourceMappings ?? [])
    await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));

const person = await newPerson();
// A full chunk and a short one, in all sizes, with sound.
const mediaId = await uploadVideo(person, await filmBytes({ size: '1920x1080', seconds: 30, sound: true }));
for (const deadline = Date.now() + ACCEPTED_WITHIN_MS; ; await sleep(200)) {
  const { state, reason } = (await get(person, mediaId)).body as { state: string; reason: string | null };
  if (state === 'PROCESSING') break;
  if (state === 'REJECTED' || Date.now() > deadline) throw new Error(`the video is ${state} ${reason ?? ''}`);
}

// Runs with the deployed function's environment.
Object.assign(process.env, worker?.Environment?.Variables, { FFMPEG_PATH: ffmpegHere(), LAMBDA_TASK_ROOT: '/' });
const { handler } = await import('../../lambdas/media/encode-part.ts');
const { workingCopy } = await import('../../lambdas/media/files/fetch-upload.ts');
const { s3 } = await import('../../lambdas/shared/aws/s3.ts');
let calls: string[] = [];
s3().middlewareStack.add(
  (next, { commandName = '' }) =>
    (args) => {
      calls.push(commandName);
      return next(args);
    },
  { step: 'initialize', name: 'countCalls' },
);

const { video } = (await recordOf(mediaId)) as { video: Parameters<typeof partsOf>[0] };
const parts: PartCalls[] = [];
for (const part of partsOf(video)) {
  // Asking for another, missing upload makes the worker drop its current copy.
  await workingCopy('0'.repeat(20));
  calls = [];
  const message = {
    messageId: part,
    receiptHandle: part,
    attributes: { ApproximateReceiveCount: '1' },
    body: JSON.stringify({ mediaId, part, correlationId: 'bench-media' }),
  };
  const { read, write } = await counted(() => handler({ Records: [message] } as never));
  const puts = calls.filter((name) => name === 'PutObjectCommand').length;
  parts.push({ part, puts, gets: calls.length - puts, read, write });
}
const { state } = (await get(person, mediaId)).body as { state: string };
if (state !== 'READY') throw new Error(`the video is ${state}`);
console.log(JSON.stringify(parts));
process.exit();
