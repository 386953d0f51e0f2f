// Publishes dist/web to the console's bucket: uploads changes, deletes obsolete files, keeps the shop's pictures.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { headersOf, PICTURES } from '../../localstack/console-file.ts';
import { type Environment, root } from '../../localstack/environment.ts';
import { ourStacks, serviceOf } from './deploy.ts';

const built = join(root, 'dist/web');
/** In web/shell/index.html. */
const SERVICES = '{{services}}';

async function remoteHashes(s3: S3Client, Bucket: string): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket }))
    for (const { Key = '', ETag = '' } of page.Contents ?? [])
      if (!Key.startsWith(PICTURES)) hashes.set(Key, ETag.replaceAll('"', ''));
  return hashes;
}

/** The page shows the systems that are deployed (web/shell/deployed.ts). */
const withServices = (file: Buffer, services: readonly string[]): Buffer =>
  file.includes(SERVICES) ? Buffer.from(file.toString().replace(SERVICES, services.join(' '))) : file;

/** Answers how many files were uploaded and how many deleted. */
export async function publishConsole(
  environment: Environment,
  bucket: string,
): Promise<{ put: number; deleted: number }> {
  const s3 = new S3Client({ forcePathStyle: environment.endpoint !== undefined });
  const stale = await remoteHashes(s3, bucket);
  const files = (await readdir(built, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  // Pages last: a page loaded in between finds the assets it names.
  paths.sort((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')));
  const services = (await ourStacks()).map(serviceOf).sort();
  let put = 0;
  for (const path of paths) {
    const Key = relative(built, path).split(sep).join('/');
    const Body = withServices(await readFile(path), services);
    // The ETag of a single-part object with SSE-S3 is its MD5.
    const unchanged = stale.get(Key) === createHash('md5').update(Body).digest('hex');
    stale.delete(Key);
    if (unchanged) continue;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...headersOf(Key) }));
    put += 1;
  }
  const Objects = [...stale.keys()].map((Key) => ({ Key }));
  if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
  return { put, deleted: Objects.length };
}
