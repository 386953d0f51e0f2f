// The routes of the webhooks service.

import { env, optionalEnv } from '../shared/base/env.ts';
import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { contract } from './contract.ts';
import { present as presentDelivery } from './delivery.ts';
import { type DeliveryPosition, listDeliveries } from './delivery-store.ts';
import { deleteWebhook, enableWebhook, newWebhook, ownWebhook, rotateSecret } from './manage-webhook.ts';
import { replay } from './replay-delivery.ts';
import { bindings } from './resources.ts';
import { present, presentWithSecret } from './webhook.ts';
import { webhooksOf } from './webhook-store.ts';

const site = () => ({ ownUrl: env(bindings.ownUrl), receiver: optionalEnv(bindings.receiver) });

export const handler = httpHandler(contract, {
  createWebhook: async ({ user, body, ...operation }) => {
    const webhook = await newWebhook(user.userId, body, operation, site());
    return presentWithSecret(webhook);
  },
  listWebhooks: async ({ user }) => {
    const webhooks = await webhooksOf(user.userId);
    return { items: webhooks.sort((a, b) => b.createdAtMs - a.createdAtMs).map(present) };
  },
  deleteWebhook: ({ user, path }) => deleteWebhook(user.userId, path.webhookId),
  enableWebhook: async ({ user, path }) => present(await enableWebhook(user.userId, path.webhookId)),
  rotateSecret: async ({ user, path, nowMs }) =>
    presentWithSecret(await rotateSecret(user.userId, path.webhookId, nowMs)),
  listDeliveries: async ({ user, path: { webhookId }, query: { limit, cursor }, nowMs }) => {
    await ownWebhook(user.userId, webhookId);
    return listPage(`deliveries#${user.userId}#${webhookId}`, cursor, async (after: DeliveryPosition | undefined) => {
      const { items, next } = await listDeliveries(webhookId, { limit, nowMs, after });
      return { items: items.map(presentDelivery), next };
    });
  },
  replayDelivery: async ({ user, path, nowMs }) => presentDelivery(await replay(user.userId, path, nowMs)),
});
