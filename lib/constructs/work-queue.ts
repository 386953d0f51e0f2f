// A queue with its one worker and a dead-letter queue: what fails comes again, what never succeeds is parked, and both raise an alarm.
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
  /** Anchor of the entry in docs/runbook.md about what is parked. */
  readonly runbook: string;
}

/** `functionId` is the worker's, `cart/project-products`: it calls `queueWorker` of lambdas/shared/messaging/queue-worker.ts. */
export class WorkQueue extends Construct {
  readonly function: ServiceFunction;
  readonly queue: Queue;
  readonly #parked: Queue;

  constructor(
    scope: Construct,
    functionId: `${string}/${string}`,
    alarmTopic: ITopic,
    { batchSize, runbook, ...props }: WorkQueueProps,
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
      // A worker that dies leaves its messages hidden for this long: six times what it may take.
      visibilityTimeout: Duration.seconds(6 * props.timeoutSeconds),
      // The worker parks what fails five times itself, with the reason; this is for messages that kill it.
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
    this.function.addEventSource(new SqsEventSource(this.queue, { batchSize, reportBatchItemFailures: true }));
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

  /** Events that fit are work; of the account's default bus unless said, where AWS itself tells of things. */
  takeEvents(eventPattern: EventPattern, eventBus?: IEventBus): void {
    new Rule(this, 'Rule', {
      ...(eventBus && { eventBus }),
      eventPattern,
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.#parked })],
    });
  }

  /** Putting work into the queue. */
  allowSending(): Binding {
    return {
      environment: (name) => ({ [name]: this.queue.queueUrl }),
      statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] })],
    };
  }
}
