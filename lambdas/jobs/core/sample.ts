// Chooses the bounds of the range partitioner: quantiles of the keys in a sample.
import { type Blobs, READ_BYTES } from './blobs.ts';
import { Bytes } from './bytes.ts';
import type { Input } from './inputs/input.ts';
import type { Kind, Options } from './kind.ts';
import { readPiece } from './tasks/read-piece.ts';

export interface Sampling {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly options: Options;
  readonly inputs: readonly Input[];
  readonly partitions: number;
}

/** Number of places sampled, one chunk each: at most 4 MB. */
const PLACES = 64;

/**
 * Returns partitions - 1 ascending keys, the same for the same input. Parts are only about equally long; any bounds
 * give a correct result. With fewer keys than partitions, some partitions are empty.
 */
export async function sampleBounds({ blobs, kind, options, inputs, partitions }: Sampling): Promise<readonly string[]> {
  const collector = kind.collector(options, Number.POSITIVE_INFINITY, () => {});
  const total = inputs.reduce((sum, { size }) => sum + size, 0);
  for (const { input, from } of placesIn(inputs, total)) {
    const to = Math.min(input.size, from + READ_BYTES);
    const piece = input.whole ? { ...input, from: 0, to: input.size } : { ...input, from, to };
    collector.begin(piece);
    let bytes = 0;
    for await (const { at, chunk } of readPiece(blobs, piece)) {
      collector.add(chunk.subarray(0, READ_BYTES), at);
      bytes += chunk.length;
      if (bytes >= READ_BYTES) break;
    }
    collector.end();
  }
  const keys = collector.sorted();
  const key = new Bytes();
  return Array.from({ length: partitions - 1 }, (_, i) => {
    key.length = 0;
    if (keys.length > 0) keys.writeKey(Math.floor((keys.length * (i + 1)) / partitions), key);
    return Buffer.from(key.view()).toString();
  });
}

/** Spreads the places evenly over the bytes of all inputs; some files can only be read from their start. */
function placesIn(inputs: readonly Input[], total: number): { input: Input; from: number }[] {
  const places: { input: Input; from: number }[] = [];
  let [i, before] = [0, 0];
  for (let n = 0; n < PLACES; n += 1) {
    const at = Math.floor((total * n) / PLACES);
    while (i < inputs.length && before + (inputs[i] as Input).size <= at) before += (inputs[i++] as Input).size;
    const input = inputs[i];
    if (!input) break;
    const from = input.whole ? 0 : at - before;
    const last = places.at(-1);
    if (last?.input === input && (input.whole || from < last.from + READ_BYTES)) continue;
    places.push({ input, from });
  }
  return places;
}
