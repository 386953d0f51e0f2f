// A private bucket with what was done to it in a log; objects may go by themselves after a while.
import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, type BucketProps, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BucketDeclaration, Prefix } from '../../lambdas/shared/base/contract.ts';
import type { NamedBinding } from './binding.ts';

type Action = 'GetObject' | 'PutObject' | 'DeleteObject' | 'AbortMultipartUpload' | 'ListMultipartUploadParts';

const LOG_DAYS = 14;

/**
 * The name of a bucket that pages reach. A name of our own, because the policy of the pages has it and the bucket has the pages'
 * address: neither can be made after the other.
 */
export const pagesBucketName = (name: string): string => `system-design-${name}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

export class BlobStore<Prefixes extends Prefix = never> extends Construct {
  readonly bucket: Bucket;
  /** What keys of its objects begin with. */
  readonly prefixes: readonly string[];
  readonly #env: string;

  /** `origin`: pages of it may read and write what they have presigned addresses for, if the declaration is for pages. */
  constructor(
    scope: Construct,
    {
      id,
      env,
      prefix,
      keepDays = {},
      pages,
    }: BucketDeclaration & { readonly prefix: Readonly<Record<string, Prefixes>> },
    origin?: string,
  ) {
    super(scope, id);
    if (pages && !origin) throw new Error(`Pages reach the bucket ${id}: give it their origin, edge.publicUrl.`);
    this.#env = env;
    this.prefixes = Object.values<string>(prefix);
    const safe: BucketProps = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    };
    this.bucket = new Bucket(this, 'Bucket', {
      ...safe,
      ...(pages && { bucketName: pagesBucketName(pages.name) }),
      serverAccessLogsBucket: new Bucket(this, 'Log', {
        ...safe,
        lifecycleRules: [{ expiration: Duration.days(LOG_DAYS) }],
      }),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        ...Object.entries(keepDays).map(([name, days]) => ({
          prefix: prefix[name],
          expiration: Duration.days(days),
        })),
      ],
      ...(origin && {
        cors: [
          {
            allowedOrigins: [origin],
            allowedMethods: ['GET', 'PUT', 'POST'] as NonNullable<BucketProps['cors']>[number]['allowedMethods'],
            allowedHeaders: ['*'],
            exposedHeaders: ['ETag'],
            maxAge: 3600,
          },
        ],
      }),
    });
  }

  /** A message for every object that is made: S3 sends it at least once, and first one of its own to see whether it may. */
  notify(queue: Queue): void {
    const bucket = this.bucket.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
    };
    const { account } = Stack.of(this);
    // By the account: the bucket's own name would make each wait for the other.
    const allowed = queue.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        principals: [
          new ServicePrincipal('s3.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': account } } }),
        ],
        resources: [queue.queueArn],
      }),
    );
    if (allowed.policyDependable) this.bucket.node.addDependency(allowed.policyDependable);
  }

  /** These actions on objects whose keys begin so; with `list` also their names, without which what is not there is forbidden. */
  allow(prefixes: readonly Prefixes[], actions: readonly Action[], list = false): NamedBinding {
    const { bucketArn, bucketName } = this.bucket;
    return {
      name: this.#env,
      environment: (name) => ({ [name]: bucketName }),
      statements: [
        new PolicyStatement({
          actions: actions.map((action) => `s3:${action}`),
          resources: prefixes.map((prefix) => `${bucketArn}/${prefix}*`),
        }),
        ...(list ? [new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucketArn] })] : []),
      ],
    };
  }
}
