// The routes of the links service.

import { appKey } from '../shared/aws/secret.ts';
import { env } from '../shared/base/env.ts';
import { httpHandler } from '../shared/http/http.ts';
import { openCursor, sealCursor } from '../shared/tables/cursor.ts';
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
  listLinks: async ({ user, query: { limit, cursor } }) => {
    const key = await appKey('cursor');
    const scope = `links#${user.userId}`;
    const page = await listLinks(user.userId, limit, cursor ? openCursor<LinkPosition>(key, scope, cursor) : undefined);
    return {
      items: page.links.map((link) => present(link, publicUrl())),
      ...(page.next && { cursor: sealCursor(key, scope, page.next) }),
    };
  },
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
