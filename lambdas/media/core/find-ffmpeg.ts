// Where ffmpeg is: the one that is named, the one on the PATH, or the one in the Python wheel imageio-ffmpeg.
import { accessSync, constants, globSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Places {
  /** FFMPEG_PATH: when it is given, nothing else is looked at. */
  readonly given?: string | undefined;
  /** PATH. */
  readonly searchPath?: string | undefined;
  /** A Python environment that may have the wheel. */
  readonly venv?: string;
}

export class FfmpegMissing extends Error {}

/** The path of the program. Throws FfmpegMissing, which says what to do. */
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
    'There is no ffmpeg. Install one (Debian: apt install ffmpeg, macOS: brew install ffmpeg), say where it is ' +
      '(FFMPEG_PATH=/path/to/ffmpeg), or let npm start fetch its Python environment, which has one for most machines.',
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
