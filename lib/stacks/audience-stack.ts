// The audience of media that everybody sees: a stream of views, a consumer that counts each once, and lists made of what it counted.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { bindings, contract } from '../../lambdas/audience/contract.ts';
import { events as mediaEvents } from '../../lambdas/media/contract.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { PlatformStack } from './platform-stack.ts';

/** Of the stream, and of the counters: each stream shard writes a counter shard of its own. */
const SHARDS = 2;

export class AudienceStack extends Stack {
  constructor(app: App, id: string, platform: PlatformStack, props: StackProps) {
    super(app, id, props);
    const { alarmTopic } = platform;

    const shown = new ShardedTable(this, 'Shown', {
      partitionKey: { name: 'mediaId', type: AttributeType.STRING },
      shards: 1,
    });
    const counted = new ShardedTable(this, 'Views', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      shards: SHARDS,
    });
    // One record a view: two shards take 2,000 of them a second.
    const views = new EventStream(this, 'ViewStream', { shards: SHARDS });

    new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.shownTable, shown.allow('BatchGetItem'))
      .bind(bindings.viewsTable, counted.allow('BatchGetItem'))
      .bind(bindings.viewStream, views.allow('PutRecord'));

    new EventConsumer(this, 'audience/project-media', [mediaEvents.mediaChanged], platform).function.bind(
      bindings.shownTable,
      shown.allow('PutItem'),
    );

    // Two seconds is how old a count may be for fuller transactions, which cost less a view.
    const countViews = new ServiceFunction(this, 'audience/count-views', { alarmTopic, timeoutSeconds: 60 }).bind(
      bindings.viewsTable,
      counted.allow('BatchGetItem', 'GetItem', 'PutItem'),
    );
    views.consumedBy(countViews, { batchSize: 500, windowSeconds: 2, alarmTopic });
  }
}
