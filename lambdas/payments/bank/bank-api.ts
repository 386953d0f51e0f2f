// The bank's HTTP API: one function per call, each cut off after three seconds. bank-client.ts translates the words.
import { TimeoutStrategy, timeout } from 'cockatiel';
import * as z from 'zod/mini';
import { secretOf } from '../../shared/aws/secret.ts';
import { env } from '../../shared/base/env.ts';
import { type HttpReply, httpCall } from '../../shared/http/http-call.ts';
import { Unreachable } from '../ports.ts';
import { bindings } from '../resources.ts';
import { BankCharge, BankRefusal, BankStatement } from './bank-words.ts';

/** The bank's slowest successful response takes two seconds. */
const TRY_MS = 3000;

/** A charge, or the code of the bank's refusal. */
export type Answer = BankCharge | { readonly refused: string };

export interface BankApi {
  charge(reference: string, amount_minor: number, source: string): Promise<Answer>;
  find(reference: string): Promise<BankCharge | undefined>;
  capture(reference: string, own: string, amount_minor: number): Promise<Answer>;
  void(reference: string): Promise<Answer>;
  refund(reference: string, own: string, amount_minor: number): Promise<Answer>;
  statement(reference: string): Promise<BankStatement>;
}

const patience = timeout(TRY_MS, TimeoutStrategy.Aggressive);

/** Returns the bank's response, 4xx included; throws Unreachable whenever the effect on the bank is unknown. */
async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<HttpReply> {
  const headers = { 'x-api-key': await secretOf(bindings.providerApiKey) };
  const url = `${env(bindings.providerUrl)}${path}`;
  const text = body && JSON.stringify(body);
  const reply = await patience
    .execute(({ signal }) =>
      httpCall({ method, url, headers, signal, timeoutMs: TRY_MS, ...(text !== undefined && { body: text }) }),
    )
    .catch((error: unknown) => {
      throw new Unreachable(`${method} ${path.split('/')[1]}: ${(error as Error).message}`, { cause: error });
    });
  if (reply.status >= 500 || reply.status === 429)
    throw new Unreachable(`${method} ${path.split('/')[1]}: the bank answered ${reply.status}`);
  return reply;
}

function read<Schema extends z.ZodMiniType>(schema: Schema, { status, text }: HttpReply): z.output<Schema> {
  if (status > 299) throw new Error(`The bank answered ${status}: ${text.slice(0, 300)}`);
  return z.parse(schema, JSON.parse(text));
}

/** A 409 is a regular answer; any other 4xx means that our request violates the bank's API. */
function answer(reply: HttpReply): Answer {
  if (reply.status !== 409) return read(BankCharge, reply);
  return { refused: z.parse(BankRefusal, JSON.parse(reply.text)).code };
}

export const bankApi: BankApi = {
  charge: async (reference, amount_minor, source) =>
    answer(await call('POST', '/charges', { reference, amount_minor, currency: 'EUR', source })),
  find: async (reference) => {
    const reply = await call('GET', `/charges/${reference}`);
    return reply.status === 404 ? undefined : read(BankCharge, reply);
  },
  capture: async (reference, own, amount_minor) =>
    answer(await call('POST', `/charges/${reference}/captures`, { reference: own, amount_minor })),
  void: async (reference) => answer(await call('POST', `/charges/${reference}/void`)),
  refund: async (reference, own, amount_minor) =>
    answer(await call('POST', `/charges/${reference}/refunds`, { reference: own, amount_minor })),
  statement: async (reference) => read(BankStatement, await call('GET', `/charges/${reference}/entries`)),
};
