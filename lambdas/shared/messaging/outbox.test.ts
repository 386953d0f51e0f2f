// Outbox items are readable by every reader of the type, small enough for the bus, and spread over the shards.
import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { EnvelopeSchema, event } from '../base/event.ts';
import { outboxItem } from './outbox.ts';

const cooked = event('kitchen', 'Cooked', 2, z.object({ dish: z.string() }));
const context = { nowMs: Date.UTC(2026, 10, 22, 10), correlationId: 'request-1' };

test('an item holds the envelope as it will be published, in the order of time', () => {
  const { pk, sk, envelope } = outboxItem(cooked, { dish: 'soup' }, context, 4);
  const read = z.parse(EnvelopeSchema, JSON.parse(envelope));
  expect(read).toEqual({
    id: expect.stringMatching(/^[\w-]{36}$/),
    source: 'kitchen',
    type: 'Cooked',
    version: 2,
    time: '2026-11-22T10:00:00.000Z',
    correlationId: 'request-1',
    data: { dish: 'soup' },
  });
  expect(pk).toMatch(/^outbox#[0-3]$/);
  expect(sk).toBe(`2026-11-22T10:00:00.000Z#${read.id}`);
});

test('every try of one operation writes the same event, in the same place', () => {
  const items = [1, 2].map(() => outboxItem(cooked, { dish: 'soup' }, { ...context, operationId: 'op-1' }, 4));
  expect(items[0]).toEqual(items[1]);
  expect(JSON.parse(items[0]?.envelope ?? '').id).toBe('Cooked-op-1');
});

test('events spread over all shards', () => {
  const shards = Array.from({ length: 200 }, () => outboxItem(cooked, { dish: 'soup' }, context, 4).pk);
  expect(new Set(shards).size).toBe(4);
});

test('what no consumer could read, or the bus not take, is not written', () => {
  expect(() => outboxItem(cooked, { dish: 7 as never }, context, 4)).toThrow();
  expect(() => outboxItem(cooked, { dish: 'x'.repeat(201 * 1024) }, context, 4)).toThrow(/longer than/);
});
