// The audience of public media: a stream of views, a consumer that counts each view once, and rankings of the counts.
import { type App, Stack } from 'aws-cdk-lib';
import { contract } from '../../lambdas/audience/contract.ts';
import { events as mediaEvents } from '../../lambdas/media/contract.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class AudienceStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const { alarmTopic } = platform;

    const { tables, streams } = contract;
    const shown = new Table(this, tables.shown);
    const counted = new Table(this, tables.views);
    const views = new EventStream(this, streams.views, props.target);

    new HttpService(this, 'Http', contract, platform).function
      .bind(shown.allow('BatchGetItem'))
      .bind(counted.allow('BatchGetItem'))
      .bind(views.allow('PutRecord'));

    new EventConsumer(this, 'audience/project-media', [mediaEvents.mediaChanged], platform).function.bind(
      shown.allow('PutItem'),
    );

    // Counts may be two seconds old: fuller transactions cost less per view.
    const countViews = new ServiceFunction(this, 'audience/count-views', { alarmTopic, timeoutSeconds: 60 }).bind(
      counted.allow('BatchGetItem', 'GetItem', 'PutItem'),
    );
    views.consumedBy(countViews, { batchSize: 500, windowSeconds: 2 });
  }
}
