// The ffmpeg of this machine, for the tests and figures of media.
import { findFfmpeg } from '../lambdas/media/core/find-ffmpeg.ts';
import { venv } from './python.ts';

export const ffmpegHere = (): string =>
  findFfmpeg({ given: process.env.FFMPEG_PATH, searchPath: process.env.PATH, venv });
