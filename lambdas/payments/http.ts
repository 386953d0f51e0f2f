// The routes of the payments service.

import { secretOf } from '../shared/aws/secret.ts';
import { Problem } from '../shared/base/problem.ts';
import { isSignedBy, secretOfText } from '../shared/base/text/standard-webhook.ts';
import { revocationGuard } from '../shared/http/revocation.ts';
import { handlerOf, type Operations } from '../shared/http/routes.ts';
import { bankApi } from './bank/bank-api.ts';
import { ledgerOf, newsOf } from './bank/bank-client.ts';
import { present } from './bank/breaker.ts';
import { breakerStore } from './bank/breaker-store.ts';
import { onceMore } from './bank/shield.ts';
import { contract, paymentProblems } from './contract.ts';
import { Unreachable } from './ports.ts';
import { bindings } from './resources.ts';
import { takeNews } from './store.ts';

const operations: Operations<typeof contract> = {
  readBreaker: async ({ nowMs }) => present(await breakerStore.read(), nowMs),
  // Bypasses the breaker, with at most two tries: users ask for it and want to see the current ledger.
  readProviderLedger: async ({ query: { orderId } }) => {
    try {
      return ledgerOf(orderId, await onceMore.execute(() => bankApi.statement(orderId)));
    } catch (error) {
      throw error instanceof Unreachable ? new Problem(paymentProblems.providerAway) : error;
    }
  },
  takeWebhook: async ({ headers, body, rawBody, nowMs }) => {
    const secret = secretOfText(await secretOf(bindings.providerWebhookSecret));
    if (!isSignedBy(secret, headers, rawBody, nowMs)) throw new Problem(paymentProblems.unsigned);
    return { taken: await takeNews(newsOf(body)) };
  },
};

export const handler = handlerOf(contract, operations, { guard: revocationGuard });
