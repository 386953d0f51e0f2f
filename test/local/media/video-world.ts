// Videos for tests on the emulator: uploads as a browser does, fetches as a player does.
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Media } from '../../../lambdas/media/contract.ts';
import { type Film, film, packetsOf } from '../../media/films.ts';
import { invoke } from '../kit/aws.ts';
import { ask, eventually, type Person, unique } from '../kit/client.ts';
import { messages } from '../kit/events.ts';
import { delivery } from '../kit/streams.ts';
import { get, upload } from './media-world.ts';

const folder = mkdtemp(join(tmpdir(), 'videos-'));

/** Makes a film and returns its bytes. */
export async function filmBytes(options: Film, extension = 'mp4'): Promise<Buffer> {
  return readFile(await film(join(await folder, `${unique()}.${extension}`), options));
}

export const uploadVideo = (person: Person, bytes: Uint8Array, contentType = 'video/mp4'): Promise<string> =>
  upload(person, bytes, contentType);

/** Waits until the video is READY or REJECTED; `seen` gets its states on the way. */
export async function finished(
  person: Person,
  mediaId: string,
  seen: Media[] = [],
  timeoutMs = 120_000,
): Promise<Media> {
  const look = async () => {
    const { body } = await get(person, mediaId);
    seen.push(body);
    return body as Media;
  };
  return eventually(look, ({ state }) => state === 'READY' || state === 'REJECTED', timeoutMs);
}

export const deliverPart = (mediaId: string, part: string, tries = 1): Promise<unknown> =>
  invoke('media/encode-part', messages([{ mediaId, part, correlationId: 'c' }], tries));
export const acceptedRecords = (mediaId: string, times: number) =>
  delivery(
    'shardId-000000000000',
    Array.from({ length: times }, (_, i) => ({ sequence: String(i + 1), data: { mediaId, correlationId: 'c' } })),
  );
export const deliverAccepted = (mediaId: string, times = 1): Promise<unknown> =>
  invoke('media/plan-transcode', acceptedRecords(mediaId, times));

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};
/** Fetches one of our addresses: the CDN's through its port, since Node may not resolve its name, any other as it is. */
export async function fetched(url: string): Promise<Buffer> {
  const ours = new URL(url).hostname.endsWith('.localhost');
  if (!ours) return Buffer.from(await (await fetch(url)).arrayBuffer());
  const answer = await ask('GET', pathOf(url));
  if (answer.status !== 200)
    throw new Error(`${url} answered ${answer.status}: ${answer.bytes.toString().slice(0, 200)}`);
  return answer.bytes;
}

export interface Track {
  readonly text: string;
  /** Packets of the frames, in order of time. */
  readonly packets: readonly { readonly seconds: number; readonly isKey: boolean }[];
  /** Lengths of the segments. */
  readonly segments: readonly number[];
}

const names = /^(?!#)(\S+)$|URI="([^"]+)"/gm;
const named = (text: string): string[] =>
  [...text.matchAll(names)].map(([, line, attribute]) => line ?? attribute ?? '');
const fileOf = (name: string): string => new URL(name, 'http://x/').pathname.split('/').at(-1) ?? '';

/** Fetches everything that the playlist names, as a player does, and reads it with ffmpeg. */
async function track(url: string): Promise<Track> {
  const text = (await fetched(url)).toString();
  const place = join(await folder, unique());
  await mkdir(place);
  for (const name of new Set(named(text)))
    await writeFile(join(place, fileOf(name)), await fetched(new URL(name, url).href));
  const playlist = join(place, 'track.m3u8');
  await writeFile(
    playlist,
    text.replaceAll(names, (whole, line, attribute) => whole.replace(line ?? attribute, fileOf(line ?? attribute))),
  );
  const packets = await packetsOf(playlist, 'v').catch(() => packetsOf(playlist, 'a'));
  const segments = [...text.matchAll(/^#EXTINF:([\d.]+),$/gm)].map(([, seconds]) => Number(seconds));
  return { text, packets, segments };
}

export interface Played {
  readonly master: string;
  /** Tracks by resolution, `1280x720`. */
  readonly pictures: ReadonlyMap<string, Track>;
  readonly sound?: Track;
}

export async function played(playbackUrl: string): Promise<Played> {
  const master = (await fetched(playbackUrl)).toString();
  const pictures = new Map<string, Track>();
  for (const [, resolution = '', name = ''] of master.matchAll(/^#EXT-X-STREAM-INF:.*RESOLUTION=(\d+x\d+).*\n(\S+)$/gm))
    pictures.set(resolution, await track(new URL(name, playbackUrl).href));
  const sound = /TYPE=AUDIO.*URI="([^"]+)"/.exec(master)?.[1];
  return { master, pictures, ...(sound && { sound: await track(new URL(sound, playbackUrl).href) }) };
}

/** By representation: its packets, made of the ranges that the DASH manifest names, as a player fetches them. */
export async function dashed(
  dashUrl: string,
): Promise<{ manifest: string; tracks: ReadonlyMap<string, Track['packets']> }> {
  const manifest = (await fetched(dashUrl)).toString();
  const tracks = new Map<string, Track['packets']>();
  for (const [, id = '', list = ''] of manifest.matchAll(
    /<Representation id="(\w+)"[\s\S]*?<SegmentList([\s\S]*?)<\/SegmentList>/g,
  )) {
    const files = new Map<string, Buffer>();
    const segments: Buffer[] = [];
    for (const [, name = '', from, to] of list.matchAll(
      /(?:sourceURL|media)="(\S+)" (?:mediaR|r)ange="(\d+)-(\d+)"/g,
    )) {
      const url = new URL(name.replaceAll('&amp;', '&'), dashUrl).href;
      const bytes = files.get(url) ?? (await fetched(url));
      files.set(url, bytes);
      segments.push(bytes.subarray(Number(from), Number(to) + 1));
    }
    const path = join(await folder, `${unique()}.mp4`);
    await writeFile(path, Buffer.concat(segments));
    tracks.set(id, await packetsOf(path, id === 'audio' ? 'a' : 'v'));
  }
  return { manifest, tracks };
}

/** File names and hash: the same for the same upload, however often and by whichever worker it is made. */
export const outputOf = ({ checksum, width, height, video }: Media) => ({
  checksum,
  width,
  height,
  master: video?.playbackUrl && fileOf(video.playbackUrl),
  poster: video?.posterUrl && fileOf(video.posterUrl),
});
