// What the media page asks, typed by the contract (types only: no schema is bundled).
import type * as z from 'zod/mini';
import type { AnnounceMedia, ChangeMedia, Media, MediaGrant, MediaPage } from '../../lambdas/media/contract.ts';
import { send } from '../api.ts';
import { queryOf } from '../shop/query.ts';

export const listMedia = (of: 'mine' | 'public', cursor?: string): Promise<z.infer<typeof MediaPage>> =>
  send('GET', `/api/media${queryOf({ visibility: of === 'public' ? 'public' : undefined, limit: 20, cursor })}`);

export const announceMedia = (wish: AnnounceMedia): Promise<MediaGrant> => send('POST', '/api/media', { body: wish });

export const getMedia = (mediaId: string): Promise<Media> => send('GET', `/api/media/${mediaId}`);

export const changeMedia = (mediaId: string, change: ChangeMedia): Promise<Media> =>
  send('PATCH', `/api/media/${mediaId}`, { body: change });

export const deleteMedia = (mediaId: string): Promise<void> => send('DELETE', `/api/media/${mediaId}`);
