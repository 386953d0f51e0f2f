// Creates a tool's Python environment: a folder with exactly what its requirements.txt locks, with hashes checked.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ended, type RunOptions, run, ToolFailed } from '../child.ts';
import { root } from '../environment.ts';
import { Failure } from '../failure.ts';

type Version = readonly [number, number];

export interface PythonTool {
  readonly name: string;
  readonly venv: string;
  readonly requirements: string;
  /** The oldest Python version that the tool supports. */
  readonly minimum: Version;
}

export const venv = join(root, 'localstack/.venv');
const emulator: PythonTool = {
  name: 'The emulator',
  venv,
  requirements: join(root, 'localstack/requirements.txt'),
  minimum: [3, 10],
};
const uvRequirements = join(root, 'localstack/python/uv.txt');
const stampOf = (tool: PythonTool): string => join(tool.venv, 'installed');

/** `3.12.1` -> [3, 12]; `undefined` if it is not a version. */
export function parsePythonVersion(text: string): [number, number] | undefined {
  const match = /^(\d+)\.(\d+)/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

export function isNewEnough(version: Version, minimum: Version = emulator.minimum): boolean {
  return version[0] > minimum[0] || (version[0] === minimum[0] && version[1] >= minimum[1]);
}

async function versionOf(python: string): Promise<string | undefined> {
  const result = await ended(python, ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])']).catch(
    () => undefined,
  );
  return result?.code === 0 ? result.output.trim() : undefined;
}

/** PYTHON if it is set; otherwise the first on the PATH that is new enough. */
export async function findPython(wanted = process.env.PYTHON, minimum: Version = emulator.minimum): Promise<string> {
  const oldest = minimum.join('.');
  const install = `Install Python ${oldest} or newer (Debian: apt install python3 python3-venv, macOS: brew install python).`;
  const names = wanted
    ? [wanted]
    : ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
  const tooOld: string[] = [];
  for (const name of names) {
    const text = await versionOf(name);
    const version = parsePythonVersion(text ?? '');
    if (version && isNewEnough(version, minimum)) return name;
    if (version) tooOld.push(`${name} is ${text}`);
  }
  if (tooOld.length > 0) throw new Failure(`Python is too old: ${tooOld.join(', ')}`, install);
  if (wanted)
    throw new Failure(`PYTHON=${wanted} is not a Python`, `Unset it, or give the path of a Python ${oldest} or newer.`);
  throw new Failure('There is no Python on the PATH', `${install} Or set its path: PYTHON=/path/to/python3 npm start`);
}

const wantedStamp = async ({ requirements }: PythonTool, version: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(requirements))
    .update(version)
    .digest('hex');

/** The stamp is written last, so a partial installation never counts as complete. It names the linked Python. */
export async function pythonEnvironmentIsReady(tool = emulator): Promise<boolean> {
  const python = join(tool.venv, 'bin/python');
  if (!existsSync(python) || !existsSync(stampOf(tool))) return false;
  const version = await versionOf(python);
  return version !== undefined && (await readFile(stampOf(tool), 'utf8')) === (await wantedStamp(tool, version));
}

export async function installPythonEnvironment(options: RunOptions, tool = emulator): Promise<void> {
  const { venv: folder, requirements } = tool;
  const python = await makeVenv(folder, tool.minimum, options);
  // uv is 15 times faster (2 s against 31 s); if it has no wheel or fails, pip does the same.
  const uv = await ended(python, [...pip, '-r', uvRequirements], options);
  const args = ['-m', 'uv', 'pip', 'install', '--quiet', '--python', python, '--require-hashes', '-r', requirements];
  if (uv.code !== 0 || (await ended(python, args, options)).code !== 0)
    await run(python, [...pip, '-r', requirements], options).catch(notInstalled(tool.name));
  await writeFile(stampOf(tool), await wantedStamp(tool, (await versionOf(python)) ?? ''));
}

const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];

const notInstalled = (name: string) => (error: Error) => {
  throw new Failure(
    `${name} could not be installed: ${error.message}`,
    'It is downloaded once. Check the network connection.',
  );
};

/** Answers the path of the environment's Python. */
async function makeVenv(folder: string, minimum: Version, options: RunOptions): Promise<string> {
  const found = await findPython(process.env.PYTHON, minimum);
  await rm(folder, { recursive: true, force: true });
  const made = await ended(found, ['-m', 'venv', folder], options);
  if (made.code === 0) return join(folder, 'bin/python');
  await rm(folder, { recursive: true, force: true });
  if (!/ensurepip|No module named '?venv/.test(made.output)) throw new ToolFailed('python -m venv', made);
  const version = parsePythonVersion((await versionOf(found)) ?? '')?.join('.');
  throw new Failure(
    `${found} has no venv module`,
    `Debian and Ubuntu package it separately: apt install python3-venv (or python${version}-venv).`,
  );
}

export interface ForeignPackage {
  /** Name of the package, as `requirements` locks it. Default: the emulator's requirements. */
  readonly name: string;
  readonly requirements?: string;
  /** The other machine's platform, as in wheel names. */
  readonly platform: string;
  /** Target folder; a package that is already there is not fetched again. */
  readonly folder: string;
}

/** Fetches a locked package built for another machine; nothing of it runs here. */
export async function fetchForeign(
  { name, requirements = emulator.requirements, platform, folder }: ForeignPackage,
  options: RunOptions = {},
): Promise<void> {
  const lock = new RegExp(`^${name}==.*(?:\n +--hash=.*)*`, 'm').exec(await readFile(requirements, 'utf8'))?.[0];
  if (lock === undefined) throw new Error(`${requirements} locks no ${name}`);
  const stamp = join(folder, 'installed');
  const wanted = `${platform} ${lock}`;
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  process.stderr.write(`… ${name} for ${platform} is downloaded once\n`);
  await rm(folder, { recursive: true, force: true });
  const tools = `${folder}-venv`;
  try {
    const python = await makeVenv(tools, emulator.minimum, options);
    const only = join(tools, 'requirements.txt');
    await writeFile(only, lock);
    const where = ['--platform', platform, '--only-binary=:all:', '--no-deps', '--target', folder];
    await run(python, [...pip, ...where, '-r', only], options).catch(notInstalled(`${name} for ${platform}`));
  } finally {
    await rm(tools, { recursive: true, force: true });
  }
  await writeFile(stamp, wanted);
}
