// A content from its beginning, as the kinds read it: in UTF-8 and without a byte order mark.
import { HEAD_BYTES, markOf } from '../inputs/form.ts';

/** Bytes and their offset in the object; in one that is decoded (gzip, UTF-16), in what it decodes to. */
export interface Part {
  readonly at: number;
  readonly chunk: Uint8Array;
}

/** Reads as the first bytes say: `read` gets them, and all bytes. */
export async function* byHead<Out>(
  chunks: AsyncIterable<Uint8Array>,
  read: (head: Uint8Array, all: AsyncIterable<Uint8Array>) => AsyncIterable<Out>,
): AsyncIterable<Out> {
  const source = chunks[Symbol.asyncIterator]();
  try {
    let head: Uint8Array = new Uint8Array(0);
    while (head.length < HEAD_BYTES) {
      const { value, done } = await source.next();
      if (done) break;
      head = head.length === 0 ? value : Buffer.concat([head, value]);
    }
    yield* read(head, from(head, source));
  } finally {
    await source.return?.();
  }
}

async function* from(head: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

/** Throws Unreadable, as markOf does. */
export const inUtf8 = (chunks: AsyncIterable<Uint8Array>, name: string): AsyncIterable<Part> =>
  byHead(chunks, (head, all) => {
    const mark = markOf(head, name);
    return mark === undefined || mark === 'utf-8' ? placed(all, mark ? 3 : 0) : placed(decoded(all, mark), 0);
  });

/** Leaves out the first bytes, which are in the first chunk. */
async function* placed(chunks: AsyncIterable<Uint8Array>, skip: number): AsyncIterable<Part> {
  let at = 0;
  for await (const chunk of chunks) {
    const start = Math.max(0, skip - at);
    if (chunk.length > start) yield { at: at + start, chunk: chunk.subarray(start) };
    at += chunk.length;
  }
}

/** The decoder drops the mark; half a character becomes U+FFFD. */
async function* decoded(chunks: AsyncIterable<Uint8Array>, encoding: 'utf-16le' | 'utf-16be') {
  const text = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(text.decode(chunk, { stream: true }));
  yield Buffer.from(text.decode());
}
