// `npm run job -- <kind> FILE... --local`: the same core as in the cloud, in this process, without any cloud.
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { folderBlobs } from '../../../lambdas/jobs/core/folder-blobs.ts';
import type { Input } from '../../../lambdas/jobs/core/inputs/input.ts';
import { Unreadable } from '../../../lambdas/jobs/core/inputs/unreadable.ts';
import { type KindName, kindNames, kindOf } from '../../../lambdas/jobs/core/kinds.ts';
import type { DurationUnit } from '../../../lambdas/jobs/core/logs/access.ts';
import type { Partitioner } from '../../../lambdas/jobs/core/partition.ts';
import { type Finished, runJob } from '../../../lambdas/jobs/core/run-job.ts';
import { PoisonRecord } from '../../../lambdas/jobs/core/tasks/map-task.ts';
import { root } from '../../../localstack/environment.ts';
import { Failure } from '../../../localstack/failure.ts';
import { guard } from '../../../localstack/interrupt.ts';
import { seconds } from '../../../localstack/steps.ts';
import { threads } from './crew.ts';
import { PhaseBars } from './phase-bars.ts';
import { topLines } from './top-lines.ts';

export interface LocalJob {
  readonly kind: KindName;
  readonly files: readonly string[];
  readonly workers?: number;
  readonly partitions?: number;
  readonly partitioner?: Partitioner;
  readonly memoryBytes?: number;
  /** Maximum poison records to skip. Without it the first one fails the job. */
  readonly skip?: number;
  readonly durationUnit?: DurationUnit | undefined;
  /** Folder for the parts; must not exist yet. */
  readonly out?: string;
  readonly bars?: PhaseBars;
}

export interface LocalResult extends Finished {
  readonly folder: string;
  readonly bytes: number;
}

export function kindNamed(name: string): KindName {
  const kind = kindNames.find((known) => known === name);
  if (!kind) throw new Failure(`There is no kind '${name}'`, `The kinds are ${kindNames.join(', ')}.`);
  return kind;
}

/** Lists files, and all files of folders. An input's name is its path as given. */
export async function inputsOf(paths: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) {
    const about = await stat(path).catch((error: Error) => {
      throw new Failure(`${path} cannot be read: ${error.message}`, 'Give files, or folders of files.');
    });
    if (about.isFile()) inputs.push({ key: resolve(path), name: path, size: about.size });
    else for (const name of (await readdir(path)).sort()) inputs.push(...(await inputsOf([join(path, name)])));
  }
  return inputs;
}

/** The parts appear in their folder only once all exist. */
export async function runLocally(job: LocalJob): Promise<LocalResult> {
  const { kind, workers = availableParallelism(), memoryBytes = 256 * 2 ** 20, bars } = job;
  const inputs = await inputsOf(job.files);
  if (inputs.length === 0) throw new Failure('There is no file to read', `npm run job -- ${kind} FILE... --local`);
  const bytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const folder = resolve(job.out ?? join(root, '.local/jobs', `${kind}-${stamp}`));
  if (await stat(folder).catch(() => undefined))
    throw new Failure(`${folder} already exists`, 'Pass another folder with --out.');
  const unfinished = `${folder}.unfinished`;
  const crew = await threads(workers, kind);
  const clean = async () => {
    await crew.end();
    await rm(unfinished, { recursive: true, force: true });
  };
  const finished = await guard(clean, () =>
    runJob({
      blobs: folderBlobs('/'),
      kind: kindOf(kind),
      options: { durationUnit: job.durationUnit },
      inputs,
      partitions: job.partitions ?? workers,
      partitioner: job.partitioner ?? 'hash',
      // Several splits per worker, so that none waits long for another's last one.
      splitBytes: Math.min(64 * 2 ** 20, Math.max(2 ** 20, Math.ceil(bytes / workers / 4))),
      memoryBytes,
      poison: job.skip === undefined ? { policy: 'fail', upTo: 0 } : { policy: 'skip', upTo: job.skip },
      crew,
      out: unfinished,
      onProgress: (progress) => bars?.show(progress),
    }).catch((error: Error) => {
      if (error.name === Unreadable.name) throw new Failure(error.message, 'Fix the file, or leave it out.');
      if (error.name !== PoisonRecord.name) throw error;
      throw new Failure(error.message, 'Fix the file, or skip and list up to N such records with --skip N.');
    }),
  );
  await crew.end();
  await rm(join(unfinished, 'runs'), { recursive: true, force: true });
  await mkdir(resolve(folder, '..'), { recursive: true });
  await rename(unfinished, folder);
  return { ...finished, folder, bytes };
}

/** Shows bars, the top of the result, and its location. */
export async function showLocally(job: LocalJob): Promise<void> {
  const startedAt = performance.now();
  const { preview, folder, bytes, records, skipped, parts } = await runLocally({ ...job, bars: new PhaseBars() });
  const rate = bytes / 1000 / (performance.now() - startedAt);
  const lines = parts.reduce((sum, part) => sum + part.records, 0);
  console.log(`\n${topLines(preview)}\n`);
  for (const { key, offset, reason } of skipped) console.log(`skipped ${key} at byte ${offset}: ${reason}`);
  console.log(
    `✔ ${records} lines of input, ${lines} of result in ${relative(process.cwd(), folder) || '.'}/part-*  ` +
      `${seconds(startedAt)}, ${rate.toFixed(1)} MB/s`,
  );
}
