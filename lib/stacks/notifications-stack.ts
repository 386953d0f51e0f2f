// Notifications: events become notices in the app, and mails that a separate worker sends.
import { type App, Stack } from 'aws-cdk-lib';
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
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';
import type { OrdersStack } from './orders-stack.ts';
import type { UsersStack } from './users-stack.ts';

export interface NotificationsProps extends SystemProps {
  readonly users: UsersStack;
  readonly orders: OrdersStack;
}

export class NotificationsStack extends Stack {
  constructor(app: App, id: string, props: NotificationsProps) {
    super(app, id, props);
    const { target, platform, users, orders } = props;
    const { alarmTopic } = platform;
    const { byTime, unread, mailDue } = contract.tables.notifications.index;
    const notifications = new Table(this, contract.tables.notifications);

    new HttpService(this, 'Http', contract, platform).function.bind(
      notifications.allowWithIndexes([byTime, unread], 'GetItem', 'PutItem', 'UpdateItem'),
    );

    const { orderPlaced, orderConfirmed, orderCancelled } = orderEvents;
    const told = [orderPlaced, orderConfirmed, orderCancelled, webhookEvents.webhookDisabled];
    new EventConsumer(this, 'notifications/notify', told, platform).function.bind(
      notifications.allow('GetItem', 'PutItem'),
    );

    const sender = new EmailIdentity(this, 'Sender', { identity: Identity.email(target.sender) });
    const sendMail = new ServiceFunction(this, 'notifications/send-mail', { alarmTopic, timeoutSeconds: 30 })
      .bind(notifications.allowWithIndex(mailDue, 'UpdateItem'))
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
    // The stream is fast, the sweep is reliable: it sends due retries and what the stream has not delivered.
    new EveryMinute(this, 'Sweep', sendMail);
  }
}
