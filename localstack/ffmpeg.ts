// The ffmpeg of media: this machine's, for tests, figures and the emulator, and the ones that functions carry.
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

/** By Node's names. Wheels name the processor in their own way. */
const wheels = { arm64: 'aarch64', x64: 'x86_64' } as const;

/** For Linux on that processor, locked by the emulator's requirements. Fetched once, 61 MB; needs glibc 2.28. */
export async function ffmpegForLinux(arch: string): Promise<string> {
  const machine = wheels[arch as keyof typeof wheels];
  if (!machine) throw new Failure(`There is no ffmpeg for Linux on ${arch}`, 'Use a machine with arm64 or x86-64.');
  const folder = join(root, `.local/native/ffmpeg-linux-${arch}`);
  await fetchForeign({ name: 'imageio-ffmpeg', platform: `manylinux_2_28_${machine}`, folder });
  const [program] = globSync(join(folder, 'imageio_ffmpeg/binaries/ffmpeg-linux-*'));
  if (program === undefined) throw new Error(`No ffmpeg in ${folder}`);
  return program;
}
