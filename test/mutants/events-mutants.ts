// Bugs of the event backbone.
import { type Mutant, unit } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'the relay removes what the bus refused',
    file: 'lambdas/shared/messaging/outbox-relay.ts',
    find: 'await remove(taken.map(({ item }) => item));',
    replace: 'if (taken) await remove(batch);',
    test: unit('shared/messaging/outbox-relay'),
    only: 'what the bus refuses stays',
  },
  {
    name: 'an event that could not be published blocks the stream',
    file: 'lambdas/shared/messaging/outbox-relay.ts',
    find: "    log('warn', 'events not published, the sweep will retry', { left: batch.length }, error);\n    return [];",
    replace: '    throw error;',
    test: unit('shared/messaging/outbox-relay'),
    only: 'a bus that does not answer',
  },
  {
    name: 'a retried operation writes another event',
    file: 'lambdas/shared/messaging/outbox.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: 'operationId === undefined ? newId() : `${type}-${operationId}`',
    replace: "newId() + (operationId ? '' : type.slice(0, 0))",
    test: unit('shared/messaging/outbox'),
    only: 'every try of one operation',
  },
  {
    name: 'an event that fails is acknowledged',
    file: 'lambdas/shared/messaging/queue-worker.ts',
    find: '    await delay(record, tries);\n    return true;',
    replace: '    await delay(record, tries);\n    return false;',
    test: unit('shared/messaging/event-worker'),
    only: 'a message whose handler fails is redelivered',
  },
  {
    name: 'an event that cannot be parked is lost',
    file: 'lambdas/shared/messaging/queue-worker.ts',
    find: '{ messageId: record.messageId }, error);\n          return true;',
    replace: '{ messageId: record.messageId }, error);\n          return false;',
    test: unit('shared/messaging/event-worker'),
    only: 'a message that can be neither handled nor parked',
  },
  {
    name: 'an event of another version is parsed with the wrong schema',
    file: 'lambdas/shared/messaging/event-worker.ts',
    find: 'type.source === detail.source && detailType(type) === detailType(detail)',
    replace: 'type.source === detail.source && type.type === detail.type',
    test: unit('shared/messaging/event-worker'),
    only: 'another version',
  },
];
