// The requests of the media pages. Imports only the contract's types, so no schema is bundled.
import type * as z from 'zod/mini';
import type {
  AnnounceMedia,
  ChangeMedia,
  Media,
  MediaGrant,
  MediaPage,
  PartUrls,
  UploadedParts,
} from '../../../lambdas/media/contract.ts';
import { queryOf } from '../../kit/requests/query.ts';
import type { Seen } from '../../kit/requests/request.ts';
import { send } from '../../shell/account.ts';

export const listMedia = (of: 'mine' | 'public', cursor?: string): Promise<z.infer<typeof MediaPage>> =>
  send('GET', `/api/media${queryOf({ visibility: of === 'public' ? 'public' : undefined, limit: 20, cursor })}`);

export const announceMedia = (wish: AnnounceMedia): Promise<MediaGrant> => send('POST', '/api/media', { body: wish });

export const uploadedParts = (mediaId: string, signal: AbortSignal): Promise<UploadedParts> =>
  send('GET', `/api/media/${mediaId}/parts`, { signal });

export const askForParts = (mediaId: string, numbers: readonly number[], signal: AbortSignal): Promise<PartUrls> =>
  send('POST', `/api/media/${mediaId}/parts`, { body: { numbers }, signal });

export const completeUpload = (mediaId: string, signal: AbortSignal): Promise<void> =>
  send('POST', `/api/media/${mediaId}/complete`, { signal });

export const abortUpload = (mediaId: string): Promise<void> => send('POST', `/api/media/${mediaId}/abort`);

export const getMedia = (mediaId: string): Promise<Media> => send('GET', `/api/media/${mediaId}`);

/** Resolves to `undefined` when nothing has changed since `seen`. */
export const watchMedia = (mediaId: string, seen: Seen): Promise<Media | undefined> =>
  send('GET', `/api/media/${mediaId}`, { seen });

export const changeMedia = (mediaId: string, change: ChangeMedia): Promise<Media> =>
  send('PATCH', `/api/media/${mediaId}`, { body: change });

export const deleteMedia = (mediaId: string): Promise<void> => send('DELETE', `/api/media/${mediaId}`);
