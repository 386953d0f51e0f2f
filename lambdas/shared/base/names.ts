// Names that the constructs write and the runtime reads: environment variables and the headers of the edge.

/** Environment variables that the constructs bind to functions by themselves. */
export const platformBindings = {
  /** Id of the function, for example `links/redirect`; part of every log line. */
  functionId: 'FUNCTION_ID',
  appSecret: 'APP_SECRET_ARN',
  guardTable: 'GUARD_TABLE',
  revocationsTable: 'REVOCATIONS_TABLE',
  limits: 'LIMITS',
  /** Sender address of mails. Absent where no mail is sent. */
  mailSender: 'MAIL_SENDER',
  parkingQueue: 'PARKING_QUEUE_URL',
  eventQueue: 'EVENT_QUEUE_URL',
  eventBus: 'EVENT_BUS_NAME',
  outboxTable: 'OUTBOX_TABLE',
  /** `on` where faults can be switched on (fault-switch.ts). */
  faults: 'FAULTS',
} as const;

/** Environment variables of a system with a collection in search (lib/constructs/searched-collection.ts). */
export const searchBindings = {
  find: 'SEARCH_FIND_ENTRIES',
  keep: 'SEARCH_KEEP_ENTRIES',
  /** The system's own function that fills its collection. */
  fill: 'SEARCH_FILL_INDEX',
} as const;

/** Environment variable for a sharded table's shard count, beside the table's own. */
export const shardsBinding = (tableBinding: string): string => `${tableBinding}_SHARDS`;

/** Headers the CDN adds. The address counts only together with the secret, which CloudFront alone sends. */
export const edgeHeaders = { secret: 'x-origin-secret', viewerAddress: 'x-viewer-address' } as const;

/** Header of every response; `npm run trace` uses it to find the log lines of a request. */
export const CORRELATION_HEADER = 'x-correlation-id';
