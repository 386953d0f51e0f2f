// Tables that the constructs of lib/ give a system which needs them.
import { platformBindings } from './names.ts';
import { string, table } from './resources.ts';

export const platformTables = {
  // Keys are hashes and addresses: they spread by themselves.
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
