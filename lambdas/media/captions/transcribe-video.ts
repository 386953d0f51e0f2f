// Captions by Transcribe: starts a job, and finishes it once it has ended, whichever caller notices that.

import { optionalEnv } from '../../shared/base/env.ts';
import { log } from '../../shared/base/log.ts';
import { NotWebVtt, readWebVtt } from '../core/webvtt.ts';
import type { StoredMedia } from '../media.ts';
import { wantsCaptions } from '../record/decide.ts';
import { findMedia } from '../store.ts';
import { captionsOf, type FoundCaptions, keepCaptions } from './keep-captions.ts';
import { findJob, type Job, readSubtitles, removeTranscripts, startJob } from './transcribe-store.ts';

/** Twenty minutes of speech are 40 KB. */
const MOST_BYTES = 2 ** 20;

/** Idempotent: a second call finds the job. */
export async function beginJob(media: StoredMedia): Promise<void> {
  const { mediaId } = media;
  try {
    // Started by a worker that died, or the video was announced again: the job's end may have been missed.
    if (!(await startJob(media))) await finishJob(mediaId);
  } catch (error) {
    if ((error as Error).name !== 'BadRequestException') throw error;
    log('warn', 'Transcribe rejected the video', { mediaId }, error);
    await keepCaptions(mediaId, { state: 'FAILED' });
  }
}

/** Does nothing while the job runs. */
export async function finishJob(mediaId: string): Promise<void> {
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

async function foundBy(mediaId: string, job: Job): Promise<FoundCaptions | undefined> {
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
