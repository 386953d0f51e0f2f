// Finds ffmpeg: the given path, then the PATH, then the Python wheel imageio-ffmpeg.
import { accessSync, constants, globSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Places {
  /** Value of FFMPEG_PATH; when set, no other place is searched. */
  readonly given?: string | undefined;
  /** Value of PATH. */
  readonly searchPath?: string | undefined;
  /** Python environment that may have the wheel. */
  readonly venv?: string;
}

export class FfmpegMissing extends Error {}

/** Returns the program's path. Throws FfmpegMissing, whose message says what to do. */
export function findFfmpeg({ given, searchPath = '', venv }: Places): string {
  if (given) {
    if (isProgram(given)) return given;
    throw new FfmpegMissing(
      `FFMPEG_PATH=${given} is no program: give the path of ffmpeg itself, or unset it to use the one on the PATH.`,
    );
  }
  const onPath = searchPath.split(delimiter).map((folder) => join(folder, 'ffmpeg'));
  const inWheel = venv ? globSync(join(venv, 'lib/python*/site-packages/imageio_ffmpeg/binaries/ffmpeg-*')) : [];
  const found = [...onPath, ...inWheel].find(isProgram);
  if (found) return found;
  throw new FfmpegMissing(
    'ffmpeg was not found. Install it (Debian: apt install ffmpeg, macOS: brew install ffmpeg), set its path ' +
      '(FFMPEG_PATH=/path/to/ffmpeg), or run npm start, whose Python environment includes ffmpeg for most machines.',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
