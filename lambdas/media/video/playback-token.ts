// The address of a private video's playlists: who has it may play the video for a while, as with a signed address of a CDN.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Longer than any video; what S3 signs for a function lasts no longer. */
export const PLAYBACK_SECONDS = 3600;
/** Addresses change so often, so that a page that asks again need not begin again. */
const WINDOW_SECONDS = 600;

const seal = (key: Buffer, mediaId: string, expires: number): string =>
  createHmac('sha256', key).update(`${mediaId}\n${expires}`).digest('base64url');

export function playbackUrl(
  { publicUrl, key }: { readonly publicUrl: string; readonly key: Buffer },
  mediaId: string,
  file: string,
  nowMs: number,
): string {
  const nowSeconds = Math.floor(nowMs / 1000);
  const expires = nowSeconds - (nowSeconds % WINDOW_SECONDS) + PLAYBACK_SECONDS;
  const token = `${mediaId}.${expires}.${seal(key, mediaId, expires)}`;
  return `${publicUrl}/api/media/playback/${token}/${file}`;
}

/** The media that the token lets be played; undefined when it is over, or none of ours. */
export function openToken(key: Buffer, token: string, nowMs: number): string | undefined {
  const [mediaId = '', expires = '', given = ''] = token.split('.');
  const expected = Buffer.from(seal(key, mediaId, Number(expires)));
  const same = expected.length === given.length && timingSafeEqual(expected, Buffer.from(given));
  return same && Number(expires) * 1000 > nowMs ? mediaId : undefined;
}
