// Destroys a stack: empties its buckets, which CloudFormation deletes only without objects, and deletes it.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { keeps, type LiveStack } from './found.ts';

export interface Manner {
  readonly pollMs: number;
  /** Addresses buckets by path: an emulator has no host name for each. */
  readonly forcePathStyle: boolean;
  /** Told of what takes long, every few seconds. */
  readonly tell: (text: string) => void;
}

const TELL_MS = 15_000;
/** Until a bucket is gone, clients may still use the URLs they have to write to it. */
const TRIES = 3;

/** Deletes all versions of all objects, and answers how many. */
async function empty(s3: S3Client, Bucket: string, { tell }: Manner): Promise<number> {
  let [count, told] = [0, Date.now()];
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket })).catch((error: Error) => {
      if (error.name === 'NoSuchBucket') return undefined;
      throw error;
    });
    const { Versions = [], DeleteMarkers = [] } = page ?? {};
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key = '', VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return count;
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors[0]) throw new Error(`${Bucket}/${Errors[0].Key} cannot be deleted: ${Errors[0].Message}`);
    count += Objects.length;
    if (Date.now() - told < TELL_MS) continue;
    told = Date.now();
    tell(`${count} objects of ${Bucket} deleted`);
  }
}

/** After this time, CloudFormation shows that it has begun. */
const BEGUN_MS = 30_000;

/** Resolves when CloudFormation is done. Answers why the stack is still there, or undefined once it is gone. */
async function deletion(
  client: CloudFormationClient,
  { arn }: LiveStack,
  { pollMs, tell }: Manner,
): Promise<string | undefined> {
  let [begun, told] = [false, Date.now()];
  for (const latest = Date.now() + BEGUN_MS; ; await sleep(pollMs)) {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: arn }));
    const { StackStatus, StackStatusReason = 'CloudFormation gives no reason' } = Stacks[0] ?? {};
    if (StackStatus === 'DELETE_COMPLETE') return undefined;
    begun ||= StackStatus === 'DELETE_IN_PROGRESS' || Date.now() > latest;
    if (begun && StackStatus !== 'DELETE_IN_PROGRESS')
      return [StackStatusReason, ...(await reasons(client, arn))].join('\n    ');
    if (Date.now() - told < TELL_MS) continue;
    told = Date.now();
    tell(`waits for ${(await waitsFor(client, arn)).slice(0, 3).join(', ')}`);
  }
}

async function resourcesIn(client: CloudFormationClient, StackName: string, status: string) {
  const found = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName }))
    found.push(...StackResourceSummaries.filter(({ ResourceStatus }) => ResourceStatus === status));
  return found;
}
const reasons = async (client: CloudFormationClient, arn: string): Promise<string[]> =>
  (await resourcesIn(client, arn, 'DELETE_FAILED')).map(
    ({ ResourceType, PhysicalResourceId, ResourceStatusReason }) =>
      `${ResourceType} ${PhysicalResourceId}: ${ResourceStatusReason}`,
  );
const waitsFor = async (client: CloudFormationClient, arn: string): Promise<string[]> =>
  (await resourcesIn(client, arn, 'DELETE_IN_PROGRESS')).map(({ LogicalResourceId = '' }) => LogicalResourceId);

/** Answers the number of objects deleted. Throws if the stack is still there, with the reasons of CloudFormation. */
export async function destroy(stack: LiveStack, manner: Manner): Promise<number> {
  const client = new CloudFormationClient({ maxAttempts: 10 });
  const s3 = new S3Client({ forcePathStyle: manner.forcePathStyle, maxAttempts: 10 });
  const buckets = stack.resources.filter((one) => one.type === 'AWS::S3::Bucket' && !keeps(one));
  let objects = 0;
  for (let tries = 1; ; tries += 1) {
    for (const { id } of buckets) objects += await empty(s3, id, manner);
    await client.send(new DeleteStackCommand({ StackName: stack.arn }));
    const problem = await deletion(client, stack, manner);
    if (problem === undefined) return objects;
    if (tries === TRIES || !/not empty/.test(problem)) throw new Error(problem);
  }
}

/** A stack whose exports no other one imports. */
export const nextOf = (remaining: readonly LiveStack[], all: readonly LiveStack[]): LiveStack | undefined =>
  remaining.find(({ arn, exports }) =>
    all.every((other) => other.arn === arn || !other.imports.some((name) => exports.includes(name))),
  );
