// Contract of the payments service: authorise, capture and undo an order's payment, and report the provider's health.
import * as z from 'zod/mini';
import { route } from '../shared/base/contract.ts';
import { problem } from '../shared/base/problem.ts';
import { webhookHeaders } from '../shared/base/text/standard-webhook.ts';
import { ProviderWebhook } from './bank/bank-words.ts';
import { tables } from './resources.ts';

export { bindings } from './resources.ts';

export const paymentProblems = {
  unsigned: problem(401, 'WEBHOOK_SIGNATURE_WRONG', 'The signature is missing, wrong, or older than five minutes'),
  providerAway: problem(503, 'PROVIDER_UNAVAILABLE', 'The payment provider cannot be reached; try again'),
} as const;

/** The test cards of the simulated provider; it declines all others. */
export const paymentMethods = [
  'pm_ok',
  'pm_declined',
  'pm_slow',
  'pm_flaky',
  'pm_lost_answer',
  'pm_duplicate_webhook',
  'pm_early_webhook',
] as const;

const OrderId = z.string().check(z.regex(/^[\w-]{1,64}$/));
const Cents = z.int().check(z.minimum(1), z.maximum(1e12));
const order = { orderId: OrderId, correlationId: z.string().check(z.maxLength(64)) };

/** Functions for the saga. A refusal is an outcome; a thrown error is a fault, and the same call may be retried. */
export const tasks = {
  /**
   * `payments/authorise-payment`. `UNAVAILABLE`: the provider does not respond, or its breaker is open (then at once).
   * Any effect is undone automatically after a minute, or at once by refund-payment. After a refund: `DECLINED`.
   */
  authorisePayment: {
    input: z.object({
      ...order,
      userId: z.string(),
      amountCents: Cents,
      paymentMethod: z.string().check(z.regex(/^\w{1,64}$/)),
    }),
    output: z.object({ outcome: z.enum(['AUTHORISED', 'DECLINED', 'UNAVAILABLE']) }),
  },
  /** `payments/capture-payment`. `UNAVAILABLE`: as above, or there is nothing to capture (any more): refund then. */
  capturePayment: {
    input: z.object(order),
    output: z.object({ outcome: z.enum(['CAPTURED', 'UNAVAILABLE']) }),
  },
  /**
   * `payments/refund-payment`: from any state, including none (`NOTHING`, and a later authorisation is refused).
   * `PENDING`: the refund is decided, and payments completes it once the provider responds.
   */
  refundPayment: {
    input: z.object(order),
    output: z.object({ outcome: z.enum(['VOIDED', 'REFUNDED', 'NOTHING', 'PENDING']) }),
  },
} as const;

const Instant = z.iso.datetime({ offset: false });

export const Breaker = z.object({
  /** `half-open`: the next call of the provider is the only probe, or that probe is in progress. */
  state: z.enum(['closed', 'open', 'half-open']),
  /** Consecutive failed operations, each with all its retries. */
  failures: z.int(),
  openedAt: z.nullable(Instant),
  nextProbeAt: z.nullable(Instant),
});

const Entry = z.object({ amountCents: z.int(), at: Instant, reference: z.string() });
export const ProviderLedger = z.object({
  orderId: OrderId,
  authorisations: z.array(Entry),
  captures: z.array(Entry),
  voids: z.array(Entry),
  refunds: z.array(Entry),
});

const Taken = z.object({ taken: z.boolean() });

export type AuthoriseOrder = z.infer<typeof tasks.authorisePayment.input>;
export type Order = z.infer<typeof tasks.refundPayment.input>;
export type AuthoriseOutcome = z.infer<typeof tasks.authorisePayment.output>['outcome'];
export type CaptureOutcome = z.infer<typeof tasks.capturePayment.output>['outcome'];
export type RefundOutcome = z.infer<typeof tasks.refundPayment.output>['outcome'];
export type Breaker = z.infer<typeof Breaker>;
export type ProviderLedger = z.infer<typeof ProviderLedger>;

const orderId = '5d2f0c1e-7a44-4b0e-9a35-1f7c2f6f0b11';
const entry = { amountCents: 4990, at: '2026-03-01T08:00:00.000Z', reference: orderId };

export const contract = {
  service: 'payments',
  tables,
  routes: {
    readBreaker: route('GET /api/payments/breaker', {
      summary: 'Whether the payment provider is called at all, and when it is tried next',
      auth: 'none',
      status: 200,
      response: Breaker,
      example: { response: { state: 'closed', failures: 0, openedAt: null, nextProbeAt: null } },
    }),
    readProviderLedger: route('GET /api/payments/ledger', {
      summary: "What the provider's own ledger holds for an order",
      auth: 'user',
      roles: ['admin'],
      query: z.strictObject({ orderId: OrderId }),
      status: 200,
      response: ProviderLedger,
      problems: [paymentProblems.providerAway],
      example: {
        query: { orderId },
        response: { orderId, authorisations: [entry], captures: [entry], voids: [], refunds: [] },
      },
    }),
    takeWebhook: route('POST /api/payments/webhooks', {
      summary: 'For the provider: what has become of a payment, signed as Standard Webhooks has it',
      auth: 'none',
      headers: z.object({
        [webhookHeaders.id]: z.optional(z.string()),
        [webhookHeaders.timestamp]: z.optional(z.string()),
        [webhookHeaders.signature]: z.optional(z.string()),
      }),
      body: ProviderWebhook,
      status: 200,
      response: Taken,
      problems: [paymentProblems.unsigned],
      example: {
        body: { event_id: `${orderId}.authorization`, type: 'charge.authorized', reference: orderId },
        response: { taken: true },
      },
    }),
  },
} as const;
