// Counter items: the changes of a transaction, and the size of the fullest possible item.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { referrerOf } from './click.ts';
import { busiest, countsOf, dayWrite, type HourItem, hourWrite, type Write } from './click-items.ts';
import { estimate, fromBytes } from './count-min.ts';
import type { DayTally } from './tally.ts';

const dayKey = { pk: 'clicks#aaaaaaa#0', sk: '2026-11-22' };
const hourKey = { pk: 'top#0', sk: '2026-11-22T04' };

const day = (referrers: Record<string, number>, devices: Record<string, number>): DayTally => ({
  code: 'aaaaaaa',
  day: '2026-11-22',
  referrers: new Map(Object.entries(referrers)),
  devices: new Map(Object.entries(devices)),
});

/** The item after an ADD to one that was empty or contained `kept`. */
function applied(write: Write, kept: Record<string, unknown> = {}): Record<string, number> {
  if (!write.update) throw new Error('not an update');
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = write.update;
  const item = { ...kept } as Record<string, number>;
  for (const part of UpdateExpression.replace(/^ADD /, '').split(', ')) {
    const [nameId = '', valueId = ''] = part.split(' ');
    const name = ExpressionAttributeNames[nameId];
    if (name === undefined) throw new Error(`${nameId} is not named`);
    item[name] = (item[name] ?? 0) + (ExpressionAttributeValues[valueId] as number);
  }
  return item;
}

const referrersOf = (item: Record<string, unknown>) => Object.fromEntries(countsOf(item, 'referrer'));
const total = (counts: [string, number][]) => counts.reduce((sum, [, clicks]) => sum + clicks, 0);

function putOf(write: Write) {
  if (!write.put) throw new Error('not a put');
  return { ...write.put, Item: write.put.Item as unknown as HourItem & { expiration: number } };
}

describe('dayWrite', () => {
  test('adds the total, each device and each referrer to the item of its key', () => {
    const write = dayWrite(day({ direct: 2, 'a.example': 1 }, { mobile: 3 }), dayKey, undefined);
    expect(write.update?.Key).toEqual(dayKey);
    expect(applied(write)).toEqual({ total: 3, 'dev:mobile': 3, 'ref:direct': 2, 'ref:a.example': 1 });
  });

  test('keeps sums equal over any tallies, and never more than 50 referrers beside `other`', () => {
    const hosts = fc.dictionary(
      fc.integer({ min: 0, max: 120 }).map((n) => (n === 0 ? 'other' : `h${n}.example`)),
      fc.integer({ min: 1, max: 9 }),
      { minKeys: 1, maxKeys: 60 },
    );
    fc.assert(
      fc.property(fc.array(hosts, { minLength: 1, maxLength: 5 }), (tallies) => {
        let item: Record<string, number> = {};
        let clicks = 0;
        for (const referrers of tallies) {
          const added = total(Object.entries(referrers));
          clicks += added;
          item = applied(dayWrite(day(referrers, { mobile: added }), dayKey, item), item);
        }
        expect(item.total).toBe(clicks);
        expect(total(countsOf(item, 'device'))).toBe(clicks);
        expect(total(countsOf(item, 'referrer'))).toBe(clicks);
        expect(countsOf(item, 'referrer').filter(([name]) => name !== 'other').length).toBeLessThanOrEqual(50);
      }),
    );
  });

  test('counts the 51st host of a day as `other`, and goes on counting the 50 it knows', () => {
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`h${n}.example`, 1]));
    const full = applied(dayWrite(day(fifty, { mobile: 50 }), dayKey, undefined));
    expect(countsOf(full, 'referrer')).toHaveLength(50);
    const next = day({ 'new.example': 3, 'newer.example': 4, 'h7.example': 5 }, { mobile: 12 });
    const item = applied(dayWrite(next, dayKey, { ...dayKey, ...full }), full);
    expect(referrersOf(item)).toEqual({ ...fifty, other: 7, 'h7.example': 6 });
  });

  test('keeps the fullest item under 4 KB, whatever hosts strangers send', () => {
    const longest = Array.from({ length: 253 }, (_, n) => 'a'.repeat(n + 1)).findLast(
      (host) => referrerOf(`https://${host}/`) === host,
    );
    const hosts = Array.from({ length: 60 }, (_, n) => [`${longest?.slice(2)}${n + 10}`, 1_000_000] as const);
    const devices = { mobile: 1e9, tablet: 1e9, desktop: 1e9, bot: 1e9, other: 1e9 };
    const item = applied(dayWrite(day(Object.fromEntries(hosts), devices), dayKey, undefined));
    // DynamoDB counts a name by its bytes, and a number as a byte plus one per two significant digits (a million: one).
    const bytes = Object.keys(item).reduce((sum, name) => sum + Buffer.byteLength(name) + 2, 80);
    expect(bytes).toBeLessThanOrEqual(4096);
  });
});

describe('hourWrite', () => {
  test('opens an hour only if nobody has, at version 1, to be kept 26 hours after it began', () => {
    const { Item, ...condition } = putOf(hourWrite(new Map([['aaaaaaa', 3]]), hourKey, undefined));
    expect(condition).toEqual({ ConditionExpression: 'attribute_not_exists(pk)' });
    expect(Item).toMatchObject({ ...hourKey, version: 1, candidates: ['aaaaaaa'] });
    expect(Item.expiration).toBe(1_795_320_000 + 26 * 3600);
    expect(estimate(fromBytes(Item.sketch), 'aaaaaaa')).toBe(3);
  });

  test('rewrites an hour only at the version it read, with what was in it', () => {
    const first = putOf(hourWrite(new Map([['aaaaaaa', 3]]), hourKey, undefined)).Item;
    const { Item, ...condition } = putOf(hourWrite(new Map([['bbbbbbb', 5]]), hourKey, first));
    expect(condition).toEqual({
      ConditionExpression: 'version = :before',
      ExpressionAttributeValues: { ':before': 1 },
    });
    expect(Item).toMatchObject({ version: 2, candidates: ['bbbbbbb', 'aaaaaaa'] });
    expect(estimate(fromBytes(Item.sketch), 'aaaaaaa')).toBe(3);
    expect(estimate(fromBytes(Item.sketch), 'bbbbbbb')).toBe(5);
    expect(estimate(fromBytes(first.sketch), 'bbbbbbb')).toBe(0);
  });

  test('keeps the 16 busiest codes as candidates, busiest first, those of before included', () => {
    const before = new Map(Array.from({ length: 16 }, (_, n) => [`before${String(n).padStart(2, '0')}`, 100 + n]));
    const first = putOf(hourWrite(before, hourKey, undefined)).Item;
    expect(first.candidates).toEqual([...before.keys()].reverse());
    const more = new Map([
      ['rare', 1],
      ['busy', 500],
      ['before03', 400],
    ]);
    const { candidates } = putOf(hourWrite(more, hourKey, first)).Item;
    expect(candidates).toHaveLength(16);
    expect(candidates.slice(0, 3)).toEqual(['before03', 'busy', 'before15']);
    expect(candidates).not.toContain('rare');
    expect(candidates).not.toContain('before00');
  });

  test('keeps the fullest item under 4 KB, the longest aliases included', () => {
    const aliases = new Map(Array.from({ length: 20 }, (_, n) => [`${'a'.repeat(30)}${n + 10}`, 1000]));
    const { Item } = putOf(hourWrite(aliases, hourKey, undefined));
    // A list costs 3 bytes plus one per element.
    const candidates = Item.candidates.reduce((sum, code) => sum + code.length + 1, 3);
    const names = Object.keys(Item).join('').length;
    const bytes = names + Item.pk.length + Item.sk.length + Item.sketch.length + candidates + 2 * 6;
    expect(bytes).toBeLessThanOrEqual(4096);
  });
});

describe('busiest', () => {
  test('sorts by clicks, then by code, in the same order from any start', () => {
    const codes = ['b', 'a', 'd', 'c'];
    const counts: Record<string, number> = { a: 1, b: 1, c: 9, d: 1 };
    const order = [
      { code: 'c', clicks: 9 },
      { code: 'a', clicks: 1 },
      { code: 'b', clicks: 1 },
      { code: 'd', clicks: 1 },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(codes, { minLength: 4 }), (shuffled) => {
        expect(busiest(shuffled, (code) => counts[code] ?? 0)).toEqual(order);
      }),
    );
  });
});

test('countsOf reads one kind of count and nothing else of an item', () => {
  const item = { ...dayKey, total: 3, 'ref:direct': 1, 'ref:dev:x': 2, 'dev:mobile': 3, reference: 9 };
  expect(countsOf(item, 'referrer')).toEqual([
    ['direct', 1],
    ['dev:x', 2],
  ]);
  expect(countsOf(item, 'device')).toEqual([['mobile', 3]]);
});
