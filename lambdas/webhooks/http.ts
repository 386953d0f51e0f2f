// The routes of the webhooks service.

import { appKey } from '../shared/aws/secret.ts';
import { env, optionalEnv } from '../shared/base/env.ts';
import { httpHandler } from '../shared/http/http.ts';
import { openCursor, sealCursor } from '../shared/tables/cursor.ts';
import { contract } from './contract.ts';
import { present as presentDelivery } from './delivery.ts';
import { type DeliveryPosition, listDeliveries } from './delivery-store.ts';
import { deleteWebhook, enableWebhook, newWebhook, ownWebhook } from './manage-webhook.ts';
import { replay } from './replay-delivery.ts';
import { bindings } from './resources.ts';
import { present } from './webhook.ts';
import { webhooksOf } from './webhook-store.ts';

const site = () => ({ ownUrl: env(bindings.ownUrl), receiver: optionalEnv(bindings.receiver) });

export const handler = httpHandler(contract, {
  createWebhook: async ({ user, body, ...operation }) => {
    const webhook = await newWebhook(user.userId, body, operation, site());
    return { ...present(webhook), secret: webhook.secret };
  },
  listWebhooks: async ({ user }) => {
    const webhooks = await webhooksOf(user.userId);
    return { items: webhooks.sort((a, b) => b.createdAtMs - a.createdAtMs).map(present) };
  },
  deleteWebhook: ({ user, path }) => deleteWebhook(user.userId, path.webhookId),
  enableWebhook: async ({ user, path }) => present(await enableWebhook(user.userId, path.webhookId)),
  listDeliveries: async ({ user, path: { webhookId }, query: { limit, cursor }, nowMs }) => {
    await ownWebhook(user.userId, webhookId);
    const key = await appKey('cursor');
    const scope = `deliveries#${user.userId}#${webhookId}`;
    const after = cursor ? openCursor<DeliveryPosition>(key, scope, cursor) : undefined;
    const page = await listDeliveries(webhookId, { limit, nowMs, ...(after && { after }) });
    return {
      items: page.deliveries.map(presentDelivery),
      ...(page.next && { cursor: sealCursor(key, scope, page.next) }),
    };
  },
  replayDelivery: async ({ user, path, nowMs }) => presentDelivery(await replay(user.userId, path, nowMs)),
});
