// A key that is in many runs, spills, values or previews counts as often as it is there: nothing stops at nine.
import { describe, expect, test } from '@jest/globals';
import { memoryBlobs } from '../../../test/jobs/memory-blobs.ts';
import { analyse, countWords, indexWords } from '../../../test/jobs/oracle.ts';
import { joined } from '../../../test/jobs/small-job.ts';
import { Bytes } from './bytes.ts';
import type { Kind } from './kind.ts';
import { type KindName, kindNames, kindOf } from './kinds.ts';
import { Sketch } from './logs/sketch.ts';
import type { Partitioner } from './partition.ts';
import type { RunIndex } from './run.ts';
import { planSplits } from './split.ts';
import { mapTask } from './tasks/map-task.ts';
import { mergeTask } from './tasks/merge-task.ts';
import { mergePreviews, type PreviewLine, reduceTask } from './tasks/reduce-task.ts';

const MEMORY = 2 ** 26;
/** So little that four readers are open at once, and the rest goes through the spool. */
const LITTLE_MEMORY = 2 ** 20;
const COUNTS = [1, 2, 9, 10, 11, 12, 33, 100];

const logLine = (i: number): string =>
  `192.0.2.${i % 3} - - [22/Nov/2026:10:46:53 +0000] "GET /a/${i} HTTP/1.1" ${i % 4 === 0 ? 500 : 200} 1 "-" "-" 0.250\n`;

/** A text whose first word, route or minute is in all of them. */
const bodyOf: Record<KindName, (i: number) => string> = {
  'word-count': (i) => `all half${i % 2} only${i} all\n`,
  'inverted-index': (i) => `all half${i % 2} only${i} all\n`,
  'log-analysis': logLine,
};

const truthOf: Record<KindName, (bodies: readonly string[]) => string> = {
  'word-count': countWords,
  'inverted-index': (bodies) => indexWords(Object.fromEntries(bodies.map((body, i) => [`${i}`, body]))),
  'log-analysis': (bodies) => {
    const accesses = bodies.map((_, i) => {
      const [client, status] = [`192.0.2.${i % 3}`, i % 4 === 0 ? 500 : 200];
      return { minute: '2026-11-22T10:46Z', client, route: 'GET /a/:id', status, ms: 250 };
    });
    const lines = [...analyse(accesses)].map(([key, { requests, errors }]) => {
      // All durations are one: the sketch's own answer for it.
      const [ms, sketch] = [250, new Sketch()];
      sketch.add(ms);
      const shown = Number(sketch.quantile(0.5)?.toPrecision(4));
      const quantiles = key.startsWith('route') && { p50Ms: shown, p95Ms: shown, p99Ms: shown };
      return `${key}\t${JSON.stringify({ requests, errors, ...quantiles })}\n`;
    });
    return joined(lines.sort().map((line) => line));
  },
};

async function mapped(kind: Kind, bodies: readonly string[], partitioner: Partitioner, partitions: number) {
  const files = Object.fromEntries(bodies.map((body, i) => [`${i}`, body]));
  const blobs = memoryBlobs(files, 50);
  const inputs = await Promise.all(Object.keys(files).map(async (key) => ({ key, size: await blobs.size(key) })));
  const runs: RunIndex[] = [];
  for (const split of planSplits(inputs, 1, { wholeFiles: true })) {
    const poison = { policy: 'fail', upTo: 0 } as const;
    const task = { blobs, kind, options: {}, split, partitions, partitioner, memoryBytes: MEMORY, poison };
    runs.push((await mapTask({ ...task, outKey: `run-${split.index}` })).run);
  }
  return { blobs, runs };
}

async function reduced(
  kind: Kind,
  { blobs, runs }: Awaited<ReturnType<typeof mapped>>,
  partitions: number,
  memoryBytes = MEMORY,
) {
  const texts: string[] = [];
  for (let partition = 0; partition < partitions; partition += 1) {
    const outKey = `part-${partition}`;
    await reduceTask({ blobs, kind, options: {}, partition, runs, outKey, memoryBytes });
    texts.push(Buffer.from(blobs.objects.get(outKey) ?? []).toString());
  }
  return joined(texts);
}

describe.each(kindNames)('%s', (name) => {
  const kind = kindOf(name);
  const bodies = (count: number) => Array.from({ length: count }, (_, i) => bodyOf[name](i));

  test.each(COUNTS)('reduces a key of %d runs, open at once or a few at a time', async (count) => {
    const world = await mapped(kind, bodies(count), 'hash', 2);
    expect(world.runs).toHaveLength(count);
    expect(await reduced(kind, world, 2)).toBe(truthOf[name](bodies(count)));
    expect(await reduced(kind, world, 2, LITTLE_MEMORY)).toBe(truthOf[name](bodies(count)));
  });

  test.each(COUNTS)('merges a key of %d runs, by hash and dealt in turns', async (count) => {
    for (const partitioner of ['hash', 'round-robin'] as const)
      for (const memoryBytes of [MEMORY, LITTLE_MEMORY]) {
        const { blobs, runs } = await mapped(kind, bodies(count), partitioner, 3);
        const { run } = await mergeTask({ blobs, kind, runs, outKey: 'merged', memoryBytes });
        expect(await reduced(kind, { blobs, runs: [run] }, 3)).toBe(truthOf[name](bodies(count)));
      }
  });

  test.each(COUNTS)('maps a key that is in %d spills', async (count) => {
    const whole = bodies(count).join('');
    const blobs = memoryBlobs({ 0: whole }, Math.ceil(whole.length / count));
    const split = { index: 0, pieces: [{ key: '0', from: 0, to: whole.length, size: whole.length }] };
    const poison = { policy: 'fail', upTo: 0 } as const;
    const task = { blobs, kind, options: {}, split, partitions: 1, partitioner: 'hash' as const, poison };
    const { run } = await mapTask({ ...task, memoryBytes: 1, outKey: 'run-0' });
    const truth = name === 'log-analysis' ? truthOf[name](bodies(count)) : truthOf[name]([whole]);
    expect(await reduced(kind, { blobs, runs: [run] }, 1)).toBe(truth);
  });

  test.each(COUNTS)('combines %d values as it combines them two by two, and in any groups', (count) => {
    const values = bodies(count).map((body, i) => {
      const collector = kind.collector({}, MEMORY, () => {});
      collector.begin({ key: `${i}`, from: 0, to: body.length, size: body.length });
      collector.add(Buffer.from(body), 0);
      collector.end();
      const [entries, value] = [collector.sorted(), new Bytes()];
      // The first key of each is the same: all, or the client.
      entries.writeValue(0, value);
      return value.copy();
    });
    const combine = (some: readonly Uint8Array[]) => Buffer.from(kind.combine(some));
    const all = combine(values);
    const pairwise = values
      .slice(1)
      .reduce<Buffer>((sum, value) => combine([sum, value]), Buffer.from(values[0] ?? []));
    expect(pairwise).toEqual(count === 1 ? Buffer.from(values[0] ?? []) : all);
    for (const at of [1, 9, 10].filter((cut) => cut < count))
      expect(combine([combine(values.slice(0, at)), combine(values.slice(at))])).toEqual(all);
  });
});

test.each(COUNTS)('a sketch of %d merged ones holds all of their values', (count) => {
  const [merged, whole] = [new Sketch(), new Sketch()];
  for (let i = 0; i < count; i += 1) {
    const one = new Sketch();
    one.add(250);
    one.add(i);
    merged.merge(one);
    whole.add(250);
    whole.add(i);
  }
  const [a, b] = [new Bytes(), new Bytes()];
  merged.write(a);
  whole.write(b);
  expect([merged.count, a.view()]).toEqual([2 * count, b.view()]);
});

test.each(COUNTS)('the preview of %d parts has the highest of all, of equal ones the first by name', (count) => {
  const line = (i: number, n: number): PreviewLine => ({ section: 'route', rank: n % 3, line: `line ${n}-${i}` });
  const previews = Array.from({ length: count }, (_, i) => Array.from({ length: 20 }, (_, n) => line(i, n)));
  const sorted = previews.flat().sort((a, b) => b.rank - a.rank || (a.line < b.line ? -1 : 1));
  expect(mergePreviews(previews)).toEqual(sorted.slice(0, 20));
});
