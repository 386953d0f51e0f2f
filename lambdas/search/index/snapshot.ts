// The index at one moment: its segments, and the version of each document that counts. Results do not depend on the
// number of segments or the order in which they came.
import {
  type Block,
  type IndexedDocument,
  type Occurrences,
  readBlock,
  readOccurrences,
  readPositions,
  readTail,
  type TermEntry,
} from './segment.ts';

/** Bytes of a segment from `from` to `to`, exclusive. */
export type Range = (from: number, to: number) => Promise<Uint8Array>;

export interface SegmentSource {
  readonly tailFrom: number;
  readonly size: number;
  readonly read: Range;
}

interface Opened {
  readonly documents: readonly IndexedDocument[];
  readonly blocks: readonly Block[];
  readonly read: Range;
}

/** An open segment, with 1 for each document that counts and 0 for each that was changed or removed since. */
export class LiveSegment {
  readonly documents: readonly IndexedDocument[];
  readonly live: Uint8Array;
  readonly #opened: Opened;

  constructor(opened: Opened, live: Uint8Array) {
    this.documents = opened.documents;
    this.live = live;
    this.#opened = opened;
  }

  async find(term: string): Promise<TermEntry | undefined> {
    const block = this.#opened.blocks[this.#blockOf(term)];
    return block && (await this.#entries(block)).find((entry) => entry.term === term);
  }

  /** All terms with this prefix, in order. */
  async beginningWith(beginning: string): Promise<TermEntry[]> {
    const { blocks } = this.#opened;
    const from = Math.max(0, this.#blockOf(beginning));
    const after = blocks.findIndex(({ first }, i) => i > from && first > beginning && !first.startsWith(beginning));
    const entries = await Promise.all(
      blocks.slice(from, after === -1 ? undefined : after).map((block) => this.#entries(block)),
    );
    return entries.flat().filter(({ term }) => term.startsWith(beginning));
  }

  async occurrences(entry: TermEntry): Promise<Occurrences> {
    return readOccurrences(entry, await this.#opened.read(entry.from, entry.positionsFrom));
  }

  /** The same for consecutive terms, which are stored together, so one read fetches all. */
  async occurrencesOfRun(entries: readonly TermEntry[]): Promise<Occurrences[]> {
    const [first, last] = [entries.at(0), entries.at(-1)];
    if (!first || !last) return [];
    const bytes = await this.#opened.read(first.from, last.to);
    return entries.map((entry) =>
      readOccurrences(entry, bytes.subarray(entry.from - first.from, entry.positionsFrom - first.from)),
    );
  }

  async positions(entry: TermEntry, occurrences: Occurrences): Promise<number[][]> {
    return readPositions(occurrences, await this.#opened.read(entry.positionsFrom, entry.to));
  }

  async #entries({ from, to }: Block): Promise<TermEntry[]> {
    return readBlock(await this.#opened.read(from, to));
  }

  /** The last block that starts at or before the term; -1 when the term is before all blocks. */
  #blockOf(term: string): number {
    const { blocks } = this.#opened;
    let [low, high] = [0, blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((blocks[middle]?.first ?? '') <= term) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

export interface Snapshot {
  readonly segments: readonly LiveSegment[];
  /** Number of documents that count. */
  readonly documents: number;
  /** Total number of their words. */
  readonly words: number;
}

export async function openSegment({ tailFrom, size, read }: SegmentSource): Promise<Opened> {
  return { ...readTail(await read(tailFrom, size)), read };
}

/** Looks at every document once: about 30 ms for 100,000. If two segments have the same version, the first counts. */
export function snapshotOf(opened: readonly Opened[]): Snapshot {
  const highest = new Map<string, { version: number; segment: number; ordinal: number }>();
  for (const [segment, { documents }] of opened.entries()) {
    for (const [ordinal, { documentId, version }] of documents.entries()) {
      const known = highest.get(documentId);
      if (!known || known.version < version) highest.set(documentId, { version, segment, ordinal });
    }
  }
  const live = opened.map(({ documents }) => new Uint8Array(documents.length));
  let [documents, words] = [0, 0];
  for (const { segment, ordinal } of highest.values()) {
    const length = opened[segment]?.documents[ordinal]?.length;
    const flags = live[segment];
    if (length === undefined || !flags) continue;
    flags[ordinal] = 1;
    documents += 1;
    words += length;
  }
  return { segments: opened.map((one, i) => new LiveSegment(one, live[i] ?? new Uint8Array())), documents, words };
}
