import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../kit/requests/failure.ts';
import { AT_ONCE, isPassing, type PartsApi, TRIES, uploadParts } from './parts.ts';

const refused = (status: number) => new Failure(status, { title: 'no', errors: [] });
const PART = 4;

/** A bucket in memory. `puts` are the errors of the coming tries, in order; once none are left, it accepts the part. */
function bucket(size: number, there: readonly number[] = [], puts: (Error | undefined)[] = []) {
  const count = Math.ceil(size / PART);
  const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251);
  const part = (number: number) => bytes.slice((number - 1) * PART, number * PART);
  const parts = new Map<number, Uint8Array>(there.map((number) => [number, part(number)]));
  const seen = { presigned: [] as number[][], put: [] as number[], pauses: [] as number[], most: 0, completed: 0 };
  let open = 0;
  let urls = 0;
  const used = new Set<string>();
  const api: PartsApi = {
    uploaded: async () => ({ partBytes: PART, count, there: [...parts.keys()] }),
    presign: async (numbers) => {
      seen.presigned.push([...numbers]);
      return { parts: numbers.map((number) => ({ number, url: `${number}/${urls++}` })), expiresAt: '' };
    },
    async put(url, blob, onBytes) {
      if (used.has(url)) throw new Error(`${url} is used twice`);
      used.add(url);
      const number = Number.parseInt(url, 10);
      seen.put.push(number);
      open += 1;
      seen.most = Math.max(seen.most, open);
      await new Promise((resolve) => setTimeout(resolve, 1));
      open -= 1;
      const error = puts.shift();
      onBytes(1);
      if (error) throw error;
      parts.set(number, new Uint8Array(await blob.arrayBuffer()));
    },
    async complete() {
      if (parts.size < count) throw refused(409);
      seen.completed += 1;
    },
    async pause(mostMs) {
      seen.pauses.push(mostMs);
    },
  };
  const whole = () => Array.from({ length: count }, (_, i) => [...(parts.get(i + 1) ?? [])]).flat();
  return { api, seen, file: new Blob([bytes]), bytes: [...bytes], whole };
}

const never = new AbortController().signal;

test('sends exactly what is missing, and what is there is the file', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 15 })),
      async (size, some) => {
        const there = some.filter((number) => number <= Math.ceil(size / PART));
        const { api, seen, file, bytes, whole } = bucket(size, there);
        const told: number[] = [];
        await uploadParts(file, api, (sent) => told.push(sent), never);
        expect(whole()).toEqual(bytes);
        expect(seen.put.some((number) => there.includes(number))).toBe(false);
        expect(new Set(seen.put).size).toBe(seen.put.length);
        expect(told[0]).toBe(there.reduce((sum, number) => sum + Math.min(PART, size - (number - 1) * PART), 0));
        expect(told.at(-1)).toBe(size);
        expect(seen.most).toBeLessThanOrEqual(AT_ONCE);
        expect(seen.completed).toBe(1);
      },
    ),
    { numRuns: 40 },
  );
});

test('several go at once', async () => {
  const { api, seen, file } = bucket(40);
  await uploadParts(file, api, () => {}, never);
  expect(seen.most).toBe(AT_ONCE);
});

test('a part that fails is sent again with another URL, after longer and longer pauses', async () => {
  const { api, seen, file, bytes, whole } = bucket(PART, [], [new TypeError(), refused(503), refused(403)]);
  const told: number[] = [];
  await uploadParts(file, api, (sent) => told.push(sent), never);
  expect(whole()).toEqual(bytes);
  expect(seen.put).toEqual([1, 1, 1, 1]);
  expect(seen.presigned).toEqual([[1], [1], [1], [1]]);
  expect(seen.pauses).toEqual([1_000, 2_000, 4_000]);
  // A failed try's bytes are subtracted again.
  expect(told).toEqual([0, 0, 1, 0, 1, 0, 1, 0, 1, PART]);
});

test('what does not pass ends the upload at once; what does, after so many tries; and no further part is sent', async () => {
  const gone = bucket(80, [], [refused(404)]);
  await expect(uploadParts(gone.file, gone.api, () => {}, never)).rejects.toMatchObject({ status: 404 });
  expect(gone.seen.pauses).toEqual([]);
  expect(gone.seen.completed).toBe(0);

  const away = bucket(
    PART,
    [],
    Array.from({ length: TRIES }, () => new TypeError()),
  );
  await expect(uploadParts(away.file, away.api, () => {}, never)).rejects.toThrow(TypeError);
  expect(away.seen.put).toHaveLength(TRIES);
  expect(away.seen.pauses).toHaveLength(TRIES - 1);
});

test('stopped, it sends nothing more; called again, it goes on with what is missing', async () => {
  const { api, seen, file, bytes, whole } = bucket(80);
  const stop = new AbortController();
  const first = uploadParts(file, api, (sent) => sent >= 10 && stop.abort(new Error('paused')), stop.signal);
  await expect(first).rejects.toThrow('paused');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = seen.put.length;
  expect(before).toBeLessThan(10);
  expect(seen.completed).toBe(0);
  await uploadParts(file, api, () => {}, never);
  expect(whole()).toEqual(bytes);
  expect(seen.put.length).toBeLessThanOrEqual(20 + AT_ONCE);
});

test.each([
  [new TypeError(), true],
  [refused(500), true],
  [refused(403), true],
  [refused(429), true],
  [refused(404), false],
  [refused(409), false],
  [refused(401), false],
  [new Error('a mistake of this page'), false],
])('tries again: %s %s', (error, passes) => {
  expect(isPassing(error)).toBe(passes);
});
