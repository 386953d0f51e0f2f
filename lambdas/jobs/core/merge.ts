// Merges sorted runs with a heap of readers and combines the values of each key.
import { type Blobs, READ_BYTES, WRITE_BYTES } from './blobs.ts';
import { Bytes, compareBytes } from './bytes.ts';
import type { Kind } from './kind.ts';
import { type RunIndex, RunReader, RunWriter } from './run.ts';
import type { Spool } from './spool.ts';

/** A source is opened only when its turn comes. */
export type Source = () => RunReader;

/** Sources of one partition of the runs; an empty partition costs no request. */
export function partitionSources(blobs: Blobs, runs: readonly RunIndex[], partition: number): Source[] {
  return runs.flatMap(({ key, offsets }) => {
    const [from = 0, to = 0] = offsets.slice(partition, partition + 2);
    if (to === from) return [];
    return [() => new RunReader(blobs.read(key, from, to), to - from, `partition ${partition} of ${key}`)];
  });
}

/**
 * Calls `onEntry` with every key of the sources once, in order, with one value, both valid during the call. It may write to
 * `out`, whose bytes are yielded in chunks, the rest at the end.
 */
export async function* mergeRuns(
  sources: readonly Source[],
  kind: Kind,
  out: Bytes,
  onEntry: (key: Bytes, value: Uint8Array) => void,
): AsyncIterable<Uint8Array> {
  const readers = sources.map((open) => open());
  try {
    const heap: RunReader[] = [];
    for (const reader of readers) if (await reader.next()) heap.push(reader);
    for (let i = (heap.length >> 1) - 1; i >= 0; i -= 1) sink(heap, i);
    const key = new Bytes();
    while (heap.length > 0) {
      const first = heap[0] as RunReader;
      key.length = 0;
      key.bytes(first.key.buffer, 0, first.key.length);
      // A reader does not overwrite the chunk it leaves, so the value stays valid.
      let value = first.value;
      if (!first.step() && !(await first.next())) removeFirst(heap);
      sink(heap, 0);
      let values: Uint8Array[] | undefined;
      while (heap.length > 0) {
        const next = heap[0] as RunReader;
        if (compareBytes(next.key.buffer, next.key.length, key.buffer, key.length) !== 0) break;
        values ??= [value];
        values.push(next.value);
        if (!next.step() && !(await next.next())) removeFirst(heap);
        sink(heap, 0);
      }
      if (values) value = kind.combine(values);
      onEntry(key, value);
      if (out.length >= WRITE_BYTES) yield take(out);
    }
    if (out.length > 0) yield take(out);
  } finally {
    for (const reader of readers) await reader.close();
  }
}

/** Reduces the sources to as many as may be open at once; merges the others through the spool first. */
export async function narrow(sources: readonly Source[], kind: Kind, spool: Spool, memoryBytes: number) {
  // A reader holds a chunk and, at a border, two joined ones.
  const most = Math.max(2, Math.floor(memoryBytes / 4 / READ_BYTES));
  const left = [...sources];
  while (left.length > most) {
    const out = new Bytes();
    const writer = new RunWriter(out);
    const group = left.splice(0, Math.min(most, left.length - most + 1));
    const segment = spool.here();
    for await (const chunk of mergeRuns(group, kind, out, (key, value) => writer.entry(key.buffer, key.length, value)))
      await spool.append(chunk);
    left.push(spool.since(segment));
  }
  return left;
}

export function take(out: Bytes): Uint8Array {
  const chunk = out.copy();
  out.length = 0;
  return chunk;
}

function removeFirst(heap: RunReader[]): void {
  const last = heap.pop() as RunReader;
  if (heap.length > 0) heap[0] = last;
}

function sink(heap: RunReader[], from: number): void {
  const item = heap[from];
  if (item === undefined) return;
  let i = from;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as RunReader, heap[child] as RunReader)) child += 1;
    if (!isBefore(heap[child] as RunReader, item)) break;
    heap[i] = heap[child] as RunReader;
    i = child;
  }
  heap[i] = item;
}

const isBefore = (a: RunReader, b: RunReader): boolean =>
  compareBytes(a.key.buffer, a.key.length, b.key.buffer, b.key.length) < 0;
