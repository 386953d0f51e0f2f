// The routes of the media service.

import { appKey } from '../shared/aws/secret.ts';
import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { pageOf } from '../shared/tables/shelf.ts';
import { contract } from './contract.ts';
import { askForParts, completeUpload, giveUpUpload, showParts } from './files/upload-parts.ts';
import { announceMedia, changeMedia, deleteMedia, showMedia } from './manage-media.ts';
import { isThere } from './media.ts';
import { presentNow } from './show-media.ts';
import { type ListedMedia, listShards, readOwn, readShown } from './store.ts';
import { play } from './video/play-video.ts';

export const handler = httpHandler(contract, {
  announceMedia: ({ user, body, ...call }) => announceMedia(user.userId, body, call),
  listMedia: ({ user, query: { limit, cursor, visibility }, nowMs }) => {
    const scope = visibility === 'public' ? 'media' : `media#${user.userId}`;
    return listPage(scope, cursor, async (after: { before: string } | undefined) => {
      const { items, next } =
        visibility === 'public'
          ? await pageOf<ListedMedia>(listShards(), readShown, { limit, ...after })
          : await pageOf<ListedMedia>(1, (_, most, from) => readOwn(user.userId, most, from), { limit, ...after });
      const there = items.filter((media) => isThere(media, nowMs));
      return {
        items: await Promise.all(there.map((media) => presentNow(media, user, nowMs))),
        next: next === undefined ? undefined : { before: next },
      };
    });
  },
  getMedia: ({ user, path, nowMs }) => showMedia(user.userId, path.mediaId, nowMs),
  changeMedia: ({ user, path, body, nowMs }) => changeMedia(user.userId, path.mediaId, body, nowMs),
  uploadedParts: ({ user, path, nowMs }) => showParts(user.userId, path.mediaId, nowMs),
  presignParts: ({ user, path, body, nowMs }) => askForParts(user.userId, path.mediaId, body.numbers, nowMs),
  completeMediaUpload: ({ user, path, nowMs }) => completeUpload(user.userId, path.mediaId, nowMs),
  abortMediaUpload: ({ user, path, nowMs }) => giveUpUpload(user.userId, path.mediaId, nowMs),
  playMedia: async ({ path: { token, file }, nowMs }) => play(await appKey('playback'), token, file, nowMs),
  playMediaByDash: async ({ path: { token, file }, nowMs }) => play(await appKey('playback'), token, file, nowMs),
  deleteMedia: ({ user, path, nowMs }) => deleteMedia(user.userId, path.mediaId, nowMs),
});
