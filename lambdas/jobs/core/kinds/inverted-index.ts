// Maps each word to the documents and positions where it occurs. A result line is term<TAB>[["docId",[position,...]],...],
// documents in the byte order of their ids, positions ascending from 0. A document is a whole object; its id is the
// object's name within the input. Objects of the same name are joined into one document.
//
// The intermediate value is a sequence of stretches. Each is: varint of the bytes the id shares with the one before, varint
// of the remaining bytes and these bytes, varint of the number of positions, the first position, and each further one as a delta.
import { ByteReader, Bytes, compareBytes } from '../bytes.ts';
import type { Kind } from '../kind.ts';
import type { Piece } from '../split.ts';
import { wordCollector } from '../words/word-collector.ts';
import type { Chains } from '../words/word-table.ts';

interface Document {
  readonly id: Uint8Array;
  /** Number of the document's first place in the chains. */
  readonly first: number;
}

/** Every place of every word: its position in the document and the word's previous place. */
class Places implements Chains {
  #positions = new Int32Array(1 << 14);
  #previous = new Int32Array(1 << 14);
  #count = 0;
  #position = 0;
  #documents: Document[] = [];
  #idBytes = 0;
  #chain = new Int32Array(64);

  begin({ key, name = key }: Piece): void {
    this.#position = 0;
    this.#open(Buffer.from(name));
  }

  #open(id: Uint8Array): void {
    this.#documents.push({ id, first: this.#count + 1 });
    this.#idBytes += id.length + 100;
  }

  push(previous: number): number {
    this.#count += 1;
    const number = this.#count;
    if (number === this.#positions.length) {
      this.#positions = grown(this.#positions);
      this.#previous = grown(this.#previous);
    }
    this.#positions[number] = this.#position++;
    this.#previous[number] = previous;
    return number;
  }

  get held(): number {
    return 8 * this.#count + this.#idBytes;
  }

  /** Forgets the places; the next ones continue the same document. */
  clear(): void {
    const open = this.#documents.at(-1);
    this.#count = 0;
    this.#documents = [];
    this.#idBytes = 0;
    if (open) this.#open(open.id);
  }

  write(last: number, out: Bytes): void {
    let length = 0;
    for (let place = last; place !== 0; place = this.#previous[place] as number) {
      if (length === this.#chain.length) this.#chain = grown(this.#chain);
      this.#chain[length++] = place;
    }
    let d = 0;
    let before: Uint8Array | undefined;
    for (let i = length - 1; i >= 0; ) {
      const place = this.#chain[i] as number;
      d = this.#documentOf(place, d);
      const document = this.#documents[d] as Document;
      const end = this.#documents[d + 1]?.first ?? this.#count + 1;
      let j = i;
      while (j >= 0 && (this.#chain[j] as number) < end) j -= 1;
      let shared = 0;
      while (before && shared < before.length && before[shared] === document.id[shared]) shared += 1;
      out.varint(shared);
      out.varint(document.id.length - shared);
      out.bytes(document.id, shared);
      out.varint(i - j);
      let position = 0;
      for (; i > j; i -= 1) {
        const next = this.#positions[this.#chain[i] as number] as number;
        out.varint(next - position);
        position = next;
      }
      before = document.id;
    }
  }

  /** Finds the last document that begins at or before the place. A document without words begins where the next does. */
  #documentOf(place: number, from: number): number {
    let [low, high] = [from, this.#documents.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#documents[middle] as Document).first <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

interface Posting {
  readonly id: Uint8Array;
  readonly positions: number[];
}

function readPostings(value: Uint8Array): Posting[] {
  const reader = new ByteReader(value);
  const postings: Posting[] = [];
  let id = new Uint8Array(0);
  while (!reader.done) {
    const shared = reader.varint();
    const rest = reader.bytes(reader.varint());
    const next = new Uint8Array(shared + rest.length);
    next.set(id.subarray(0, shared));
    next.set(rest, shared);
    id = next;
    const positions = new Array<number>(reader.varint());
    let position = 0;
    for (let i = 0; i < positions.length; i += 1) {
      position += reader.varint();
      positions[i] = position;
    }
    postings.push({ id, positions });
  }
  return postings;
}

const byId = (a: Posting, b: Posting): number => compareBytes(a.id, a.id.length, b.id, b.id.length);

/** Joins the stretches of documents that a spill cut. */
function joined(postings: Posting[]): Posting[] {
  postings.sort(byId);
  const all: Posting[] = [];
  for (const posting of postings) {
    const last = all.at(-1);
    if (!last || byId(last, posting) !== 0) all.push(posting);
    else
      all[all.length - 1] = { id: last.id, positions: [...last.positions, ...posting.positions].sort((a, b) => a - b) };
  }
  return all;
}

const line = new Bytes();
const put = (text: string) => line.text(text);

export const invertedIndex: Kind = {
  name: 'inverted-index',
  wholeFiles: true,
  collector: () => {
    const places = new Places();
    return wordCollector((last, out) => places.write(last, out), places);
  },
  combine: (values) => Buffer.concat(values),
  reduce: (term, value) => {
    const postings = joined(readPostings(value));
    line.length = 0;
    line.bytes(term);
    put('\t[');
    for (const [i, { id, positions }] of postings.entries())
      put(`${i > 0 ? ',' : ''}[${JSON.stringify(Buffer.from(id).toString())},[${positions.join(',')}]]`);
    put(']\n');
    return { line: line.view(), rank: postings.length };
  },
};
