// Caches values made from pieces of lines, by the pieces' bytes: a hit makes no string.
import { hashOf } from '../words/key-hash.ts';

/** A power of two. A piece evicts whatever holds the slot of its hash. */
const SLOTS = 4096;
/** Longer pieces are not cached. */
const MOST_BYTES = 64;

/** Memoises `make`, whose result must depend on the piece alone. Takes 300 KB plus the results. */
export class PieceCache<Made> {
  readonly #make: (piece: string) => Made;
  readonly #pieces = new Uint8Array(SLOTS * MOST_BYTES);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #made: Made[] = [];

  constructor(make: (piece: string) => Made) {
    this.#make = make;
  }

  /** Looks up the bytes [from, to), which must be ASCII. */
  get(bytes: Buffer, from: number, to: number): Made {
    const length = to - from;
    if (length === 0 || length > MOST_BYTES) return this.#make(bytes.toString('latin1', from, to));
    const slot = hashOf(bytes, to, from) & (SLOTS - 1);
    if (this.#lengths[slot] === length && isSame(this.#pieces, slot * MOST_BYTES, bytes, from, length))
      return this.#made[slot] as Made;
    const made = this.#make(bytes.toString('latin1', from, to));
    this.#pieces.set(bytes.subarray(from, to), slot * MOST_BYTES);
    this.#lengths[slot] = length;
    this.#made[slot] = made;
    return made;
  }
}

function isSame(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) if (a[aFrom + i] !== b[bFrom + i]) return false;
  return true;
}
