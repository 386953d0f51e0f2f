// The emulator of an environment: at most one process, which we start, on loopback. A clean stop keeps its state.
import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bindings } from '../lambdas/media/contract.ts';
import { type Environment, portOf } from './environment.ts';
import { Failure } from './failure.ts';
import { ffmpegHere } from './ffmpeg.ts';
import { commandOf, isPortFree, portHolder, portTaken } from './port.ts';
import { venv } from './python/python.ts';

export interface Running {
  readonly pid: number;
  readonly port: number;
  readonly startedAt: string;
}

const paths = ({ folder }: Environment) => ({
  record: join(folder, 'emulator.json'),
  log: join(folder, 'emulator.log'),
  state: join(folder, 'state'),
  port: join(folder, 'state.port'),
  objects: join(folder, 'objects'),
  temporary: join(folder, 'tmp'),
});

/** A stop writes every service's state: 60 s is far above the 3 s measured with 80 resources. */
const stopWithinMs = 60_000;
const startWithinMs = 60_000;
const stateBytes = 0.3e9;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Process ids are reused, so we also check that it is a MiniStack holding our port, as far as the system tells. */
function isOurs({ pid, port }: Running): boolean {
  if (!isAlive(pid) || !/-m ministack$/.test(commandOf(pid))) return false;
  return (portHolder(port)?.pid ?? pid) === pid;
}

async function isHealthy(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/_ministack/health`, {
    signal: AbortSignal.timeout(3000),
  }).catch(() => undefined);
  return response?.ok === true;
}

async function recorded(environment: Environment): Promise<Running | undefined> {
  const text = await readFile(paths(environment).record, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Running);
}

export async function runningEmulator(environment: Environment): Promise<Running | undefined> {
  const record = await recorded(environment);
  return record && isOurs(record) && (await isHealthy(record.port)) ? record : undefined;
}

/** True if the last emulator ended without saving (killed, power cut): its changes since its start are lost. */
export async function endedUnsaved(environment: Environment): Promise<boolean> {
  const record = await recorded(environment);
  return record !== undefined && !isOurs(record);
}

/**
 * After a restart the emulator keeps the positions of table-stream mappings but not the records, and would silently
 * skip that many new ones (measured). Without the positions it starts at the beginning of the stream.
 */
export function forgetStreamPositions(lambdaState: string): string {
  const state = JSON.parse(lambdaState) as { payload?: Record<string, unknown> };
  delete state.payload?.dynamodb_stream_positions;
  return JSON.stringify(state);
}

/** The emulator's state holds URLs of queues and more with its old port; after a port change they would be dead. */
export const moveUrls = (text: string, from: number, to: number): string =>
  text.replaceAll(new RegExp(`(//(?:[\\w.-]+\\.)?(?:localhost|127\\.0\\.0\\.1)):${from}(?!\\d)`, 'g'), `$1:${to}`);

/** The next deployment does the rest: its fingerprint includes the port. */
async function keepPort(environment: Environment): Promise<void> {
  const { state, port: file } = paths(environment);
  const to = portOf(environment);
  const from = Number(await readFile(file, 'utf8').catch(() => to));
  if (from !== to) {
    const names = (await readdir(state)).filter((name) => name.endsWith('.json'));
    for (const path of names.map((name) => join(state, name)))
      await writeFile(path, moveUrls(await readFile(path, 'utf8'), from, to));
  }
  await writeFile(file, String(to));
}

async function prepareFolder(environment: Environment): Promise<void> {
  const { state, objects, temporary, record } = paths(environment);
  // Objects are saved at once, all else on a clean stop. Without the latter, the objects belong to nothing.
  if (!existsSync(join(state, 'cloudformation.json'))) await rm(objects, { recursive: true, force: true });
  await rm(temporary, { recursive: true, force: true });
  await rm(record, { force: true });
  for (const folder of [state, objects, temporary]) await mkdir(folder, { recursive: true });
  await keepPort(environment);
  // Functions are unpacked below. The project's package.json must not make them ES modules, as AWS would not.
  await writeFile(join(temporary, 'package.json'), '{}');
  const lambdaState = join(state, 'lambda.json');
  if (existsSync(lambdaState)) await writeFile(lambdaState, forgetStreamPositions(await readFile(lambdaState, 'utf8')));
  const disk = await statfs(environment.folder);
  if (disk.bavail * disk.bsize < stateBytes)
    throw new Failure('The disk is nearly full: under 0.3 GB free', 'Free some space and try again.');
}

/**
 * The emulator keeps a process for each function. 65 of them took 27 MB each after 30 calls, with this 18 MB, for no more
 * CPU (docs/figures/laptop.md).
 */
const small = {
  // V8 compiles in blocks of 32 KB, up to 15 MB of them. As mappings of their own they go back to the system when it is done.
  MALLOC_MMAP_THRESHOLD_: '32768',
  // A young generation of 3 MB instead of up to 48 MB.
  NODE_OPTIONS: '--max-semi-space-size=1',
};

/** Lambda workers inherit this, so it holds no credentials or profile of the user, and puts our Node first. */
function emulatorEnvironment(environment: Environment): NodeJS.ProcessEnv {
  const { recogniser, keepWarmSeconds = 60 } = environment;
  const { state, objects, temporary } = paths(environment);
  return {
    PATH: `${dirname(process.execPath)}:${venv}/bin:/usr/local/bin:/usr/bin:/bin`,
    HOME: homedir(),
    LANG: 'C.UTF-8',
    FFMPEG_PATH: ffmpegHere(),
    ...(recogniser && existsSync(recogniser) && { [bindings.recogniser]: recogniser }),
    TMPDIR: temporary,
    GATEWAY_PORT: String(portOf(environment)),
    BIND_HOST: '127.0.0.1',
    AUTH: 'true',
    PERSIST_STATE: '1',
    STATE_DIR: state,
    S3_PERSIST: '1',
    S3_DATA_DIR: objects,
    // Both listen on fixed ports, where a second emulator would collide.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    PYTHONUNBUFFERED: '1',
    ...small,
    // After so long the second and further processes of a function end. The emulator's own default is 300.
    LAMBDA_WARM_TTL_SECONDS: String(keepWarmSeconds),
  };
}

/** `extra` is added to the environment of the emulator and its Lambda workers; the fault tests use it. */
export async function startEmulator(
  environment: Environment,
  extra: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const port = portOf(environment);
  if (!(await isPortFree(port))) throw portTaken(port, portHolder(port));
  await prepareFolder(environment);
  const { log, record } = paths(environment);
  const output = openSync(log, 'w');
  const child = spawn(join(venv, 'bin/python'), ['-m', 'ministack'], {
    cwd: environment.folder,
    env: { ...emulatorEnvironment(environment), ...extra },
    detached: true,
    stdio: ['ignore', output, output],
  });
  const pid = child.pid ?? 0;
  const running: Running = { pid, port, startedAt: new Date().toISOString() };
  await writeFile(record, JSON.stringify(running));
  child.unref();
  for (const deadline = Date.now() + startWithinMs; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await isHealthy(port)) return running;
  }
  if (child.exitCode === null) process.kill(pid, 'SIGKILL');
  await rm(record, { force: true });
  const lastLines = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-15).join('\n  ');
  throw new Failure(`The emulator did not start. Last lines of its log:\n  ${lastLines}`, `Full log: ${log}`);
}

/** The emulator's log line after its state is saved. A running saga can keep its process alive for ever after. */
const SAVED = 'SFTP: stopped';
const lookEveryMs = 1000;
const lingerMs = 5000;

/** Ends the process some seconds after it has saved; nearly always it ends by itself first. */
function endWhenSaved(pid: number, log: string, from: number): NodeJS.Timeout {
  let savedAt = Number.POSITIVE_INFINITY;
  return setInterval(async () => {
    if (savedAt === Number.POSITIVE_INFINITY) {
      const text = await readFile(log).catch(() => Buffer.alloc(0));
      if (text.subarray(from).includes(SAVED)) savedAt = Date.now();
    }
    if (Date.now() - savedAt > lingerMs && isAlive(pid)) process.kill(pid, 'SIGKILL');
  }, lookEveryMs);
}

/** Requests a clean stop, which saves the state, and waits for it. Answers whether an emulator was running. */
export async function stopEmulator(environment: Environment): Promise<boolean> {
  const record = await recorded(environment);
  if (!record || !isOurs(record)) return false;
  const { log } = paths(environment);
  const logged = (await stat(log).catch(() => undefined))?.size ?? 0;
  process.kill(record.pid, 'SIGTERM');
  const ending = endWhenSaved(record.pid, log, logged);
  try {
    for (const deadline = Date.now() + stopWithinMs; isAlive(record.pid); await sleep(50))
      if (Date.now() > deadline)
        throw new Failure(
          `The emulator (process ${record.pid}) does not stop`,
          `kill -9 ${record.pid} stops it; changes since its start are then lost.`,
        );
  } finally {
    clearInterval(ending);
  }
  await rm(paths(environment).record, { force: true });
  return true;
}
