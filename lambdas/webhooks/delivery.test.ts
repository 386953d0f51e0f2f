// A delivery: one id and the same bytes per event and webhook, and no data beyond the merchant's own.
import { expect, test } from '@jest/globals';
import type { Envelope } from '../shared/base/event.ts';
import { deliveryOf } from './delivery.ts';

const event: Envelope<{ orderId: string; userId: string; merchantIds: string[]; totalCents: number; reason?: string }> =
  {
    id: 'OrderConfirmed-1',
    source: 'orders',
    type: 'OrderConfirmed',
    version: 1,
    time: '2026-03-01T08:00:00.000Z',
    correlationId: 'c',
    data: { orderId: 'o-1', userId: 'u-secret', merchantIds: ['m-1', 'm-secret'], totalCents: 4711 },
  };
const webhook = { webhookId: 'wh-1', merchantId: 'm-1' };

test('the same event and webhook make the same id and bytes at any time, another event or webhook others', () => {
  const [first, again] = [deliveryOf(event, webhook, 1), deliveryOf(event, webhook, 2)];
  expect([again.deliveryId, again.body]).toEqual([first.deliveryId, first.body]);
  const ids = [
    first.deliveryId,
    deliveryOf({ ...event, id: 'OrderConfirmed-2' }, webhook, 1).deliveryId,
    deliveryOf(event, { ...webhook, webhookId: 'wh-2' }, 1).deliveryId,
  ];
  expect(new Set(ids).size).toBe(3);
});

test('the body names the order, and neither its customer, its total nor its other merchants', () => {
  const { body, deliveryId } = deliveryOf(event, webhook, 1);
  expect(JSON.parse(body)).toEqual({
    deliveryId,
    event: 'OrderConfirmed',
    version: 1,
    occurredAt: event.time,
    data: { orderId: 'o-1' },
  });
  expect(body).not.toMatch(/secret|4711/);
});
