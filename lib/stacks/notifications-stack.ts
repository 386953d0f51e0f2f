// Notifications: events become notices in the app, and mails that a worker of their own sends.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { bindings, contract } from '../../lambdas/notifications/contract.ts';
import { events as orderEvents } from '../../lambdas/orders/contract.ts';
import { events as webhookEvents } from '../../lambdas/webhooks/contract.ts';
import { invoke } from '../constructs/binding.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { Target } from '../target.ts';
import type { OrdersStack } from './orders-stack.ts';
import type { PlatformStack } from './platform-stack.ts';
import type { UsersStack } from './users-stack.ts';

/** What lists show; the state of the mail is no part of them, so that sending it writes no index. */
const SHOWN = ['kind', 'orderId', 'webhookId', 'totalCents', 'reason', 'url', 'createdAtMs', 'readAtMs'];

export class NotificationsStack extends Stack {
  constructor(
    app: App,
    id: string,
    target: Target,
    platform: PlatformStack,
    users: UsersStack,
    orders: OrdersStack,
    props: StackProps,
  ) {
    super(app, id, props);
    const { alarmTopic } = platform;
    const userId = { name: 'userId', type: AttributeType.STRING };
    const lists = { partitionKey: userId, projectionType: ProjectionType.INCLUDE, nonKeyAttributes: SHOWN };
    // Users spread by themselves; the queue of mails has four shards.
    const notifications = new ShardedTable(this, 'Notifications', {
      partitionKey: userId,
      sortKey: { name: 'notificationId', type: AttributeType.STRING },
      shards: 4,
      streamed: true,
      indexes: [
        { ...lists, indexName: 'byTime', sortKey: { name: 'shownAtMs', type: AttributeType.NUMBER } },
        { ...lists, indexName: 'unread', sortKey: { name: 'unreadAtMs', type: AttributeType.NUMBER } },
        {
          indexName: 'mailDue',
          partitionKey: { name: 'mailQueue', type: AttributeType.STRING },
          sortKey: { name: 'mailDueAtMs', type: AttributeType.NUMBER },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });

    new HttpService(this, 'Http', contract, platform).function.bind(
      bindings.notificationsTable,
      notifications.allowWithIndexes(['byTime', 'unread'], 'GetItem', 'PutItem', 'UpdateItem'),
    );

    const { orderPlaced, orderConfirmed, orderCancelled } = orderEvents;
    const told = [orderPlaced, orderConfirmed, orderCancelled, webhookEvents.webhookDisabled];
    new EventConsumer(this, 'notifications/notify', told, platform).function.bind(
      bindings.notificationsTable,
      notifications.allow('GetItem', 'PutItem'),
    );

    const sender = new EmailIdentity(this, 'Sender', { identity: Identity.email(target.sender) });
    const sendMail = new ServiceFunction(this, 'notifications/send-mail', { alarmTopic, timeoutSeconds: 30 })
      .bind(bindings.notificationsTable, notifications.allowWithIndex('mailDue', 'UpdateItem'))
      .bind(bindings.findContact, invoke(users.findContact))
      .bind(bindings.readOrder, invoke(orders.readOrder))
      .bind(bindings.sender, {
        environment: (name) => ({ [name]: target.sender }),
        statements: [
          new PolicyStatement({
            actions: ['ses:SendEmail'],
            resources: [target.rightOn(sender.emailIdentityArn)],
          }),
        ],
      });
    notifications.streamTo(sendMail, { batchSize: 10, insertsOnly: true });
    // The stream is fast, the sweep is sure: it sends what is due again, and what the stream has not brought.
    new EveryMinute(this, 'Sweep', sendMail);
  }
}
