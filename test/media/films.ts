// Makes small films of known content and inspects films, both with ffmpeg.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { probe, type Video, type VideoLimits } from '../../lambdas/media/core/probe.ts';
import { ffmpegHere } from '../../localstack/ffmpeg.ts';
import { venv } from '../../localstack/python/python.ts';

export const ffmpeg = ffmpegHere();
export const python = join(venv, 'bin/python');

/** Generous time limits, so that a busy machine does not fail a test. */
export const limits: VideoLimits = {
  cpuSeconds: 120,
  timeoutMs: 240_000,
  maxSeconds: 600,
  maxPixels: 1920 * 1088,
  maxKeyFrameGapSeconds: 60,
};

/** Runs the work with a temporary folder. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'media-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const exec = promisify(execFile);
const quiet = ['-hide_banner', '-nostdin', '-nostats', '-y'];

/** Runs ffmpeg and returns its output on both streams. */
export async function run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return exec(ffmpeg, [...quiet, ...args], { maxBuffer: 2 ** 26 });
}

export interface Film {
  readonly size?: string;
  readonly rate?: string;
  readonly seconds: number;
  readonly sound?: boolean;
  /** Frames between key frames. */
  readonly gop?: number;
  /** Options before the file. */
  readonly more?: readonly string[];
}

/** Makes a film in H.264 and AAC: a moving test pattern and a tone. */
export async function film(path: string, { size = '320x180', rate = '25', seconds, sound, gop = 40, more = [] }: Film) {
  const tone = sound ? ['-f', 'lavfi', '-i', `sine=440:duration=${seconds}`, '-c:a', 'aac'] : [];
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', `${gop}`, '-pix_fmt', 'yuv420p'];
  await run(
    ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`, ...tone],
    ...[...video, ...more, path],
  );
  return path;
}

/** Marks the pictures of a one-track MP4 as rotated by 90 degrees in its header, as phones do. */
export async function turn(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  const matrix = bytes.indexOf('tkhd') + 4 + 40;
  const turned = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
  for (const [i, value] of turned.entries()) bytes.writeInt32BE(value, matrix + 4 * i);
  await writeFile(to, bytes);
}

export async function probed(path: string): Promise<Video> {
  const result = await probe(ffmpeg, path, limits);
  if ('rejected' in result) throw new Error(`${path} was rejected: ${result.rejected}`);
  return result.video;
}

export interface Packet {
  readonly seconds: number;
  readonly isKey: boolean;
}

/** Packets of a film's first video or audio track, in presentation order. */
export async function packetsOf(path: string, track: 'v' | 'a' = 'v'): Promise<Packet[]> {
  const { stdout } = await run('-copyts', '-i', path, '-map', `0:${track}:0`, '-c', 'copy', '-f', 'framecrc', '-');
  const [, num, den] = /^#tb 0: (\d+)\/(\d+)/m.exec(stdout) ?? [];
  return [...stdout.matchAll(/^0, +-?\d+, +(-?\d+),.*$/gm)]
    .map(([line, pts]) => ({ seconds: (Number(pts) * Number(num)) / Number(den), isKey: !/F=0x0/.test(line) }))
    .sort((a, b) => a.seconds - b.seconds);
}

/** Hashes each decoded picture, scaled down to a few pixels. */
export async function picturesOf(path: string, filter = 'null'): Promise<string[]> {
  const { stdout } = await run('-i', path, '-map', '0:v:0', '-vf', filter, '-f', 'framemd5', '-');
  return [...stdout.matchAll(/^0,.*, *(\w{32})$/gm)].map(([, hash]) => hash ?? '');
}

/** Structural similarity (Wang et al., 2004) of two films over all frames; 1 for equal ones. */
export async function similarity(film: string, other: string, scale: string): Promise<number> {
  const graph = `[0:v]fps=30000/1001,scale=${scale}:flags=bicubic[a];[a][1:v]ssim`;
  const { stderr } = await run('-i', film, '-i', other, '-filter_complex', graph, '-f', 'null', '-');
  return Number(/SSIM .*All:([\d.]+)/.exec(stderr)?.[1]);
}
