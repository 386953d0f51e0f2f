// Makes a segment from the output of an inverted-index job.
import { analyseWords, type PlacedWord } from './analysed-words.ts';
import type { Built } from './segment.ts';
import { inOrder } from './term-places.ts';

/** A line of a part of the inverted-index job: `term<TAB>[["docId",[position, ...]], ...]`. */
type Part = readonly [documentId: string, positions: readonly number[]][];

/**
 * The segment of a finished job's parts, in any order of parts and lines. Its documents are named
 * `<collection>/<docId>` and all have `version`. Throws, naming the line, at a malformed line or a term that appears in
 * two lines.
 */
export function invertParts(
  lines: Iterable<string>,
  { collection, version }: { readonly collection: string; readonly version: number },
): Built {
  const terms = new Map<string, Part>();
  const found = new Set<string>();
  for (const line of lines) {
    const [term, part] = readLine(line);
    if (terms.has(term)) throw new Error(`The term ${JSON.stringify(term)} appears in two lines`);
    terms.set(term, part);
    for (const [documentId] of part) found.add(documentId);
  }
  const ids = [...found].sort(inOrder);
  const ordinals = new Map(ids.map((documentId, ordinal) => [documentId, ordinal]));
  const words = [...terms].map(
    ([term, part]): PlacedWord => [
      term,
      part.map(([documentId, positions]) => ({ ordinal: ordinals.get(documentId) ?? 0, positions })),
    ],
  );
  const documents = ids.map((documentId) => ({ documentId: `${collection}/${documentId}`, version, length: 0 }));
  return analyseWords(words, documents);
}

function readLine(line: string): [term: string, part: Part] {
  const tab = line.indexOf('\t');
  const wrong = (): Error => new Error(`Not a line of an inverted index: ${JSON.stringify(line.slice(0, 80))}`);
  if (tab < 1) throw wrong();
  let part: unknown;
  try {
    part = JSON.parse(line.slice(tab + 1));
  } catch {
    throw wrong();
  }
  if (!Array.isArray(part) || part.length === 0 || !part.every(isPosting)) throw wrong();
  return [line.slice(0, tab), part];
}

const isPosting = (value: unknown): boolean => {
  if (!Array.isArray(value) || typeof value[0] !== 'string' || !Array.isArray(value[1])) return false;
  const positions = value[1] as unknown[];
  const rising = positions.every(
    (at, i) => Number.isInteger(at) && Number(at) > (i === 0 ? -1 : Number(positions[i - 1])),
  );
  return positions.length > 0 && rising;
};
