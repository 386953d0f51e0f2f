// The routes of the audience service.
import { httpHandler } from '../shared/http/http.ts';
import { contract } from './contract.ts';
import { audienceOf, recommend, related, trending, view } from './watch-media.ts';

export const handler = httpHandler(contract, {
  viewMedia: ({ user, body, ...call }) => view(user.userId, body.mediaId, call),
  mediaAudience: ({ path }) => audienceOf(path.mediaId),
  relatedMedia: ({ path, query }) => related(path.mediaId, query.limit),
  trendingMedia: ({ query, nowMs }) => trending(query.limit, nowMs),
  recommendMedia: ({ user, query, nowMs }) => recommend(user.userId, query.limit, nowMs),
});
