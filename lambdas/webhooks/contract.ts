// Contract of the webhooks service: merchants' endpoints receive order events, signed and at least once.
import * as z from 'zod/mini';
import { event, pageQuery, route, text } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import { webhookProblems } from './problems.ts';
import { tables } from './resources.ts';

export { webhookProblems } from './problems.ts';
export { bindings } from './resources.ts';

/** Events an endpoint can subscribe to. OrderPlaced is not one: an order counts for its merchants once it is paid. */
export const subscribable = ['OrderConfirmed', 'OrderCancelled'] as const;
export type Subscribable = (typeof subscribable)[number];

export const deliveryStatuses = ['PENDING', 'DELIVERED', 'FAILED'] as const;

const Instant = z.iso.datetime({ offset: false });
const Id = z.string().check(z.regex(/^[\w-]{1,64}$/));
const EventName = z.enum(subscribable);

export const CreateWebhook = z.strictObject({
  url: text(1, 2048),
  events: z
    .array(EventName)
    .check(
      z.minLength(1),
      z.refine((names) => new Set(names).size === names.length, { error: 'Each event once' }),
    )
    .register(z.globalRegistry, { override: { uniqueItems: true } }),
});

const shown = {
  webhookId: Id,
  url: z.string(),
  events: z.array(EventName),
  enabled: z.boolean(),
  /** Why it was disabled. */
  disabledReason: z.optional(z.string()),
  /** Failed attempts since the last successful one. */
  failures: z.int(),
  createdAt: Instant,
};
export const Webhook = z.object(shown);
export const NewWebhook = z.object({
  ...shown,
  /** Signs the deliveries, as Standard Webhooks has it: `whsec_` and base64. Shown only once. */
  secret: z.string(),
  /** Until then, deliveries have a second signature, of the secret that this one replaces. */
  formerSecretUntil: z.optional(Instant),
});
export const WebhookList = z.object({ items: z.array(Webhook) });

export const Delivery = z.object({
  deliveryId: Id,
  event: EventName,
  orderId: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.int(),
  createdAt: Instant,
  /** For the last attempt: the endpoint's response status, or why there was no response. */
  responseStatus: z.nullable(z.int()),
  error: z.nullable(z.string()),
  lastAttemptAt: z.nullable(Instant),
  /** For a pending delivery; null when there is no next attempt. */
  nextAttemptAt: z.nullable(Instant),
});
export const DeliveryPage = z.object({ items: z.array(Delivery), cursor: z.optional(z.string()) });

export type CreateWebhook = z.infer<typeof CreateWebhook>;
export type Webhook = z.infer<typeof Webhook>;
export type NewWebhook = z.infer<typeof NewWebhook>;
export type Delivery = z.infer<typeof Delivery>;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export const events = {
  /** A webhook was disabled automatically; its merchant is notified. */
  webhookDisabled: event(
    'webhooks',
    'WebhookDisabled',
    1,
    z.object({ webhookId: z.string(), merchantId: z.string(), url: z.string(), reason: z.string() }),
  ),
} as const;

const webhookPath = z.strictObject({ webhookId: Id });
const deliveryPath = z.strictObject({ webhookId: Id, deliveryId: Id });

const path = { webhookId: 'wh-Zk1p0QbX3rT7' };
const aDelivery = { ...path, deliveryId: 'dl-8sJx0aVbM2nQ4' };
const body = { url: 'https://shop.example.com/hooks', events: ['OrderConfirmed' as const] };
const webhook = { ...path, ...body, enabled: true, failures: 0, createdAt: '2026-03-01T08:00:00.000Z' };
const delivery = {
  deliveryId: aDelivery.deliveryId,
  event: 'OrderConfirmed' as const,
  orderId: '4fQb0yTz6mYkX1cWd8Ra',
  status: 'PENDING' as const,
  attempts: 1,
  createdAt: '2026-03-01T09:00:00.000Z',
  responseStatus: 500,
  error: null,
  lastAttemptAt: '2026-03-01T09:00:00.200Z',
  nextAttemptAt: '2026-03-01T09:00:07.900Z',
};
/** The secret of the specification's examples. */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const merchantsOnly = { auth: 'user', roles: ['merchant'] } as const;

export const contract = {
  service: 'webhooks',
  tables,
  routes: {
    createWebhook: route('POST /api/webhooks', {
      ...merchantsOnly,
      summary: 'Have an endpoint of yours told of orders with lines of yours; the answer alone shows the secret',
      body: CreateWebhook,
      status: 201,
      response: NewWebhook,
      limit: 'write',
      idempotency: 'optional',
      problems: [webhookProblems.urlNotAllowed, webhookProblems.tooMany],
      example: { body, response: { ...webhook, secret } },
    }),
    listWebhooks: route('GET /api/webhooks', {
      ...merchantsOnly,
      summary: 'Your webhooks',
      status: 200,
      response: WebhookList,
      example: { response: { items: [webhook] } },
    }),
    deleteWebhook: route('DELETE /api/webhooks/{webhookId}', {
      ...merchantsOnly,
      summary: 'Delete one of your webhooks; what is still to be delivered is not',
      path: webhookPath,
      status: 204,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound],
      example: { path },
    }),
    enableWebhook: route('POST /api/webhooks/{webhookId}/enable', {
      ...merchantsOnly,
      summary: 'Switch a webhook on again; what failed meanwhile can be replayed',
      path: webhookPath,
      status: 200,
      response: Webhook,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound],
      example: { path, response: webhook },
    }),
    rotateSecret: route('POST /api/webhooks/{webhookId}/secret', {
      ...merchantsOnly,
      summary: 'Replace the secret of a webhook; deliveries have a signature of each for a day',
      path: webhookPath,
      status: 200,
      response: NewWebhook,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound],
      example: { path, response: { ...webhook, secret, formerSecretUntil: '2026-03-03T08:00:00.000Z' } },
    }),
    listDeliveries: route('GET /api/webhooks/{webhookId}/deliveries', {
      ...merchantsOnly,
      summary: 'What one of your webhooks was sent in the last 30 days, newest first',
      path: webhookPath,
      query: pageQuery,
      status: 200,
      response: DeliveryPage,
      revalidated: true,
      problems: [problems.notFound, problems.invalidCursor],
      example: { path, query: { limit: '20' }, response: { items: [delivery] } },
    }),
    replayDelivery: route('POST /api/webhooks/{webhookId}/deliveries/{deliveryId}/replay', {
      ...merchantsOnly,
      summary: 'Send a delivery again, now and under the same id, with a schedule of its own',
      path: deliveryPath,
      status: 202,
      response: Delivery,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound, webhookProblems.disabled],
      example: { path: aDelivery, response: delivery },
    }),
  },
} as const;
