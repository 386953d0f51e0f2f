// Measures what the system takes of a laptop after every function has run: memory, CPU while nothing happens, and disk.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bringUp } from '../../cli/deploy/bring-up.ts';
import { runningEmulator, stopEmulator } from '../../localstack/emulator.ts';
import type { Environment } from '../../localstack/environment.ts';
import { guard } from '../../localstack/interrupt.ts';
import type { Outputs } from '../../localstack/outputs.ts';
import { each, post } from '../../localstack/seed/api.ts';
import { seed } from '../../localstack/seed/seed.ts';
import { signIn } from '../../localstack/seed/users.ts';
import type { Row } from '../row.ts';
import { type Process, processTree } from './processes.ts';
import { touchAll } from './touch.ts';

/** Longer than the emulator keeps processes that only a burst needs, and than events of the last call take. */
const SETTLE_MS = 90_000;
/** Twice the period of the most frequent schedule. */
const IDLE_MS = 120_000;
const VIDEO_WITHIN_MS = 300_000;

/** An hour of use has a request every other second, and every fifth is a new link. */
const REQUESTS = 1800;
const WRITE_EVERY = 5;
const CLIENTS = 4;

const MB = 1e6;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Makes an environment of its own for it, so that nothing else has used it. */
export async function laptopRows(environment: Environment): Promise<Row[]> {
  if (process.platform !== 'linux') {
    console.log('laptop: not measured, memory and CPU time of processes are read from /proc, which only Linux has');
    return [];
  }
  const stop = () => stopEmulator(environment);
  return await guard(stop, async () => {
    const outputs = await bringUp(environment, 'plain');
    const emulator = await runningEmulator(environment);
    if (!emulator) throw new Error('the emulator does not run');
    await seedMedia(outputs);
    const functions = await touchAll(outputs);
    await sleep(SETTLE_MS);
    const before = processTree(emulator.pid);
    await sleep(IDLE_MS);
    const after = processTree(emulator.pid);
    await useForAnHour(outputs);
    await stop();
    return [...memoryRows(after, functions), cpuRow(before, after), await diskRow(environment.folder)];
  });
}

/** The demo's photo and video, as `npm start` has them; the video is transcoded meanwhile. */
async function seedMedia(outputs: Outputs): Promise<void> {
  for (const deadline = performance.now() + VIDEO_WITHIN_MS; ; await sleep(1000)) {
    if ((await seed(outputs, true)).whole) return;
    if (performance.now() > deadline) throw new Error('the demo video is not ready');
  }
}

/** The emulator runs each function in a folder that carries its name. */
const nameOf = ({ command }: Process): string | undefined =>
  /\/ministack-lambda-(.+)-[^-/]{8}\/_worker\.js$/.exec(command)?.[1];

function memoryRows(processes: readonly Process[], functions: ReadonlyMap<string, string>): Row[] {
  const [emulator, ...others] = processes;
  const workers = others.flatMap((process) => {
    const id = functions.get(nameOf(process) ?? '');
    return id === undefined ? [] : [{ id, ...process }];
  });
  const missing = [...functions.values()].filter((id) => !workers.some((worker) => worker.id === id));
  const largest = workers.toSorted((a, b) => b.pssMB - a.pssMB).slice(0, 3);
  const shown = largest.map(({ id, pssMB }) => `${id} ${pssMB.toFixed(0)}`).join(', ');
  return [
    {
      name: 'laptop: memory of everything',
      unit: 'GB',
      ours: sum(processes.map(({ pssMB }) => pssMB)) / 1000,
      atMost: 1.8,
      note: `${processes.length} processes by proportional set size, each function was called, and ${(SETTLE_MS + IDLE_MS) / 1000} s of quiet`,
    },
    { name: 'laptop: memory of the emulator itself', unit: 'MB', ours: emulator?.pssMB ?? Number.NaN },
    {
      name: 'laptop: memory of one more function',
      unit: 'MB',
      ours: sum(workers.map(({ privateMB }) => privateMB)) / functions.size,
      atMost: 20,
      note: `private memory of ${workers.length} processes over ${functions.size} functions; the largest by proportional set size: ${shown}`,
    },
    {
      name: 'laptop: functions without a process',
      unit: '',
      ours: missing.length,
      atMost: 0,
      note: missing.join(', '),
    },
  ];
}

function cpuRow(before: readonly Process[], after: readonly Process[]): Row {
  const earlier = new Map(before.map(({ pid, cpuMs }) => [pid, cpuMs]));
  const usedMs = sum(after.map(({ pid, cpuMs }) => cpuMs - (earlier.get(pid) ?? 0)));
  return {
    name: 'laptop: CPU while nothing happens',
    unit: '% of a core',
    ours: (usedMs / IDLE_MS) * 100,
    atMost: 1,
    note: `of all processes over ${IDLE_MS / 1000} s, with whatever the schedules run every minute`,
  };
}

/** Sends the requests as fast as they are answered: what they leave does not depend on the time. */
async function useForAnHour(outputs: Outputs): Promise<void> {
  const token = await signIn(outputs, 'customer');
  const requests = Array.from({ length: REQUESTS }, (_, i) => i);
  await each(CLIENTS, requests, async (i) => {
    const link = { url: `https://example.com/laptop/${i}` };
    if (i % WRITE_EVERY === 0) await post(`${outputs.apiDirectUrl}/links`, link, { token });
    else await (await fetch(`${outputs.apiDirectUrl}/products?limit=20`)).arrayBuffer();
  });
}

/** The emulator writes its state when it stops, so it must have stopped. */
async function diskRow(folder: string): Promise<Row> {
  const entries = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ name, mb: (await bytesOf(join(folder, name))) / MB })),
  );
  const shown = entries
    .filter(({ mb }) => mb >= 1)
    .toSorted((a, b) => b.mb - a.mb)
    .map(({ name, mb }) => `${name} ${mb.toFixed(0)}`);
  return {
    name: 'laptop: disk of the environment after an hour of use',
    unit: 'MB',
    ours: sum(entries.map(({ mb }) => mb)),
    note: `after ${REQUESTS} requests: ${shown.join(', ')}`,
  };
}

/** Disk space of a file, or of all files below a folder. */
async function bytesOf(path: string): Promise<number> {
  const { blocks } = await stat(path);
  const below = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = below.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
  return sum([blocks, ...sizes.map((size) => size.blocks)]) * 512;
}
