// Amazon Transcribe, with one job per video and its files in the renditions bucket. The emulator returns a sample text.
// Uses signed calls: two of them do not justify an SDK client.
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { removeKeys } from '../../shared/aws/objects.ts';
import { s3 } from '../../shared/aws/s3.ts';
import { signedCall } from '../../shared/aws/signed-call.ts';
import { env, optionalEnv } from '../../shared/base/env.ts';
import { containers } from '../files/accepted-files.ts';
import { keysOf, type StoredMedia } from '../media.ts';
import { bindings, transcribeJobs } from '../resources.ts';

/** The fields we use of https://docs.aws.amazon.com/transcribe/latest/APIReference/API_TranscriptionJob.html */
export interface Job {
  readonly TranscriptionJobStatus: 'QUEUED' | 'IN_PROGRESS' | 'FAILED' | 'COMPLETED';
  readonly LanguageCode?: string;
  readonly FailureReason?: string;
  /** Absent when the video has no speech. */
  readonly Subtitles?: { readonly SubtitleFileUris?: readonly string[] };
}

const TIMEOUT_MS = 3000;

const prefix = (): string => optionalEnv(bindings.transcribeJobs) ?? transcribeJobs;
const jobName = (mediaId: string): string => `${prefix()}${mediaId}`;

export const mediaIdOfJob = (name: string): string | undefined =>
  name.startsWith(prefix()) ? name.slice(prefix().length) : undefined;

const call = async (action: string, input: object): Promise<Job> => {
  const asked = signedCall<{ TranscriptionJob: Job }>('transcribe', `Transcribe.${action}`, input, TIMEOUT_MS);
  const answer = await asked.catch((error: Error) => {
    throw new TranscribeRefused(error);
  });
  return answer.TranscriptionJob;
};

/**
 * Errors that asking again within the hour does not change: the video, the account's set-up, or a region without
 * Transcribe. https://docs.aws.amazon.com/transcribe/latest/APIReference/API_StartTranscriptionJob.html and
 * https://docs.aws.amazon.com/transcribe/latest/APIReference/CommonErrors.html
 */
const FINAL: ReadonlySet<string> = new Set([
  'BadRequestException',
  'ValidationException',
  'AccessDeniedException',
  'NotAuthorized',
  'OptInRequired',
  'SubscriptionRequiredException',
  'UnrecognizedClientException',
  'ENOTFOUND',
]);

/** A call to Transcribe failed, after its retries. Its cause names the error. */
export class TranscribeRefused extends Error {
  /** The error's name as AWS gives it, or the code of a connection that failed. */
  readonly error: string;
  /** Whether it would fail again. */
  readonly isFinal: boolean;

  constructor(cause: Error) {
    super(`Transcribe: ${cause.message}`, { cause });
    this.error = (cause as NodeJS.ErrnoException).code ?? cause.name;
    this.isFinal = FINAL.has(this.error);
  }
}

const unless =
  (known: string) =>
  (error: unknown): undefined => {
    if (!(error instanceof TranscribeRefused) || error.error !== known) throw error;
    return undefined;
  };

/**
 * The job is named after the video, so there is only one; undefined when it was started before. Throws
 * TranscribeRefused.
 */
export function startJob({ mediaId, contentType }: StoredMedia): Promise<Job | undefined> {
  const { upload, transcripts } = keysOf(mediaId);
  return call('StartTranscriptionJob', {
    TranscriptionJobName: jobName(mediaId),
    IdentifyLanguage: true,
    MediaFormat: containers[contentType as keyof typeof containers] === 'matroska' ? 'webm' : 'mp4',
    Media: { MediaFileUri: `s3://${env(bindings.quarantine)}/${upload}` },
    OutputBucketName: env(bindings.renditions),
    OutputKey: `${transcripts}.json`,
    Subtitles: { Formats: ['vtt'], OutputStartIndex: 1 },
  }).catch(unless('ConflictException'));
}

/** Undefined when there is no such job, as after its deletion. Throws TranscribeRefused. */
export const findJob = (mediaId: string): Promise<Job | undefined> =>
  call('GetTranscriptionJob', { TranscriptionJobName: jobName(mediaId) }).catch(unless('NotFoundException'));

const filesOf = (mediaId: string) => {
  const { transcripts } = keysOf(mediaId);
  return { Bucket: env(bindings.renditions), vtt: `${transcripts}.vtt`, json: `${transcripts}.json` };
};

/** The WebVTT that Transcribe wrote; undefined when it is longer than `mostBytes`. */
export async function readSubtitles(mediaId: string, mostBytes: number): Promise<string | undefined> {
  const { Bucket, vtt } = filesOf(mediaId);
  const { Body, ContentLength = 0 } = await s3().send(new GetObjectCommand({ Bucket, Key: vtt }));
  if (ContentLength <= mostBytes) return Body?.transformToString();
  // Otherwise the connection stays open, waiting for a reader.
  (Body as { destroy?: () => void } | undefined)?.destroy?.();
  return undefined;
}

export async function removeTranscripts(mediaId: string): Promise<void> {
  const { Bucket, vtt, json } = filesOf(mediaId);
  await removeKeys(s3(), Bucket, [vtt, json]);
}
