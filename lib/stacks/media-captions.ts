// Captions of videos: a second reader of accepted videos starts a Transcribe job; its end arrives on the account's
// default bus. If a speech recogniser is configured, that program does the work instead.
import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { bindings, contract, transcribeJobs } from '../../lambdas/media/contract.ts';
import type { Prefix } from '../../lambdas/shared/base/contract.ts';
import { value } from '../constructs/binding.ts';
import type { BlobStore } from '../constructs/blob-store.ts';
import type { EventStream } from '../constructs/event-stream.ts';
import type { Outbox } from '../constructs/outbox.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { Table } from '../constructs/table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { SystemProps } from '../platform.ts';
import { named } from '../stage.ts';

export interface CaptionedMedia {
  /** Stream of accepted videos. */
  readonly accepted: EventStream;
  readonly media: Table;
  readonly parts: Table;
  readonly outbox: Outbox;
  readonly quarantine: BlobStore<Prefix>;
  readonly renditions: BlobStore<Prefix>;
  readonly published: BlobStore<Prefix>;
}

export function addCaptions(
  stack: Stack,
  { accepted, media, parts, outbox, quarantine, renditions, published }: CaptionedMedia,
  { target, platform: { alarmTopic }, edge }: SystemProps,
): void {
  const { buckets } = contract;
  const jobNames = named(stack, transcribeJobs);
  const start = new ServiceFunction(stack, 'media/start-captions', { alarmTopic, timeoutSeconds: 60 });
  accepted.consumedBy(start, { batchSize: 10, windowSeconds: 0 });
  const finish = new WorkQueue(stack, 'media/finish-captions', alarmTopic, {
    timeoutSeconds: 60,
    batchSize: 1,
    runbook: 'media/captions-parked',
  });
  // Every job of the account publishes its end there.
  finish.takeEvents({
    source: ['aws.transcribe'],
    detailType: ['Transcribe Job State Change'],
    detail: {
      TranscriptionJobName: [{ prefix: jobNames }],
      TranscriptionJobStatus: ['COMPLETED', 'FAILED'],
    },
  });
  const jobs = stack.formatArn({
    service: 'transcribe',
    resource: 'transcription-job',
    resourceName: `${jobNames}*`,
  });
  const read = new PolicyStatement({ actions: ['transcribe:GetTranscriptionJob'], resources: [target.rightOn(jobs)] });
  // AWS has no resource for this action; we restrict the output bucket instead.
  const begin = new PolicyStatement({
    actions: ['transcribe:StartTranscriptionJob'],
    resources: ['*'],
    conditions: { StringEqualsIfExists: { 'transcribe:OutputBucketName': renditions.bucket.bucketName } },
  });
  start.addToRolePolicy(begin);
  // Transcribe reads and writes with the permissions of the caller who starts the job.
  start
    .bind(quarantine.allow([buckets.quarantine.prefix.uploads], ['GetObject'], true))
    .bind(renditions.allow([buckets.renditions.prefix.transcripts], ['PutObject']));
  for (const ender of [start, finish.function]) {
    ender.addToRolePolicy(read);
    if (jobNames !== transcribeJobs) ender.bind(bindings.transcribeJobs, value(jobNames));
    ender.bind(renditions.allow([buckets.renditions.prefix.transcripts], ['GetObject', 'DeleteObject'], true));
  }
  // The queue stays empty if no program is configured: on AWS, and on a laptop without one.
  const recognise = new WorkQueue(stack, 'media/recognise-speech', alarmTopic, {
    timeoutSeconds: 600,
    memoryMb: 1769,
    diskMb: 2048,
    batchSize: 1,
    runbook: 'media/captions-parked',
  });
  recognise.function.bind(quarantine.allow([buckets.quarantine.prefix.uploads], ['GetObject'], true));
  start.bind(bindings.recogniseQueue, recognise.allowSending());
  for (const keeper of [start, finish.function, recognise.function]) {
    keeper
      .bind(media.allow('GetItem', 'PutItem'))
      .bind(parts.allow('Query'))
      .bind(renditions.allow([buckets.renditions.prefix.renditions], ['GetObject', 'PutObject'], true))
      .bind(published.allow([buckets.published.prefix.media], ['PutObject']))
      .bind(bindings.publicUrl, value(edge.publicUrl));
    outbox.bindTo(keeper);
  }
}
