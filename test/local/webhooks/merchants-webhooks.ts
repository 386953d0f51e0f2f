// Merchants' webhooks, their endpoints and deliveries, for tests.
import { events as orders } from '../../../lambdas/orders/contract.ts';
import { invoke } from '../kit/aws.ts';
import { type Answer, ask, eventually, type Person, unique } from '../kit/client.ts';
import { envelopeOf } from '../kit/events.ts';
import type { Endpoint, Received } from '../kit/receiver.ts';

export const PLAN = 'webhooks/plan-deliveries';
export const bothEvents = ['OrderConfirmed', 'OrderCancelled'];

/** Runs the minute's sweep, which retries due deliveries. */
export const sweepDeliveries = () => invoke('webhooks/deliver', {});

type Method = Parameters<typeof ask>[0];
export const asMerchant = (person: Person, method: Method, path = '', body?: unknown, headers = {}): Promise<Answer> =>
  ask(method, `/api/webhooks${path}`, { token: person.token, body, headers });

export async function newWebhook(person: Person, { url }: Endpoint, events = bothEvents): Promise<Answer['body']> {
  const { status, body } = await asMerchant(person, 'POST', '', { url, events });
  if (status !== 201) throw new Error(`the webhook was refused with ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Reads the webhook from its owner's list. */
export const findWebhook = async (person: Person, webhookId: string): Promise<Answer['body']> =>
  (await asMerchant(person, 'GET')).body.items.find((webhook: Answer['body']) => webhook.webhookId === webhookId);

export const forget = (person: Person, webhookId: string): Promise<Answer> =>
  asMerchant(person, 'DELETE', `/${webhookId}`);

/** Publishes the confirmation of an order with lines of these merchants. */
export const confirmedFor = (...merchants: readonly Person[]) =>
  envelopeOf(orders.orderConfirmed, {
    orderId: unique(),
    userId: 'u-1',
    merchantIds: merchants.map(({ userId }) => userId),
    totalCents: 1780,
  });
export const cancelledLike = ({ data }: ReturnType<typeof confirmedFor>) =>
  envelopeOf(orders.orderCancelled, { ...data, reason: 'OUT_OF_STOCK' as const });

export const logOf = async (person: Person, webhookId: string): Promise<Answer['body'][]> =>
  (await asMerchant(person, 'GET', `/${webhookId}/deliveries?limit=100`)).body.items;

/** Waits until the delivery log satisfies `so`, and retries due deliveries meanwhile. */
export const logged = (
  person: Person,
  webhookId: string,
  so: (items: Answer['body'][]) => boolean,
): Promise<Answer['body'][]> =>
  eventually(
    async () => {
      await sweepDeliveries();
      return logOf(person, webhookId);
    },
    so,
    40_000,
  );

/** Waits until the endpoint received `count` requests and returns them. */
export const got = (endpoint: Endpoint, count: number): Promise<readonly Received[]> =>
  eventually(
    async () => endpoint.received(),
    (received) => received.length >= count,
  );
