// Transcodes one whole film in its own process: probe, chunks, poster, playlists.
import { mkdir, rm } from 'node:fs/promises';
import { probe } from '../../lambdas/media/core/probe.ts';
import { transcode } from '../../lambdas/media/core/transcode.ts';

const [ffmpeg = '', source = '', folder = '', workers = '1', segmentsPerChunk = '15'] = process.argv.slice(2);
const limits = {
  cpuSeconds: 3600,
  timeoutMs: 3_600_000,
  maxSeconds: 3600,
  maxPixels: 2e7,
  maxKeyFrameGapSeconds: 3600,
};
const result = await probe(ffmpeg, source, limits);
if ('rejected' in result) throw new Error(`the film was rejected: ${result.rejected}`);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const grid = { segmentSeconds: 2, segmentsPerChunk: Number(segmentsPerChunk) };
await transcode({ ffmpeg, source, video: result.video, folder, limits, grid }, { workers: Number(workers) });
