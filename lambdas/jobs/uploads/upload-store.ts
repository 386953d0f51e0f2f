// The uploads table, and what the API needs of S3: presigning clients' requests, and opening and closing
// multipart uploads.
//
// pattern                    | key condition                           | cost
// announce an upload         | put uploadId, if there is none          | 1 WCU
// one upload                 | get uploadId, strongly consistent       | 1 RCU
// uploads of a job           | batch get of 100 each                   | 1 RCU each
// a job uses one             | update, unless it is being removed      | 1 WCU each
// a job uses it no more      | update                                  | 1 WCU each
// remove an unused upload    | update if no job uses it, then delete   | 2 WCU each
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { closeParts, listParts, openParts } from '../../shared/aws/multipart.ts';
import { sizeIfThere } from '../../shared/aws/objects.ts';
import { type Signer, signerOf } from '../../shared/aws/presign.ts';
import { s3 } from '../../shared/aws/s3.ts';
import { env } from '../../shared/base/env.ts';
import { readById } from '../../shared/tables/batch-get.ts';
import { putOrFind, writeIf } from '../../shared/tables/conditional-write.ts';
import { dynamodb } from '../../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../../shared/tables/item.ts';
import { bindings, tables } from '../resources.ts';
import type { UploadedPart } from './parts.ts';

export interface StoredUpload {
  readonly uploadId: string;
  readonly ownerId: string;
  readonly key: string;
  readonly filename: string;
  readonly sizeBytes: number;
  /** S3's own id of a multipart upload. */
  readonly partsId?: string;
  readonly expiration: number;
  /** Ids of the jobs that use it; absent when there is none. */
  readonly users?: ReadonlySet<string>;
  /** It is being removed, and no job can use it any more. */
  readonly ending?: true;
}

export const signer = (): Signer => signerOf(env(bindings.bucket));

/** The upload, stored now or by an earlier attempt of its operation. */
export async function addUpload(upload: StoredUpload): Promise<StoredUpload> {
  const kept = await putOrFind<StoredUpload>({
    ...tableOf(tables.uploads),
    Item: upload,
    ConditionExpression: 'attribute_not_exists(uploadId)',
  });
  return kept ?? upload;
}

export const findUpload = (uploadId: string): Promise<StoredUpload | undefined> =>
  readItem(itemOf(tables.uploads, { uploadId }));

/** The uploads that exist, in the order of the ids. */
export async function findUploads(uploadIds: readonly string[]): Promise<StoredUpload[]> {
  const of = [...new Set(uploadIds)].map((uploadId) => itemOf(tables.uploads, { uploadId }));
  const found = await readById<StoredUpload>(of, ({ uploadId }) => uploadId, { ConsistentRead: true });
  return uploadIds.flatMap((uploadId) => found.get(uploadId) ?? []);
}

const changeUpload = (uploadId: string, UpdateExpression: string, condition: string, values: Record<string, unknown>) =>
  writeIf(
    new UpdateCommand({
      ...itemOf(tables.uploads, { uploadId }),
      UpdateExpression,
      ConditionExpression: `attribute_exists(uploadId)${condition}`,
      ExpressionAttributeNames: { '#users': 'users' },
      ExpressionAttributeValues: values,
    }),
  );

/** False when it is gone or being removed. A set: using it twice is using it once. */
export const useUpload = (uploadId: string, jobId: string): Promise<boolean> =>
  changeUpload(uploadId, 'ADD #users :job', ' AND attribute_not_exists(ending)', { ':job': new Set([jobId]) });

export const leaveUpload = (uploadId: string, jobId: string): Promise<boolean> =>
  changeUpload(uploadId, 'DELETE #users :job', '', { ':job': new Set([jobId]) });

/** False while a job uses it. DynamoDB keeps no empty set. */
export const endUpload = (uploadId: string): Promise<boolean> =>
  changeUpload(uploadId, 'SET ending = :true', ' AND attribute_not_exists(#users)', { ':true': true });

export async function removeUpload(uploadId: string): Promise<void> {
  await dynamodb().send(new DeleteCommand(itemOf(tables.uploads, { uploadId })));
}

export const openUpload = (key: string): Promise<string> => openParts(s3(), env(bindings.bucket), key);

/** The parts uploaded so far; none once the upload is closed. */
export const uploadedParts = (key: string, partsId: string): Promise<UploadedPart[]> =>
  listParts(s3(), env(bindings.bucket), key, partsId);

/** False when the given parts do not match the uploaded ones. */
export const closeUpload = (key: string, partsId: string, etags: readonly string[]): Promise<boolean> =>
  closeParts(s3(), env(bindings.bucket), key, partsId, etags);

/** Whether S3 has the complete upload. */
export const isThere = async ({ key, sizeBytes }: StoredUpload): Promise<boolean> =>
  (await sizeIfThere(s3(), env(bindings.bucket), key)) === sizeBytes;
