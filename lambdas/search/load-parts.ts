// Makes the output of an inverted-index job findable. Its parts, uploaded by `npm run search -- load`, become one
// segment that replaces what the collection had before. Without parts, the collection is removed.
import * as z from 'zod/mini';
import { IndexStore, readImport } from './index/index-store.ts';
import { invertParts } from './index/job-parts.ts';
import { adding, type Change, DOCUMENTS, replacing } from './index/manifest.ts';

const Load = z.object({
  collection: z.string().check(
    z.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/),
    z.refine((name) => name !== DOCUMENTS),
  ),
  parts: z.array(z.string()),
});
const store = new IndexStore();
/** All of it is held in memory, at some eight times its bytes. */
const MOST_BYTES = 32 * 1024 * 1024;

export const handler = async (event: unknown): Promise<{ documents: number; bytes: number }> => {
  const { collection, parts } = Load.parse(event);
  const lines: string[] = [];
  let bytes = 0;
  for (const part of parts) {
    const text = await readImport(part);
    bytes += text.length;
    if (bytes > MOST_BYTES)
      throw new Error(`The parts are larger than ${MOST_BYTES} bytes: load them as several collections`);
    for (const line of text.split('\n')) if (line !== '') lines.push(line);
  }
  const segment =
    parts.length > 0 ? await store.putSegment(invertParts(lines, { collection, version: 1 }), collection) : undefined;
  const change: Change = (segments) => {
    const old = segments.filter(({ source }) => source === collection);
    const rest = replacing(old, undefined)(segments) ?? segments;
    return segment ? adding(segment)(rest) : rest;
  };
  await store.commit(change);
  return { documents: segment?.documents ?? 0, bytes: segment?.size ?? 0 };
};
