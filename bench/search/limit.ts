// Finds how many documents a search function of 512 MB holds: opens ever larger indexes in a process with that memory.
// An index here is one segment under many names, each with ids of its own, read from a file as from the bucket.
import { openSync, readSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IndexReader } from '../../lambdas/search/index/index-reader.ts';
import { invert } from '../../lambdas/search/index/inversion.ts';
import { LARGEST_MERGED } from '../../lambdas/search/index/manifest.ts';
import { parseQuery } from '../../lambdas/search/query/query.ts';
import { rank } from '../../lambdas/search/query/rank.ts';
import { systemClock } from '../../lambdas/shared/base/clock.ts';
import { run } from '../../localstack/child.ts';
import { root } from '../../localstack/environment.ts';
import type { Row } from '../row.ts';
import { corpus, corpusNote } from './corpus.ts';

/** Of the heap: the cache of bytes takes 96 MB beside it, and Node some 60. */
const HEAP_MB = 340;
const FUNCTION_MB = 512;
/** Their index is about as large as merges leave a segment. */
const DOCUMENTS_EACH = 18_000;
const STEP = 5;
/** In place of a segment's number, in ids of 24 characters as a media item has. */
const MARK = 'seg00000';

interface Base {
  readonly file: string;
  readonly size: number;
  readonly tailFrom: number;
}

interface Held {
  readonly mb: number | null;
  readonly ms: number;
}

export async function searchLimitRows(): Promise<Row[]> {
  const file = join(tmpdir(), `search-limit-${process.pid}`);
  const documents = corpus(DOCUMENTS_EACH).map((document, i) => ({
    ...document,
    documentId: `${MARK}${String(i).padStart(16, '0')}`,
  }));
  const { bytes, tailFrom } = invert(documents);
  await writeFile(file, bytes);
  try {
    let [held, slowestMs] = [0, 0];
    for (let segments = STEP; ; segments += STEP) {
      const { mb, ms } = await holding({ file, size: bytes.length, tailFrom }, segments);
      if (mb === null || mb > FUNCTION_MB) break;
      [held, slowestMs] = [segments, ms];
    }
    const note =
      `segments of ${(bytes.length / 2 ** 20).toFixed(1)} MB (merged up to ${LARGEST_MERGED / 2 ** 20} MB) with ${DOCUMENTS_EACH} documents of ` +
      `${corpusNote}, opened and searched in a process with a heap of ${HEAP_MB} MB, until it no longer fits into ${FUNCTION_MB} MB`;
    return [
      { name: 'search index: held by 512 MB', unit: 'documents', ours: held * DOCUMENTS_EACH, note },
      { name: 'search index: slowest search at that size', unit: 'ms', ours: slowestMs },
      {
        name: 'search index: held by 512 MB, text',
        unit: 'MB',
        ours: (held * DOCUMENTS_EACH * textBytes(documents)) / 1e6,
      },
    ];
  } finally {
    await rm(file, { force: true });
  }
}

const textBytes = (documents: readonly { readonly text: string }[]): number =>
  documents.reduce((sum, { text }) => sum + text.length, 0) / documents.length;

/** `mb` is null if it runs out of its heap. */
async function holding(base: Base, segments: number): Promise<Held> {
  const args = ['--no-warnings', `--max-old-space-size=${HEAP_MB}`, join(root, 'bench/search/limit.ts')];
  const output = await run(process.execPath, [...args, JSON.stringify(base), String(segments)], { cwd: root }).catch(
    () => '{"mb":null}',
  );
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Held;
}

/** Prints the most memory that opening and searching took, in MB, and the time of the slowest search. */
async function hold({ file, size, tailFrom }: Base, segments: number): Promise<void> {
  const names = Array.from({ length: segments }, (_, i) => ({
    segmentId: String(i),
    size,
    tailFrom,
    documents: DOCUMENTS_EACH,
    source: 'documents',
  }));
  const handle = openSync(file, 'r');
  const read = async (segmentId: string, from: number, to: number) => {
    const bytes = Buffer.alloc(to - from);
    readSync(handle, bytes, 0, bytes.length, from);
    const mark = `seg${segmentId.padStart(MARK.length - 3, '0')}`;
    if (from >= tailFrom)
      for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) bytes.write(mark, at);
    return bytes;
  };
  const manifest = { generation: 1, segments: names, left: [] };
  const index = new IndexReader({ current: async () => manifest, at: async () => manifest, read }, systemClock);
  await index.current();
  let ms = 0;
  for (const q of ['w3 w7', 'w40', 'w900 OR w12', '"w3 w7"', 'w77*', 'w5 -w6']) {
    const startedMs = performance.now();
    const { snapshot } = await index.current();
    await rank(snapshot, parseQuery(q), { limit: 10 });
    ms = Math.max(ms, performance.now() - startedMs);
  }
  console.log(JSON.stringify({ mb: process.resourceUsage().maxRSS / 1024, ms } satisfies Held));
}

if (import.meta.main) {
  const [, , base = '', segments] = process.argv;
  await hold(JSON.parse(base) as Base, Number(segments));
}
