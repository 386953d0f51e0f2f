// Packages with machine code cannot be bundled: they lie beside the bundle that requires them, made for the machine that runs it.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';

const root = resolve(import.meta.dirname, '..');

export interface Machine {
  readonly platform: string;
  readonly arch: string;
}
/** The emulator runs functions as processes of this machine. */
export const thisMachine: Machine = { platform: process.platform, arch: process.arch };
/** As lib/constructs/service-function.ts has it. */
export const awsMachine: Machine = { platform: 'linux', arch: 'arm64' };

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

/** The package and what it needs there, each once. */
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
    // What a package keeps in a node_modules of its own comes with it.
    if (!existsSync(join(modules, name, 'node_modules', one))) await needed(one, modules, machine, found);
  }
  return found;
}

/** Puts beside each bundle the native packages that it requires; what lies there for that machine already stays. */
export async function placeNative({ outputs }: Metafile, machine: Machine): Promise<void> {
  for (const [file, { imports }] of Object.entries(outputs)) {
    for (const name of nativePackages.filter((one) => imports.some(({ path }) => path === one))) {
      const modules = await modulesFor(name, machine);
      const target = join(root, dirname(file), 'node_modules');
      const stamp = join(target, '.for');
      const wanted = `${name} ${(await manifestOf(join(modules, name))).version} ${machine.platform} ${machine.arch}`;
      if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) continue;
      await rm(target, { recursive: true, force: true });
      for (const one of await needed(name, modules, machine))
        await cp(join(modules, one), join(target, one), { recursive: true });
      await writeFile(stamp, wanted);
    }
  }
}
