// The objects a job reads: each with a name of its own, and whether its bytes may be cut.
import { inChunks } from '../../../shared/base/chunks.ts';
import type { Blobs } from '../blobs.ts';
import { HEAD_BYTES, isWhole } from './form.ts';

export interface Input {
  readonly key: string;
  readonly size: number;
  /** Display name (the docId of an index), distinct within a job. */
  readonly name?: string;
  /** It can be read only from its beginning. */
  readonly whole?: true;
  /** The version that the job reads. A store that knows versions refuses any other. */
  readonly etag?: string;
}

const AT_ONCE = 32;

/** The inputs as they can be planned: reads the first bytes of each. Throws Unreadable. */
export async function inspect(blobs: Blobs, inputs: readonly Input[]): Promise<readonly Input[]> {
  return inChunks(named(inputs), AT_ONCE, async (input) => {
    const { key, name = key, size, etag } = input;
    const chunks: Uint8Array[] = [];
    if (size > 0) for await (const chunk of blobs.read(key, 0, Math.min(size, HEAD_BYTES), etag)) chunks.push(chunk);
    return isWhole(Buffer.concat(chunks), name) ? { ...input, whole: true } : input;
  });
}

/** Inputs of one name are told apart by marks that meet no given name: the second a.txt is `a.txt #2`. */
export function named(inputs: readonly Input[]): readonly Input[] {
  const nameOf = ({ key, name = key }: Input) => name;
  const taken = new Set<string>();
  const given = new Set(inputs.map(nameOf));
  const marks = new Map<string, number>();
  return inputs.map((input) => {
    const name = nameOf(input);
    if (!taken.has(name)) {
      taken.add(name);
      return input;
    }
    let [mark, marked] = [marks.get(name) ?? 1, name];
    while (given.has(marked) || taken.has(marked)) marked = `${name} #${++mark}`;
    marks.set(name, mark);
    taken.add(marked);
    return { ...input, name: marked };
  });
}
