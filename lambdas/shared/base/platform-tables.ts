// Tables that the constructs of lib/ create for each system that needs them.
import { platformBindings } from './names.ts';
import { string, table } from './resources.ts';

export const platformTables = {
  // Keys are hashes and addresses, so they spread evenly.
  guard: table('Guard', { env: platformBindings.guardTable, partition: string('id') }),
  // Four partitions take 4,000 events a second.
  outbox: table('Events', {
    env: platformBindings.outboxTable,
    partition: string('pk'),
    sort: string('sk'),
    shards: 4,
    streamed: true,
  }),
} as const;
