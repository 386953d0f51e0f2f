// Runs one map task: reads a split and writes one combined file of sorted partitions.
import { type Blobs, READ_BYTES, WRITE_BYTES } from '../blobs.ts';
import { Bytes } from '../bytes.ts';
import type { Entries } from '../entries.ts';
import { Unreadable } from '../inputs/unreadable.ts';
import type { Collector, Kind, Options } from '../kind.ts';
import { mergeRuns, narrow, type Source, take } from '../merge.ts';
import { type Partitioner, type PartitionOf, partitionBy } from '../partition.ts';
import { type RunIndex, RunWriter } from '../run.ts';
import type { Split } from '../split.ts';
import { Spool } from '../spool.ts';
import { readPiece } from './read-piece.ts';

export interface Skipped {
  readonly key: string;
  /** Offset of the record's first byte; in a file of gzip or UTF-16, within what it decodes to, in UTF-8. */
  readonly offset: number;
  readonly reason: string;
}

export interface MapTask {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly options: Options;
  readonly split: Split;
  readonly partitions: number;
  readonly partitioner: Partitioner;
  /** Bounds of the range partitioner, from sampleBounds: partitions - 1 keys. */
  readonly bounds?: readonly string[];
  readonly outKey: string;
  /** Approximate memory of the task, on top of Node's own. A task that needs more spills to the machine's disk. */
  readonly memoryBytes: number;
  /** Policy for records that map refuses: fail at the first, or when more than `upTo` are skipped. */
  readonly poison: { readonly policy: 'fail' | 'skip'; readonly upTo: number };
  readonly onProgress?: (bytes: number) => void;
}

export interface Mapped {
  readonly run: RunIndex;
  readonly bytes: number;
  readonly records: number;
  readonly skipped: readonly Skipped[];
}

/** Names the record and why it was refused. */
export class PoisonRecord extends Unreadable {
  constructor({ key, offset, reason }: Skipped) {
    super(`${key} at byte ${offset}: ${reason}`);
    this.name = 'PoisonRecord';
  }
}

export async function mapTask(task: MapTask): Promise<Mapped> {
  const { blobs, kind, split, partitions, poison, memoryBytes } = task;
  const skipped: Skipped[] = [];
  let [object, bytes] = ['', 0];
  const collector = kind.collector(task.options, memoryBytes, (offset, reason) => {
    const record = { key: object, offset, reason };
    if (poison.policy === 'fail' || skipped.length >= poison.upTo) throw new PoisonRecord(record);
    skipped.push(record);
  });
  const partitionOf = partitionBy(task.partitioner, partitions, { bounds: task.bounds, first: split.index });
  const spool = new Spool();
  const spills: number[][] = [];
  const spill = async () => {
    const start = spool.here();
    const offsets: number[] = [];
    for (const chunk of encode(collector.sorted(), partitionOf, partitions, offsets)) await spool.append(chunk);
    spills.push(offsets.map((offset) => start + offset));
    collector.clear();
  };
  try {
    for (const piece of split.pieces) {
      object = piece.name ?? piece.key;
      collector.begin(piece);
      let left = piece.to - piece.from;
      const progress = (count: number) => {
        left -= count;
        bytes += count;
        task.onProgress?.(count);
      };
      const read = readPiece(blobs, piece, progress);
      for await (const { at, chunk } of read)
        for (let from = 0; from < chunk.length; from += READ_BYTES) {
          collector.add(chunk.subarray(from, from + READ_BYTES), at + from);
          // Arrays double and are copied while they do; the rest is for reading, sorting and writing.
          if (collector.held > memoryBytes / 4) await spill();
        }
      collector.end();
      // Bytes of a line that began in the piece before are read elsewhere, but count as done.
      progress(left);
    }
    const offsets: number[] = [];
    if (spills.length > 0) await spill();
    await blobs.write(
      task.outKey,
      spills.length === 0 ? whole(collector, partitionOf, partitions, offsets) : merged(task, spool, spills, offsets),
    );
    const run = { key: task.outKey, offsets, ...(task.partitioner === 'round-robin' && { dealt: true }) };
    return { run, bytes, records: collector.records, skipped };
  } finally {
    await spool.close();
  }
}

async function* whole(collector: Collector, partitionOf: PartitionOf, partitions: number, offsets: number[]) {
  yield* encode(collector.sorted(), partitionOf, partitions, offsets);
}

async function* merged(
  { kind, partitions, memoryBytes }: MapTask,
  spool: Spool,
  spills: number[][],
  offsets: number[],
) {
  let length = 0;
  const out = new Bytes();
  const writer = new RunWriter(out);
  for (let p = 0; p < partitions; p += 1) {
    offsets.push(length);
    writer.restart();
    const sources: Source[] = spills.map((spilled) => spool.part(spilled[p] as number, spilled[p + 1] as number));
    const few = await narrow(sources, kind, spool, memoryBytes);
    for await (const chunk of mergeRuns(few, kind, out, (key, value) => writer.entry(key.buffer, key.length, value))) {
      length += chunk.length;
      yield chunk;
    }
  }
  offsets.push(length);
}

/** Encodes the entries by partition, keys ascending in each. Fills `offsets` with each partition's start, then the end. */
function* encode(entries: Entries, partitionOf: PartitionOf, partitions: number, offsets: number[]) {
  const of = new Uint32Array(entries.length);
  const starts = new Uint32Array(partitions + 1);
  const key = new Bytes();
  const value = new Bytes();
  for (let i = 0; i < entries.length; i += 1) {
    key.length = 0;
    entries.writeKey(i, key);
    const p = partitionOf(i, entries.hashAt(i), key);
    of[i] = p;
    starts[p + 1] = (starts[p + 1] as number) + 1;
  }
  for (let p = 0; p < partitions; p += 1) starts[p + 1] = (starts[p + 1] as number) + (starts[p] as number);
  const order = new Uint32Array(entries.length);
  const next = starts.slice();
  for (let i = 0; i < entries.length; i += 1) {
    const p = of[i] as number;
    order[next[p] as number] = i;
    next[p] = (next[p] as number) + 1;
  }
  const out = new Bytes(WRITE_BYTES + 4096);
  const writer = new RunWriter(out);
  let length = 0;
  for (let p = 0; p < partitions; p += 1) {
    offsets.push(length + out.length);
    writer.restart();
    for (let o = starts[p] as number; o < (starts[p + 1] as number); o += 1) {
      const i = order[o] as number;
      key.length = 0;
      value.length = 0;
      entries.writeKey(i, key);
      entries.writeValue(i, value);
      writer.entry(key.buffer, key.length, value.buffer, value.length);
      if (out.length >= WRITE_BYTES) {
        length += out.length;
        yield take(out);
      }
    }
  }
  offsets.push(length + out.length);
  if (out.length > 0) yield take(out);
}
