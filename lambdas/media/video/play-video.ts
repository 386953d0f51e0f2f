// Manifests of private videos: as stored, but with a presigned S3 URL for every file.

import { presignUrl, signerOf } from '../../shared/aws/presign.ts';
import { env } from '../../shared/base/env.ts';
import { Problem, problems } from '../../shared/base/problem.ts';
import { escaped } from '../core/manifests/dash.ts';
import { readRendition } from '../files/blob-store.ts';
import { keysOf } from '../media.ts';
import { bindings } from '../resources.ts';
import { findMedia } from '../store.ts';
import { openToken, PROMISED_SECONDS } from './playback-token.ts';

/** Names of files in a manifest, which are all hashes. Other playlists are requested here too. */
const named = /\b[0-9a-f]{32}\.(?:mp4|vtt)\b/g;

/** Refuses with NOT_FOUND for an invalid token, and for files that no longer exist. */
export async function play(key: Buffer, token: string, file: string, nowMs: number): Promise<string> {
  const mediaId = openToken(key, token, nowMs);
  const media = mediaId === undefined ? undefined : await findMedia(mediaId);
  if (media?.state !== 'READY' || !media.video?.made?.files.includes(file))
    throw new Problem(problems.notFound, 'This address has expired. Request the media item again.');
  const signer = signerOf(env(bindings.renditions));
  const { renditions } = keysOf(media.mediaId);
  const text = await readRendition(media.mediaId, file);
  const names = new Set(text.match(named));
  const urls = new Map(
    [...names].map((name) => {
      const url = presignUrl(signer, 'GET', `${renditions}${name}`, { nowMs, seconds: PROMISED_SECONDS });
      return [name, file.endsWith('.mpd') ? escaped(url) : url] as const;
    }),
  );
  return text.replaceAll(named, (name) => urls.get(name) ?? name);
}
