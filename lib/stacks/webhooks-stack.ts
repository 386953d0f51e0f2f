// Outbound webhooks: events become deliveries, and a worker of their own sends them until they are taken.
import { type App, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { events as orderEvents } from '../../lambdas/orders/contract.ts';
import { bindings, contract } from '../../lambdas/webhooks/contract.ts';
import { value } from '../constructs/binding.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { Target } from '../target.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { PlatformStack } from './platform-stack.ts';

/** What the log shows; the body is no part of it. */
const SHOWN = ['event', 'orderId', 'status', 'attempts', 'responseStatus', 'error', 'lastAttemptAtMs', 'dueAtMs'];

export class WebhooksStack extends Stack {
  constructor(app: App, id: string, target: Target, platform: PlatformStack, edge: EdgeStack, props: StackProps) {
    super(app, id, props);
    const { alarmTopic } = platform;
    const webhookId = { name: 'webhookId', type: AttributeType.STRING };
    const webhooks = new ShardedTable(this, 'Webhooks', {
      partitionKey: { name: 'merchantId', type: AttributeType.STRING },
      sortKey: webhookId,
      shards: 1,
    });
    // Webhooks spread by themselves; the queue of what is due has four shards.
    const deliveries = new ShardedTable(this, 'Deliveries', {
      partitionKey: webhookId,
      sortKey: { name: 'deliveryId', type: AttributeType.STRING },
      shards: 4,
      streamed: true,
      indexes: [
        {
          indexName: 'byTime',
          partitionKey: webhookId,
          sortKey: { name: 'createdAtMs', type: AttributeType.NUMBER },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: SHOWN,
        },
        {
          indexName: 'due',
          partitionKey: { name: 'dueQueue', type: AttributeType.STRING },
          sortKey: { name: 'dueAtMs', type: AttributeType.NUMBER },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
    const outbox = new Outbox(this, 'Outbox', contract.service, platform);

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.ownUrl, value(edge.publicUrl))
      .bind(bindings.webhooksTable, webhooks.allow('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'))
      .bind(bindings.deliveriesTable, deliveries.allowWithIndex('byTime', 'UpdateItem'));

    const { orderConfirmed, orderCancelled } = orderEvents;
    new EventConsumer(this, 'webhooks/plan-deliveries', [orderConfirmed, orderCancelled], platform).function
      .bind(bindings.webhooksTable, webhooks.allow('Query'))
      .bind(bindings.deliveriesTable, deliveries.allow('PutItem'));

    const deliver = new ServiceFunction(this, 'webhooks/deliver', { alarmTopic, timeoutSeconds: 30 })
      .bind(bindings.patience, value(JSON.stringify(target.webhookPatience)))
      .bind(bindings.webhooksTable, webhooks.allow('GetItem', 'UpdateItem'))
      .bind(bindings.deliveriesTable, deliveries.allowWithIndex('due', 'UpdateItem'));
    outbox.bindTo(deliver);
    // A webhook that hangs keeps to its lane, and holds up a tenth of the others at the most.
    deliveries.streamTo(deliver, { batchSize: 10, lanes: 10 });
    // The stream is fast, the sweep is sure: it sends what is due again, and what the stream has not brought.
    new EveryMinute(this, 'Sweep', deliver);

    if (target.webhookReceiver) {
      for (const caller of [http, deliver]) caller.bind(bindings.receiver, value(target.webhookReceiver));
      new CfnOutput(this, 'webhookReceiver', { value: target.webhookReceiver });
    }
  }
}
