// A service's outbox: the table that stores events together with state, and the relay that publishes them on the bus.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { platformBindings, platformTables } from '../../lambdas/shared/base/contract.ts';
import type { Platform } from '../platform.ts';
import { EveryMinute } from './every-minute.ts';
import { ServiceFunction } from './service-function.ts';
import { Table } from './table.ts';

/** The service needs a file relay.ts: `export const handler = outboxRelay();` */
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
    // The relay's own deletions are changes too, so it takes inserts only.
    this.#table.streamTo(relay, { batchSize: 100, insertsOnly: true });
    // The stream is fast, the sweep is reliable: it publishes what the stream has not delivered within half a minute.
    new EveryMinute(this, 'Sweep', relay);
  }

  /** Lets functions write events in their transactions. */
  bindTo(...writers: readonly ServiceFunction[]): void {
    for (const writer of writers) writer.bind(this.#table.allow('PutItem'));
  }
}
