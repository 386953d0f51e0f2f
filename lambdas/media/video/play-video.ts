// Playlists of private videos: as stored, but with a presigned S3 URL for every file.

import { presignUrl, signerOf } from '../../shared/aws/presign.ts';
import { env } from '../../shared/base/env.ts';
import { Problem, problems } from '../../shared/base/problem.ts';
import { readRendition } from '../files/blob-store.ts';
import { keysOf } from '../media.ts';
import { bindings } from '../resources.ts';
import { findMedia } from '../store.ts';
import { openToken, PROMISED_SECONDS } from './playback-token.ts';

/** Names of files in a playlist: a line or an attribute. Other playlists are requested here too. */
const named = /^(?!#)(?<line>\S+)$|URI="(?<attribute>[^"]+)"/gm;

/** Refuses with NOT_FOUND for an invalid token, and for files that no longer exist. */
export async function play(key: Buffer, token: string, file: string, nowMs: number): Promise<string> {
  const mediaId = openToken(key, token, nowMs);
  const media = mediaId === undefined ? undefined : await findMedia(mediaId);
  if (media?.state !== 'READY' || !media.video?.made?.files.includes(file))
    throw new Problem(problems.notFound, 'This address has expired. Request the media item again.');
  const signer = signerOf(env(bindings.renditions));
  const { renditions } = keysOf(media.mediaId);
  const signed = (name: string): string =>
    presignUrl(signer, 'GET', `${renditions}${name}`, { nowMs, seconds: PROMISED_SECONDS });
  const text = await readRendition(media.mediaId, file);
  return text.replaceAll(named, (whole, line: string | undefined, attribute: string | undefined) => {
    const name = line ?? attribute ?? '';
    return name.endsWith('.m3u8') ? whole : whole.replace(name, signed(name));
  });
}
