// A photo and a video of the demo customer: uploaded like any media item, and made public.

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Media, MediaGrant } from '../../lambdas/media/contract.ts';
import type { Outputs } from '../outputs.ts';
import { ask, post } from './api.ts';
import { type Drawn, drawPhoto, drawVideo } from './film.ts';

const VIDEO_SECONDS = 30;

interface Sample {
  readonly filename: string;
  readonly contentType: string;
  readonly draw: () => Promise<Drawn>;
}

/** Recognised by file name, which stays when the owner renames the item. */
const samples = (seconds: number): readonly Sample[] => [
  { filename: 'demo-photo.jpg', contentType: 'image/jpeg', draw: drawPhoto },
  { filename: 'demo-video.mp4', contentType: 'video/mp4', draw: () => drawVideo(seconds) },
];

export interface SeededMedia {
  /** How many items are new. */
  readonly uploaded: number;
  /**
   * Makes them public, and waits at most this long for everybody to see them. Returns how much is transcoded, in percent;
   * 100 means that all are shown. The rest is shown without us, within a minute of its end.
   */
  show(withinMs: number): Promise<number>;
}

/** Uploads missing items without waiting for their processing. Drawing a video takes some seconds. */
export async function seedMedia(
  { apiDirectUrl }: Outputs,
  token: string,
  seconds = VIDEO_SECONDS,
): Promise<SeededMedia> {
  const url = `${apiDirectUrl}/media`;
  const wanted = samples(seconds);
  const own = async () =>
    (await allOf(url, token)).filter(({ filename }) => wanted.some((sample) => sample.filename === filename));
  const there = await own();
  const isUploaded = ({ filename }: Sample) =>
    there.some((media) => media.filename === filename && media.state !== 'PENDING');
  const missing = wanted.filter((sample) => !isUploaded(sample));
  await Promise.all(missing.map((sample) => upload(url, token, sample)));
  return {
    uploaded: missing.length,
    show: async (withinMs) => {
      for (const deadline = Date.now() + withinMs; ; await sleep(500)) {
        const hidden = (await own()).filter(isHidden);
        // A READY item is shown at once when it is asked for again.
        for (const { mediaId, state, visibility } of hidden)
          if (state === 'READY' || visibility === 'private')
            await ask('PATCH', `${url}/${mediaId}`, { visibility: 'public' }, { token });
        if (hidden.length === 0) return 100;
        if (Date.now() > deadline) return Math.min(99, ...hidden.map(percentOf));
      }
    },
  };
}

const isHidden = ({ state, visibility, urlsExpireAt }: Media): boolean =>
  state !== 'REJECTED' && (state !== 'READY' || visibility === 'private' || urlsExpireAt !== null);

const percentOf = ({ video }: Media): number => Math.min(...(video?.renditions.map(({ percent }) => percent) ?? [0]));

async function allOf(url: string, token: string): Promise<Media[]> {
  const found: Media[] = [];
  let cursor: string | undefined;
  do {
    const page = (await ask('GET', cursor ? `${url}?cursor=${encodeURIComponent(cursor)}` : url, undefined, {
      token,
    })) as { items: Media[]; cursor?: string };
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** A repeated run after an interruption yields the same media item. */
async function upload(url: string, token: string, { filename, contentType, draw }: Sample): Promise<void> {
  const { title, bytes } = await draw();
  const key = `demo-${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`;
  const announced = { filename, contentType, sizeBytes: bytes.length, title };
  const { upload: form } = (await post(url, announced, { token, key })) as unknown as MediaGrant;
  if (!form) throw new Error(`${filename} is too large for one form`);
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append('file', new Blob([new Uint8Array(bytes)]));
  const response = await fetch(form.url, { method: 'POST', body });
  // The form has expired: a run interrupted long ago announced it, and the sweep will delete it.
  if (!response.ok && response.status !== 403)
    throw new Error(`the upload of ${filename} answered ${response.status}: ${await response.text()}`);
}
