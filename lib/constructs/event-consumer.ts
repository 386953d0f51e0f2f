// A consumer of events: the bus -> a queue of its own, with a dead-letter queue -> the worker. One slow or broken consumer holds up no other.
import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { busSource, detailType, type EventType, platformBindings } from '../../lambdas/shared/contract.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { alarmPeriod, RunbookAlarm } from './alarms.ts';
import { ServiceFunction } from './service-function.ts';

/** A worker that dies leaves its messages hidden for this long: six times what it may take. */
const TIMEOUT_SECONDS = 5;

/** `functionId` is the worker's, `cart/project-products`: it calls `eventWorker` of lambdas/shared/event-worker.ts. */
export class EventConsumer extends Construct {
  readonly function: ServiceFunction;

  constructor(
    scope: Construct,
    functionId: `${string}/${string}`,
    types: readonly EventType[],
    { bus, alarmTopic }: PlatformStack,
  ) {
    super(scope, functionId.replace('/', '-'));
    const parked = new Queue(this, 'Parked', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(7),
      visibilityTimeout: Duration.seconds(6 * TIMEOUT_SECONDS),
      // The worker parks what fails five times itself, with the reason; this is for messages that kill it.
      deadLetterQueue: { queue: parked, maxReceiveCount: 10 },
    });
    new Rule(this, 'Rule', {
      eventBus: bus,
      eventPattern: {
        source: [...new Set(types.map(({ source }) => busSource(source)))],
        detailType: types.map(detailType),
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: parked })],
    });
    this.function = new ServiceFunction(this, functionId, { alarmTopic, timeoutSeconds: TIMEOUT_SECONDS })
      .bind(platformBindings.eventQueue, {
        environment: (name) => ({ [name]: queue.queueUrl }),
        statements: [new PolicyStatement({ actions: ['sqs:ChangeMessageVisibility'], resources: [queue.queueArn] })],
      })
      .bind(platformBindings.parkingQueue, {
        environment: (name) => ({ [name]: parked.queueUrl }),
        statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [parked.queueArn] })],
      });
    this.function.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
    new RunbookAlarm(this, 'EventsParked', {
      metric: parked.metricApproximateNumberOfMessagesVisible({ statistic: 'max', period: alarmPeriod }),
      threshold: 1,
      runbook: 'events-parked',
      says: `${functionId} parked events it could not handle.`,
      topic: alarmTopic,
    });
    new RunbookAlarm(this, 'ConsumerBehind', {
      metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'max', period: alarmPeriod }),
      threshold: Duration.minutes(5).toSeconds(),
      runbook: 'consumer-behind',
      says: `${functionId} is five minutes behind its queue.`,
      topic: alarmTopic,
    });
  }
}
