// An accepted video: its properties, its parts, and their progress. Pure.
import * as z from 'zod/mini';
import type { EncodedChunk, EncodeLimits, TrackPart } from '../core/encode-chunk.ts';
import { type Chunk, type Grid, planChunks } from '../core/plan.ts';
import { posterSeconds } from '../core/poster.ts';
import type { Video, VideoLimits } from '../core/probe.ts';
import { limits } from '../limits.ts';

/** Chunks of 24 seconds of 1080p take about 30 seconds of CPU each, which is what a worker's death costs. */
export const grid: Grid = { segmentSeconds: 4, segmentsPerChunk: 6 };

export const probeLimits: VideoLimits = {
  cpuSeconds: 20,
  timeoutMs: 60_000,
  maxSeconds: limits.videoSeconds,
  maxPixels: limits.videoPixels,
  maxKeyFrameGapSeconds: 120,
};

/**
 * A chunk of 1080p takes up to 52 s of CPU at 60 frames a second, 115 s in HDR, and five times that where it is joined with
 * its neighbours for want of key frames (core/plan.ts). Below the worker's own timeout (lib/stacks/media-stack.ts).
 */
const ENCODE_CPU_SECONDS = 720;
const ENCODE_MS = 780_000;
export const encodeLimits: EncodeLimits = {
  cpuSeconds: ENCODE_CPU_SECONDS,
  timeoutMs: ENCODE_MS,
  maxPixels: limits.videoPixels,
};

export interface StoredCaptions {
  readonly state: 'NONE' | 'OFF' | 'PENDING' | 'READY' | 'FAILED';
  readonly source?: 'transcribe' | 'whisper' | 'sample';
  readonly language?: string;
  /** `<hash of its bytes>.vtt`. */
  readonly file?: string;
}

/** Files of a playable video, each named by the hash of its bytes. */
export interface MadeVideo {
  /** Of HLS. */
  readonly master: string;
  /** DASH manifest; absent from videos that were made before there was one. */
  readonly dash?: string;
  readonly poster: string;
  readonly sheets: readonly string[];
  readonly columns: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Its sound cannot be decoded, so it plays without. */
  readonly isSilenced?: boolean;
  /** All its files. */
  readonly files: readonly string[];
}

export interface StoredVideo {
  /** The probe's result, with only those key frames at which a segment or chunk starts. */
  readonly source: Video;
  /** ETag of the upload that was probed; parts are made from no other. */
  readonly etag: string;
  /** SHA-256 of the upload, in hexadecimal. */
  readonly checksum: string;
  readonly captions: StoredCaptions;
  readonly made?: MadeVideo;
}

/** The record on the stream that the transcoder and the captions each read. */
export const VideoAccepted = z.strictObject({ mediaId: z.string(), correlationId: z.string() });
export type VideoAccepted = z.infer<typeof VideoAccepted>;

/** The unit of work for one worker: `chunk-00003`, `audio`, `poster`. */
export type PartName = string;

/** The outcome of a part, as its worker found it. */
export type PartResult =
  | { readonly chunk: EncodedChunk }
  | { readonly audio: TrackPart }
  /** Its sound cannot be decoded. */
  | { readonly audio: 'UNREADABLE' }
  | { readonly poster: { readonly file: string } };

export interface Part {
  readonly mediaId: string;
  readonly part: PartName;
  /** Frames done so far, for a chunk that is being made. */
  readonly frames?: number;
  readonly result?: PartResult;
  readonly updatedAtMs: number;
}

const chunkName = (index: number): PartName => `chunk-${String(index).padStart(5, '0')}`;

export function acceptedVideo(
  source: Video,
  { etag, checksum, isCaptioned }: Pick<StoredVideo, 'etag' | 'checksum'> & { readonly isCaptioned: boolean },
): StoredVideo {
  const begins = new Set([...planChunks(source, grid).map((chunk) => chunk.decodeFromSeconds), posterSeconds(source)]);
  return {
    source: { ...source, keyFrameSeconds: source.keyFrameSeconds.filter((seconds) => begins.has(seconds)) },
    etag,
    checksum,
    captions: { state: source.hasAudio ? (isCaptioned ? 'PENDING' : 'OFF') : 'NONE' },
  };
}

/** Every part of the video, starting with those that others wait for. */
export const partsOf = ({ source }: StoredVideo): PartName[] => [
  'poster',
  ...planChunks(source, grid).map(({ index }) => chunkName(index)),
  ...(source.hasAudio ? ['audio'] : []),
];

export const chunkOf = ({ source }: StoredVideo, part: PartName): Chunk | undefined =>
  planChunks(source, grid).find(({ index }) => chunkName(index) === part);

/** Percentage of all frames; 100 only when nothing is missing. */
export function percentOf(video: StoredVideo, parts: readonly Part[]): number {
  if (video.made) return 100;
  const known = new Map(parts.map((part) => [part.part, part]));
  const done = planChunks(video.source, grid).reduce((sum, { index, frames }) => {
    const part = known.get(chunkName(index));
    return sum + (part?.result ? frames : Math.min(part?.frames ?? 0, frames));
  }, 0);
  return Math.min(99, Math.floor((100 * done) / video.source.frames));
}

/** All results, in order; undefined while one is missing. */
export function resultsOf(
  video: StoredVideo,
  parts: readonly Part[],
): { chunks: EncodedChunk[]; audio: TrackPart | undefined; poster: string } | undefined {
  const results = new Map(parts.flatMap(({ part, result }) => (result ? [[part, result] as const] : [])));
  const all = partsOf(video).map((part) => results.get(part));
  if (all.some((result) => result === undefined)) return undefined;
  let audio: TrackPart | undefined;
  let poster = '';
  const chunks: EncodedChunk[] = [];
  for (const result of all as PartResult[]) {
    if ('chunk' in result) chunks.push(result.chunk);
    else if ('audio' in result) audio = result.audio === 'UNREADABLE' ? undefined : result.audio;
    else poster = result.poster.file;
  }
  return { chunks, audio, poster };
}
