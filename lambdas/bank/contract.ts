// The API of the bank, a simulated third-party payment provider: its vocabulary, its ledger and its webhooks.
import * as z from 'zod/mini';
import { route } from '../shared/base/contract.ts';
import { Fault, FaultWish } from '../shared/base/faults/fault.ts';
import { problem, problems } from '../shared/base/problem.ts';
import { tables } from './resources.ts';

export { bindings } from './resources.ts';

export const bankProblems = {
  wrongKey: problem(401, 'WRONG_API_KEY', 'Send your key: X-Api-Key'),
  referenceReused: problem(409, 'REFERENCE_REUSED', 'This reference names a charge of another amount'),
  referenceBarred: problem(409, 'REFERENCE_BARRED', 'This reference was voided before any charge came'),
  notAuthorized: problem(409, 'NOT_AUTHORIZED', 'There is nothing to capture: it was declined or voided'),
  notCaptured: problem(409, 'NOT_CAPTURED', 'There is nothing to refund'),
  alreadyCaptured: problem(409, 'ALREADY_CAPTURED', 'Too late to void: refund it'),
  faultsForbidden: problem(403, 'FAULTS_NOT_BOUND', 'Faults can be switched on a laptop only'),
} as const;

/**
 * The client's own id of a request. The bank books each reference once, however often it is sent, and sets no
 * other bounds: several captures of one charge, or several refunds, are several entries. Limits are up to the client.
 */
const Reference = z.string().check(z.regex(/^[\w-]{1,80}$/));
const Minor = z.int().check(z.minimum(1), z.maximum(1e12));
const Instant = z.iso.datetime({ offset: false });

export const NewCharge = z.strictObject({
  reference: Reference,
  amount_minor: Minor,
  currency: z.literal('EUR'),
  source: z.string().check(z.regex(/^\w{1,64}$/)),
});
export const NewEntry = z.strictObject({ reference: Reference, amount_minor: Minor });

/** `barred`: voided before it arrived. */
const statuses = ['authorized', 'declined', 'captured', 'voided', 'refunded', 'barred'] as const;
export const Charge = z.object({
  reference: Reference,
  status: z.enum(statuses),
  amount_minor: z.int(),
  currency: z.literal('EUR'),
  created_at: Instant,
});
const kinds = ['authorization', 'capture', 'void', 'refund'] as const;
const Statement = z.object({
  entries: z.array(z.object({ kind: z.enum(kinds), reference: Reference, amount_minor: z.int(), booked_at: Instant })),
});

/**
 * Posted to the client's address for every change of a charge, at least once, in any order, signed anew each time as
 * Standard Webhooks has it. The key is the text of the shared secret: `whsec_` and its base64.
 */
export const Webhook = z.object({
  event_id: z.string(),
  type: z.enum(['charge.authorized', 'charge.declined', 'charge.captured', 'charge.voided', 'charge.refunded']),
  reference: Reference,
  amount_minor: z.int(),
  created_at: Instant,
});

export type Webhook = z.infer<typeof Webhook>;
export type Charge = z.infer<typeof Charge>;
export type NewCharge = z.infer<typeof NewCharge>;
export type NewEntry = z.infer<typeof NewEntry>;
export type EntryKind = (typeof kinds)[number];
export type ChargeStatus = (typeof statuses)[number];

const Key = z.object({ 'x-api-key': z.optional(z.string()) });
const byReference = z.strictObject({ reference: Reference });

const reference = '5d2f0c1e-7a44-4b0e-9a35-1f7c2f6f0b11';
const path = { reference };
const created_at = '2026-03-01T08:00:00.000Z';
const charge = { reference, status: 'authorized', amount_minor: 4990, currency: 'EUR', created_at };

const common = { auth: 'none', headers: Key } as const;
/** Operator routes are ours, not the bank's: an administrator of the lab calls them. */
const operator = { auth: 'user', roles: ['admin'], status: 200, response: Fault } as const;

export const contract = {
  service: 'bank',
  tables,
  routes: {
    createCharge: route('POST /api/bank/charges', {
      ...common,
      summary: 'Reserve money of a source; the answer says whether it was authorized or declined',
      body: NewCharge,
      status: 201,
      response: Charge,
      problems: [bankProblems.wrongKey, bankProblems.referenceReused, bankProblems.referenceBarred],
      example: { body: { reference, amount_minor: 4990, currency: 'EUR', source: 'pm_ok' }, response: charge },
    }),
    getCharge: route('GET /api/bank/charges/{reference}', {
      ...common,
      summary: 'What has become of a reference',
      path: byReference,
      status: 200,
      response: Charge,
      problems: [bankProblems.wrongKey, problems.notFound],
      example: { path, response: charge },
    }),
    captureCharge: route('POST /api/bank/charges/{reference}/captures', {
      ...common,
      summary: 'Take the money that was reserved',
      path: byReference,
      body: NewEntry,
      status: 201,
      response: Charge,
      problems: [bankProblems.wrongKey, problems.notFound, bankProblems.notAuthorized],
      example: {
        path,
        body: { reference: `${reference}-c`, amount_minor: 4990 },
        response: { ...charge, status: 'captured' },
      },
    }),
    voidCharge: route('POST /api/bank/charges/{reference}/void', {
      ...common,
      summary: 'Let go what was reserved; of an unknown reference, also what may still come under it',
      path: byReference,
      status: 200,
      response: Charge,
      problems: [bankProblems.wrongKey, bankProblems.alreadyCaptured],
      example: { path, response: { ...charge, status: 'voided' } },
    }),
    refundCharge: route('POST /api/bank/charges/{reference}/refunds', {
      ...common,
      summary: 'Give back what was captured',
      path: byReference,
      body: NewEntry,
      status: 201,
      response: Charge,
      problems: [bankProblems.wrongKey, problems.notFound, bankProblems.notCaptured],
      example: {
        path,
        body: { reference: `${reference}-r`, amount_minor: 4990 },
        response: { ...charge, status: 'refunded' },
      },
    }),
    getStatement: route('GET /api/bank/charges/{reference}/entries', {
      ...common,
      summary: 'All that was booked for a reference, in order',
      path: byReference,
      status: 200,
      response: Statement,
      problems: [bankProblems.wrongKey],
      example: {
        path,
        response: { entries: [{ kind: 'authorization', reference, amount_minor: 4990, booked_at: created_at }] },
      },
    }),
    readFault: route('GET /api/faults/payments', {
      ...operator,
      summary: 'The fault that is switched on for the payment provider',
      example: { response: { kind: 'slow', delayMs: 2000, until: created_at } },
    }),
    switchFault: route('PUT /api/faults/payments', {
      ...operator,
      summary: 'Make the payment provider slow or fail for a while, or switch that off; on a laptop only',
      body: FaultWish,
      limit: 'write',
      problems: [bankProblems.faultsForbidden],
      example: { body: { kind: 'fail', times: 3 }, response: { kind: 'fail', timesLeft: 3, until: created_at } },
    }),
  },
} as const;
