// Orders: events and views, the saga over stock and payment, the reconciler, and the published events.
import { type App, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { bindings, contract, events } from '../../lambdas/orders/contract.ts';
import { alarmPeriod, RunbookAlarm } from '../constructs/alarms.ts';
import { invoke } from '../constructs/binding.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { SagaMachine } from '../constructs/saga-machine.ts';
import { SearchedCollection, type SearchTasks } from '../constructs/searched-collection.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { Platform, SystemProps } from '../platform.ts';
import type { CartStack } from './cart-stack.ts';
import type { InventoryStack } from './inventory-stack.ts';
import { cancelDefinition, fulfilDefinition, type SagaTasks, sagaDefinition } from './order-saga.ts';
import type { PaymentsStack } from './payments-stack.ts';

export interface OrdersProps extends SystemProps {
  readonly cart: CartStack;
  readonly inventory: InventoryStack;
  readonly payments: PaymentsStack;
  readonly search: SearchTasks;
}

export class OrdersStack extends Stack {
  /** `orders/read-order`, for services that read an order back. */
  readonly readOrder: IFunction;

  constructor(app: App, id: string, props: OrdersProps) {
    super(app, id, props);
    const { platform, cart, inventory, payments, search } = props;
    const { alarmTopic } = platform;
    const { tables } = contract;
    const orders = new Table(this, tables.events);
    const views = new Table(this, tables.views);
    const worker = (id: `orders/${string}`, timeoutSeconds: number) =>
      new ServiceFunction(this, id, { alarmTopic, timeoutSeconds });
    const outbox = new Outbox(this, 'Outbox', contract.service, platform);

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(orders.allow('Query', 'PutItem'))
      .bind(views.allow('Query', 'BatchGetItem'))
      .bind(bindings.checkout, invoke(cart.checkout));
    const recordStep = worker('orders/record-step', 10).bind(orders.allow('Query', 'PutItem'));
    outbox.bindTo(http, recordStep);

    new SearchedCollection(this, contract.service, {
      platform,
      search,
      events: [events.orderPlaced, events.orderConfirmed, events.orderCancelled],
      reading: orders.allow('Query'),
      scanning: orders.allow('Query', 'Scan'),
    }).bindTo(http);

    const saga = this.#saga({ ...inventory, ...payments, recordStep }, platform);
    new EventConsumer(this, 'orders/start-saga', [events.orderPlaced], platform).function
      .bind(orders.allow('Query'))
      .bind(bindings.sagaArn, saga.allow('DescribeExecution'));

    const showing = orders.allow('Query', 'UpdateItem');
    orders.streamTo(worker('orders/project-views', 30).bind(showing).bind(views.allow('PutItem')), { batchSize: 100 });
    this.readOrder = worker('orders/read-order', 5).bind(orders.allow('Query'));
    worker('orders/rebuild', 300)
      .bind(orders.allow('Query', 'Scan'))
      .bind(views.allow('GetItem', 'PutItem', 'DeleteItem', 'Scan'));

    const reconcile = worker('orders/reconcile', 60)
      .bind(orders.allowWithIndex(tables.events.index.open, 'Query', 'PutItem', 'UpdateItem'))
      .bind(views.allow('PutItem'))
      .bind(bindings.sagaArn, saga.allow('DescribeExecution'));
    outbox.bindTo(reconcile);
    new EveryMinute(this, 'EveryMinute', reconcile);
    // A failed saga need not wait for the minute. This event is best effort; the schedule is reliable.
    new Rule(this, 'SagaEndedBadly', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [saga.stateMachineArn] },
      },
      targets: [new LambdaFunction(reconcile)],
    });
  }

  #saga(tasks: SagaTasks, { alarmTopic }: Platform): SagaMachine {
    const calls = (...fns: IFunction[]) => [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: fns.map(({ functionArn }) => functionArn) }),
    ];
    const { reserveStock, confirmStock, releaseStock, authorisePayment, capturePayment, refundPayment, recordStep } =
      tasks;
    const type = StateMachineType.EXPRESS;
    const fulfil = new SagaMachine(this, 'orders/fulfil', {
      type,
      definition: fulfilDefinition(tasks),
      statements: calls(reserveStock, confirmStock, authorisePayment, capturePayment, recordStep),
    });
    const cancel = new SagaMachine(this, 'orders/cancel', {
      type,
      definition: cancelDefinition(tasks),
      statements: calls(releaseStock, refundPayment, recordStep),
    });
    const saga = new SagaMachine(this, 'orders/saga', {
      type: StateMachineType.STANDARD,
      definition: sagaDefinition(fulfil.stateMachineArn, cancel.stateMachineArn),
      statements: [
        new PolicyStatement({
          actions: ['states:StartSyncExecution'],
          resources: [fulfil.stateMachineArn, cancel.stateMachineArn],
        }),
      ],
    });
    new RunbookAlarm(this, 'SagaFailed', {
      metric: saga.metricFailed({ statistic: 'sum', period: alarmPeriod }),
      threshold: 1,
      runbook: 'orders/saga-failed',
      says: 'A saga could neither fulfil nor cancel its order.',
      topic: alarmTopic,
    });
    return saga;
  }
}
