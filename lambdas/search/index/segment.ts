// A segment: documents and the positions of their words, immutable, as one run of bytes that is read in ranges.
//
// postings    of each term: documents as gaps with counts; then the positions in each document as gaps
// dictionary  blocks of 64 terms in order; a term shares the beginning of the one before it
// tail        mark, documents in the order of their ids, and the first term and length of each block
//
// A search keeps the tail, reads a block to find a term, and a range to get its documents. It reads positions only for
// phrases. The same documents make the same bytes.
import { ByteReader, ByteWriter } from './bytes.ts';

/** A document in an index. The highest version of an id counts; a document without words was removed. */
export interface IndexedDocument {
  readonly documentId: string;
  readonly version: number;
  /** In words; undefined for a removed document. */
  readonly length: number | undefined;
}

/** Where a term occurs: ascending document ordinals, each with ascending positions. */
export interface Posting {
  readonly ordinal: number;
  readonly positions: readonly number[];
}

export interface Built {
  readonly bytes: Uint8Array;
  /** Where the tail starts. */
  readonly tailFrom: number;
  readonly documents: number;
}

const MARK = 'seg1';
const TERMS_A_BLOCK = 64;

/** Terms must be in ascending order, each once; documents in the order of their ids. */
export function buildSegment(
  documents: readonly IndexedDocument[],
  terms: Iterable<readonly [term: string, postings: readonly Posting[]]>,
): Built {
  const postings = new ByteWriter();
  const dictionary = new ByteWriter();
  const blocks: { first: string; length: number }[] = [];
  let [inBlock, before, blockFrom] = [0, '', 0];
  for (const [term, found] of terms) {
    if (inBlock === 0) {
      blockFrom = dictionary.length;
      blocks.push({ first: term, length: 0 });
      dictionary.number(postings.length);
      before = '';
    }
    const [documentBytes, positionBytes] = writePostings(postings, found);
    const shared = sharedLength(before, term);
    dictionary.number(shared);
    dictionary.text(term.slice(shared));
    dictionary.number(found.length);
    dictionary.number(documentBytes);
    dictionary.number(positionBytes);
    before = term;
    inBlock = (inBlock + 1) % TERMS_A_BLOCK;
    const last = blocks.at(-1);
    if (last) last.length = dictionary.length - blockFrom;
  }
  const tailFrom = postings.length + dictionary.length;
  const tail = writeTail(documents, postings.length, blocks);
  return {
    bytes: Buffer.concat([postings.taken(), dictionary.taken(), tail]),
    tailFrom,
    documents: documents.length,
  };
}

function writePostings(into: ByteWriter, found: readonly Posting[]): [documents: number, positions: number] {
  const from = into.length;
  let before = 0;
  for (const { ordinal, positions } of found) {
    into.number(ordinal - before);
    into.number(positions.length);
    before = ordinal;
  }
  const middle = into.length;
  for (const { positions } of found) {
    let last = 0;
    for (const position of positions) {
      into.number(position - last);
      last = position;
    }
  }
  return [middle - from, into.length - middle];
}

/** In UTF-16 code units as JavaScript counts them, but never splitting a surrogate pair: both parts stay valid text. */
function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  const last = a.charCodeAt(length - 1);
  return last >= 0xd800 && last < 0xdc00 ? length - 1 : length;
}

function writeTail(
  documents: readonly IndexedDocument[],
  dictionaryFrom: number,
  blocks: readonly { first: string; length: number }[],
): Uint8Array {
  const tail = new ByteWriter();
  tail.text(MARK);
  tail.number(documents.length);
  for (const { documentId, version, length } of documents) {
    tail.text(documentId);
    tail.number(version);
    tail.number(length === undefined ? 0 : length + 1);
  }
  tail.number(dictionaryFrom);
  tail.number(blocks.length);
  for (const { first, length } of blocks) {
    tail.text(first);
    tail.number(length);
  }
  return tail.taken();
}

export interface Block {
  readonly first: string;
  readonly from: number;
  readonly to: number;
}
export interface Tail {
  readonly documents: readonly IndexedDocument[];
  readonly blocks: readonly Block[];
}

export function readTail(bytes: Uint8Array): Tail {
  const reader = new ByteReader(bytes);
  const mark = reader.text();
  if (mark !== MARK) throw new Error(`Not a segment: it begins with ${JSON.stringify(mark)}`);
  const documents = Array.from({ length: reader.number() }, () => {
    const documentId = reader.text();
    const version = reader.number();
    const length = reader.number();
    return { documentId, version, length: length === 0 ? undefined : length - 1 };
  });
  let from = reader.number();
  const blocks = Array.from({ length: reader.number() }, () => {
    const first = reader.text();
    const to = from + reader.number();
    const block = { first, from, to };
    from = to;
    return block;
  });
  return { documents, blocks };
}

/** A term with the location of its postings in the segment. */
export interface TermEntry {
  readonly term: string;
  readonly documents: number;
  readonly from: number;
  readonly positionsFrom: number;
  readonly to: number;
}

export function readBlock(bytes: Uint8Array): TermEntry[] {
  const reader = new ByteReader(bytes);
  const entries: TermEntry[] = [];
  let from = reader.number();
  let before = '';
  while (!reader.isAtEnd) {
    const shared = reader.number();
    const term = before.slice(0, shared) + reader.text();
    const documents = reader.number();
    const positionsFrom = from + reader.number();
    const to = positionsFrom + reader.number();
    entries.push({ term, documents, from, positionsFrom, to });
    [from, before] = [to, term];
  }
  return entries;
}

export interface Occurrences {
  readonly ordinals: Uint32Array;
  /** How often the term occurs in each document. */
  readonly counts: Uint32Array;
}

export function readOccurrences({ documents }: TermEntry, bytes: Uint8Array): Occurrences {
  const reader = new ByteReader(bytes);
  const [ordinals, counts] = [new Uint32Array(documents), new Uint32Array(documents)];
  let ordinal = 0;
  for (let i = 0; i < documents; i += 1) {
    ordinal += reader.number();
    ordinals[i] = ordinal;
    counts[i] = reader.number();
  }
  return { ordinals, counts };
}

/** The positions in each of the term's documents, in their order. */
export function readPositions({ counts }: Occurrences, bytes: Uint8Array): number[][] {
  const reader = new ByteReader(bytes);
  return Array.from(counts, (count) => {
    let position = 0;
    return Array.from({ length: count }, () => {
      position += reader.number();
      return position;
    });
  });
}
