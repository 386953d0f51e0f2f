// Failures of notifications: a provider that refuses, an account that is gone, an unreadable or failing event.
// @runs alone notifications: it changes the sender of the mails of everybody for a while
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/notifications/contract.ts';
import { events as orders } from '../../../lambdas/orders/contract.ts';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import type { ParkedMessage } from '../../../lambdas/shared/messaging/queue-worker.ts';
import { bound, configure } from '../kit/aws.ts';
import { publish } from '../kit/bus.ts';
import { eventually, newPerson, type Person, root, unique } from '../kit/client.ts';
import { deliver, envelopeOf } from '../kit/events.ts';
import { eventsOf, kept, list, listed, mailed, mailsTo, NOTIFY, sweepMails } from './notices.ts';
import { placedOrder } from './placed-order.ts';

const sqs = new SQSClient(root);

test('a mail that cannot be sent yet is sent later, and once', async () => {
  const person = await newPerson();
  const orderId = await placedOrder(person.userId);
  const undo = await configure('notifications/send-mail', { [bindings.readOrder]: 'no-such-function' });
  const { confirmed } = eventsOf(person, orderId);
  try {
    await deliver(NOTIFY, [confirmed]);
    const error = await eventually(
      async () => (await kept(person, confirmed.id)).mailError,
      (text) => text !== undefined,
    );
    expect(error).toMatch(/ResourceNotFound|AccessDenied/);
  } finally {
    await undo();
  }
  const mails = await eventually(
    async () => {
      await sweepMails();
      return mailsTo(person);
    },
    ({ length }) => length > 0,
    40_000,
  );
  expect(mails).toHaveLength(1);
  expect((await kept(person, confirmed.id)).mailTries).toBeGreaterThanOrEqual(1);
}, 90_000);

test('a mail for want of a confirmed sender is given up at once, is no error, and the app shows the notification', async () => {
  const person = await newPerson();
  const { confirmed } = eventsOf(person, await placedOrder(person.userId));
  const undo = await configure('notifications/send-mail', {
    [platformBindings.mailSender]: 'nobody@unverified.example',
  });
  try {
    await deliver(NOTIFY, [confirmed]);
    const item = await eventually(
      () => kept(person, confirmed.id),
      ({ mailFailedAtMs }) => mailFailedAtMs !== undefined,
    );
    expect(item.mailError).toMatch(/^MessageRejected: /);
    expect([item.mailQueue, item.mailTries]).toEqual([undefined, 0]);
  } finally {
    await undo();
  }
  await sweepMails();
  expect(await mailsTo(person)).toEqual([]);
  expect(await listed(person, 1)).toHaveLength(1);
}, 90_000);

test('a deleted account is sent nothing, and nothing is retried', async () => {
  const gone = { userId: `gone-${unique()}`, email: 'nobody@example.com' } as Person;
  const { confirmed } = eventsOf(gone, `order${unique()}`);
  await deliver(NOTIFY, [confirmed]);
  const item = await eventually(
    () => kept(gone, confirmed.id),
    ({ mailFailedAtMs }) => mailFailedAtMs !== undefined,
  );
  expect([item.mailError, item.mailQueue]).toEqual(['the account is gone', undefined]);
});

describe('a poison event', () => {
  const parking = async () => bound(NOTIFY, platformBindings.parkingQueue);

  /** Removes the parked message that contains this text from the queue. */
  async function parkedWith(text: string, withinMs = 20_000): Promise<ParkedMessage | undefined> {
    const QueueUrl = await parking();
    return eventually(
      async () => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 }),
        );
        const found = Messages.find(({ Body = '' }) => Body.includes(text));
        if (!found) return undefined;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: found.ReceiptHandle }));
        return JSON.parse(found.Body ?? '') as ParkedMessage;
      },
      (parked) => parked !== undefined,
      withinMs,
    );
  }

  test('that cannot be read is parked with its reason, and its neighbours are delivered', async () => {
    const person = await newPerson();
    const { placed } = eventsOf(person, `order${unique()}`);
    const poison = envelopeOf(orders.orderPlaced, { orderId: 'x' } as never);
    await publish(poison, placed);
    expect((await parkedWith(poison.id))?.reason).toMatch(/userId/);
    expect(await listed(person, 1)).toHaveLength(1);
  });

  test('that cannot be handled is parked with its reason, and delivered once after the fix, however often it is put back', async () => {
    const person = await newPerson();
    // OrderPlaced would start a saga, whose end causes a notification too.
    const { cancelled } = eventsOf(person, await placedOrder(person.userId));
    const undo = await configure(NOTIFY, { [bindings.notificationsTable]: 'no-such-table' });
    let parked: ParkedMessage | undefined;
    try {
      await publish(cancelled);
      parked = await parkedWith(cancelled.id, 60_000);
    } finally {
      await undo();
    }
    expect(parked?.reason).toMatch(/ResourceNotFound|AccessDenied/);
    expect(await list(person)).toEqual([]);
    const QueueUrl = await bound(NOTIFY, platformBindings.eventQueue);
    for (const MessageBody of [parked?.body, parked?.body])
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    expect(await listed(person, 1)).toHaveLength(1);
    expect(await mailed(person, 1)).toHaveLength(1);
    await sweepMails();
    expect([(await list(person)).length, (await mailsTo(person)).length]).toEqual([1, 1]);
  }, 120_000);
});
