// A MODEL, not measured on AWS: cost of a minute of video there, from CPU and bytes on this machine, the counted calls of a
// part of each kind, and list prices. It leaves out logs, API requests, delivery of pictures, and any difference
// between a core here and a vCPU of Lambda.
import { planChunks } from '../../lambdas/media/core/plan.ts';
import { grid } from '../../lambdas/media/video/video.ts';
import { prices } from '../../lib/prices.ts';

/** Calls of S3 and DynamoDB for one part of a video by a cold worker. */
export interface PartCalls {
  readonly part: string;
  readonly puts: number;
  readonly gets: number;
  readonly read: number;
  readonly write: number;
}

export interface VideoInputs {
  /** Length of the whole film. */
  readonly minutes: number;
  /** Measured for a minute of film: CPU seconds, MB of all files, MB of 720p. */
  readonly cpuSeconds: number;
  readonly madeMb: number;
  readonly viewedMb: number;
  /** Counted: a chunk, the poster and the sound, and the part after which the video is assembled. */
  readonly chunk: PartCalls;
  readonly others: readonly PartCalls[];
}

/** 1,769 MB, one vCPU (lib/stacks/media-stack.ts). */
const GB = 1769 / 1024;
/** A worker sends a heartbeat every ten seconds (a third of ALIVE_SECONDS in encode-part.ts). */
const BEAT_SECONDS = 10;
/** Send, receive, delete, and one change of visibility at the start. */
const MESSAGE_REQUESTS = 4;
/** The files that a player reads first: the master, playlists of two sizes and of the sound, and the list of thumbnails. */
const PLAYLISTS = 5;
const RATE = 30;
const HOURS_OF_MONTH = 730;

/** Dollars a minute of film. */
export interface MinuteCosts {
  readonly encoding: number;
  readonly s3Requests: number;
  readonly dynamodb: number;
  readonly messages: number;
  /** A month as a private film; a public one is stored twice. */
  readonly storage: number;
  /** The copy for the CDN, once. */
  readonly publishing: number;
  readonly captions: number;
  /** One viewing at 720p. */
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

/** Dollars a month of the stream of accepted videos, paid whether there are any or not. */
export const streamMonth = prices.kinesisShardHour * HOURS_OF_MONTH;
