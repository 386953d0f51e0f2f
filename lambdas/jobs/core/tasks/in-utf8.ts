// A content from its beginning, as the kinds read it: in UTF-8 and without a byte order mark.
import { HEAD_BYTES, markOf } from '../inputs/form.ts';

/** Bytes and their offset in the object; in one that is decoded (gzip, UTF-16), in what it decodes to. */
export interface Part {
  readonly at: number;
  readonly chunk: Uint8Array;
}

/** Throws Unreadable, as markOf does. */
export async function* inUtf8(chunks: AsyncIterable<Uint8Array>, name: string): AsyncIterable<Part> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  let decode: ((chunk?: Uint8Array) => Uint8Array) | undefined;
  let at = 0;
  const begin = (bytes: Uint8Array): Uint8Array => {
    head = undefined;
    const mark = markOf(bytes, name);
    if (mark === undefined) return bytes;
    if (mark !== 'utf-8') {
      decode = decoder(mark);
      return decode(bytes);
    }
    at = 3;
    return bytes.subarray(at);
  };
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (head !== undefined) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      bytes = begin(head);
    } else if (decode) bytes = decode(chunk);
    if (bytes.length > 0) yield { at, chunk: bytes };
    at += bytes.length;
  }
  const bytes = head !== undefined ? begin(head) : new Uint8Array(0);
  const last = decode ? Buffer.concat([bytes, decode()]) : bytes;
  if (last.length > 0) yield { at, chunk: last };
}

/** Decodes chunk by chunk, and without one what is left. It drops the mark; half a character becomes U+FFFD. */
function decoder(encoding: 'utf-16le' | 'utf-16be') {
  const text = new TextDecoder(encoding);
  return (chunk?: Uint8Array): Uint8Array => Buffer.from(chunk ? text.decode(chunk, { stream: true }) : text.decode());
}
