// Notifications: events become notices in the app, and mails that a separate worker sends.
import { Annotations, type App, Stack } from 'aws-cdk-lib';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { bindings, contract } from '../../lambdas/notifications/contract.ts';
import { events as orderEvents } from '../../lambdas/orders/contract.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { events as webhookEvents } from '../../lambdas/webhooks/contract.ts';
import { invoke, value } from '../constructs/binding.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { mailsFrom } from '../constructs/mails-from.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';
import type { OrdersStack } from './orders-stack.ts';
import type { UsersStack } from './users-stack.ts';

export interface NotificationsProps extends SystemProps {
  readonly users: UsersStack;
  readonly orders: OrdersStack;
}

const NO_MAIL =
  'No mail is sent: give an address that you own, -c sender=you@your.domain, and confirm its mail from SES once.';

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
    const { function: notify } = new EventConsumer(this, 'notifications/notify', told, platform);
    notify.bind(notifications.allow('GetItem', 'PutItem'));

    const { sender } = target;
    if (sender === undefined) {
      Annotations.of(this).addWarningV2('system-design:sender', NO_MAIL);
      return;
    }
    new EmailIdentity(this, 'Sender', { identity: Identity.email(sender) });
    notify.bind(platformBindings.mailSender, value(sender));
    const sendMail = new ServiceFunction(this, 'notifications/send-mail', { alarmTopic, timeoutSeconds: 30 })
      .bind(notifications.allowWithIndex(mailDue, 'UpdateItem'))
      .bind(bindings.findContact, invoke(users.findContact))
      .bind(bindings.readOrder, invoke(orders.readOrder))
      .bind(mailsFrom(this, target, sender));
    notifications.streamTo(sendMail, { batchSize: 10, insertsOnly: true });
    // The stream is fast, the sweep is reliable: it sends due retries and what the stream has not delivered.
    new EveryMinute(this, 'Sweep', sendMail);
  }
}
