// A private bucket with what was done to it in a log; objects may go by themselves after a while.
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, type BucketProps, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Binding } from './binding.ts';

type Action = 'GetObject' | 'PutObject' | 'DeleteObject' | 'AbortMultipartUpload' | 'ListMultipartUploadParts';

export interface BlobStoreProps {
  /** How long objects live whose keys begin so: a backstop, for who makes them removes them. */
  readonly keepDays: Readonly<Record<`${string}/`, number>>;
  /** Pages of this origin may read and write what they have presigned URLs for. */
  readonly origin?: string;
  /** Where its name must be known before it is made. */
  readonly name?: string;
}

const LOG_DAYS = 14;

export class BlobStore extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { keepDays, origin, name }: BlobStoreProps) {
    super(scope, id);
    const safe: BucketProps = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    };
    this.bucket = new Bucket(this, 'Bucket', {
      ...safe,
      ...(name && { bucketName: name }),
      serverAccessLogsBucket: new Bucket(this, 'Log', {
        ...safe,
        lifecycleRules: [{ expiration: Duration.days(LOG_DAYS) }],
      }),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        ...Object.entries(keepDays).map(([prefix, days]) => ({ prefix, expiration: Duration.days(days) })),
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
  allow(prefixes: readonly `${string}/`[], actions: readonly Action[], list = false): Binding {
    const { bucketArn, bucketName } = this.bucket;
    return {
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
