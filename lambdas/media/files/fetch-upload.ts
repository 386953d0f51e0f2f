// The upload as a file, for programs that read files: fetched once for all parts of a video that this process makes.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, optionalEnv } from '../../shared/base/env.ts';
import { findFfmpeg } from '../core/find-ffmpeg.ts';
import { fetchUpload } from './upload-store.ts';

/** The one that was fetched last: a function's disk is small. */
let kept: { readonly mediaId: string; readonly etag: string; readonly path: string } | undefined;
let folder: Promise<string> | undefined;

const ownFolder = (): Promise<string> => {
  folder ??= mkdtemp(join(tmpdir(), 'media-'));
  return folder;
};

/** Undefined when it was taken away or is no longer that one. */
export async function workingCopy(mediaId: string, etag?: string): Promise<typeof kept> {
  if (kept?.mediaId === mediaId && kept.etag === etag) return kept;
  const path = join(await ownFolder(), 'upload');
  kept = undefined;
  const fetched = await fetchUpload(mediaId, path, etag);
  if (fetched !== undefined) kept = { mediaId, path, etag: fetched };
  return kept;
}

/** Runs the work with an empty folder, which is gone afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const path = join(await ownFolder(), 'made');
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** On AWS it lies beside the bundle (cli/deploy/native.ts). */
export const ffmpeg = (): string =>
  findFfmpeg({ given: optionalEnv('FFMPEG_PATH'), searchPath: `${env('LAMBDA_TASK_ROOT')}:${env('PATH')}` });
