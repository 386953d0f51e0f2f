// A queue, its worker and a dead-letter queue. Failures are redelivered, then parked; both raise an alarm.
import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { alarmPeriod, RunbookAlarm } from './alarms.ts';
import type { Binding } from './binding.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

export interface WorkQueueProps extends Omit<ServiceFunctionProps, 'alarmTopic'> {
  readonly batchSize: number;
  /** Waits this long for a batch to fill; AWS asks for a second at least where a batch has more than ten messages. */
  readonly windowSeconds?: number;
  /** Batches that are worked on at the same time, two at least; as many as there are if not given. */
  readonly lanes?: number;
  /** The runbook's entry about parked messages (alarms.ts). */
  readonly runbook: string;
}

/** The function `functionId` calls `queueWorker` of lambdas/shared/messaging/queue-worker.ts. */
export class WorkQueue extends Construct {
  readonly function: ServiceFunction;
  readonly queue: Queue;
  readonly #parked: Queue;

  constructor(
    scope: Construct,
    functionId: `${string}/${string}`,
    alarmTopic: ITopic,
    { batchSize, windowSeconds, lanes, runbook, ...props }: WorkQueueProps,
  ) {
    super(scope, functionId.replace('/', '-'));
    this.#parked = new Queue(this, 'Parked', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(7),
      // When a worker dies, its messages stay hidden for this long: six times the worker's timeout.
      visibilityTimeout: Duration.seconds(6 * props.timeoutSeconds),
      // The worker itself parks a message after five failures, with the reason. This covers messages that kill it.
      deadLetterQueue: { queue: this.#parked, maxReceiveCount: 10 },
    });
    this.function = new ServiceFunction(this, functionId, { alarmTopic, ...props })
      .bind(platformBindings.eventQueue, {
        environment: (name) => ({ [name]: this.queue.queueUrl }),
        statements: [
          new PolicyStatement({ actions: ['sqs:ChangeMessageVisibility'], resources: [this.queue.queueArn] }),
        ],
      })
      .bind(platformBindings.parkingQueue, {
        environment: (name) => ({ [name]: this.#parked.queueUrl }),
        statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.#parked.queueArn] })],
      });
    this.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(windowSeconds !== undefined && { maxBatchingWindow: Duration.seconds(windowSeconds) }),
        ...(lanes !== undefined && { maxConcurrency: lanes }),
      }),
    );
    new RunbookAlarm(this, 'EventsParked', {
      metric: this.#parked.metricApproximateNumberOfMessagesVisible({ statistic: 'max', period: alarmPeriod }),
      threshold: 1,
      runbook,
      says: `${functionId} parked events it could not handle.`,
      topic: alarmTopic,
    });
    new RunbookAlarm(this, 'ConsumerBehind', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'max', period: alarmPeriod }),
      threshold: Duration.minutes(5).toSeconds(),
      runbook: 'consumer-behind',
      says: `${functionId} is five minutes behind its queue.`,
      topic: alarmTopic,
    });
  }

  /** Queues matching events. Default: events of the account's default bus, where AWS services publish. */
  takeEvents(eventPattern: EventPattern, eventBus?: IEventBus): void {
    new Rule(this, 'Rule', {
      ...(eventBus && { eventBus }),
      eventPattern,
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.#parked })],
    });
  }

  /** Allows sending messages to the queue. */
  allowSending(): Binding {
    return {
      environment: (name) => ({ [name]: this.queue.queueUrl }),
      statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] })],
    };
  }
}
