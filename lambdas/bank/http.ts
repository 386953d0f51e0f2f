// Routes of the bank, and the switch with which the lab makes it fail.
import { createHash, timingSafeEqual } from 'node:crypto';
import { secretOf } from '../shared/aws/secret.ts';
import { isoTime } from '../shared/base/clock.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { readFault, switchFault } from '../shared/http/fault-switch.ts';
import { httpHandler } from '../shared/http/http.ts';
import { present, settle } from './book-charge.ts';
import { capturing, charging, refunding, voiding } from './charge.ts';
import { bankProblems, contract } from './contract.ts';
import { bindings } from './resources.ts';
import { readAccount } from './store.ts';

/** Checks the client's one key. Hashes make keys of any length comparable in constant time. */
function asClient<Request extends { readonly headers: { 'x-api-key'?: string | undefined } }, Answer>(
  work: (request: Request) => Promise<Answer>,
) {
  return async (request: Request): Promise<Answer> => {
    const hash = (key: string) => createHash('sha256').update(key).digest();
    const given = request.headers['x-api-key'] ?? '';
    if (!timingSafeEqual(hash(given), hash(await secretOf(bindings.apiKey)))) throw new Problem(bankProblems.wrongKey);
    return work(request);
  };
}

export const handler = httpHandler(contract, {
  createCharge: asClient(({ body, nowMs }) =>
    settle({
      reference: body.reference,
      operation: `authorization#${body.reference}`,
      source: body.source,
      decide: (kept) => charging(kept, body, nowMs),
    }),
  ),
  getCharge: asClient(async ({ path }) => {
    const { charge } = await readAccount(path.reference);
    if (!charge) throw new Problem(problems.notFound);
    return present(charge);
  }),
  captureCharge: asClient(({ path, body, nowMs }) =>
    settle({
      reference: path.reference,
      operation: `capture#${body.reference}`,
      decide: (kept) => capturing(kept, body, nowMs),
    }),
  ),
  voidCharge: asClient(({ path: { reference }, nowMs }) =>
    settle({ reference, operation: `void#${reference}`, decide: (kept) => voiding(kept, reference, nowMs) }),
  ),
  refundCharge: asClient(({ path, body, nowMs }) =>
    settle({
      reference: path.reference,
      operation: `refund#${body.reference}`,
      decide: (kept) => refunding(kept, body, nowMs),
    }),
  ),
  getStatement: asClient(async ({ path }) => {
    const { entries } = await readAccount(path.reference);
    return {
      entries: entries.flatMap(({ kind, reference, amountMinor, bookedAtMs }) =>
        kind === 'decline' ? [] : [{ kind, reference, amount_minor: amountMinor, booked_at: isoTime(bookedAtMs) }],
      ),
    };
  }),
  readFault: ({ nowMs }) => readFault(nowMs),
  switchFault: async ({ body, nowMs }) => {
    const fault = await switchFault(body, nowMs);
    if (!fault) throw new Problem(bankProblems.faultsForbidden);
    return fault;
  },
});
