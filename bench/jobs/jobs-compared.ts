// Shared by the parts `jobs` and `job`: the text, the bare kernel over it, mrjob as a peer, and the check that results are equal.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../localstack/environment.ts';
import { measured, peerFile, pythonWith, type Took } from '../peer.ts';
import { zipfText } from './jobs-text.ts';

export const TIMES = 3;
export const MEGABYTES = 50;
export const SMALL_MEGABYTES = 10;
const kernelFile = join(root, 'bench/jobs/jobs-kernel.ts');

export interface Texts {
  readonly folder: string;
  /** Path of the 50 MB file; `small` has 10 MB. */
  readonly large: string;
  readonly small: string;
}

export async function textsIn(benchFolder: string): Promise<Texts> {
  const folder = join(benchFolder, 'jobs');
  await mkdir(folder, { recursive: true });
  const text = zipfText(MEGABYTES * 1e6);
  const [large, small] = [join(folder, 'large.txt'), join(folder, 'small.txt')];
  await writeFile(large, text);
  await writeFile(small, text.subarray(0, SMALL_MEGABYTES * 1e6));
  return { folder, large, small };
}

/** Runs the kernel in its own process and reads the lines of its result. */
export async function kernel(
  folder: string,
  kind: string,
  workers: number,
  inputs: readonly string[],
  times = TIMES,
): Promise<Took & { readonly lines: string[] }> {
  const out = join(folder, 'ours');
  const args = ['--no-warnings', kernelFile, kind, `${workers}`, out, ...inputs];
  const took = await measured(folder, times, process.execPath, args);
  const parts = (await readdir(out)).filter((name) => name.startsWith('part-'));
  const lines = (await Promise.all(parts.map((name) => readFile(join(out, name), 'utf8')))).join('').split('\n');
  await rm(out, { recursive: true });
  return { ...took, lines: lines.slice(0, -1) };
}

export const mrjobOver = (text: string) => async (): Promise<readonly [command: string, ...args: string[]]> => [
  await pythonWith('mrjob'),
  peerFile('mrjob-words.py'),
  '-r',
  'inline',
  '-q',
  text,
];

/** Normalises `word<TAB>count`, uniq's `count word` or mrjob's JSON to one sorted text. */
export function countsOf(lines: readonly string[]): string {
  const counts = lines.flatMap((line) => {
    const found = /^\s*(\d+) (\w+)$/.exec(line) ?? /^"?(\w+)"?\t(\d+)$/.exec(line);
    if (!found) return [];
    return /^\s*\d+ /.test(line) ? [`${found[2]}\t${found[1]}`] : [`${found[1]}\t${found[2]}`];
  });
  return counts.sort().join('\n');
}

export function mustEqual(name: string, ours: string, theirs: string): void {
  if (ours === '' || ours !== theirs) throw new Error(`${name} differs from the kernel's result`);
}
