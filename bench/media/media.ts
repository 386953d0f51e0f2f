// Measures media: renditions of pictures; one process for all video sizes against a process each; two workers against one; calls of a
// chunk; and a minute's cost on AWS.
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { prices } from '../../lib/prices.ts';
import { run } from '../../localstack/child.ts';
import { root } from '../../localstack/environment.ts';
import { ffmpegHere } from '../../localstack/ffmpeg.ts';
import { measured, peerFile, type Took, unlessMissing } from '../peer.ts';
import type { Row } from '../row.ts';
import { minuteCosts, type PartCalls, streamMonth } from './media-model.ts';

const TIMES = 3;
const SECONDS = 12;
const RATE = 30;
const PICTURES = 6;
const RENDITIONS_OF_A_PICTURE = 6;
const RENDITIONS_OF_A_VIDEO = 3;
/** Length of the film in the price model. */
const MODEL_MINUTES = 10;

/** The last rows need a deployed system, which is brought up after the others are measured. */
export async function mediaRows(
  benchFolder: string,
  deployed: () => Promise<unknown>,
  outputsFile: string,
): Promise<Row[]> {
  const folder = join(benchFolder, 'media');
  await mkdir(folder, { recursive: true });
  const pictures = await pictureRows(folder);
  const { rows, cpuSeconds, madeMb, viewedMb } = await videoRows(folder);
  await deployed();
  const env = { ...process.env, SYSTEM_DESIGN_OUTPUTS: outputsFile };
  const probe = ['--no-warnings', join(root, 'bench/media/media-probe.ts')];
  const counted = await run(process.execPath, probe, { cwd: root, env });
  const parts = JSON.parse(counted.split('\n').at(-1) ?? '') as PartCalls[];
  const [chunk] = parts.filter(({ part }) => part === 'chunk-00000');
  if (!chunk) throw new Error('no chunk was made');
  const others = parts.filter(({ part }) => !part.startsWith('chunk-'));
  const inputs = { minutes: MODEL_MINUTES, cpuSeconds, madeMb, viewedMb, chunk, others };
  return [...pictures, ...rows, callRow(chunk), ...modelRows(inputs)];
}

function callRow({ puts, gets, read, write }: PartCalls): Row {
  return {
    name: 'video: S3 calls of a chunk, for each rendition',
    unit: 'calls',
    ours: (puts + gets) / RENDITIONS_OF_A_VIDEO,
    atMost: 2,
    note: `counted on the emulator, its worker new: ${puts} PUT and ${gets} GET for 6 segments in three sizes and their thumbnails; DynamoDB ${read} RCU, ${write} WCU`,
  };
}

function modelRows(inputs: Parameters<typeof minuteCosts>[0]): Row[] {
  const { viewing, ...once } = minuteCosts(inputs);
  const note = `bench/media/media-model.ts. Inputs: ${JSON.stringify(inputs)}, lib/prices.ts.`;
  const row = (name: string, dollars: number): Row => {
    return { name: `MODEL of AWS: a thousand minutes of video, ${name}`, unit: '$', ours: 1000 * dollars, note };
  };
  // 1080p and 720p are both HD.
  const mediaConvert = 2 * prices.mediaConvertHdMinute + prices.mediaConvertSdMinute;
  console.log(`MODEL of AWS, a minute of video: ${note}`);
  return [
    { ...row('encoding', once.encoding), peer: 1000 * mediaConvert, note: `against MediaConvert. ${note}` },
    row('requests of S3', once.s3Requests),
    row('DynamoDB', once.dynamodb),
    row('SQS and Kinesis', once.messages),
    row('a month in S3', once.storage),
    row('copied for everybody', once.publishing),
    row('captions by Transcribe', once.captions),
    row('watched once at 720p', viewing),
    { name: 'MODEL of AWS: the stream of accepted videos, a month', unit: '$', ours: streamMonth, note },
  ];
}

async function pictureRows(folder: string): Promise<Row[]> {
  const photo = join(folder, 'photo.jpg');
  // 12 megapixels with camera noise.
  const pattern = 'testsrc2=size=4000x3000:rate=1:duration=1,noise=alls=8:allf=t';
  const still = ['-frames:v', '1', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-update', '1'];
  await run(ffmpegHere(), ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', pattern, ...still, photo]);
  const kernel = (who: string) => [
    ...[process.execPath, '--no-warnings', join(root, 'bench/media/picture-kernel.ts')],
    ...[who, photo, `${PICTURES}`],
  ];
  const { ours, peer } = await inTurns(folder, { ours: kernel('ours'), peer: kernel('plain') });
  const sorted = (output: string) => output.trim().split('\n').sort().join();
  if (sorted(ours.output) !== sorted(peer.output))
    throw new Error(`different files: ${ours.output} and ${peer.output}`);
  const note =
    `JPEG of 12 megapixels into ${RENDITIONS_OF_A_PICTURE} files, one thread, whole processes of ${PICTURES} pictures with the start of Node; ` +
    "the peer is sharp's own pipeline for each file, which hashes nothing and makes no placeholder; smallest of " +
    `${TIMES}, taken in turns`;
  const each = (took: Took) => took.cpu / PICTURES;
  return [
    {
      name: 'picture: six renditions, against a pipeline each',
      unit: 's CPU',
      ours: each(ours),
      peer: each(peer),
      atMost: 1,
      note,
    },
    { name: 'picture: pictures a second', unit: '/s of CPU', ours: 1 / each(ours), peer: 1 / each(peer), note },
    { name: 'picture: renditions a second', unit: '/s of CPU', ours: RENDITIONS_OF_A_PICTURE / each(ours), note },
  ];
}

interface VideoFigures {
  readonly rows: Row[];
  /** CPU seconds a minute of film. */
  readonly cpuSeconds: number;
  readonly madeMb: number;
  readonly viewedMb: number;
}

async function videoRows(folder: string): Promise<VideoFigures> {
  const [film, ours, theirs] = ['film.mp4', 'ours', 'theirs'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(theirs, { recursive: true });
  const ffmpeg = ffmpegHere();
  // Noise gives the encoder work; key frames are a camera's, off our grid.
  const pattern = `testsrc2=size=1920x1080:rate=${RATE}:duration=${SECONDS},noise=alls=3:allf=t`;
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '45', '-pix_fmt', 'yuv420p'];
  await run(ffmpeg, ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', pattern, ...encoder, film]);
  const kernel = (workers: number) => [
    ...[process.execPath, '--no-warnings', join(root, 'bench/media/media-kernel.ts')],
    ...[ffmpeg, film, ours, `${workers}`, workers === 1 ? '15' : '3'],
  ];
  const ladder = await inTurns(folder, {
    ours: kernel(1),
    peer: ['sh', peerFile('ffmpeg-per-size.sh'), ffmpeg, film, theirs],
  });
  for (const name of ['1080p.m3u8', '720p.m3u8', '480p.m3u8'])
    mustEqual(await secondsOf(join(ours, name)), await secondsOf(join(theirs, name)));
  const note = `${SECONDS} s of 1080p with noise; ours makes poster and thumbnails too, and probes; smallest of ${TIMES}, taken in turns`;
  const aMinute = 60 / SECONDS;
  const cpuSeconds = ladder.ours.cpu * aMinute;
  const rows: Row[] = [
    {
      name: 'video: 1080p, 720p and 480p by one process, against a process each',
      unit: 's CPU',
      ours: ladder.ours.cpu,
      peer: ladder.peer.cpu,
      atMost: 0.85,
      note,
    },
    ...(await workerRows(folder, kernel)),
    { name: 'video: CPU of a minute of film', unit: 's CPU', ours: cpuSeconds, note },
  ];
  return {
    rows,
    cpuSeconds,
    madeMb: (await megabytes(ours, '')) * aMinute,
    viewedMb: (await megabytes(ours, '720p')) * aMinute,
  };
}

/** Size of the files whose names start with the prefix. */
async function megabytes(folder: string, prefix: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
}

/** A worker stands for a function of one vCPU, so each has one core here. */
async function workerRows(folder: string, kernel: (workers: number) => string[]): Promise<Row[]> {
  const onCores = (cores: string, workers: number) => {
    const command = kernel(workers);
    // Both run over chunks of the same length.
    command[command.length - 1] = '3';
    return ['taskset', '-c', cores, ...command];
  };
  const took = await unlessMissing('two workers', () =>
    inTurns(folder, { ours: onCores('0-1', 2), peer: onCores('0', 1) }, 'wall'),
  );
  if (!took) return [];
  return [
    {
      name: 'video: two workers against one, a core each',
      unit: 's',
      ours: took.ours.wall,
      peer: took.peer.wall,
      atMost: 0.62,
      note: 'wall time; meaningless on a busy machine',
    },
  ];
}

/** Alternates, so that a busy moment of the machine affects both; the smallest counts. */
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
