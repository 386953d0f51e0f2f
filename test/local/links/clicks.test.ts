// Clicks: every redirect is counted once, however the stream delivers it.
// @runs alone links: it takes from the queue of parked clicks, and ranks the links of everybody

import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/links/contract.ts';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { bound, invoke } from '../kit/aws.ts';
import { ask, eventually, newLink, newPerson, type Person, root, unique } from '../kit/client.ts';
import { delivery, newShard } from '../kit/streams.ts';

const person = await newPerson();
const kinesis = new KinesisClient(root);
const sqs = new SQSClient(root);

const stats = async (code: string, query = '') =>
  (await ask('GET', `/api/links/${code}/stats${query}`, { token: person.token })).body;

const counted = (code: string, total: number) =>
  eventually(
    () => stats(code),
    (body) => body.total >= total,
  );

const batch = (code: string, clicks: number, producer = unique(), firstNumber = 1, atMs = Date.now()) => ({
  producer,
  firstNumber,
  clicks: Array.from({ length: clicks }, () => ({
    code,
    atMs,
    referrer: 'news.example',
    device: 'mobile',
    correlationId: 'test',
  })),
});

describe('counting', () => {
  test('what was redirected is what was counted, by day, referrer and device', async () => {
    const { code } = await newLink(person);
    const visits: Record<string, string>[] = [
      { referer: 'https://news.example/story?id=1', 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 20_0) Mobile' },
      { referer: 'https://news.example/other', 'user-agent': 'Mozilla/5.0 (Windows NT 10.0)' },
      { 'user-agent': 'Googlebot/2.1' },
    ];
    for (const headers of visits) expect((await ask('GET', `/${code}`, { headers })).status).toBe(302);
    expect((await ask('HEAD', `/${code}`)).status).toBe(302);
    const body = await counted(code, 3);
    const today = new Date().toISOString().slice(0, 10);
    expect(body).toEqual({
      total: 3,
      byDay: [{ day: today, clicks: 3 }],
      byReferrer: [
        { referrer: 'news.example', clicks: 2 },
        { referrer: 'direct', clicks: 1 },
      ],
      byDevice: expect.arrayContaining([
        { device: 'mobile', clicks: 1 },
        { device: 'desktop', clicks: 1 },
        { device: 'bot', clicks: 1 },
      ]),
    });
  });

  test('a batch delivered twice, also cut and out of its place, counts once', async () => {
    const { code } = await newLink(person);
    const shard = newShard();
    const records = [1, 2, 3, 4].map((n) => ({ sequence: String(n), data: batch(code, n) }));
    await invoke('links/count-clicks', delivery(shard, records.slice(0, 2)));
    await invoke('links/count-clicks', delivery(shard, records));
    await invoke('links/count-clicks', delivery(shard, records));
    await invoke('links/count-clicks', delivery(shard, records.slice(1, 3)));
    expect((await stats(code)).total).toBe(10);
  });

  test('consumers with the same batch at the same time count it once', async () => {
    const { code } = await newLink(person);
    const shard = newShard();
    // The first round starts the instances one by one; from the second on they run concurrently.
    for (const sequence of ['1', '2', '3', '4']) {
      const event = delivery(shard, [{ sequence, data: batch(code, 25) }]);
      await Promise.all(Array.from({ length: 4 }, () => invoke('links/count-clicks', event)));
    }
    expect((await stats(code)).total).toBe(100);
  });

  test('a record sent twice because its answer was lost counts once, and what follows it still counts', async () => {
    const { code } = await newLink(person);
    const producer = unique();
    const records = [
      { sequence: '1', data: batch(code, 2, producer, 1) },
      { sequence: '2', data: batch(code, 3, producer, 1) },
      { sequence: '3', data: batch(code, 1, producer, 4) },
    ];
    await invoke('links/count-clicks', delivery(newShard(), records));
    expect((await stats(code)).total).toBe(4);
  });

  test('a batch delivered again when its producer has long been forgotten counts once', async () => {
    const { code } = await newLink(person);
    const shard = newShard();
    const old = { sequence: '1', data: batch(code, 3, unique(), 1, Date.now() - 2 * 60 * 60 * 1000) };
    await invoke('links/count-clicks', delivery(shard, [old]));
    await invoke('links/count-clicks', delivery(shard, [{ sequence: '2', data: batch(code, 1) }]));
    await invoke('links/count-clicks', delivery(shard, [old]));
    expect((await stats(code)).total).toBe(4);
  });

  test('more codes than a transaction takes are all counted, once', async () => {
    const codes = Array.from({ length: 230 }, () => `many-${unique()}`);
    const { code } = await newLink(person);
    const clicks = [...codes, code].flatMap((each) => batch(each, 2).clicks);
    const event = delivery(newShard(), [{ sequence: '1', data: { producer: unique(), firstNumber: 1, clicks } }]);
    await invoke('links/count-clicks', event);
    await invoke('links/count-clicks', event);
    expect((await stats(code)).total).toBe(2);
  });

  test('days outside the range are left out, and a range of over 366 days is refused', async () => {
    const { code } = await newLink(person);
    await invoke('links/count-clicks', delivery(newShard(), [{ sequence: '1', data: batch(code, 1) }]));
    expect((await stats(code, '?from=2020-01-01&to=2020-12-31')).total).toBe(0);
    const tooLong = await ask('GET', `/api/links/${code}/stats?from=2020-01-01&to=2021-01-01`, { token: person.token });
    expect([tooLong.status, tooLong.body.code]).toEqual([400, 'RANGE_TOO_LONG']);
  });
});

test('a poison record is parked with its reason, and its neighbours are counted', async () => {
  const { code } = await newLink(person);
  const StreamName = await bound('links/redirect', bindings.clicksStream);
  const QueueUrl = await bound('links/count-clicks', platformBindings.parkingQueue);
  const poison = `not a click ${unique()}`;
  for (const data of [JSON.stringify(batch(code, 1)), poison, JSON.stringify(batch(code, 2))]) {
    await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'one-shard', Data: Buffer.from(data) }));
  }
  expect((await counted(code, 3)).total).toBe(3);
  const parked = await eventually(
    async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      const found = Messages.find(({ Body = '' }) => Body.includes(Buffer.from(poison).toString('base64')));
      if (found) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: found.ReceiptHandle }));
      return found;
    },
    (found) => found !== undefined,
  );
  expect(JSON.parse(parked?.Body ?? '{}')).toMatchObject({ reason: 'not JSON', sequence: expect.any(String) });
});

test('the busiest links come first, with a bound on their error', async () => {
  const busy: Person = await newPerson();
  const { code } = await newLink(busy);
  const top = async () => (await ask('GET', '/api/links/top?hours=1', { token: busy.token })).body;
  const before = await top();
  // One more than any other entry, even at the edge of the error bound.
  const clicks = (before.items[0]?.clicks ?? 0) + before.errorBound.overcountAtMost + 1;
  const producer = unique();
  const records = Array.from({ length: Math.ceil(clicks / 500) }, (_, i) => ({
    sequence: String(i + 1),
    data: batch(code, Math.min(500, clicks - i * 500), producer, i * 500 + 1),
  }));
  await invoke('links/count-clicks', delivery(newShard(), records));
  const { items, errorBound } = await top();
  expect(items[0]).toMatchObject({ code, shortUrl: expect.stringContaining(code) });
  expect(items[0].clicks).toBeGreaterThanOrEqual(clicks);
  expect(items[0].clicks).toBeLessThanOrEqual(clicks + errorBound.overcountAtMost);
  expect(errorBound).toMatchObject({ confidence: 0.982, clicksCounted: before.errorBound.clicksCounted + clicks });
});
