// The ffmpeg of media: this machine's, for tests, figures and the emulator, and the one that functions on AWS carry.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { FfmpegMissing, findFfmpeg } from '../lambdas/media/core/find-ffmpeg.ts';
import { root } from './environment.ts';
import { Failure } from './failure.ts';
import { fetchForeign, venv } from './python/python.ts';

export function ffmpegHere(): string {
  try {
    return findFfmpeg({ given: process.env.FFMPEG_PATH, searchPath: process.env.PATH, venv });
  } catch (error) {
    if (error instanceof FfmpegMissing) throw new Failure('Videos need ffmpeg', error.message);
    throw error;
  }
}

/** For linux-arm64, locked by the emulator's requirements. Fetched once, 61 MB; has its codecs, needs glibc 2.28. */
export async function ffmpegOfAws(): Promise<string> {
  const folder = join(root, '.local/native/ffmpeg-linux-arm64');
  await fetchForeign({ name: 'imageio-ffmpeg', platform: 'manylinux_2_28_aarch64', folder });
  const [program] = globSync(join(folder, 'imageio_ffmpeg/binaries/ffmpeg-linux-*'));
  if (program === undefined) throw new Error(`No ffmpeg in ${folder}`);
  return program;
}
