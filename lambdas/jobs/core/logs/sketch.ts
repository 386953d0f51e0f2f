// DDSketch (Masson, Rim and Lee, VLDB 2019): quantiles within 1 % of the true value, from counts in buckets that grow by 2 %.
// Sketches merge exactly, in any order and number. No bucket is ever collapsed: values between 1e-3 and
// 1e9 fall into 1,382 buckets, lower ones count as zero and higher ones as 1e9.
import type { ByteReader, Bytes } from '../bytes.ts';

export const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const PER_LOG = 1 / Math.log(GAMMA);
const LOWEST = 1e-3;
const HIGHEST = 1e9;
const FIRST_INDEX = Math.ceil(Math.log(LOWEST) * PER_LOG);

export class Sketch {
  count = 0;
  #zeros = 0;
  /** Counts from bucket `#from` on; a double is exact up to 2^53. */
  #buckets = new Float64Array(0);
  #from = 0;

  add(value: number, times = 1): void {
    this.count += times;
    if (value < LOWEST) this.#zeros += times;
    else this.#count(Math.ceil(Math.log(Math.min(value, HIGHEST)) * PER_LOG), times);
  }

  #count(index: number, times: number): void {
    const at = index - this.#from;
    if (at >= 0 && at < this.#buckets.length) {
      this.#buckets[at] = (this.#buckets[at] as number) + times;
      return;
    }
    const empty = this.#buckets.length === 0;
    const from = empty ? index : Math.min(this.#from, index - 8);
    const to = empty ? index + 8 : Math.max(this.#from + this.#buckets.length, index + 8);
    const grown = new Float64Array(to - from);
    grown.set(this.#buckets, empty ? 0 : this.#from - from);
    grown[index - from] = times;
    [this.#buckets, this.#from] = [grown, from];
  }

  merge(other: Sketch): void {
    this.count += other.count;
    this.#zeros += other.#zeros;
    for (const [i, times] of other.#buckets.entries()) if (times > 0) this.#count(other.#from + i, times);
  }

  /** Value that a share `q` (0 to 1) of all values is at or below; `undefined` for an empty sketch. */
  quantile(q: number): number | undefined {
    if (this.count === 0) return undefined;
    const rank = Math.floor(q * (this.count - 1));
    let below = this.#zeros;
    if (rank < below) return 0;
    for (const [i, times] of this.#buckets.entries()) {
      below += times;
      if (rank < below) return (2 * GAMMA ** (this.#from + i)) / (GAMMA + 1);
    }
    throw new RangeError('the buckets hold less than the count');
  }

  write(out: Bytes): void {
    out.varint(this.#zeros);
    out.varint(this.#buckets.reduce((used, times) => used + (times > 0 ? 1 : 0), 0));
    let last = FIRST_INDEX;
    for (const [i, times] of this.#buckets.entries()) {
      if (times === 0) continue;
      out.varint(this.#from + i - last);
      out.varint(times);
      last = this.#from + i;
    }
  }

  static read(from: ByteReader): Sketch {
    const sketch = new Sketch();
    sketch.#zeros = from.varint();
    sketch.count = sketch.#zeros;
    let index = FIRST_INDEX;
    for (let left = from.varint(); left > 0; left -= 1) {
      index += from.varint();
      const times = from.varint();
      sketch.count += times;
      sketch.#count(index, times);
    }
    return sketch;
  }
}
