// Search: published documents in a table, an inverted index of them in a bucket, and one item that says what the index is.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { events as mediaEvents } from '../../lambdas/media/contract.ts';
import { bindings, contract, events } from '../../lambdas/search/contract.ts';
import { BlobStore } from '../constructs/blob-store.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { PlatformStack } from './platform-stack.ts';

const SEGMENTS = 'segments/';
const IMPORTS = 'imports/';
const PUBLISHED = 'media/';

export class SearchStack extends Stack {
  constructor(app: App, id: string, platform: PlatformStack, edge: EdgeStack, props: StackProps) {
    super(app, id, props);
    const { alarmTopic } = platform;
    const documents = new ShardedTable(this, 'Documents', {
      partitionKey: { name: 'documentId', type: AttributeType.STRING },
      shards: 1,
    });
    // One item changes with every batch of documents: its 1,000 WCU are 10 batches a second, and more than that wait in the queue.
    const index = new ShardedTable(this, 'Index', {
      partitionKey: { name: 'key', type: AttributeType.STRING },
      shards: 1,
    });
    const segments = new BlobStore(this, 'Segments', { keepDays: { [IMPORTS]: 1 } });

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.documentsTable, documents.allow('GetItem', 'BatchGetItem', 'PutItem'))
      .bind(bindings.indexTable, index.allow('GetItem'))
      .bind(bindings.indexBucket, segments.allow([SEGMENTS], ['GetObject'], true));
    const outbox = new Outbox(this, 'Outbox', contract.service, platform);
    outbox.bindTo(http);

    new EventConsumer(
      this,
      'search/index-documents',
      [events.documentPublished, events.documentRemoved],
      platform,
    ).function
      .bind(bindings.indexTable, index.allow('GetItem', 'PutItem'))
      .bind(bindings.indexBucket, segments.allow([SEGMENTS], ['PutObject']));

    // What everybody sees is found by its title, and a video by what is said in it: its captions lie where the CDN has them from.
    const media = new EventConsumer(this, 'search/publish-media', [mediaEvents.mediaChanged], platform).function
      .bind(bindings.documentsTable, documents.allow('GetItem', 'PutItem'))
      .bind(bindings.publishedBucket, edge.published.allow([PUBLISHED], ['GetObject'], true));
    outbox.bindTo(media);

    const merger = new ServiceFunction(this, 'search/merge-segments', { alarmTopic, timeoutSeconds: 60 })
      .bind(bindings.indexTable, index.allow('GetItem', 'PutItem'))
      .bind(bindings.indexBucket, segments.allow([SEGMENTS], ['GetObject', 'PutObject', 'DeleteObject'], true));
    new EveryMinute(this, 'Merging', merger);
    new ServiceFunction(this, 'search/load-parts', { alarmTopic, timeoutSeconds: 60 })
      .bind(bindings.indexTable, index.allow('GetItem', 'PutItem'))
      .bind(bindings.indexBucket, segments.allow([SEGMENTS], ['PutObject']))
      .bind(bindings.indexBucket, segments.allow([IMPORTS], ['GetObject']));
    new ServiceFunction(this, 'search/rebuild-index', { alarmTopic, timeoutSeconds: 300 })
      .bind(bindings.documentsTable, documents.allow('Scan'))
      .bind(bindings.indexTable, index.allow('GetItem', 'PutItem'))
      .bind(bindings.indexBucket, segments.allow([SEGMENTS], ['PutObject']));
  }
}
