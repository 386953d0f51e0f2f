// The simulated payment provider: a separate company with its own ledger, API and webhooks. Only for trials.
import { type App, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { bindings, contract } from '../../lambdas/bank/contract.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { alarmPeriod, RunbookAlarm } from '../constructs/alarms.ts';
import { AppSecret } from '../constructs/app-secret.ts';
import { type Binding, value } from '../constructs/binding.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

const SENDER_SECONDS = 10;

export class BankStack extends Stack {
  /** The bank gives these to its one client on paper: its URL, the key to its API, and the secret of its webhooks. */
  readonly url: string;
  readonly apiKey: AppSecret;
  readonly webhookSecret: AppSecret;

  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const { alarmTopic } = platform;
    this.url = `${platform.apiDirectUrl}/bank`;
    this.apiKey = new AppSecret(this, 'ApiKey');
    this.webhookSecret = new AppSecret(this, 'WebhookSecret');

    const ledger = new Table(this, contract.tables.ledger);
    const parked = new Queue(this, 'Parked', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const webhooks = new Queue(this, 'Webhooks', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(6 * SENDER_SECONDS),
      deadLetterQueue: { queue: parked, maxReceiveCount: 20 },
    });
    const onWebhooks = (action: string): Binding => ({
      environment: (name) => ({ [name]: webhooks.queueUrl }),
      statements: [new PolicyStatement({ actions: [`sqs:${action}`], resources: [webhooks.queueArn] })],
    });
    const webhookUrl = value(`${platform.apiDirectUrl}/payments/webhooks`);

    new HttpService(this, 'Http', contract, platform).function
      .bind(ledger.allow('Query', 'PutItem', 'UpdateItem'))
      .bind(bindings.webhookQueue, onWebhooks('SendMessage'))
      .bind(bindings.webhookUrl, webhookUrl)
      .bind(bindings.apiKey, this.apiKey.allow())
      .bind(bindings.webhookSecret, this.webhookSecret.allow());

    const sender = new ServiceFunction(this, 'bank/send-webhooks', { alarmTopic, timeoutSeconds: SENDER_SECONDS })
      .bind(ledger.allow('GetItem'))
      .bind(bindings.webhookQueue, onWebhooks('ChangeMessageVisibility'))
      .bind(bindings.webhookUrl, webhookUrl)
      .bind(bindings.webhookSecret, this.webhookSecret.allow())
      // For `npm run dlq`: SQS itself parks what the sender gives up.
      .bind(platformBindings.eventQueue, value(webhooks.queueUrl))
      .bind(platformBindings.parkingQueue, value(parked.queueUrl));
    sender.addEventSource(new SqsEventSource(webhooks, { batchSize: 5, reportBatchItemFailures: true }));
    new RunbookAlarm(this, 'WebhooksParked', {
      metric: parked.metricApproximateNumberOfMessagesVisible({ statistic: 'max', period: alarmPeriod }),
      threshold: 1,
      runbook: 'bank/provider-webhooks-parked',
      says: 'The simulated bank gave up a webhook that payments did not take in twenty tries.',
      topic: alarmTopic,
    });
  }
}
