// Machine code cannot be bundled: native packages and ffmpeg lie beside the bundle that uses them.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import type { Target } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { ffmpegForLinux } from '../../localstack/ffmpeg.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** The ffmpeg that functions carry; undefined if their environment names one. */
  readonly ffmpeg?: () => Promise<string>;
}
/** The emulator runs functions as processes of this machine, and passes its FFMPEG_PATH to them. */
export const thisMachine: Machine = { platform: process.platform, arch: process.arch };
/** Matches lib/constructs/service-function.ts. */
export const awsMachine = linux('arm64');
/** LocalStack runs functions in containers for this machine's processor (LAMBDA_IGNORE_ARCHITECTURE in its compose file). */
export const machines: Readonly<Record<Target, Machine>> = {
  local: thisMachine,
  localstack: linux(process.arch),
  aws: awsMachine,
};

function linux(arch: string): Machine {
  return { platform: 'linux', arch, ffmpeg: () => ffmpegForLinux(arch) };
}

/** AWS's limit for one unpacked function. */
const MOST_BYTES = 250 * 2 ** 20;
/** Every function that runs ffmpeg imports this file. */
const FINDER = 'lambdas/media/core/find-ffmpeg.ts';

export const nativePackages = ['sharp'] as const;

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

const isFor = ({ platform, arch }: Machine, name: string): boolean => name.endsWith(`-${platform}-${arch}`);

/** A node_modules with the package for that machine: ours, or one that npm fills for another machine. */
async function modulesFor(name: string, machine: Machine): Promise<string> {
  const ours = join(root, 'node_modules');
  const { version, optionalDependencies = {} } = await manifestOf(join(ours, name));
  const code = Object.keys(optionalDependencies).find((one) => isFor(machine, one)) ?? name;
  if (existsSync(join(ours, code))) return ours;
  const { platform, arch } = machine;
  const prefix = join(root, '.local/native', `${name}-${version}-${platform}-${arch}`);
  const theirs = join(prefix, 'node_modules');
  if (!existsSync(join(theirs, code))) {
    await mkdir(prefix, { recursive: true });
    const for_ = [`--os=${platform}`, `--cpu=${arch}`, ...(platform === 'linux' ? ['--libc=glibc'] : [])];
    await promisify(execFile)('npm', [
      'install',
      '--prefix',
      prefix,
      '--ignore-scripts',
      ...for_,
      `${name}@${version}`,
    ]);
  }
  return theirs;
}

/** The package and its dependencies on that machine, each once. */
async function needed(
  name: string,
  modules: string,
  machine: Machine,
  found = new Set<string>(),
): Promise<Set<string>> {
  if (found.has(name)) return found;
  found.add(name);
  const { dependencies = {}, optionalDependencies = {} } = await manifestOf(join(modules, name));
  const names = [
    ...Object.keys(dependencies),
    ...Object.keys(optionalDependencies).filter((one) => isFor(machine, one)),
  ];
  for (const one of names) {
    // Packages in a nested node_modules are copied with their parent.
    if (!existsSync(join(modules, name, 'node_modules', one))) await needed(one, modules, machine, found);
  }
  return found;
}

/** Puts the native packages that each bundle requires beside it, and ffmpeg where it is run. */
export async function placeNative({ outputs }: Metafile, machine: Machine): Promise<void> {
  for (const [file, { imports, inputs }] of Object.entries(outputs)) {
    const folder = join(root, dirname(file));
    const packages = nativePackages.filter((one) => imports.some(({ path }) => path === one));
    for (const name of packages) await placePackage(name, folder, machine);
    const runsFfmpeg = (inputs[FINDER]?.bytesInOutput ?? 0) > 0;
    if (runsFfmpeg) await placeFfmpeg(folder, machine);
    if (runsFfmpeg || packages.length > 0) await mustFit(folder);
  }
}

/** Keeps files that are already there for that machine. */
async function placePackage(name: string, folder: string, machine: Machine): Promise<void> {
  const modules = await modulesFor(name, machine);
  const target = join(folder, 'node_modules');
  const stamp = join(target, '.for');
  const wanted = `${name} ${(await manifestOf(join(modules, name))).version} ${machine.platform} ${machine.arch}`;
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  await rm(target, { recursive: true, force: true });
  for (const one of await needed(name, modules, machine))
    await cp(join(modules, one), join(target, one), { recursive: true });
  await writeFile(stamp, wanted);
}

/** Places it as LAMBDA_TASK_ROOT/ffmpeg. Removes one built for another machine. */
async function placeFfmpeg(folder: string, { ffmpeg }: Machine): Promise<void> {
  const target = join(folder, 'ffmpeg');
  await rm(target, { force: true });
  // 131 MB per function, so it is linked, not copied.
  if (ffmpeg) await link(await ffmpeg(), target);
}

async function mustFit(folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes <= MOST_BYTES) return;
  throw new Failure(
    `${relative(root, folder)} is ${Math.ceil(bytes / 2 ** 20)} MB unzipped; AWS allows 250 MB per function`,
    'Import less in it, or lock a smaller ffmpeg (localstack/requirements.in).',
  );
}
