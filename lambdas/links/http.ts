// The routes of the links service.

import { appKey } from '../shared/aws/secret.ts';
import { env } from '../shared/base/env.ts';
import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { clicksOf, topLinks } from './clicks/read-stats.ts';
import { contract } from './contract.ts';
import { present } from './link.ts';
import { deleteLink, newLink, ownLink } from './manage-link.ts';
import { bindings } from './resources.ts';
import { type LinkPosition, listLinks } from './store.ts';

const publicUrl = () => env(bindings.publicUrl);

export const handler = httpHandler(contract, {
  createLink: async ({ user, body, ...call }) => {
    const codeLength = Number(env(bindings.codeLength));
    const site = { publicUrl: publicUrl(), codeKey: await appKey('code'), codeLength };
    return present(await newLink(user.userId, body, call, site), publicUrl());
  },
  listLinks: ({ user, query: { limit, cursor } }) =>
    listPage(`links#${user.userId}`, cursor, async (after: LinkPosition | undefined) => {
      const { items, next } = await listLinks(user.userId, limit, after);
      return { items: items.map((link) => present(link, publicUrl())), next };
    }),
  topLinks: async ({ query, nowMs }) => {
    const top = await topLinks(query.hours, nowMs);
    return { ...top, items: top.items.map((item) => ({ ...item, shortUrl: `${publicUrl()}/${item.code}` })) };
  },
  getLink: async ({ user, path }) => present(await ownLink(user.userId, path.code), publicUrl()),
  deleteLink: ({ user, path, nowMs }) => deleteLink(user.userId, path.code, nowMs),
  linkStats: async ({ user, path, query, nowMs }) => {
    await ownLink(user.userId, path.code);
    return clicksOf(path.code, query, nowMs);
  },
});
