// Sending clicks: numbered without gaps, kept during an outage, resent under the same numbers, without ever throwing.
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { writtenLines } from '../../../test/written-lines.ts';
import type { Click, ClickBatch } from '../contract.ts';
import type { BatchPlace } from './click.ts';
import { ClickSender } from './click-sender.ts';

const START_MS = 1_795_305_600_000;

const clickOf = (n: number): Click => ({
  code: `code-${n}`,
  atMs: START_MS + n,
  referrer: 'direct',
  device: 'other',
  correlationId: `request-${n}`,
});

const shard = { stream: 'clicks', shardId: 'shardId-1' };

/** A stream that takes a batch, refuses it, or takes it and loses the answer. */
class Stream {
  answer: 'taken' | 'refused' | 'lost' = 'taken';
  tries = 0;
  readonly batches: ClickBatch[] = [];

  readonly put = async (batch: ClickBatch): Promise<BatchPlace> => {
    this.tries += 1;
    if (this.answer !== 'refused') this.batches.push(structuredClone(batch));
    if (this.answer !== 'taken') throw new Error(`the stream ${this.answer} it`);
    return { ...shard, sequence: String(this.tries), firstNumber: batch.firstNumber };
  };

  numbers(): [number, string][] {
    return this.batches.flatMap(({ firstNumber, clicks }) =>
      clicks.map(({ code }, i): [number, string] => [firstNumber + i, code]),
    );
  }
}

class StillClock {
  ms = START_MS;
  readonly nowMs = (): number => this.ms;
}

let stream: Stream;
let clock: StillClock;
let sender: ClickSender;
const lines = writtenLines();

beforeEach(() => {
  stream = new Stream();
  clock = new StillClock();
  sender = new ClickSender(stream.put, 'producer-1', clock);
});

describe('a click sender', () => {
  test('sends each click at once, numbered from 1 under its name', async () => {
    expect(await sender.send(clickOf(1))).toMatchObject({ clickSent: true });
    expect(await sender.send(clickOf(2))).toMatchObject({ clickSent: true });
    expect(stream.batches).toEqual([
      { producer: 'producer-1', firstNumber: 1, clicks: [clickOf(1)] },
      { producer: 'producer-1', firstNumber: 2, clicks: [clickOf(2)] },
    ]);
    expect(lines).toEqual([]);
  });

  test('says where each click is on the stream, and of one that waits nothing', async () => {
    const placeOf = (sequence: string, firstNumber: number): BatchPlace => ({ ...shard, sequence, firstNumber });
    expect(await sender.send(clickOf(1))).toEqual({ clickSent: true, place: placeOf('1', 1) });
    stream.answer = 'lost';
    expect(await sender.send(clickOf(2))).toEqual({ clickSent: false });
    stream.answer = 'taken';
    expect(await sender.send(clickOf(3))).toEqual({ clickSent: false });
    clock.ms += 1000;
    expect(await sender.send(clickOf(4))).toEqual({ clickSent: true, place: placeOf('3', 2) });
  });

  test('sends a click that failed again, first and under the same number, with the next one', async () => {
    stream.answer = 'lost';
    expect(await sender.send(clickOf(1))).toEqual({ clickSent: false });
    stream.answer = 'taken';
    clock.ms += 1000;
    expect(await sender.send(clickOf(2))).toMatchObject({ clickSent: true });
    expect(await sender.send(clickOf(3))).toMatchObject({ clickSent: true });
    expect(stream.batches.map(({ firstNumber, clicks }) => [firstNumber, clicks])).toEqual([
      [1, [clickOf(1)]],
      [1, [clickOf(1), clickOf(2)]],
      [3, [clickOf(3)]],
    ]);
  });

  test('leaves the stream alone for a second after a failure, so that visitors do not wait on an outage', async () => {
    stream.answer = 'refused';
    await sender.send(clickOf(1));
    clock.ms += 999;
    expect(await sender.send(clickOf(2))).toEqual({ clickSent: false });
    expect(stream.tries).toBe(1);
    clock.ms += 1;
    await sender.send(clickOf(3));
    expect(stream.tries).toBe(2);
    stream.answer = 'taken';
    clock.ms += 1000;
    expect(await sender.send(clickOf(4))).toMatchObject({ clickSent: true });
    expect(stream.numbers()).toEqual([
      [1, 'code-1'],
      [2, 'code-2'],
      [3, 'code-3'],
      [4, 'code-4'],
    ]);
  });

  test('keeps at most 500 clicks, sends those once the stream is back, and goes on', async () => {
    stream.answer = 'refused';
    for (let n = 1; n <= 501; n++) expect(await sender.send(clickOf(n))).toEqual({ clickSent: false });
    stream.answer = 'taken';
    clock.ms += 60_000;
    // There was no room for this click, but its put carried the others, and its place leads to them.
    expect(await sender.send(clickOf(502))).toMatchObject({ clickSent: false, place: { firstNumber: 1 } });
    await sender.send(clickOf(503));
    expect(stream.batches[0]?.clicks).toHaveLength(500);
    const numbers = stream.numbers();
    expect(numbers.slice(0, 500)).toEqual(Array.from({ length: 500 }, (_, i) => [i + 1, `code-${i + 1}`]));
    expect(numbers.at(-1)?.[1]).toBe('code-503');
    expect(Math.max(...stream.batches.map(({ clicks }) => clicks.length))).toBe(500);
  });

  test('says in the log which click it lost, and nothing of the visitor', async () => {
    stream.answer = 'refused';
    for (let n = 1; n <= 501; n++) await sender.send(clickOf(n));
    const lost = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatchObject({ message: expect.stringContaining('lost'), code: 'code-501' });
  });

  test('gives up a click that waited for half an hour, since the counter may have forgotten its producer, and says so', async () => {
    stream.answer = 'lost';
    await sender.send(clickOf(1));
    clock.ms += 30 * 60 * 1000 + 1;
    stream.answer = 'taken';
    expect(await sender.send({ ...clickOf(2), atMs: clock.ms })).toMatchObject({ clickSent: true });
    expect(stream.batches.at(-1)).toMatchObject({ firstNumber: 2, clicks: [{ code: 'code-2' }] });
    const lost = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    expect(lost).toEqual([expect.objectContaining({ message: expect.stringContaining('lost'), clicks: 1 })]);
  });

  test('never throws, not even when the put throws at once or something that is no error', async () => {
    const thrown = [new Error('late'), undefined, null, 'text'];
    for (const value of thrown) {
      const broken = new ClickSender(
        () => {
          throw value;
        },
        'p',
        clock,
      );
      await expect(broken.send(clickOf(1))).resolves.toEqual({ clickSent: false });
    }
  });

  test('numbers clicks without gap or second meaning, whatever the stream does', async () => {
    const steps = fc.array(fc.tuple(fc.constantFrom<Stream['answer']>('taken', 'refused', 'lost'), fc.nat(2000)), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (made) => {
        const [own, time] = [new Stream(), new StillClock()];
        const tested = new ClickSender(own.put, 'p', time);
        for (const [n, [answer, laterMs]] of made.entries()) {
          own.answer = answer;
          time.ms += laterMs;
          await tested.send(clickOf(n + 1));
        }
        own.answer = 'taken';
        time.ms += 1000;
        expect(await tested.send(clickOf(made.length + 1))).toMatchObject({ clickSent: true });
        const meaning = new Map(own.numbers());
        for (const [number, code] of own.numbers()) expect(meaning.get(number)).toBe(code);
        const all = Array.from({ length: made.length + 1 }, (_, i) => [i + 1, `code-${i + 1}`]);
        expect([...meaning].sort(([a], [b]) => a - b)).toEqual(all);
      }),
    );
  });
});
