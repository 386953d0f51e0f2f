// A test audience: shows and hides media with the media service's events, and makes views at any time.
import { randomBytes } from 'node:crypto';
import type { MediaViewed } from '../../../lambdas/audience/contract.ts';
import { events } from '../../../lambdas/media/contract.ts';
import { invoke } from '../kit/aws.ts';
import { type Answer, ask, type Person, unique } from '../kit/client.ts';
import { deliver, envelopeOf } from '../kit/events.ts';
import { delivery } from '../kit/streams.ts';

export const newUser = (): string => `user-${unique()}`;
export const newMediaId = (): string => randomBytes(10).toString('hex');

export const changed = (mediaId: string, more: object = {}) =>
  envelopeOf(events.mediaChanged, {
    mediaId,
    version: 1,
    ownerId: 'an-owner',
    shown: true,
    kind: 'video',
    title: `Title of ${mediaId}`,
    durationSeconds: 61.4,
    pictureUrl: `https://cdn.example/media/${mediaId}/poster.jpg`,
    captionsUrl: null,
    ...more,
  });

const told = new Set<string>();

/** Delivers events as the consumer's queue does. */
export function tell(...said: readonly ReturnType<typeof changed>[]) {
  for (const { data } of said) told.add(data.mediaId);
  return deliver('audience/project-media', said);
}

/** Hides all these media, which do not exist, from later tests. */
export async function hideAll(): Promise<void> {
  const mediaIds = [...told];
  for (let from = 0; from < mediaIds.length; from += 10)
    await tell(...mediaIds.slice(from, from + 10).map((mediaId) => changed(mediaId, { version: 1000, shown: false })));
}

/** Makes `count` public media items. */
export async function newShown(count: number): Promise<string[]> {
  const mediaIds = Array.from({ length: count }, newMediaId);
  for (let from = 0; from < count; from += 10)
    await tell(...mediaIds.slice(from, from + 10).map((mediaId) => changed(mediaId)));
  return mediaIds;
}

export const hide = (mediaId: string, version = 2) => tell(changed(mediaId, { version, shown: false }));

export const viewOf = (userId: string, mediaId: string, atMs = Date.now()): MediaViewed => ({
  userId,
  mediaId,
  atMs,
  correlationId: 'test-audience',
});

export interface Numbered {
  readonly sequence: string;
  readonly data: MediaViewed;
}
/** Numbers the views from 1, as the stream does. */
export const numbered = (views: readonly MediaViewed[]): Numbered[] =>
  views.map((data, i) => ({ sequence: String(i + 1), data }));

/** Delivers one batch to the consumer. */
export const consume = (shardId: string, records: readonly Numbered[]) =>
  invoke('audience/count-views', delivery(shardId, [...records]));

export const watch = ({ token }: Person, mediaId: string): Promise<Answer> =>
  ask('POST', '/api/audience/views', { token, body: { mediaId }, direct: true });

const get = async ({ token }: Person, path: string): Promise<Answer> =>
  ask('GET', `/api/audience/${path}`, { token, direct: true });

export const audienceOf = (person: Person, mediaId: string) => get(person, `media/${mediaId}`);
export const viewsOf = async (person: Person, mediaId: string): Promise<number> =>
  (await audienceOf(person, mediaId)).body.views;

interface Listed {
  readonly mediaId: string;
  readonly views: number;
  readonly score: number;
  readonly together: number;
  readonly because: { readonly mediaId: string; readonly title: string } | null;
}
const list = async (person: Person, path: string): Promise<Listed[]> =>
  (await get(person, `${path}?limit=50`)).body.items;

export const relatedTo = (person: Person, mediaId: string) => list(person, `media/${mediaId}/related`);
export const trendingNow = (person: Person) => list(person, 'trending');
export const recommendedTo = (person: Person) => list(person, 'recommendations');
