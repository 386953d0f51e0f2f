// Media: uploads go to a quarantine bucket; a queue's worker judges them and makes renditions of pictures. Accepted
// videos go to a stream; its reader queues their parts for workers. The CDN serves public copies.
import { type App, Stack } from 'aws-cdk-lib';
import { bindings, contract } from '../../lambdas/media/contract.ts';
import { value } from '../constructs/binding.ts';
import { BlobStore } from '../constructs/blob-store.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { SystemProps } from '../platform.ts';
import { addCaptions } from './media-captions.ts';

/** Holds the largest upload plus what is made of it at a time. */
const DISK_MB = 2048;

export class MediaStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { target, platform, edge } = props;
    const { alarmTopic } = platform;
    const { tables, buckets, streams } = contract;
    const { byOwner, shown, due } = tables.media.index;
    const media = new Table(this, tables.media);
    const quotas = new Table(this, tables.quotas);
    const quarantine = new BlobStore(this, buckets.quarantine, edge.publicUrl);
    const renditions = new BlobStore(this, buckets.renditions, edge.publicUrl);
    const published = edge.served(buckets.published);
    const parts = new Table(this, tables.parts);
    const outbox = new Outbox(this, 'Outbox', 'media', platform);

    // 1,769 MB is one vCPU, and a picture uses one thread. It decodes untrusted files: the fewest permissions.
    const uploads = new WorkQueue(this, 'media/process-upload', alarmTopic, {
      timeoutSeconds: 90,
      memoryMb: 1769,
      diskMb: DISK_MB,
      batchSize: 1,
      runbook: 'media/uploads-parked',
    });
    quarantine.notify(uploads.queue);
    const accepted = new EventStream(this, streams.accepted, target);
    uploads.function
      .bind(media.allow('GetItem', 'PutItem'))
      .bind(quotas.allow('UpdateItem'))
      .bind(quarantine.allow([buckets.quarantine.prefix.uploads], ['GetObject'], true))
      .bind(renditions.allow([buckets.renditions.prefix.renditions], ['PutObject']))
      .bind(accepted.allow('PutRecord'));
    if (target.dailyMediaMinutes !== undefined)
      uploads.function.bind(bindings.dailySeconds, value(String(target.dailyMediaMinutes * 60)));

    const encoding = new WorkQueue(this, 'media/encode-part', alarmTopic, {
      // The longest chunk, and the upload's way here before it. A dead worker's chunk begins anew within half a minute.
      timeoutSeconds: 840,
      memoryMb: 1769,
      diskMb: DISK_MB,
      batchSize: 1,
      runbook: 'media/video-parts-parked',
    });
    encoding.function
      .bind(media.allow('GetItem', 'PutItem'))
      .bind(quotas.allow('UpdateItem'))
      .bind(parts.allow('GetItem', 'UpdateItem', 'Query'))
      .bind(quarantine.allow([buckets.quarantine.prefix.uploads], ['GetObject'], true))
      .bind(renditions.allow([buckets.renditions.prefix.renditions], ['PutObject']));
    const transcoder = new ServiceFunction(this, 'media/plan-transcode', { alarmTopic, timeoutSeconds: 20 })
      .bind(media.allow('GetItem'))
      .bind(parts.allow('Query'))
      .bind(bindings.encodeQueue, encoding.allowSending());
    accepted.consumedBy(transcoder, { batchSize: 10, windowSeconds: 0 });
    if (target.captions) {
      uploads.function.bind(bindings.captions, value('on'));
      addCaptions(this, { accepted, media, parts, outbox, quarantine, renditions, published }, props);
    }

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(media.allowWithIndexes([byOwner, shown], 'GetItem', 'PutItem', 'DeleteItem'))
      // Clients use the presigned URLs with this function's permissions.
      .bind(
        quarantine.allow([buckets.quarantine.prefix.uploads], ['GetObject', 'PutObject', 'ListMultipartUploadParts']),
      );
    const sweep = new ServiceFunction(this, 'media/sweep', { alarmTopic, timeoutSeconds: 60 })
      .bind(media.allowWithIndex(due, 'GetItem', 'PutItem', 'DeleteItem'))
      .bind(quarantine.allow([buckets.quarantine.prefix.uploads], ['GetObject']))
      .bind(bindings.workQueue, uploads.allowSending());
    // Both make the bytes match the record: the API on request, the sweep where a request was interrupted.
    for (const settler of [http, sweep]) {
      settler
        .bind(bindings.publicUrl, value(edge.publicUrl))
        .bind(quotas.allow('UpdateItem'))
        .bind(parts.allow('Query', 'BatchWriteItem'))
        .bind(quarantine.allow([buckets.quarantine.prefix.uploads], ['DeleteObject', 'AbortMultipartUpload'], true))
        .bind(renditions.allow([buckets.renditions.prefix.renditions], ['GetObject', 'DeleteObject'], true))
        .bind(published.allow([buckets.published.prefix.media], ['PutObject', 'DeleteObject'], true))
        .bind(accepted.allow('PutRecord'))
        .bind(bindings.distribution, edge.allowInvalidating());
      outbox.bindTo(settler);
    }
    new EveryMinute(this, 'EveryMinute', sweep);
  }
}
