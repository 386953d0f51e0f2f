// `npm run search`: operations on the index. It loads a job's output as a collection, and rebuilds the index.
import { readFile } from 'node:fs/promises';
import { DeleteObjectsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { bindings, contract } from '../../lambdas/search/contract.ts';
import { Failure } from '../../localstack/failure.ts';
import { deployedFunctions, operationOf } from '../deploy/functions.ts';

/** Reads a presigned URL of a job's result, or a file. */
async function bytesOf(part: string): Promise<Uint8Array> {
  if (!/^https?:/.test(part)) return readFile(part);
  const answer = await fetch(part);
  if (!answer.ok)
    throw new Failure(
      `${new URL(part).pathname} answered ${answer.status}`,
      'Presigned URLs expire: request new ones.',
    );
  return new Uint8Array(await answer.arrayBuffer());
}

/** Removes the collection if there are no parts. */
export async function load(collection: string, parts: readonly string[]): Promise<void> {
  const Bucket = await bucketOf('search/load-parts');
  const loadParts = await operationOf('search/load-parts');
  const s3 = new S3Client({ forcePathStyle: true });
  const keys: string[] = [];
  for (const [i, part] of parts.entries()) {
    const Key = `${contract.buckets.segments.prefix.imports}${collection}/${process.pid}-${Date.now()}-${i}`;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: await bytesOf(part) }));
    keys.push(Key);
  }
  const { documents, bytes } = (await loadParts({ collection, parts: keys })) as Record<string, number>;
  const Objects = keys.map((Key) => ({ Key }));
  if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  if (parts.length === 0) return console.log(`✔ ${collection} is no longer searchable`);
  console.log(`✔ ${documents} documents of ${collection} are searched, ${bytes} bytes of index`);
}

/** The documents' index, or the collection that a system keeps in search. */
export async function rebuild(system?: string): Promise<void> {
  if (system !== undefined) {
    const fill = await operationOf(`${system}/fill-index`);
    const { entries } = (await fill({ correlationId: `rebuild-${system}` })) as Record<string, number>;
    return console.log(`✔ ${entries} entries of ${system}`);
  }
  const rebuildIndex = await operationOf('search/rebuild-index');
  const { documents, segments } = (await rebuildIndex({})) as Record<string, number>;
  console.log(`✔ ${documents} documents in ${segments} segments`);
}

async function bucketOf(id: string): Promise<string> {
  const name = (await deployedFunctions()).get(id)?.Environment?.Variables?.[bindings.indexBucket];
  if (!name) throw new Failure('Search is not deployed here', 'Run npm start first.');
  return name;
}
