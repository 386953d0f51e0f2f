// The relay publishes everything the bus accepts, and removes exactly that.
import { EventBridgeClient, type PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { BatchWriteCommand, DynamoDBDocumentClient, type QueryCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { writtenLines } from '../../../test/written-lines.ts';
import { event } from '../base/event.ts';
import { platformBindings, shardsBinding } from '../base/names.ts';
import { type OutboxItem, outboxItem } from './outbox.ts';
import { batches, outboxRelay } from './outbox-relay.ts';

const cooked = event('kitchen', 'Cooked', 2, z.object({ dish: z.string() }));
const itemsOf = (count: number, dish = 'soup', nowMs = Date.now()): OutboxItem[] =>
  Array.from({ length: count }, (_, i) =>
    outboxItem(cooked, { dish }, { nowMs, correlationId: 'request-1', operationId: String(i) }, 1),
  );
const streamOf = (items: readonly OutboxItem[], eventName = 'INSERT') =>
  ({
    Records: items.map((item) => ({ eventName, dynamodb: { NewImage: marshall(item) } })),
  }) as unknown as DynamoDBStreamEvent;

const lines = writtenLines();
const before = process.env;
let published: { DetailType?: string; Source?: string; Detail?: string }[];
let removed: string[];
/** Ids of events that the bus refuses. */
let refused: Set<string>;
/** The items left in the table. */
let left: OutboxItem[];
let asked: (string | undefined)[];

beforeEach(() => {
  [published, removed, refused, left, asked] = [[], [], new Set(), [], []];
  process.env = {
    ...before,
    [platformBindings.outboxTable]: 'outbox',
    [shardsBinding(platformBindings.outboxTable)]: '1',
    [platformBindings.eventBus]: 'bus',
  };
  jest.spyOn(EventBridgeClient.prototype, 'send').mockImplementation((async ({ input }: PutEventsCommand) => {
    const Entries = (input.Entries ?? []).map((entry) => {
      const { id } = JSON.parse(entry.Detail ?? '') as { id: string };
      if (refused.has(id)) return { ErrorCode: 'InternalFailure', ErrorMessage: 'try again' };
      published.push(entry);
      return { EventId: 'taken' };
    });
    return { Entries, FailedEntryCount: Entries.filter(({ EventId }) => !EventId).length };
  }) as never);
  jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation((async (
    command: BatchWriteCommand | QueryCommand,
  ) => {
    if (command instanceof BatchWriteCommand) {
      const requests = Object.values(command.input.RequestItems ?? {}).flat();
      removed.push(...requests.map(({ DeleteRequest }) => String(DeleteRequest?.Key?.sk)));
      return {};
    }
    asked.push(String(command.input.ExpressionAttributeValues?.[':before']));
    return { Items: left };
  }) as never);
});
afterEach(() => {
  process.env = before;
  jest.restoreAllMocks();
});

test('the stream’s new items are published in their order and removed; changes and removals are not news', async () => {
  const items = itemsOf(23);
  expect(await outboxRelay()(streamOf(items))).toEqual({ published: 23 });
  expect(published.map(({ Detail }) => Detail)).toEqual(items.map(({ envelope }) => envelope));
  expect(published[0]).toMatchObject({ Source: 'system-design.kitchen', DetailType: 'Cooked.v2', EventBusName: 'bus' });
  expect(removed).toEqual(items.map(({ sk }) => sk));
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: 'Cooked published', correlationId: 'request-1' });
  expect(await outboxRelay()(streamOf(items, 'REMOVE'))).toEqual({ published: 0 });
});

test('what the bus refuses stays in the outbox, and the relay goes on', async () => {
  const items = itemsOf(3);
  refused.add('Cooked-1');
  expect(await outboxRelay()(streamOf(items))).toEqual({ published: 2 });
  expect(removed).toEqual([items[0]?.sk, items[2]?.sk]);
});

test('a bus that does not answer loses nothing and does not block the stream', async () => {
  jest.spyOn(EventBridgeClient.prototype, 'send').mockImplementation((async () => {
    throw new Error('unreachable');
  }) as never);
  expect(await outboxRelay()(streamOf(itemsOf(12)))).toEqual({ published: 0 });
  expect(removed).toEqual([]);
});

test('the sweep publishes what is older than half a minute; what it cannot publish for five raises the alarm', async () => {
  left = itemsOf(2, 'stew', Date.now() - 6 * 60_000);
  const startedMs = Date.now();
  expect(await outboxRelay()({})).toEqual({ published: 2 });
  expect(removed).toEqual(left.map(({ sk }) => sk));
  expect(startedMs - Date.parse(asked[0] ?? '')).toBeGreaterThan(29_000);
  expect(lines.map((line) => JSON.parse(line).level)).not.toContain('error');
  refused.add('Cooked-0');
  expect(await outboxRelay()({})).toEqual({ published: 1 });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    level: 'error',
    message: 'events stuck in the outbox',
    left: 1,
  });
});

test('a batch is what PutEvents takes: ten entries, 240 KB', () => {
  expect(batches(itemsOf(23)).map(({ length }) => length)).toEqual([10, 10, 3]);
  const sizes = batches(itemsOf(7, 'x'.repeat(100 * 1024)));
  expect(sizes.map(({ length }) => length)).toEqual([2, 2, 2, 1]);
  expect(batches([])).toEqual([]);
});
