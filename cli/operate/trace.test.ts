// How the log lines of a trace are joined, from lines as the functions write them.
import { expect, test } from '@jest/globals';
import { type Line, type Search, storyOf } from './trace.ts';

const lineOf = (source: string, atMs: number, entry: Record<string, unknown>): Line => ({
  source,
  atMs,
  entry,
  text: JSON.stringify(entry),
});

const click = (n: number, entry: Record<string, unknown>) =>
  lineOf('links/redirect', n, { correlationId: `request-${n}`, producer: 'p', clickNumber: n, ...entry });
const batchOf = (source: string, stream: string, atMs: number, shards: string) =>
  lineOf(source, atMs, { message: 'stream batch', stream, shards });
const batch = (atMs: number, shards: string) => batchOf('links/count-clicks', 'clicks', atMs, shards);

const searchIn =
  (lines: readonly Line[]): Search =>
  async (source, term, fromMs) =>
    lines.filter(
      (line) => line.text.includes(term) && line.atMs >= fromMs && (source === undefined || line.source === source),
    );

const shown = async (id: string, lines: readonly Line[]) =>
  (await storyOf(id, 0, searchIn(lines))).map(({ heading, lines: found, note }) => [
    heading,
    found.map(({ atMs }) => atMs),
    note,
  ]);

test('a click that waited is found in the put that carried it, and in the batch whose range holds that', async () => {
  const put = { stream: 'clicks', shardId: 's-1', sequence: '00105', firstNumber: 2 };
  const lines = [
    click(1, { stream: 'clicks', shardId: 's-1', sequence: '00101', firstNumber: 1 }),
    click(2, { clickSent: false }),
    click(3, { clickSent: false }),
    click(4, put),
    click(5, { ...put, sequence: '00106', firstNumber: 5 }),
    batch(10, 's-1:00099..00104'),
    batch(11, 's-0:00001..00200 s-1:00105..00105'),
    batch(12, 's-11:00105..00105'),
  ];
  expect(await shown('request-2', lines)).toEqual([
    ['http', [2], undefined],
    ['stream', [4], expect.stringMatching(/waited.*record 00105 of s-1/)],
    ['consumer', [11], undefined],
  ]);
});

test('reports a click that still waits, and one that no batch has read yet', async () => {
  const lines = [
    click(1, { clickSent: false }),
    click(9, { stream: 'clicks', shardId: 's-1', sequence: '7', firstNumber: 9 }),
  ];
  expect((await shown('request-1', lines.slice(0, 1))).at(-1)).toEqual([
    'stream',
    [],
    expect.stringContaining('The click waits'),
  ]);
  expect((await shown('request-9', lines)).at(-1)).toEqual(['consumer', [], expect.stringContaining('No consumer')]);
});

test('a record written along the way is found with every consumer of its stream', async () => {
  const place = { stream: 'videos', shardId: 's-0', sequence: '105' };
  const lines = [
    lineOf('media/http', 1, { correlationId: 'request-1', message: 'POST /api/media' }),
    lineOf('media/process-upload', 2, { correlationId: 'request-1', message: 'record put', ...place }),
    // The same numbers in another stream: sequence numbers belong to a shard.
    batch(3, 's-0:101..109'),
    batchOf('media/start-captions', 'videos', 4, 's-0:105..105'),
    batchOf('media/plan-transcode', 'videos', 5, 's-0:101..106'),
    batchOf('media/plan-transcode', 'videos', 6, 's-0:107..110'),
  ];
  expect(await shown('request-1', lines)).toEqual([
    ['http', [1], undefined],
    ['stream', [2], 'It is record 105 of s-0 of videos.'],
    ['consumer', [4, 5], undefined],
  ]);
});

test('a record that was parked and redriven shows both', async () => {
  const lines = [
    click(1, { stream: 'clicks', shardId: 's-1', sequence: '7', firstNumber: 1 }),
    batch(2, 's-1:7..9'),
    lineOf('links/count-clicks', 3, { message: 'record parked', sequence: '7' }),
    lineOf('links/count-clicks', 4, { message: 'record redriven', sequence: '7' }),
    lineOf('links/count-clicks', 5, { message: 'record parked', sequence: '8' }),
  ];
  expect((await shown('request-1', lines)).at(-1)).toEqual(['consumer', [2, 3, 4], undefined]);
});

test('the access log is found by the request id of an answer that has another correlation id', async () => {
  const lines = [
    lineOf('links/http', 1, { correlationId: 'mine-1234', requestId: 'gateway-1' }),
    lineOf('platform/access', 2, { requestId: 'gateway-1' }),
  ];
  expect(await shown('mine-1234', lines)).toEqual([['http', [1, 2], undefined]]);
  expect(await shown('mine', lines)).toEqual([]);
});
