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
  const answer = await signedCall<{ TranscriptionJob: Job }>('transcribe', `Transcribe.${action}`, input, TIMEOUT_MS);
  return answer.TranscriptionJob;
};

/**
 * The job is named after the video, so there is only one; undefined when it was started before. Throws
 * BadRequestException for a video that Transcribe does not accept.
 */
export async function startJob({ mediaId, contentType }: StoredMedia): Promise<Job | undefined> {
  const { upload, transcripts } = keysOf(mediaId);
  try {
    return await call('StartTranscriptionJob', {
      TranscriptionJobName: jobName(mediaId),
      IdentifyLanguage: true,
      MediaFormat: containers[contentType as keyof typeof containers] === 'matroska' ? 'webm' : 'mp4',
      Media: { MediaFileUri: `s3://${env(bindings.quarantine)}/${upload}` },
      OutputBucketName: env(bindings.renditions),
      OutputKey: `${transcripts}.json`,
      Subtitles: { Formats: ['vtt'], OutputStartIndex: 1 },
    });
  } catch (error) {
    if ((error as Error).name === 'ConflictException') return undefined;
    throw error;
  }
}

export const findJob = (mediaId: string): Promise<Job> =>
  call('GetTranscriptionJob', { TranscriptionJobName: jobName(mediaId) });

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
