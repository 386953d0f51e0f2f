// The URL of a private video's manifests: anyone who has it may play the video for a while, as with a CDN's signed URL.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The promise to a client: longer than any video. Presigned S3 URLs of a function last no longer than this. */
export const PROMISED_SECONDS = 3600;
/** URLs change only this often, so a page that asks again need not restart the video. */
const WINDOW_SECONDS = 600;
/** From the start of its window, so that a URL given at the window's end lasts as promised too. */
export const PLAYBACK_SECONDS = PROMISED_SECONDS + WINDOW_SECONDS;

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
  return `${publicUrl}/api/media/${file.endsWith('.mpd') ? 'dash' : 'playback'}/${token}/${file}`;
}

/** The id of the media item that the token lets the client play; undefined when it has expired or is not ours. */
export function openToken(key: Buffer, token: string, nowMs: number): string | undefined {
  const [mediaId = '', expires = '', given = ''] = token.split('.');
  const expected = Buffer.from(seal(key, mediaId, Number(expires)));
  const same = expected.length === given.length && timingSafeEqual(expected, Buffer.from(given));
  return same && Number(expires) * 1000 > nowMs ? mediaId : undefined;
}
