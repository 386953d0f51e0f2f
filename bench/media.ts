// Video: one process for both sizes against a process each, two workers against one, and what a minute costs on AWS.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../localstack/child.ts';
import { root } from '../localstack/environment.ts';
import { ffmpegHere } from '../localstack/ffmpeg.ts';
import { measured, NotHere, peerFile, type Took } from './peer.ts';
import type { Row } from './row.ts';

const TIMES = 3;
const SECONDS = 12;
const RATE = 30;

/** List prices of us-east-1 in dollars, as AWS gave them in November 2026: a GB-second of Lambda on x86, a million requests. */
const LAMBDA_GB_SECOND = 0.0000166667;
/** Memory of a function that has one vCPU, in GB. */
const GB_OF_ONE_CPU = 1769 / 1024;
/** MediaConvert, basic tier, AVC up to 30 frames a second, in dollars a minute of each output: under 720 lines, from 720 lines on. */
const MEDIACONVERT_SD = 0.0075;
const MEDIACONVERT_HD = 0.015;

export async function mediaRows(benchFolder: string): Promise<Row[]> {
  const folder = join(benchFolder, 'media');
  const [film, ours, theirs] = ['film.mp4', 'ours', 'theirs'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(theirs, { recursive: true });
  const ffmpeg = ffmpegHere();
  // Noise, so that there is something to encode; key frames of a camera, beside our grid.
  const pattern = `testsrc2=size=1920x1080:rate=${RATE}:duration=${SECONDS},noise=alls=3:allf=t`;
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '45', '-pix_fmt', 'yuv420p'];
  await run(ffmpeg, ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', pattern, ...encoder, film]);
  const kernel = (workers: number) => [
    ...[process.execPath, '--no-warnings', join(root, 'bench/media-kernel.ts')],
    ...[ffmpeg, film, ours, `${workers}`, workers === 1 ? '15' : '3'],
  ];
  const ladder = await inTurns(folder, {
    ours: kernel(1),
    peer: ['sh', peerFile('two-ffmpegs.sh'), ffmpeg, film, theirs],
  });
  for (const name of ['720p.m3u8', '480p.m3u8'])
    mustEqual(await secondsOf(join(ours, name)), await secondsOf(join(theirs, name)));
  const note = `${SECONDS} s of 1080p with noise; ours makes poster and thumbnails too, and probes; smallest of ${TIMES}, taken in turns`;
  const minute = (ladder.ours.cpu / SECONDS) * 60;
  return [
    {
      name: 'video: 720p and 480p by one process, against a process each',
      unit: 's CPU',
      ours: ladder.ours.cpu,
      peer: ladder.peer.cpu,
      atMost: 0.85,
      note,
    },
    ...(await workerRows(folder, kernel)),
    { name: 'video: CPU of a minute of film', unit: 's CPU', ours: minute, note },
    {
      name: 'video: a thousand minutes on Lambda, against MediaConvert',
      unit: '$',
      ours: 1000 * minute * GB_OF_ONE_CPU * LAMBDA_GB_SECOND,
      peer: 1000 * (MEDIACONVERT_SD + MEDIACONVERT_HD),
      note: 'modelled: CPU measured here times list prices, a vCPU each function; requests, storage and sound are under a tenth of it',
    },
  ];
}

/** A worker is a function of one vCPU: one of them has one core here, two have two. */
async function workerRows(folder: string, kernel: (workers: number) => string[]): Promise<Row[]> {
  const onCores = (cores: string, workers: number) => {
    const command = kernel(workers);
    // Chunks of one length for both.
    command[command.length - 1] = '3';
    return ['taskset', '-c', cores, ...command];
  };
  try {
    const { ours, peer } = await inTurns(folder, { ours: onCores('0-1', 2), peer: onCores('0', 1) }, 'wall');
    return [
      {
        name: 'video: two workers against one, a core each',
        unit: 's',
        ours: ours.wall,
        peer: peer.wall,
        atMost: 0.62,
        note: 'wall time; meaningless on a busy machine',
      },
    ];
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    console.log(`… two workers are left out: ${error.message}`);
    return [];
  }
}

/** By turns, so that a busy moment of the machine meets both; the smallest counts. */
async function inTurns(
  folder: string,
  commands: Record<'ours' | 'peer', readonly string[]>,
  by: 'cpu' | 'wall' = 'cpu',
): Promise<Record<'ours' | 'peer', Took>> {
  const best: Partial<Record<'ours' | 'peer', Took>> = {};
  for (let i = 0; i < TIMES; i += 1)
    for (const who of ['ours', 'peer'] as const) {
      const [command = '', ...args] = commands[who];
      const took = await measured(folder, 1, command, args);
      if (!best[who] || took[by] < best[who][by]) best[who] = took;
    }
  const { ours, peer } = best;
  if (!ours || !peer) throw new RangeError('measured no times');
  return { ours, peer };
}

async function secondsOf(playlist: string): Promise<number> {
  const text = await readFile(playlist, 'utf8');
  return [...text.matchAll(/^#EXTINF:([\d.]+)/gm)].reduce((sum, [, seconds]) => sum + Number(seconds), 0);
}

function mustEqual(ours: number, theirs: number): void {
  if (Math.abs(ours - SECONDS) > 1 / RATE || Math.abs(ours - theirs) > 1 / RATE)
    throw new Error(`ours has ${ours} s, the peer ${theirs} s, of ${SECONDS} s`);
}
