// A Kinesis stream and its consumers, each with its own position. Records arrive in order within a shard; an unreadable
// record is parked, so it is neither lost nor blocks the rest.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StreamDeclaration } from '../../lambdas/shared/base/contract.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import type { Target } from '../target.ts';
import { alarmPeriod, RunbookAlarm } from './alarms.ts';
import type { NamedBinding } from './binding.ts';
import type { ServiceFunction } from './service-function.ts';

export interface ConsumerProps {
  /** Maximum number of records per call. */
  readonly batchSize: number;
  /** Seconds a call waits for its batch to fill: a trade of latency against write units. */
  readonly windowSeconds: number;
}

export class EventStream extends Construct {
  readonly #stream: Stream;
  readonly #env: string;

  /** Each of its `streamShards` takes 1,000 records or 1 MB a second; each consumer reads a shard with one call at a time. */
  constructor(scope: Construct, { id, env }: StreamDeclaration, { streamShards }: Pick<Target, 'streamShards'>) {
    super(scope, id);
    this.#env = env;
    this.#stream = new Stream(this, 'Stream', {
      streamMode: StreamMode.PROVISIONED,
      shardCount: streamShards,
      // Four times as long as a consumer may fail. A longer one doubles the price of a shard, and more.
      retentionPeriod: Duration.hours(24),
      encryption: StreamEncryption.MANAGED,
      // Its records are read within hours, and a stream that is kept costs as much as one in use.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  allow(...actions: readonly ('PutRecord' | 'PutRecords')[]): NamedBinding {
    return {
      name: this.#env,
      environment: (name) => ({ [name]: this.#stream.streamName }),
      statements: [
        new PolicyStatement({
          actions: actions.map((action) => `kinesis:${action}`),
          resources: [this.#stream.streamArn],
        }),
      ],
    };
  }

  /**
   * The worker parks a bad record itself. If whole calls fail for six hours, AWS bisects the batch and sends what still
   * fails to the same queue as a pointer into the stream, which keeps records for 24 hours.
   */
  consumedBy(worker: ServiceFunction, { batchSize, windowSeconds }: ConsumerProps): void {
    const parked = new Queue(worker, 'Parked', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    worker.bind(platformBindings.parkingQueue, {
      environment: (name) => ({ [name]: parked.queueUrl }),
      statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [parked.queueArn] })],
    });
    worker.addEventSource(
      new KinesisEventSource(this.#stream, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize,
        maxBatchingWindow: Duration.seconds(windowSeconds),
        bisectBatchOnError: true,
        retryAttempts: 1000,
        maxRecordAge: Duration.hours(6),
        onFailure: new SqsDlq(parked),
      }),
    );
    new RunbookAlarm(worker, 'RecordsParked', {
      metric: parked.metricApproximateNumberOfMessagesVisible({ statistic: 'max', period: alarmPeriod }),
      threshold: 1,
      runbook: 'records-parked',
      says: `${worker.functionId} parked records it could not read.`,
      topic: worker.alarmTopic,
    });
    worker.alarmWhenBehind();
  }
}
