// Names that the constructs write and the runtime reads: environment names and the headers of the edge.

/** Environment names of what the constructs bind to functions by themselves. */
export const platformBindings = {
  /** Id of the function, `links/redirect`; stands in every log line. */
  functionId: 'FUNCTION_ID',
  appSecret: 'APP_SECRET_ARN',
  guardTable: 'GUARD_TABLE',
  limits: 'LIMITS',
  parkingQueue: 'PARKING_QUEUE_URL',
  eventQueue: 'EVENT_QUEUE_URL',
  eventBus: 'EVENT_BUS_NAME',
  outboxTable: 'OUTBOX_TABLE',
  /** `on` where faults may be switched on (fault-switch.ts). */
  faults: 'FAULTS',
} as const;

/** Environment name of a sharded table's shard count, beside the table's own. */
export const shardsBinding = (tableBinding: string): string => `${tableBinding}_SHARDS`;

/** Headers the CDN adds; the address counts only beside the secret that CloudFront alone sends. */
export const edgeHeaders = { secret: 'x-origin-secret', viewerAddress: 'x-viewer-address' } as const;

/** Header of every answer, by which `npm run trace` finds its story. */
export const CORRELATION_HEADER = 'x-correlation-id';
