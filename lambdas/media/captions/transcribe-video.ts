// Captions by Transcribe: starts a job, and finishes it once it has ended, whichever caller notices that.

import { optionalEnv } from '../../shared/base/env.ts';
import { log } from '../../shared/base/log.ts';
import { NotWebVtt, readWebVtt } from '../core/webvtt.ts';
import type { StoredMedia } from '../media.ts';
import { wantsCaptions } from '../record/decide.ts';
import { findMedia } from '../store.ts';
import { captionsOf, type FoundCaptions, keepCaptions } from './keep-captions.ts';
import {
  findJob,
  type Job,
  readSubtitles,
  removeTranscripts,
  startJob,
  TranscribeRefused,
} from './transcribe-store.ts';

/** Twenty minutes of speech are 40 KB. */
const MOST_BYTES = 2 ** 20;

/**
 * Idempotent: a second call finds the job. Throws nothing that Transcribe says: a stream holds up every later video while
 * one is retried, and the sweep asks for the captions again.
 */
export async function beginJob(media: StoredMedia): Promise<void> {
  const { mediaId } = media;
  try {
    // Started by a worker that died, or the video was announced again: the job's end may have been missed.
    if (!(await startJob(media))) await finish(mediaId);
  } catch (error) {
    if (!(error instanceof TranscribeRefused)) throw error;
    if (error.isFinal) await fail(mediaId, error);
    else log('warn', 'captions wait: Transcribe does not answer', { mediaId, reason: error.error }, error);
  }
}

/** Does nothing while the job runs. Throws TranscribeRefused when asking again may help. */
export async function finishJob(mediaId: string): Promise<void> {
  try {
    await finish(mediaId);
  } catch (error) {
    if (!(error instanceof TranscribeRefused) || !error.isFinal) throw error;
    await fail(mediaId, error);
  }
}

async function fail(mediaId: string, refused: TranscribeRefused): Promise<void> {
  log('warn', 'Transcribe makes no captions', { mediaId, reason: refused.error }, refused);
  await keepCaptions(mediaId, { state: 'FAILED' });
}

async function finish(mediaId: string): Promise<void> {
  if (wantsCaptions(await findMedia(mediaId))) {
    const found = await foundBy(mediaId, await findJob(mediaId)).catch(async (error: unknown) => {
      // Another caller may have finished meanwhile: it removes the transcripts after it has kept the captions.
      if ((error as Error).name !== 'NoSuchKey' || wantsCaptions(await findMedia(mediaId))) throw error;
      return undefined;
    });
    if (!found) return;
    await keepCaptions(mediaId, found);
  }
  await removeTranscripts(mediaId);
}

async function foundBy(mediaId: string, job: Job | undefined): Promise<FoundCaptions | undefined> {
  if (!job) return undefined;
  const { TranscriptionJobStatus: status, FailureReason, LanguageCode, Subtitles } = job;
  if (status === 'FAILED') {
    log('warn', 'Transcribe failed', { mediaId, reason: FailureReason });
    return { state: 'FAILED' };
  }
  if (status !== 'COMPLETED') return undefined;
  if (!Subtitles?.SubtitleFileUris?.length) return { state: 'NONE' };
  try {
    const text = await readSubtitles(mediaId, MOST_BYTES);
    if (text === undefined) throw new NotWebVtt(`it is longer than ${MOST_BYTES} bytes`);
    // The emulator's text is unrelated to what is said.
    const source = optionalEnv('AWS_ENDPOINT_URL') === undefined ? 'transcribe' : 'sample';
    return captionsOf(readWebVtt(text), source, LanguageCode ?? 'und');
  } catch (error) {
    if (!(error instanceof NotWebVtt)) throw error;
    log('warn', 'captions cannot be read', { mediaId }, error);
    return { state: 'FAILED' };
  }
}
