// Payments of orders: the saga's tasks behind a breaker and a bulkhead, the provider's webhooks, and a reconciler.
import { type App, Stack } from 'aws-cdk-lib';
import { bindings, contract } from '../../lambdas/payments/contract.ts';
import { value } from '../constructs/binding.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction, type ServiceFunctionProps } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';
import type { BankStack } from './bank-stack.ts';

export interface PaymentsProps extends SystemProps {
  readonly bank: BankStack;
}

export class PaymentsStack extends Stack {
  readonly authorisePayment: ServiceFunction;
  readonly capturePayment: ServiceFunction;
  readonly refundPayment: ServiceFunction;

  constructor(app: App, id: string, props: PaymentsProps) {
    super(app, id, props);
    const { platform, bank, target } = props;
    const { alarmTopic } = platform;

    const payments = new Table(this, contract.tables.payments);

    // The bulkhead: a call of a slow provider lasts seconds, so this caps how many instances such calls can occupy.
    const atMost = (atOnce: number) => ({ timeoutSeconds: 25, ...(target.bulkheads && { atOnce }) });
    const task = (name: string, props: Pick<ServiceFunctionProps, 'timeoutSeconds' | 'atOnce'>) =>
      new ServiceFunction(this, `payments/${name}`, { alarmTopic, ...props })
        .bind(bindings.providerUrl, value(bank.url))
        .bind(bindings.providerApiKey, bank.apiKey.allow());
    const table = payments.allow('GetItem', 'PutItem', 'UpdateItem');
    this.authorisePayment = task('authorise-payment', atMost(50)).bind(table);
    this.capturePayment = task('capture-payment', atMost(50)).bind(table);
    this.refundPayment = task('refund-payment', atMost(25)).bind(table);
    const reconcile = task('reconcile', { timeoutSeconds: 300 }).bind(
      payments.allowWithIndex(contract.tables.payments.index.byDue, 'GetItem', 'PutItem', 'UpdateItem'),
    );
    new EveryMinute(this, 'Reconcile', reconcile);

    new HttpService(this, 'Http', contract, platform).function
      .bind(payments.allow('GetItem', 'UpdateItem'))
      .bind(bindings.providerUrl, value(bank.url))
      .bind(bindings.providerApiKey, bank.apiKey.allow())
      .bind(bindings.providerWebhookSecret, bank.webhookSecret.allow());
  }
}
