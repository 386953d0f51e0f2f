// A MODEL, nothing of it measured on AWS: what a minute of video costs there, by the CPU and bytes of this machine, the calls of one part
// each as they were counted, and list prices. Not in it: logs, requests of the API, pictures that are looked at, and any difference
// between a core here and a vCPU of Lambda.
import { planChunks } from '../lambdas/media/core/plan.ts';
import { grid } from '../lambdas/media/video/video.ts';
import { prices } from './prices.ts';

/** Of one part of a video, its worker new: what it asks S3 and DynamoDB for. */
export interface PartCalls {
  readonly part: string;
  readonly puts: number;
  readonly gets: number;
  readonly read: number;
  readonly write: number;
}

export interface VideoInputs {
  /** Of the whole film. */
  readonly minutes: number;
  /** Measured, for a minute of film: CPU seconds, MB of all files, MB of the largest rendition. */
  readonly cpuSeconds: number;
  readonly madeMb: number;
  readonly viewedMb: number;
  /** Counted: a chunk, the poster, the sound, and the part after which everything was put together. */
  readonly chunk: PartCalls;
  readonly others: readonly PartCalls[];
}

/** 1,769 MB, one vCPU (lib/stacks/media-stack.ts). */
const GB = 1769 / 1024;
/** A worker tells of itself each ten seconds (ALIVE_SECONDS of encode-part.ts, a third of it). */
const BEAT_SECONDS = 10;
/** Sent, received, deleted, and hidden once at the start. */
const MESSAGE_REQUESTS = 4;
/** A playlist for each rendition and the sound, their master, and the list of thumbnails. */
const PLAYLISTS = 5;
const RATE = 30;
const HOURS_OF_MONTH = 730;

/** Dollars for each minute of film. */
export interface MinuteCosts {
  readonly encoding: number;
  readonly s3Requests: number;
  readonly dynamodb: number;
  readonly messages: number;
  /** A month, as a private film; shown to everybody it is kept twice. */
  readonly storage: number;
  /** What is copied for the CDN, once. */
  readonly publishing: number;
  readonly captions: number;
  /** Each time somebody watches it in the largest size. */
  readonly viewing: number;
}

export function minuteCosts({ minutes, cpuSeconds, madeMb, viewedMb, chunk, others }: VideoInputs): MinuteCosts {
  const frames = minutes * 60 * RATE;
  const chunks = planChunks({ frames, rate: { num: RATE, den: 1 }, keyFrameSeconds: [0] }, grid).length;
  const parts = chunks + others.length;
  const sum = (of: 'puts' | 'gets' | 'read' | 'write') =>
    chunks * chunk[of] + others.reduce((total, part) => total + part[of], 0);
  const beats = (cpuSeconds * minutes) / BEAT_SECONDS;
  const files = sum('puts');
  const each = (whole: number) => whole / minutes;
  return {
    encoding: cpuSeconds * GB * prices.lambdaGbSecond + each(parts * prices.lambdaRequest),
    s3Requests: each(files * prices.s3Put + sum('gets') * prices.s3Get),
    dynamodb: each(sum('read') * prices.readUnit + sum('write') * prices.writeUnit),
    messages: each((parts * MESSAGE_REQUESTS + beats) * prices.sqsRequest + prices.kinesisPutUnit),
    storage: (madeMb / 1000) * prices.s3GbMonth,
    publishing: each(files * prices.s3Put),
    captions: prices.transcribeMinute,
    viewing: (viewedMb / 1000) * prices.cloudFrontGb + each((chunks + PLAYLISTS) * prices.cloudFrontRequest),
  };
}

/** The stream of videos that were found good: paid whether there are any or not, dollars a month. */
export const streamMonth = prices.kinesisShardHour * HOURS_OF_MONTH;
