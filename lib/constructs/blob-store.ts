// A bucket for a service's bytes: private, TLS only, with its access log kept for two weeks.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Binding } from './binding.ts';

type ObjectAction = 'GetObject' | 'PutObject' | 'DeleteObject';

const safe = { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY };

/** For what can be made again: a stack that goes takes an empty bucket with it. */
export class BlobStore extends Construct {
  readonly #bucket: Bucket;

  constructor(scope: Construct, id: string, lifecycleRules: LifecycleRule[] = []) {
    super(scope, id);
    this.#bucket = new Bucket(this, 'Bucket', {
      ...safe,
      lifecycleRules,
      serverAccessLogsBucket: new Bucket(this, 'Log', { ...safe, lifecycleRules: [{ expiration: Duration.days(14) }] }),
    });
  }

  /** These actions on every object below a prefix that ends in a slash. */
  allow(prefix: `${string}/`, ...actions: readonly ObjectAction[]): Binding {
    return {
      environment: (name) => ({ [name]: this.#bucket.bucketName }),
      statements: [
        new PolicyStatement({
          actions: actions.map((action) => `s3:${action}`),
          resources: [this.#bucket.arnForObjects(`${prefix}*`)],
        }),
      ],
    };
  }

  /** Also listing them. Without it S3 answers 403, not 404, for an object that is not there. */
  allowWithList(prefix: `${string}/`, ...actions: readonly ObjectAction[]): Binding {
    const objects = this.allow(prefix, ...actions);
    const listing = new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [this.#bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': `${prefix}*` } },
    });
    return { ...objects, statements: [...objects.statements, listing] };
  }
}
