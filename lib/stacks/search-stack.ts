// Search: published documents in a table, inverted indexes of them and of other systems' collections in a bucket, and
// one item that describes each index.
import { type App, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { contract as mediaContract, events as mediaEvents } from '../../lambdas/media/contract.ts';
import { bindings, contract, events } from '../../lambdas/search/contract.ts';
import { BlobStore } from '../constructs/blob-store.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import type { SearchTasks } from '../constructs/searched-collection.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class SearchStack extends Stack implements SearchTasks {
  readonly findEntries: IFunction;
  readonly keepEntries: IFunction;

  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform, edge } = props;
    const { alarmTopic } = platform;
    const { tables, buckets } = contract;
    const documents = new Table(this, tables.documents);
    const index = new Table(this, tables.index);
    const segments = new BlobStore(this, buckets.segments);

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(documents.allow('GetItem', 'BatchGetItem', 'PutItem'))
      .bind(index.allow('GetItem'))
      .bind(segments.allow([buckets.segments.prefix.segments], ['GetObject'], true));
    const outbox = new Outbox(this, 'Outbox', contract.service, platform);
    outbox.bindTo(http);

    new EventConsumer(
      this,
      'search/index-documents',
      [events.documentPublished, events.documentRemoved],
      platform,
    ).function
      .bind(index.allow('GetItem', 'PutItem'))
      .bind(segments.allow([buckets.segments.prefix.segments], ['PutObject']));

    // Public media is found by title, and videos also by their captions, which lie in the bucket that the CDN serves.
    const published = edge.served(mediaContract.buckets.published);
    const media = new EventConsumer(this, 'search/publish-media', [mediaEvents.mediaChanged], platform).function
      .bind(documents.allow('GetItem', 'PutItem'))
      .bind(
        bindings.publishedBucket,
        published.allow([mediaContract.buckets.published.prefix.media], ['GetObject'], true),
      );
    outbox.bindTo(media);

    const merger = new ServiceFunction(this, 'search/merge-segments', { alarmTopic, timeoutSeconds: 60 })
      .bind(documents.allow('BatchGetItem'))
      .bind(index.allow('GetItem', 'PutItem'))
      .bind(
        segments.allow(
          [buckets.segments.prefix.segments, buckets.segments.prefix.collections],
          ['GetObject', 'PutObject', 'DeleteObject'],
          true,
        ),
      );
    new EveryMinute(this, 'Merging', merger);
    new ServiceFunction(this, 'search/load-parts', { alarmTopic, timeoutSeconds: 60 })
      .bind(index.allow('GetItem', 'PutItem'))
      .bind(segments.allow([buckets.segments.prefix.segments], ['PutObject']))
      .bind(segments.allow([buckets.segments.prefix.imports], ['GetObject']));
    this.findEntries = new ServiceFunction(this, 'search/find-entries', { alarmTopic, timeoutSeconds: 5 })
      .bind(index.allow('GetItem'))
      .bind(segments.allow([buckets.segments.prefix.collections], ['GetObject'], true));
    this.keepEntries = new ServiceFunction(this, 'search/keep-entries', { alarmTopic, timeoutSeconds: 10 })
      .bind(index.allow('GetItem', 'PutItem', 'UpdateItem'))
      .bind(segments.allow([buckets.segments.prefix.collections], ['PutObject']));
    new ServiceFunction(this, 'search/rebuild-index', { alarmTopic, timeoutSeconds: 300 })
      .bind(documents.allow('Scan'))
      .bind(index.allow('GetItem', 'PutItem'))
      .bind(segments.allow([buckets.segments.prefix.segments], ['PutObject']));
  }
}
