// The adapter's requests, by OpenSearch's documented API, and how it reads the answers.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { systemClock } from '../../shared/base/clock.ts';
import type { Asked, SearchEntry } from '../../shared/base/search-tasks.ts';
import { collections } from '../collections/wire-collections.ts';
import { bindings } from '../resources.ts';

interface Seen {
  readonly asked: string;
  readonly body: string;
  readonly type: string;
  readonly authorization: string;
}
interface Answer {
  readonly status?: number;
  readonly body?: object;
}

const before = process.env;
let server: Server;
let seen: Seen[];
let answers: (asked: string) => Answer;

beforeEach(async () => {
  seen = [];
  answers = () => ({});
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const asked = `${request.method} ${request.url}`;
      const { authorization = '', 'content-type': type = '' } = request.headers;
      seen.push({ asked, body: Buffer.concat(parts).toString(), type, authorization });
      const { status = 200, body = {} } = answers(asked);
      response.writeHead(status).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env = {
    ...before,
    [bindings.openSearch]: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-north-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
});

afterEach(() => {
  process.env = before;
  server.closeAllConnections();
  server.close();
});

/** Each test has a collection of its own: an instance makes an index once. */
let number = 0;
const fresh = (): string => {
  number += 1;
  return `things-${number}`;
};

const linesOf = (body: string): unknown[] =>
  body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const asked = (more: Partial<Asked> = {}): Asked => ({
  collection: 'products',
  readers: ['public', 'user:a'],
  filters: [],
  limit: 2,
  ...more,
});
const found = (...ids: string[]) => ({
  body: {
    responses: [
      { status: 200, hits: { total: { value: 1 } } },
      { status: 200, hits: { hits: ids.map((id) => ({ sort: [id] })) } },
    ],
  },
});

test('asks once for the mark of a filling and for a page, signed for the service', async () => {
  answers = () => found('c', 'b', 'a');
  const page = asked({ query: 'Crème tea', filters: ['category:tea'], before: 'd' });
  expect(await collections().find(page)).toEqual({ outcome: 'FOUND', ids: ['c', 'b'], next: 'b' });
  expect(seen).toHaveLength(1);
  const [{ asked: what = '', body = '', type, authorization } = {}] = seen;
  expect(what).toMatch(/^POST \/products\/_msearch\?filter_path=/);
  expect(type).toBe('application/x-ndjson');
  expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-north-1\/es\/aws4_request/);
  expect(linesOf(body)).toEqual([
    {},
    { size: 0, query: { ids: { values: ['-filled-'] } } },
    {},
    {
      size: 3,
      _source: false,
      track_total_hits: false,
      sort: [{ id: 'desc' }],
      query: {
        bool: {
          filter: [
            { terms: { readers: ['public', 'user:a'] } },
            { term: { filters: 'category:tea' } },
            { prefix: { terms: 'creme' } },
            { prefix: { terms: 'tea' } },
            { range: { id: { lt: 'd' } } },
          ],
        },
      },
    },
  ]);
});

test('the last page has no next one', async () => {
  answers = () => found('c', 'b');
  expect(await collections().find(asked())).toEqual({ outcome: 'FOUND', ids: ['c', 'b'] });
});

test('a query without a word finds nothing', async () => {
  answers = () => found();
  expect(await collections().find(asked({ query: '...' }))).toEqual({ outcome: 'FOUND', ids: [] });
  expect(linesOf(seen[0]?.body ?? '').at(-1)).toMatchObject({ query: { match_none: {} } });
});

test.each<[string, object[]]>([
  [
    'has no index',
    [
      { status: 404, error: { type: 'index_not_found_exception' } },
      { status: 404, error: { type: 'index_not_found_exception' } },
    ],
  ],
  [
    'was never filled',
    [
      { status: 200, hits: { total: { value: 0 } } },
      { status: 200, hits: { hits: [] } },
    ],
  ],
])('a collection that %s is not filled', async (_, responses) => {
  answers = () => ({ body: { responses } });
  expect(await collections().find(asked())).toEqual({ outcome: 'NOT_FILLED' });
});

test.each<[string, Answer]>([
  ['a refusal', { status: 403, body: { message: 'no' } }],
  [
    'a shard that failed',
    {
      body: {
        responses: [
          { status: 200, hits: { total: { value: 1 } } },
          { status: 503, error: { type: 'all_shards_failed' } },
        ],
      },
    },
  ],
])('%s is an error, never an empty page', async (_, answer) => {
  answers = () => answer;
  await expect(collections().find(asked())).rejects.toThrow('OpenSearch');
});

const entry = (id: string, version: number, text: string): SearchEntry => ({
  id,
  version,
  text,
  readers: ['public'],
  filters: ['category:tea'],
});

test('makes the index once, then keeps entries by their versions with the terms of our analysis', async () => {
  const collection = fresh();
  answers = (what) => (what.includes('_bulk') ? { body: { errors: false, items: [{ index: { status: 201 } }] } } : {});
  const from = systemClock.nowMs();
  await collections().put(collection, [entry('a', 3, 'Crème tea, TEA'), { id: 'b', version: 2, removed: true }]);
  await collections().put(collection, [entry('c', 1, '')]);
  expect(seen.map(({ asked: what }) => what.replace(/\?.*/, ''))).toEqual([
    `PUT /${collection}`,
    `POST /${collection}/_bulk`,
    `POST /${collection}/_bulk`,
  ]);
  const lines = linesOf(seen[1]?.body ?? '') as Record<string, unknown>[];
  const keptAtMs = lines[1]?.keptAtMs;
  expect(keptAtMs).toBeGreaterThanOrEqual(from);
  expect(lines).toEqual([
    { index: { _id: 'a', version: 3, version_type: 'external_gte' } },
    { id: 'a', terms: ['creme', 'tea'], readers: ['public'], filters: ['category:tea'], keptAtMs },
    { index: { _id: 'b', version: 2, version_type: 'external_gte' } },
    { id: 'b', keptAtMs },
  ]);
  expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ mappings: { dynamic: false } });
});

test('an index that is there is no error', async () => {
  answers = (what) =>
    what.includes('_bulk')
      ? { body: { errors: false, items: [] } }
      : { status: 400, body: { error: { type: 'resource_already_exists_exception' } } };
  await collections().put(fresh(), [entry('a', 1, 'tea')]);
});

test('an index that could not be made is tried again', async () => {
  const collection = fresh();
  answers = (what) => (what.includes('_bulk') ? { body: { errors: false, items: [] } } : { status: 503 });
  await expect(collections().put(collection, [entry('a', 1, 'tea')])).rejects.toThrow('503');
  answers = () => ({ body: { errors: false, items: [] } });
  await collections().put(collection, [entry('a', 1, 'tea')]);
});

test('a higher version that is there wins, and any other failure of an entry is an error', async () => {
  const collection = fresh();
  const statuses = (...all: number[]) => ({
    body: { errors: true, items: all.map((status) => ({ index: { status, error: { type: 'x' } } })) },
  });
  answers = (what) => (what.includes('_bulk') ? statuses(409, 201) : {});
  await collections().put(collection, [entry('a', 1, 'tea'), entry('b', 1, 'tea')]);
  answers = () => statuses(409, 429);
  await expect(collections().put(collection, [entry('a', 1, 'tea'), entry('b', 1, 'tea')])).rejects.toThrow('429');
});

test('a filling ends with what is older, and its mark, both visible at once', async () => {
  const collection = fresh();
  const [began = ''] = await collections().begin(collection);
  seen = [];
  await collections().end(collection, [began]);
  expect(seen.map(({ asked: what }) => what)).toEqual([
    `POST /${collection}/_refresh`,
    `POST /${collection}/_delete_by_query?conflicts=proceed`,
    `PUT /${collection}/_doc/-filled-?refresh=true`,
  ]);
  expect(JSON.parse(seen[1]?.body ?? '')).toEqual({ query: { range: { keptAtMs: { lt: Number(began) } } } });
});
