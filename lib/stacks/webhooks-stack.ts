// Outbound webhooks: events become deliveries, and a separate worker sends each until it is accepted.
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { events as orderEvents } from '../../lambdas/orders/contract.ts';
import { bindings, contract } from '../../lambdas/webhooks/contract.ts';
import { value } from '../constructs/binding.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class WebhooksStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { target, platform, edge } = props;
    const { alarmTopic } = platform;
    const { tables } = contract;
    const { byTime, due } = tables.deliveries.index;
    const webhooks = new Table(this, tables.webhooks);
    const deliveries = new Table(this, tables.deliveries);
    const outbox = new Outbox(this, 'Outbox', contract.service, platform);

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.ownUrl, value(edge.publicUrl))
      .bind(webhooks.allow('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'))
      .bind(deliveries.allowWithIndex(byTime, 'UpdateItem'));

    const { orderConfirmed, orderCancelled } = orderEvents;
    new EventConsumer(this, 'webhooks/plan-deliveries', [orderConfirmed, orderCancelled], platform).function
      .bind(webhooks.allow('Query'))
      .bind(deliveries.allow('PutItem'));

    const deliver = new ServiceFunction(this, 'webhooks/deliver', { alarmTopic, timeoutSeconds: 30 })
      .bind(bindings.patience, value(JSON.stringify(target.webhookPatience)))
      .bind(webhooks.allow('GetItem', 'UpdateItem'))
      .bind(deliveries.allowWithIndex(due, 'UpdateItem'));
    outbox.bindTo(deliver);
    // A hanging webhook blocks only its lane, at most a tenth of the others.
    deliveries.streamTo(deliver, { batchSize: 10, lanes: 10 });
    // The stream is fast, the sweep is reliable: it sends due retries and what the stream has not delivered.
    new EveryMinute(this, 'Sweep', deliver);

    if (target.webhookReceiver) {
      for (const caller of [http, deliver]) caller.bind(bindings.receiver, value(target.webhookReceiver));
      new CfnOutput(this, 'webhookReceiver', { value: target.webhookReceiver });
    }
  }
}
