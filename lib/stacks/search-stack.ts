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
import { SearchDomain } from '../constructs/search-domain.ts';
import type { SearchTasks } from '../constructs/searched-collection.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class SearchStack extends Stack implements SearchTasks {
  readonly findEntries: IFunction;
  readonly keepEntries: IFunction;

  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform, edge, target } = props;
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

    const domain = target.search === 'opensearch' ? new SearchDomain(this, bindings.openSearch) : undefined;
    const { segments: ofDocuments, collections } = buckets.segments.prefix;
    const merger = new ServiceFunction(this, 'search/merge-segments', { alarmTopic, timeoutSeconds: 60 })
      .bind(documents.allow('BatchGetItem'))
      .bind(index.allow('GetItem', 'PutItem'))
      .bind(
        segments.allow(
          domain ? [ofDocuments] : [ofDocuments, collections],
          ['GetObject', 'PutObject', 'DeleteObject'],
          true,
        ),
      );
    new EveryMinute(this, 'Merging', merger);
    new ServiceFunction(this, 'search/load-parts', { alarmTopic, timeoutSeconds: 60 })
      .bind(index.allow('GetItem', 'PutItem'))
      .bind(segments.allow([buckets.segments.prefix.segments], ['PutObject']))
      .bind(segments.allow([buckets.segments.prefix.imports], ['GetObject']));
    const finder = new ServiceFunction(this, 'search/find-entries', { alarmTopic, timeoutSeconds: 5 });
    const keeper = new ServiceFunction(this, 'search/keep-entries', { alarmTopic, timeoutSeconds: 10 });
    if (domain) {
      finder.bind(domain.allow('Post'));
      keeper.bind(domain.allow('Post', 'Put'));
    } else {
      finder.bind(index.allow('GetItem')).bind(segments.allow([collections], ['GetObject'], true));
      keeper.bind(index.allow('GetItem', 'PutItem', 'UpdateItem')).bind(segments.allow([collections], ['PutObject']));
    }
    [this.findEntries, this.keepEntries] = [finder, keeper];
    new ServiceFunction(this, 'search/rebuild-index', { alarmTopic, timeoutSeconds: 300 })
      .bind(documents.allow('Scan'))
      .bind(index.allow('GetItem', 'PutItem'))
      .bind(segments.allow([buckets.segments.prefix.segments], ['PutObject']));
  }
}
