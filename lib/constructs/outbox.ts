// A service's outbox: the table events are written to with their state, and the relay that publishes them on the bus.
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { EveryMinute } from './every-minute.ts';
import { ServiceFunction } from './service-function.ts';
import { ShardedTable } from './sharded-table.ts';

/** Four partitions take 4,000 events a second. The service has a file relay.ts: `export const handler = outboxRelay();` */
export class Outbox extends Construct {
  readonly #table: ShardedTable;

  constructor(scope: Construct, id: string, service: string, platform: PlatformStack) {
    super(scope, id);
    this.#table = new ShardedTable(this, 'Events', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      shards: 4,
      streamed: true,
    });
    const relay = new ServiceFunction(this, `${service}/relay`, {
      alarmTopic: platform.alarmTopic,
      timeoutSeconds: 30,
    });
    relay
      .bind(platformBindings.outboxTable, this.#table.allow('Query', 'BatchWriteItem'))
      .bind(platformBindings.eventBus, {
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
    for (const writer of writers) writer.bind(platformBindings.outboxTable, this.#table.allow('PutItem'));
  }
}
