// A service's outbox: the table events are written to with their state, and the relay that publishes them on the bus.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { platformBindings, platformTables } from '../../lambdas/shared/base/contract.ts';
import type { Platform } from '../platform.ts';
import { EveryMinute } from './every-minute.ts';
import { ServiceFunction } from './service-function.ts';
import { Table } from './table.ts';

/** The service has a file relay.ts: `export const handler = outboxRelay();` */
export class Outbox extends Construct {
  readonly #table: Table;

  constructor(scope: Construct, id: string, service: string, platform: Platform) {
    super(scope, id);
    this.#table = new Table(this, platformTables.outbox);
    const relay = new ServiceFunction(this, `${service}/relay`, {
      alarmTopic: platform.alarmTopic,
      timeoutSeconds: 30,
    });
    relay.bind(this.#table.allow('Query', 'BatchWriteItem')).bind(platformBindings.eventBus, {
      environment: (name) => ({ [name]: platform.bus.eventBusName }),
      statements: [new PolicyStatement({ actions: ['events:PutEvents'], resources: [platform.bus.eventBusArn] })],
    });
    // What the relay removes is a change too, and none of its business.
    this.#table.streamTo(relay, { batchSize: 100, insertsOnly: true });
    // The stream is fast, the sweep is sure: it publishes what the stream has not brought within half a minute.
    new EveryMinute(this, 'Sweep', relay);
  }

  /** For a function that writes events in its transactions. */
  bindTo(...writers: readonly ServiceFunction[]): void {
    for (const writer of writers) writer.bind(this.#table.allow('PutItem'));
  }
}
