// Runs one reduce task: reads its partition of all runs and writes one part of the result.
import type { Blobs } from '../blobs.ts';
import { Bytes } from '../bytes.ts';
import type { Kind, Options, Result } from '../kind.ts';
import { mergeRuns, narrow, partitionSources } from '../merge.ts';
import type { RunIndex } from '../run.ts';
import { Spool } from '../spool.ts';

export interface ReduceTask {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly options: Options;
  readonly partition: number;
  /** One run of each map task, or of each merge: the caller picks one attempt of each. */
  readonly runs: readonly RunIndex[];
  readonly outKey: string;
  readonly memoryBytes: number;
}

/** One of the highest-ranked lines of a section, without its line feed and cut to 500 characters. */
export interface PreviewLine {
  readonly section: string;
  readonly rank: number;
  readonly line: string;
}

export interface Reduced {
  readonly key: string;
  readonly bytes: number;
  readonly records: number;
  readonly preview: readonly PreviewLine[];
}

const PREVIEW_LINES = 20;
const PREVIEW_CHARACTERS = 500;

export async function reduceTask(task: ReduceTask): Promise<Reduced> {
  const { blobs, kind, options, partition, runs, memoryBytes, outKey } = task;
  if (runs.some(({ dealt }) => dealt))
    throw new RangeError('keys dealt by round-robin must be made whole by a merge first');
  if (new Set(runs.map(({ key }) => key)).size < runs.length) throw new RangeError('a run is given twice');
  const spool = new Spool();
  const top = new Top();
  let [bytes, records] = [0, 0];
  try {
    const sources = await narrow(partitionSources(blobs, runs, partition), kind, spool, memoryBytes);
    const out = new Bytes();
    const onEntry = (key: Bytes, value: Uint8Array) => {
      const result = kind.reduce(key.view(), value, options);
      const from = out.length;
      out.bytes(result.line);
      records += 1;
      bytes += out.length - from;
      top.offer(result);
    };
    await blobs.write(outKey, mergeRuns(sources, kind, out, onEntry));
  } finally {
    await spool.close();
  }
  return { key: outKey, bytes, records, preview: top.lines() };
}

/** Merges the previews of the parts into that of the job. */
export function mergePreviews(previews: readonly (readonly PreviewLine[])[]): readonly PreviewLine[] {
  const sections = new Map<string, PreviewLine[]>();
  for (const line of previews.flat()) sections.set(line.section, [...(sections.get(line.section) ?? []), line]);
  return [...sections.values()].flatMap((lines) => lines.sort(higherFirst).slice(0, PREVIEW_LINES));
}

const higherFirst = (a: PreviewLine, b: PreviewLine): number =>
  b.rank - a.rank || (a.line < b.line ? -1 : a.line > b.line ? 1 : 0);

/** Keeps the highest-ranked lines of each section; among equal ranks the first in key order. */
class Top {
  readonly #sections = new Map<string, PreviewLine[]>();

  offer({ line, rank, section = '' }: Result): void {
    let lines = this.#sections.get(section);
    if (lines === undefined) {
      lines = [];
      this.#sections.set(section, lines);
    }
    if (lines.length === PREVIEW_LINES && rank <= (lines[PREVIEW_LINES - 1] as PreviewLine).rank) return;
    const text = Buffer.from(
      line.buffer,
      line.byteOffset,
      Math.min(line.length - 1, 4 * PREVIEW_CHARACTERS),
    ).toString();
    lines.push({ section, rank, line: text.slice(0, PREVIEW_CHARACTERS) });
    lines.sort(higherFirst);
    lines.length = Math.min(lines.length, PREVIEW_LINES);
  }

  lines = (): PreviewLine[] => [...this.#sections.values()].flat();
}
