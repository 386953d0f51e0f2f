// A photo and a video of the demo customer: uploaded like anybody's, and shown to everybody once they are READY.

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

/** Known by their file names, whatever their owner calls them later. */
const samples = (seconds: number): readonly Sample[] => [
  { filename: 'demo-photo.jpg', contentType: 'image/jpeg', draw: drawPhoto },
  { filename: 'demo-video.mp4', contentType: 'video/mp4', draw: () => drawVideo(seconds) },
];

export interface SeededMedia {
  /** How many are new. */
  readonly uploaded: number;
  /**
   * Shows what is READY to everybody and waits for the rest, but no longer than that: true when nothing is left to do. Who asks again
   * later finds the rest done.
   */
  show(withinMs: number): Promise<boolean>;
}

/** Uploads what is not there yet; nobody waits for what is made of it. A video takes its maker some seconds to draw. */
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
        const media = await own();
        for (const { mediaId, state, visibility } of media)
          if (state === 'READY' && visibility === 'private')
            await ask('PATCH', `${url}/${mediaId}`, { visibility: 'public' }, { token });
        const open = media.filter(({ state }) => state === 'PENDING' || state === 'PROCESSING');
        if (open.length === 0) return true;
        if (Date.now() > deadline) return false;
      }
    },
  };
}

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

/** Cut off and begun again, it is the same media. */
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
  // Its form has expired: it was announced by a run that was cut off long ago, and the sweep forgets it.
  if (!response.ok && response.status !== 403)
    throw new Error(`the upload of ${filename} answered ${response.status}: ${await response.text()}`);
}
