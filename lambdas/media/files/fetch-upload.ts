// The upload as a file, for programs that read files: fetched once for all parts of a video that this process makes.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, optionalEnv } from '../../shared/base/env.ts';
import { findFfmpeg } from '../core/find-ffmpeg.ts';
import { fetchUpload } from './upload-store.ts';

/** Only the last one fetched: a function's disk is small. */
let kept: { readonly mediaId: string; readonly etag: string; readonly path: string } | undefined;
let folder: Promise<string> | undefined;

const ownFolder = (): Promise<string> => {
  folder ??= mkdtemp(join(tmpdir(), 'media-'));
  return folder;
};

/** Undefined when the upload was removed or has another ETag. */
export async function workingCopy(mediaId: string, etag?: string): Promise<typeof kept> {
  if (kept?.mediaId === mediaId && kept.etag === etag) return kept;
  const path = join(await ownFolder(), 'upload');
  kept = undefined;
  const fetched = await fetchUpload(mediaId, path, etag);
  if (fetched !== undefined) kept = { mediaId, path, etag: fetched };
  return kept;
}

/** Runs the work with an empty folder and removes the folder afterwards. */
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

/** On AWS, the program is beside the bundle (cli/deploy/native.ts). */
export const ffmpeg = (): string =>
  findFfmpeg({ given: optionalEnv('FFMPEG_PATH'), searchPath: `${env('LAMBDA_TASK_ROOT')}:${env('PATH')}` });
