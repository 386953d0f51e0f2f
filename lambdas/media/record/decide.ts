// Every decision about the record of a media item: what a command makes of it, and what remains to be done. Pure.
// change.ts writes the result if nothing else has written meanwhile; the loser decides again.
import { Problem } from '../../shared/base/problem.ts';
import type { Reason } from '../files/rejection.ts';
import { isQuiet, type Picture, quietFromMs, SETTLE_MS, type StoredMedia } from '../media.ts';
import { mediaProblems } from '../problems.ts';
import type { ChangeMedia } from '../schemas.ts';
import type { MadeVideo, StoredCaptions, StoredVideo } from '../video/video.ts';

export type Command =
  | { readonly step: 'CHANGE'; readonly wish: ChangeMedia }
  | { readonly step: 'DELETE' }
  /** All renditions of the picture are stored. */
  | { readonly step: 'RENDERED'; readonly picture: Picture }
  /** The video was accepted, and its parts can be made. */
  | { readonly step: 'ACCEPTED'; readonly video: StoredVideo }
  /** The whole video can be played. */
  | { readonly step: 'ASSEMBLED'; readonly made: MadeVideo }
  /** The captions are ready, or never will be. `made`: the video with them, if it was made before. */
  | { readonly step: 'CAPTIONED'; readonly captions: StoredCaptions; readonly made?: MadeVideo | undefined }
  /** `of`: the state in which it was judged. */
  | { readonly step: 'REJECTED'; readonly of: 'PENDING' | 'PROCESSING'; readonly reason: Reason };

const REJECTED_DAYS = 7;
/** A video that shows no progress for this long is announced to its workers again. */
const AGAIN_MS = 900_000;
/** We keep asking the workers for this long. */
const GIVE_UP_MS = 3_600_000;

const settlesAfter = (nowMs: number) => ({ movedAtMs: nowMs, dueAtMs: nowMs + SETTLE_MS });
/** The next sweep copies to the CDN what its owner made public before there was anything to copy. */
const shownNext = ({ visibility }: StoredMedia, nowMs: number) =>
  visibility === 'public' ? { published: true, movedAtMs: nowMs, dueAtMs: nowMs } : {};

/** The record to store; undefined when the command comes too late to have an effect. Refuses with MEDIA_NOT_READY. */
export function decide(media: StoredMedia, command: Command, nowMs: number): StoredMedia | undefined {
  switch (command.step) {
    case 'CHANGE':
      return changed(media, command.wish, nowMs);
    case 'DELETE':
      if (media.state === 'DELETED') return undefined;
      return { ...media, state: 'DELETED', listed: false, movedAtMs: nowMs, dueAtMs: nowMs };
    case 'RENDERED':
      if (media.state !== 'PENDING') return undefined;
      return { ...media, state: 'READY', picture: command.picture, ...shownNext(media, nowMs) };
    case 'ACCEPTED':
      if (media.state !== 'PENDING') return undefined;
      return { ...media, state: 'PROCESSING', video: command.video, movedAtMs: nowMs, dueAtMs: nowMs + AGAIN_MS };
    case 'ASSEMBLED':
      if (!isBeingMade(media)) return undefined;
      // Surplus files of its workers are tidied once no worker can be left.
      return {
        ...media,
        state: 'READY',
        video: { ...media.video, made: command.made },
        ...settlesAfter(nowMs),
        ...shownNext(media, nowMs),
      };
    case 'CAPTIONED':
      return wantsCaptions(media) ? captioned(media, command, nowMs) : undefined;
    case 'REJECTED':
      if (media.state !== command.of) return undefined;
      // The owner sees the reason for a week. The item counts towards no quota. A worker that does not know it yet may
      // still write, so its files are tidied once none can.
      return {
        ...media,
        ...settlesAfter(nowMs),
        state: 'REJECTED',
        reason: command.reason,
        expiration: Math.ceil(nowMs / 1000) + REJECTED_DAYS * 86_400,
      };
  }
}

/**
 * The intended state, set before anything is copied or removed: only the owner sees the item until that is done. Before
 * it is READY, there is nothing to copy, and the wish waits for it.
 */
function changed(media: StoredMedia, { title, visibility }: ChangeMedia, nowMs: number): StoredMedia {
  const isReady = media.state === 'READY';
  const canBeReady = isReady || media.state === 'PENDING' || media.state === 'PROCESSING';
  if (visibility === 'public' && !canBeReady)
    throw new Problem(mediaProblems.mediaNotReady, `The media item is ${media.state}.`);
  const { title: before, ...rest } = media;
  const wanted = title === undefined ? before : (title ?? undefined);
  const named = { ...rest, ...(wanted !== undefined && { title: wanted }) };
  if (visibility === undefined || visibility === media.visibility) return named;
  if (!isReady) return { ...named, visibility };
  return {
    ...named,
    visibility,
    listed: false,
    published: media.published || visibility === 'public',
    movedAtMs: nowMs,
    dueAtMs: nowMs,
  };
}

/** The manifests of before stay, a few KB: an address that was given with one of them holds for its hour. */
function withManifestsOf(made: MadeVideo, before: readonly string[]): MadeVideo {
  const earlier = before.filter((file) => /\.(?:m3u8|mpd)$/.test(file) && !made.files.includes(file));
  return { ...made, files: [...made.files, ...earlier] };
}

function captioned(
  media: WithVideo,
  { captions, made = media.video.made }: Command & { readonly step: 'CAPTIONED' },
  nowMs: number,
): StoredMedia {
  const kept = made && { made: withManifestsOf(made, media.video.made?.files ?? []) };
  const after = { ...media, video: { ...media.video, ...kept, captions } };
  if (after.state !== 'READY') return after;
  // Captions must not put off what the next sweep shows to everybody, or hides from them.
  const isDue = needsPublishing(after) || needsWithdrawing(after);
  return { ...after, ...settlesAfter(nowMs), ...(isDue && { dueAtMs: nowMs }) };
}

type WithVideo = StoredMedia & { readonly video: StoredVideo };

/** Its parts are being made: it is not finished, rejected or deleted. */
export const isBeingMade = (media: StoredMedia | undefined): media is WithVideo =>
  media?.state === 'PROCESSING' && media.video !== undefined;

/** Its captions are still open: it is not rejected or deleted, and no worker was faster. */
export const wantsCaptions = (media: StoredMedia | undefined): media is WithVideo =>
  (media?.state === 'PROCESSING' || media?.state === 'READY') && media.video?.captions.state === 'PENDING';

/** The captions worker still reads the upload. */
export const awaitsCaptions = (media: StoredMedia): boolean => media.state === 'READY' && wantsCaptions(media);

/** Whether the CDN lacks files it should have, or has files it should not have. */
export const needsPublishing = ({ state, visibility, listed }: StoredMedia): boolean =>
  state === 'READY' && visibility === 'public' && !listed;
export const needsWithdrawing = ({ state, visibility, published }: StoredMedia): boolean =>
  published && (state === 'DELETED' || visibility === 'private');

/** Everything that exists besides the record. */
export interface Found {
  readonly hasUpload: boolean;
  /** When a part worker last reported; 0 if never. */
  readonly heardAtMs: number;
}

export interface Settlement {
  /** Steps to do before the record says so, in this order. If a step dies, the record stays due. */
  readonly work: readonly ('ask for work' | 'tell workers' | 'publish' | 'withdraw' | 'tidy' | 'remove')[];
  readonly did: 'published' | 'withdrawn' | 'expired' | 'asked again' | 'given up' | 'tidied' | 'removed' | 'nothing';
  /** The record to store; absent when it stays as it is or is removed. */
  readonly after?: StoredMedia | undefined;
}

/** How the record of a media item and its bytes reach their final state. */
export function settlementOf(media: StoredMedia, found: Found, nowMs: number): Settlement {
  if (media.state === 'PENDING') return settlePending(media, found, nowMs);
  if (media.state === 'PROCESSING') return settleProcessing(media, found, nowMs);
  const work: Settlement['work'][number][] = [];
  let after = media;
  let did: Settlement['did'] = 'nothing';
  if (needsPublishing(media)) {
    work.push('publish');
    after = { ...after, listed: true };
    did = 'published';
  }
  if (needsWithdrawing(media)) {
    work.push('withdraw');
    // A copy that was running at the time of the request may still be running, so we withdraw twice.
    after = { ...after, published: !isQuiet(media, nowMs) };
    did = 'withdrawn';
  }
  if (awaitsCaptions(media) && isQuiet(media, nowMs)) {
    const asked = askForCaptions(after, nowMs);
    return { work: [...work, ...asked.work], did: did === 'nothing' ? asked.did : did, after: asked.after };
  }
  // A deleted item's bytes are removed at once, and again when no more can arrive.
  if (media.state === 'DELETED' || isQuiet(media, nowMs)) {
    work.push('tidy');
    if (did === 'nothing') did = 'tidied';
  }
  if (media.state === 'DELETED' && isQuiet(media, nowMs)) return { work: [...work, 'remove'], did: 'removed' };
  return { work, did, after: atRest(after, nowMs) };
}

/** Nothing more to do until the item is quiet. */
function atRest(media: StoredMedia, nowMs: number): StoredMedia {
  const { dueAtMs: _, ...rest } = media;
  return isQuiet(media, nowMs) ? rest : { ...rest, dueAtMs: quietFromMs(media) };
}

function settlePending(media: StoredMedia, { hasUpload }: Found, nowMs: number): Settlement {
  if (!isQuiet(media, nowMs)) return { work: [], did: 'nothing' };
  const late = nowMs > quietFromMs(media) + GIVE_UP_MS;
  if (hasUpload && !late)
    return { work: ['ask for work'], did: 'asked again', after: { ...media, dueAtMs: nowMs + AGAIN_MS } };
  // The record stays due, so the next sweep removes what is left.
  const reason = hasUpload ? 'PROCESSING_FAILED' : 'UPLOAD_EXPIRED';
  const after = decide(media, { step: 'REJECTED', of: 'PENDING', reason }, nowMs);
  return { work: [], did: hasUpload ? 'given up' : 'expired', after };
}

/** A stalled video is announced again; one that never finishes is given up. */
function settleProcessing(media: StoredMedia, { heardAtMs }: Found, nowMs: number): Settlement {
  const heardMs = Math.max(media.movedAtMs ?? 0, heardAtMs);
  if (nowMs > heardMs + GIVE_UP_MS) {
    const after = decide(media, { step: 'REJECTED', of: 'PROCESSING', reason: 'PROCESSING_FAILED' }, nowMs);
    return { work: [], did: 'given up', after };
  }
  if (nowMs < heardMs + AGAIN_MS) return { work: [], did: 'nothing', after: { ...media, dueAtMs: heardMs + AGAIN_MS } };
  return { work: ['tell workers'], did: 'asked again', after: { ...media, dueAtMs: nowMs + AGAIN_MS } };
}

/** The upload stays for the captions until then. */
function askForCaptions(media: StoredMedia, nowMs: number): Settlement {
  if (nowMs > quietFromMs(media) + GIVE_UP_MS) {
    const after = decide(media, { step: 'CAPTIONED', captions: { state: 'FAILED' } }, nowMs);
    return { work: [], did: 'given up', after };
  }
  return { work: ['tell workers'], did: 'asked again', after: { ...media, dueAtMs: nowMs + AGAIN_MS } };
}
