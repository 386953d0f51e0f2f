// A private bucket. Objects can expire after a number of days. Its accesses are for CloudTrail: docs/commands.md#on-aws.
import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, type BucketProps, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BucketDeclaration, Prefix } from '../../lambdas/shared/base/contract.ts';
import { named } from '../stage.ts';
import type { NamedBinding } from './binding.ts';

type Action = 'GetObject' | 'PutObject' | 'DeleteObject' | 'AbortMultipartUpload' | 'ListMultipartUploadParts';

/**
 * Name of a bucket that pages reach. We choose it ourselves because of a cycle: the pages' policy contains the bucket's
 * name, and the bucket's CORS rules contain the pages' address.
 */
export const pagesBucketName = (scope: Construct, name: string): string =>
  `${named(scope, `system-design-${name}`)}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

export class BlobStore<Prefixes extends Prefix = never> extends Construct {
  readonly bucket: Bucket;
  /** Prefixes of its object keys. */
  readonly prefixes: readonly string[];
  readonly #env: string;

  /** Pages of `origin` may read and write through presigned URLs, if the declaration has `pages`. */
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
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(pages && { bucketName: pagesBucketName(this, pages.name) }),
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

  /** Sends a message for every created object, at least once. S3 first sends a test message to check its access. */
  notify(queue: Queue): void {
    const bucket = this.bucket.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
    };
    const { account } = Stack.of(this);
    // Restricted by account: the bucket's name would create a circular dependency.
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

  /** Allows the actions under these prefixes. `list` also allows listing; without it a missing object answers 403. */
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
