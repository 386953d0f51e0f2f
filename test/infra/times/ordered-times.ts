// Rows of moments in the order in which they have to come, read from the sources and the templates where they are set.
import { functionsOf } from '../shape.ts';
import { readSources } from '../source.ts';
import { everything, resources, synthesise } from '../synth.ts';

const sources = new Map(readSources().map(({ path, text }) => [path, text]));
export const { templates } = synthesise('aws', everything);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The number that a source sets under a name, as `NAME = 40_000`, `name: 24 * 3_600_000` or a default `name = 5000`. */
export function set(path: string, name: string, unit = 1): number {
  const text = new RegExp(`\\b${name}(?: =|:) ([\\d_]+(?: \\* [\\d_]+)*)`).exec(sources.get(path) ?? '')?.[1];
  if (text === undefined) throw new Error(`${path} sets no number ${name}`);
  return text.split(' * ').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), unit);
}

export function end(functionId: string): number {
  const found = functionsOf(templates).find(({ properties }) => properties.Description === functionId);
  if (!found) throw new Error(`There is no function ${functionId}`);
  return found.properties.Timeout * SECOND;
}

/** The values of a property of all resources of a type whose names match. */
export function all(type: string, path: string, name = /./): number[] {
  const values = resources(templates, type)
    .filter((resource) => name.test(resource.name))
    .flatMap(({ properties }) => (typeof properties[path] === 'number' ? [properties[path]] : []));
  if (values.length === 0) throw new Error(`No ${type} has ${path}`);
  return values;
}

export type Moments = readonly (readonly [moment: string, atMs: number])[];

const webhooks = (file: string, name: string) => set(`lambdas/webhooks/${file}.ts`, name);
const mails = (file: string, name: string) => set(`lambdas/notifications/${file}.ts`, name);
const bank = (file: string, name: string) => set(`lambdas/payments/bank/${file}.ts`, name);
const { deliver, sendMail, http } = {
  deliver: end('webhooks/deliver'),
  sendMail: end('notifications/send-mail'),
  http: Math.max(
    ...functionsOf(templates)
      .filter(({ properties }) => properties.Description.endsWith('/http'))
      .map(({ properties }) => properties.Timeout * SECOND),
  ),
};
const lastDelivery = webhooks('deliver', 'BEGIN_WITHIN_MS') + webhooks('call', 'timeoutMs');
const parkedFor = Math.max(...all('AWS::SQS::Queue', 'MessageRetentionPeriod', /Parked/)) * SECOND;

export const rows: readonly (readonly [string, Moments])[] = [
  [
    'a delivery ends, its worker dies, another may take it',
    [
      ['the last begun delivery ends', lastDelivery],
      ['the worker is killed', deliver],
      ['its claim ends', webhooks('delivery-store', 'LEASE_MS')],
    ],
  ],
  [
    'deliveries are given up before their log forgets them',
    [
      ['given up', webhooks('delivery', 'giveUpAfterMs')],
      ['forgotten', webhooks('delivery-store', 'KEEP_MS')],
    ],
  ],
  [
    'a mail is begun, its worker dies, another may take it',
    [
      ['the last mail begins', mails('send-mail', 'BEGIN_WITHIN_MS')],
      ['the worker is killed', sendMail],
      ['its claim ends', mails('mail-store', 'LEASE_MS')],
    ],
  ],
  [
    'mails are given up before the notification is forgotten',
    [
      ['given up', mails('send-mail', 'giveUpAfterMs')],
      ['forgotten', mails('store', 'KEEP_MS')],
    ],
  ],
  [
    'an attempt at a reservation is over, a sweep judges its hold, its lease ends',
    [
      [
        'the attempt is killed',
        Math.max(...['reserve', 'confirm', 'release'].map((id) => end(`inventory/${id}-stock`))),
      ],
      ['its hold is judged', set('lambdas/inventory/expiry.ts', 'SETTLED_MS')],
      ['its lease ends', set('lambdas/inventory/contract.ts', 'LEASE_MS')],
    ],
  ],
  [
    'a sweep of reservations stops before it is killed',
    [
      ['stops', set('lambdas/inventory/expire-reservations.ts', 'WORK_MS')],
      ['killed', end('inventory/expire-reservations')],
    ],
  ],
  [
    'a released order is remembered longer than its saga can ask for it',
    [
      ['a late call comes', parkedFor],
      ['forgotten', set('lambdas/inventory/reservation-store.ts', 'KEEP_RELEASED_SECONDS', SECOND)],
    ],
  ],
  [
    'a try of the bank, an operation with its tries, the task, the saga’s wait, the child, the parent’s wait',
    [
      ['the bank answers slowly', 2 * SECOND],
      ['a try ends', bank('bank-api', 'TRY_MS')],
      ['an operation ends', bank('breaker', 'OPERATION_MS')],
      ['the task is killed', end('payments/authorise-payment')],
      ['the saga gives up waiting', set('lib/stacks/order-saga.ts', 'TimeoutSeconds', SECOND)],
      ['an unknown authorisation is undone', set('lambdas/payments/payment.ts', 'GIVE_UP_MS')],
      ['the child ends', set('lib/stacks/order-saga.ts', 'CHILD_SECONDS', SECOND)],
    ],
  ],
  [
    'a probe is too slow, its program hangs, its worker is killed',
    [
      ['its CPU time is over', set('lambdas/media/video/video.ts', 'cpuSeconds', SECOND)],
      ['its program is ended', set('lambdas/media/video/video.ts', 'timeoutMs')],
      ['killed', end('media/process-upload')],
    ],
  ],
  [
    'a part of a video is too slow, its program hangs, its worker is killed',
    [
      ['its CPU time is over', set('lambdas/media/video/video.ts', 'ENCODE_CPU_SECONDS', SECOND)],
      ['its program is ended', set('lambdas/media/video/video.ts', 'ENCODE_MS')],
      ['killed', end('media/encode-part')],
    ],
  ],
  [
    'a webhook of the bank, sent twice, ends before its sender',
    [
      ['both are sent', 2 * set('lambdas/bank/deliver-webhook.ts', 'TIMEOUT_MS')],
      ['killed', end('bank/send-webhooks')],
    ],
  ],
  [
    'a booking is written or lost before its webhook is dropped',
    [
      ['the booking’s request is killed', end('bank/http')],
      ['dropped', set('lambdas/bank/send-webhooks.ts', 'NEVER_BOOKED_MS')],
    ],
  ],
  [
    'an order is written or lost before its claim goes back to the cart',
    [
      ['the order’s request is killed', end('orders/http')],
      ['the claim goes back', set('lambdas/cart/cart.ts', 'CLAIM_MS')],
    ],
  ],
  [
    'an order’s request is over before the reconciler looks, and the reconciler stops before it is killed',
    [
      ['the request is killed', end('orders/http')],
      ['the reconciler looks', set('lambdas/orders/reconcile.ts', 'ON_ITS_WAY_MS')],
      ['the reconciler stops', set('lambdas/orders/reconcile.ts', 'mostMs')],
      ['it is killed', end('orders/reconcile')],
    ],
  ],
  [
    'a call of the legacy form ends, its request is killed, the reference is free',
    [
      ['the call ends', set('lambdas/legacy/shop-api.ts', 'CALL_MS')],
      ['killed', end('legacy/http')],
      ['free', set('lambdas/legacy/store.ts', 'LEASE_MS')],
    ],
  ],
  [
    'the slowest fault that can be switched on, a request, the gateway',
    [
      ['the fault ends', set('lambdas/shared/base/faults/fault.ts', 'MAX_DELAY_MS')],
      ['the function is killed', http],
      // API Gateway: Quotas for configuring and running an HTTP API.
      ['the gateway answers itself', 30 * SECOND],
    ],
  ],
  [
    'an event is left to the stream, swept, and called stuck',
    [
      ['left behind', set('lambdas/shared/messaging/outbox-relay.ts', 'LEFT_BEHIND_MS')],
      ['swept', set('lambdas/shared/messaging/outbox-relay.ts', 'LEFT_BEHIND_MS') + MINUTE],
      ['stuck', set('lambdas/shared/messaging/outbox-relay.ts', 'STUCK_MS')],
    ],
  ],
  [
    'a parked record is redriven while it is remembered as counted',
    [
      ['the last redrive', parkedFor],
      ['forgotten', set('lambdas/shared/messaging/stream-position.ts', 'KEEP_REDRIVEN_SECONDS', SECOND)],
    ],
  ],
  [
    'a stream’s consumer gives a record up while the stream still has it',
    [
      ['given up', Math.max(...all('AWS::Lambda::EventSourceMapping', 'MaximumRecordAgeInSeconds')) * SECOND],
      ['gone', Math.min(DAY, ...all('AWS::Kinesis::Stream', 'RetentionPeriodHours').map((hours) => hours * HOUR))],
    ],
  ],
  [
    'a merge of segments, and a search that pages, end before a segment that left is deleted',
    [
      ['the merge is killed', end('search/merge-segments')],
      ['deleted', set('lambdas/search/index/manifest.ts', 'KEEP_MS')],
    ],
  ],
  [
    'an entry is fresh, then stale, then gone',
    [
      ['stale', set('lambdas/catalog/read-cache.ts', 'FRESH_MS')],
      ['gone', set('lambdas/catalog/read-cache.ts', 'STALE_MS')],
    ],
  ],
  [
    'one view, views together, history',
    [
      ['another view', set('lambdas/audience/history.ts', 'SAME_VIEW_MS')],
      ['no longer together', set('lambdas/audience/history.ts', 'TOGETHER_MS')],
      ['forgotten', set('lambdas/audience/history.ts', 'REMEMBERED_MS')],
    ],
  ],
];
