// A growing buffer, and the varints of the intermediate files.

export class Bytes {
  buffer: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity);
  }

  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }

  byte(value: number): void {
    if (this.length === this.buffer.length) this.reserve(1);
    this.buffer[this.length++] = value;
  }

  bytes(source: Uint8Array, from = 0, to = source.length): void {
    const count = to - from;
    this.reserve(count);
    // A call into the JavaScript engine costs more than copying a short key.
    if (count > 32) this.buffer.set(source.subarray(from, to), this.length);
    else for (let i = 0; i < count; i += 1) this.buffer[this.length + i] = source[from + i] as number;
    this.length += count;
  }

  text(value: string): void {
    this.reserve(value.length * 3);
    this.length += encoder.encodeInto(value, this.buffer.subarray(this.length)).written;
  }

  /** Appends a whole number up to 2^53 in decimal digits. */
  decimal(value: number): void {
    this.reserve(16);
    let rest = value;
    let digits = 1;
    for (let next = 10; next <= value; next *= 10) digits += 1;
    for (let at = this.length + digits - 1; at >= this.length; at -= 1) {
      this.buffer[at] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.length += digits;
  }

  /** Appends a whole number up to 2^53 as LEB128: seven bits a byte, the lowest first. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** View of the content; valid until the next change. */
  view(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  copy(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}

const encoder = new TextEncoder();

/** Reads what a Bytes wrote. */
export class ByteReader {
  readonly buffer: Uint8Array;
  at: number;

  constructor(buffer: Uint8Array, at = 0) {
    this.buffer = buffer;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.buffer.length;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.buffer[this.at++];
      if (byte === undefined) throw new RangeError('a number is cut off');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  bytes(count: number): Uint8Array {
    if (this.at + count > this.buffer.length) throw new RangeError('bytes are cut off');
    this.at += count;
    return this.buffer.subarray(this.at - count, this.at);
  }
}

/** Compares keys byte by byte, as everywhere in the engine; for UTF-8 this is the order of code points. */
export function compareBytes(a: Uint8Array, aLength: number, b: Uint8Array, bLength: number): number {
  const shorter = Math.min(aLength, bLength);
  for (let i = 0; i < shorter; i += 1) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}
