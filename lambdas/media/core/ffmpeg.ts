// Runs ffmpeg to its end on local files: no network, no environment, no input but the named one, bounded in time.
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { soundDecoders } from './source/sound-codecs.ts';

export interface RunLimits {
  /** CPU time of all threads; a busy machine does not shorten it. */
  readonly cpuSeconds: number;
  /** Wall clock limit, for a program that waits instead of working. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** ffmpeg exited with an error; `output` has its last lines. */
export class FfmpegFailed extends Error {
  readonly output: string;
  constructor(code: number | null, signal: NodeJS.Signals | null, output: string) {
    const errors = output.split('\n').filter((line) => /\[(?:error|fatal)\]/.test(line));
    super(`ffmpeg ended with ${code ?? signal}: ${errors.slice(-3).join(' | ')}`);
    this.output = output;
  }
}

/** ffmpeg exceeded its CPU time or wall clock limit. */
export class FfmpegTooSlow extends Error {}

const LAST_WORDS = 8192;
/** Bytes of one allocation. A header of 1 KB may announce millions of frames, each a table entry (730 MB, measured). */
const LARGEST_ALLOCATION = 100_000_000;
/** Codecs that phones, cameras and browsers record. No other decoder is ever opened. */
const decoders = [
  ...['h264', 'hevc', 'mpeg4', 'vp8', 'vp9', 'libvpx', 'libvpx-vp9', 'av1', 'libdav1d', 'libaom-av1'],
  ...soundDecoders,
].join(',');

/**
 * Options before every input. The demuxer is forced, so that content cannot choose another (a playlist that
 * names addresses). It opens only files, and time stamps stay the source's own.
 */
export const input = (path: string, demuxer: string, maxPixels: number): string[] => [
  ...['-copyts', '-protocol_whitelist', 'file', '-codec_whitelist', decoders],
  ...['-max_pixels', `${maxPixels}`, '-threads', '1', '-f', demuxer, '-i', `file:${path}`],
];

/** Calls `onLine` with each line of the standard output, and `onNote` with each that ffmpeg says of its work. Rejects with FfmpegFailed, FfmpegTooSlow, or the signal's reason. */
export async function runFfmpeg(
  ffmpeg: string,
  args: readonly string[],
  { cpuSeconds, timeoutMs, signal }: RunLimits,
  onLine: (line: string) => void = () => {},
  onNote?: (line: string) => void,
): Promise<void> {
  signal?.throwIfAborted();
  const before = [
    ...['-hide_banner', '-nostdin', '-nostats', '-v', 'level+info', '-y'],
    ...['-timelimit', `${Math.ceil(cpuSeconds)}`, '-max_alloc', `${LARGEST_ALLOCATION}`],
  ];
  const child = spawn(ffmpeg, [...before, ...args], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, timeoutMs);
  signal?.addEventListener('abort', kill);
  try {
    const [code, killedBy, output] = await ended(child, { onLine, onNote }, kill);
    signal?.throwIfAborted();
    // The system sends SIGXCPU when the CPU time is used up.
    if (timedOut || output.includes(`received signal ${constants.signals.SIGXCPU}`))
      throw new FfmpegTooSlow(
        timedOut ? `ffmpeg took over ${timeoutMs} ms` : `ffmpeg took over ${cpuSeconds} s of CPU`,
      );
    if (code !== 0) throw new FfmpegFailed(code, killedBy, output);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
}

type Ended = readonly [code: number | null, signal: NodeJS.Signals | null, output: string];

interface Readers {
  readonly onLine: (line: string) => void;
  readonly onNote: ((line: string) => void) | undefined;
}

function ended(child: ChildProcess, { onLine, onNote }: Readers, kill: () => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-LAST_WORDS);
    });
    const read = (input: Readable | null, onEach: (line: string) => void): void => {
      if (!input) return;
      createInterface({ input }).on('line', (line) => {
        try {
          onEach(line);
        } catch (error) {
          kill();
          reject(error);
        }
      });
    };
    read(child.stdout, onLine);
    if (onNote) read(child.stderr, onNote);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve([code, signal, lastWords]));
  });
}
