// The deployed index: delivers documents as its queue does, searches, and opens its store in this process.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from '@jest/globals';
import { bindings } from '../../lambdas/search/contract.ts';
import { IndexStore } from '../../lambdas/search/index/index-store.ts';
import type { SearchDocument } from '../../lambdas/search/index/inversion.ts';
import { functionOf, invoke, schedule } from '../local/kit/aws.ts';
import { type Answer, ask, eventually, outputs, type Person, root, unique } from '../local/kit/client.ts';

/** Delivers one batch of events and returns the failures that would be redelivered. */
export async function deliver(documents: readonly SearchDocument[]): Promise<{ batchItemFailures: object[] }> {
  const Records = documents.map((document) => {
    const { documentId, version } = document;
    const removed = 'removed' in document;
    const data = removed ? { documentId, version } : { ...document, url: null };
    const type = removed ? 'DocumentRemoved' : 'DocumentPublished';
    const time = new Date().toISOString();
    const detail = { id: unique(), source: 'search', type, version: 1, correlationId: 'test', time, data };
    const attributes = { ApproximateReceiveCount: '1' };
    return { messageId: unique(), receiptHandle: unique(), body: JSON.stringify({ detail }), attributes };
  });
  return (await invoke('search/index-documents', { Records })) as { batchItemFailures: object[] };
}

/** Publishes documents as this merchant. */
export const publish = (
  { token }: Person,
  documents: readonly { readonly documentId: string; readonly title: string; readonly text: string }[],
): Promise<Answer> => ask('POST', '/api/search/documents', { token, body: { documents } });

export const search = (q: string, more = ''): Promise<Answer> =>
  ask('GET', `/api/search?q=${encodeURIComponent(q)}${more}`);

export const idsOf = ({ body }: Answer): string[] =>
  body.items.map(({ documentId }: { documentId: string }) => documentId);

/** Waits until the query finds `count` documents and returns the answer. */
export const found = (q: string, count: number): Promise<Answer> =>
  eventually(
    () => search(q),
    ({ body }) => body.total === count,
  );

const MERGER = 'search/merge-segments';
/** Stops the schedule of the merger during the tests of a file, which call it themselves. */
export function withoutMerger(): void {
  beforeAll(() => schedule(MERGER, false));
  afterAll(() => schedule(MERGER, true));
}

/** Waits until every warm instance has noticed the newest index. */
export const noticed = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_100));

/** Gives this process access to the table and the bucket of the index; of published documents by default. */
export async function indexHere(collection?: string): Promise<IndexStore> {
  Object.assign(process.env, (await functionOf('search/merge-segments')).Environment?.Variables);
  // `<bucket>.localhost` may not resolve; with an IP address the bucket is in the path.
  process.env.AWS_ENDPOINT_URL_S3 = outputs.endpoint.replace('localhost', '127.0.0.1');
  return new IndexStore(collection);
}

/** The same store on a new table and bucket that no deployed function uses. */
export async function emptyIndexHere(): Promise<IndexStore> {
  const name = `index-${unique()}`;
  await new DynamoDBClient(root).send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await new S3Client({ ...root, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: name }));
  const store = await indexHere();
  Object.assign(process.env, { [bindings.indexTable]: name, [bindings.indexBucket]: name });
  return store;
}
