// Tables that the constructs of lib/ create for each system that needs them, and the one that all systems read.
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
  // One for all systems (docs/decisions/0021-revocation.md). Keys are random ids, so they spread evenly.
  revocations: table('Revocations', { env: platformBindings.revocationsTable, partition: string('userId') }),
} as const;
