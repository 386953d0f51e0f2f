// Payments of orders: tasks for the saga behind a breaker and a bulkhead, the provider's webhooks, and a reconciler.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { bindings, contract } from '../../lambdas/payments/contract.ts';
import { value } from '../constructs/binding.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { BankStack } from './bank-stack.ts';
import type { PlatformStack } from './platform-stack.ts';

export class PaymentsStack extends Stack {
  readonly authorisePayment: ServiceFunction;
  readonly capturePayment: ServiceFunction;
  readonly refundPayment: ServiceFunction;

  constructor(app: App, id: string, platform: PlatformStack, bank: BankStack, props: StackProps) {
    super(app, id, props);
    const { alarmTopic } = platform;

    // One item an order. The breaker is one item for all, written only while the provider fails.
    const payments = new ShardedTable(this, 'Payments', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      shards: 1,
      indexes: [
        {
          indexName: 'byDue',
          partitionKey: { name: 'due', type: AttributeType.STRING },
          sortKey: { name: 'dueAtMs', type: AttributeType.NUMBER },
          projectionType: ProjectionType.ALL,
        },
      ],
    });

    // The bulkhead: a call of a slow provider lasts seconds, and no more of them than this take an instance from others.
    const task = (name: string, atOnce: number, timeoutSeconds = 25) =>
      new ServiceFunction(this, `payments/${name}`, { alarmTopic, timeoutSeconds, atOnce })
        .bind(bindings.providerUrl, value(bank.url))
        .bind(bindings.providerApiKey, bank.apiKey.allow());
    const table = payments.allow('GetItem', 'PutItem', 'UpdateItem');
    this.authorisePayment = task('authorise-payment', 50).bind(bindings.paymentsTable, table);
    this.capturePayment = task('capture-payment', 50).bind(bindings.paymentsTable, table);
    this.refundPayment = task('refund-payment', 25).bind(bindings.paymentsTable, table);
    const reconcile = task('reconcile', 1, 300).bind(
      bindings.paymentsTable,
      payments.allowWithIndex('byDue', 'GetItem', 'PutItem', 'UpdateItem'),
    );
    new EveryMinute(this, 'Reconcile', reconcile);

    new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.paymentsTable, table)
      .bind(bindings.providerUrl, value(bank.url))
      .bind(bindings.providerApiKey, bank.apiKey.allow())
      .bind(bindings.providerWebhookSecret, bank.webhookSecret.allow());
  }
}
