// The level between map and reduce: merges the runs of a group of mappers into one, so that reducers request few ranges.
import { type Blobs, WRITE_BYTES } from '../blobs.ts';
import { Bytes } from '../bytes.ts';
import type { Kind } from '../kind.ts';
import { mergeRuns, narrow, type Source, take } from '../merge.ts';
import { byHash } from '../partition.ts';
import { type RunIndex, RunReader, RunWriter } from '../run.ts';
import { Spool } from '../spool.ts';
import { hashOf } from '../words/key-hash.ts';

export interface MergeTask {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly runs: readonly RunIndex[];
  readonly outKey: string;
  readonly memoryBytes: number;
}

/** Reads every run by one request and writes the merged run by one. */
export async function mergeTask(task: MergeTask): Promise<{ run: RunIndex; bytes: number; records: number }> {
  const spool = new Spool();
  const counts = { bytes: 0, records: 0 };
  const offsets: number[] = [];
  const dealt = task.runs.some((run) => run.dealt);
  try {
    const body = dealt ? madeWhole(task, spool, counts, offsets) : inOrder(task, counts, offsets);
    await task.blobs.write(task.outKey, body);
  } finally {
    await spool.close();
  }
  return { run: { key: task.outKey, offsets }, ...counts };
}

interface Counts {
  bytes: number;
  records: number;
}

const partitionsOf = (runs: readonly RunIndex[]): number => (runs[0]?.offsets.length ?? 1) - 1;

/** Merges one partition after the other; each run holds its stretches in the same order. */
async function* inOrder({ blobs, kind, runs }: MergeTask, counts: Counts, offsets: number[]) {
  const out = new Bytes();
  const writer = new RunWriter(out);
  const files = runs.map((run) => new Stretches(blobs, run));
  try {
    for (let p = 0; p < partitionsOf(runs); p += 1) {
      offsets.push(counts.bytes);
      writer.restart();
      const sources = files.map((file) => file.source(p));
      const onEntry = (key: Bytes, value: Uint8Array) => {
        counts.records += 1;
        writer.entry(key.buffer, key.length, value);
      };
      for await (const chunk of mergeRuns(sources, kind, out, onEntry)) {
        counts.bytes += chunk.length;
        yield chunk;
      }
    }
    offsets.push(counts.bytes);
  } finally {
    for (const file of files) await file.close();
  }
}

/** Reads a run once, from its first partition to its last. */
class Stretches {
  readonly #run: RunIndex;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array | undefined;

  constructor(blobs: Blobs, run: RunIndex) {
    this.#run = run;
    this.#chunks = blobs.read(run.key)[Symbol.asyncIterator]();
  }

  source(partition: number): Source {
    const [from = 0, to = 0] = this.#run.offsets.slice(partition, partition + 2);
    return () => new RunReader(this.#take(to - from), to - from, `partition ${partition} of ${this.#run.key}`);
  }

  async *#take(bytes: number): AsyncIterable<Uint8Array> {
    for (let left = bytes; left > 0; ) {
      const chunk = this.#rest ?? (await this.#chunks.next()).value;
      if (!chunk) return;
      this.#rest = chunk.length > left ? chunk.subarray(left) : undefined;
      left -= Math.min(left, chunk.length);
      yield this.#rest ? chunk.subarray(0, chunk.length - this.#rest.length) : chunk;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** Merges all partitions at once, since dealt keys lie in every one; each key then goes to the partition of its hash. */
async function* madeWhole(
  { blobs, kind, runs, memoryBytes }: MergeTask,
  spool: Spool,
  counts: Counts,
  offsets: number[],
) {
  const sources: Source[] = [];
  for (const run of runs) {
    const start = spool.here();
    for await (const chunk of blobs.read(run.key)) await spool.append(chunk);
    const ends = run.offsets;
    if (spool.here() - start !== ends.at(-1)) throw new Error(`${run.key} does not match the length in its index`);
    for (let p = 0; p + 1 < ends.length; p += 1)
      sources.push(spool.part(start + (ends[p] as number), start + (ends[p + 1] as number)));
  }
  const partitions = Array.from({ length: partitionsOf(runs) }, () => {
    const out = new Bytes();
    return { out, writer: new RunWriter(out), parts: [] as { from: number; to: number }[] };
  });
  // Not output: it counts bytes, and is full when a partition has to be spilled.
  const full = new Bytes();
  let held = 0;
  const onEntry = (key: Bytes, value: Uint8Array) => {
    const partition = partitions[byHash(hashOf(key.buffer, key.length), partitions.length)];
    if (!partition) throw new RangeError('no such partition');
    const before = partition.out.length;
    partition.writer.entry(key.buffer, key.length, value);
    counts.records += 1;
    held += partition.out.length - before;
    if (held >= memoryBytes / 4) full.length = WRITE_BYTES;
  };
  const flush = async () => {
    for (const { out, parts } of partitions) {
      const from = spool.here();
      await spool.append(take(out));
      parts.push({ from, to: spool.here() });
    }
    held = 0;
  };
  full.reserve(WRITE_BYTES);
  const few = await narrow(sources, kind, spool, memoryBytes);
  for await (const _ of mergeRuns(few, kind, full, onEntry)) await flush();
  for (const { out, parts } of partitions) {
    offsets.push(counts.bytes);
    for (const { from, to } of parts)
      for await (const chunk of spool.read(from, to)) {
        counts.bytes += chunk.length;
        yield chunk;
      }
    if (out.length === 0) continue;
    counts.bytes += out.length;
    yield take(out);
  }
  offsets.push(counts.bytes);
}
