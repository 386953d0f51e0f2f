// Routes of the legacy service.
import { httpHandler } from '../shared/http/http.ts';
import { contract } from './contract.ts';
import { orderOnce } from './place-legacy-order.ts';
import { shopApi } from './shop-api.ts';
import { references } from './store.ts';
import { replyOf, wishOf } from './translation.ts';

export const handler = httpHandler(contract, {
  order: async ({ body, edge, nowMs }) => {
    const wish = wishOf(body);
    return 'wrong' in wish ? replyOf('form', wish.wrong) : orderOnce(wish, shopApi(edge), references, nowMs);
  },
});
