// Format of the intermediate file: for each partition its keys in order, each with one value. A key is its difference from
// the one before (two varints and the rest), a value as a varint and that many bytes: word count takes 5 to 6 bytes an entry.
import { Bytes } from './bytes.ts';

/** Partition p is the bytes [offsets[p], offsets[p + 1]) of one combined file. */
export interface RunIndex {
  readonly key: string;
  readonly offsets: readonly number[];
  /** Keys were dealt in turns: a key may be in several partitions until a merge makes it whole. */
  readonly dealt?: boolean;
}

/** Writes the entries of one partition; keys must come in ascending order. */
export class RunWriter {
  readonly out: Bytes;
  #last = new Bytes();

  constructor(out: Bytes) {
    this.out = out;
  }

  entry(key: Uint8Array, keyLength: number, value: Uint8Array, valueLength = value.length): void {
    const last = this.#last;
    const most = Math.min(last.length, keyLength);
    let shared = 0;
    while (shared < most && last.buffer[shared] === key[shared]) shared += 1;
    this.out.varint(shared);
    this.out.varint(keyLength - shared);
    this.out.bytes(key, shared, keyLength);
    this.out.varint(valueLength);
    this.out.bytes(value, 0, valueLength);
    last.length = shared;
    last.bytes(key, shared, keyLength);
  }

  /** Starts a partition with the next key. */
  restart(): void {
    this.#last.length = 0;
  }
}

/** Reads one partition of one run, entry by entry. Most steps need no await, since a chunk holds many entries. */
export class RunReader {
  /** Key of the current entry. */
  readonly key = new Bytes();
  #buffer: Uint8Array = new Uint8Array(0);
  #at = 0;
  #valueFrom = 0;
  #valueTo = 0;
  #left: number;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #name: string;

  constructor(chunks: AsyncIterable<Uint8Array>, bytes: number, name: string) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#left = bytes;
    this.#name = name;
  }

  /** Value of the current entry; valid until the next step. */
  get value(): Uint8Array {
    return this.#buffer.subarray(this.#valueFrom, this.#valueTo);
  }

  /** Moves to the next entry. False when the buffer does not hold all of it: fill() and try again. */
  step(): boolean {
    const start = this.#at;
    const shared = this.#varint();
    const added = this.#varint();
    if (added >= 0 && this.#at + added <= this.#buffer.length) {
      const from = this.#at;
      this.#at += added;
      const size = this.#varint();
      if (size >= 0 && this.#at + size <= this.#buffer.length) {
        this.key.length = shared;
        this.key.bytes(this.#buffer, from, from + added);
        this.#valueFrom = this.#at;
        this.#at += size;
        this.#valueTo = this.#at;
        return true;
      }
    }
    this.#at = start;
    return false;
  }

  /** Reads a varint; -1 when it is cut off. */
  #varint(): number {
    let value = 0;
    let scale = 1;
    for (let at = this.#at; at < this.#buffer.length; at += 1) {
      const byte = this.#buffer[at] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.#at = at + 1;
        return value;
      }
      scale *= 0x80;
    }
    this.#at = this.#buffer.length;
    return -1;
  }

  /** Reads more bytes; false at the end of the partition. Throws when the run ends early, so half a run never becomes a result. */
  async fill(): Promise<boolean> {
    const rest = this.#buffer.subarray(this.#at);
    if (this.#left === 0) {
      if (rest.length > 0) throw new Error(`${this.#name} ends in the middle of an entry`);
      return false;
    }
    const { value: chunk, done } = await this.#chunks.next();
    if (done) throw new Error(`${this.#name} is ${this.#left} bytes too short`);
    if (chunk.length > this.#left) throw new Error(`${this.#name} is too long`);
    this.#left -= chunk.length;
    if (rest.length === 0) this.#buffer = chunk;
    else {
      // Doubles at least, so that an entry of many chunks is not copied once per chunk.
      const parts = [rest, chunk];
      let size = rest.length + chunk.length;
      while (size < 2 * rest.length && this.#left > 0) {
        const { value: more, done: short } = await this.#chunks.next();
        if (short) throw new Error(`${this.#name} is ${this.#left} bytes too short`);
        this.#left -= more.length;
        size += more.length;
        parts.push(more);
      }
      this.#buffer = Buffer.concat(parts);
    }
    this.#at = 0;
    return true;
  }

  /** Moves to the next entry; false at the end. */
  async next(): Promise<boolean> {
    while (!this.step()) if (!(await this.fill())) return false;
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
