// A merchant with ten webhooks, one of which has all deliveries; each other merchant has one.
import type { StoredDelivery } from '../../lambdas/webhooks/delivery.ts';
import { bindings } from '../../lambdas/webhooks/resources.ts';
import type { StoredWebhook } from '../../lambdas/webhooks/webhook.ts';
import { bornMs, idOf, type Loader, owner, type Thing } from './loader.ts';

const MOST = 10;
const roles = ['merchant'];
const webhookIdOf = (i: number): string => idOf('webhook', i);

const webhookOf = (thing: Thing): StoredWebhook => ({
  merchantId: thing.i < MOST ? owner : `growth-${thing.i}`,
  webhookId: webhookIdOf(thing.i),
  url: 'https://shop.example/hooks/orders',
  events: ['OrderConfirmed', 'OrderCancelled'],
  secret: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
  enabled: true,
  failures: 0,
  createdAtMs: bornMs(thing),
});

export const webhooks: Loader = {
  service: 'webhooks',
  things: 'deliveries of one webhook, and as many webhooks',
  base: 100,
  rows: (thing) => {
    const { i } = thing;
    const createdAtMs = bornMs(thing);
    const delivery: StoredDelivery = {
      webhookId: webhookIdOf(0),
      deliveryId: `dl-${idOf('delivery', i)}`,
      merchantId: owner,
      event: 'OrderConfirmed',
      orderId: idOf('order', i),
      body: JSON.stringify({ event: 'OrderConfirmed', version: 1, data: { orderId: idOf('order', i) } }),
      status: 'DELIVERED',
      createdAtMs,
      correlationId: idOf('correlation', i),
      startedAtMs: createdAtMs,
      tries: 0,
      attempts: 1,
      lastAttemptAtMs: createdAtMs,
      responseStatus: 204,
    };
    return [
      { env: bindings.webhooksTable, item: webhookOf(thing) },
      { env: bindings.deliveriesTable, item: delivery },
    ];
  },
  asks: [
    { route: 'listWebhooks', user: owner, roles, about: '10 of them' },
    { route: 'listDeliveries', user: owner, roles, path: { webhookId: webhookIdOf(0) } },
  ],
};
