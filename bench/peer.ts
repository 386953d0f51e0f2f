// Runs peer programs in their own processes and measures the CPU time of all of them, as the operating system reports it.
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ended, run } from '../localstack/child.ts';
import { root } from '../localstack/environment.ts';
import { findPython } from '../localstack/python/python.ts';

export interface Took {
  readonly cpu: number;
  readonly wall: number;
  readonly output: string;
}

const venv = join(root, '.local/bench-venv');
const python = join(venv, 'bin/python');
const packages = { duckdb: '2.0.0', mrjob: '0.7.4', lithops: '3.8.0', setuptools: '65.5.0' } as const;
export const peerFile = (name: string): string => join(root, 'bench/peers', name);

/** Thrown when a peer's program is missing; the message names it. */
class NotHere extends Error {}

/** Path of a Python that has the package, installed on first use. */
export async function pythonWith(name: keyof typeof packages): Promise<string> {
  if (!existsSync(python)) await run(await findPython(), ['-m', 'venv', venv]);
  // Lithops asks setuptools for its version; newer releases of setuptools cannot tell it.
  const wanted = [name, 'setuptools' as const].map((each) => `${each}==${packages[each]}`);
  const { code, output } = await ended(python, ['-m', 'pip', 'install', '--quiet', ...wanted]);
  if (code !== 0) throw new NotHere(`${name} cannot be fetched: ${output.split('\n').at(-1)}`);
  return python;
}

/** The smallest CPU time of `times` runs, since other programs on the machine can only add to it. */
export async function measured(folder: string, times: number, command: string, args: readonly string[]): Promise<Took> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'peer-output');
  const env = {
    ...process.env,
    PATH: `${join(venv, 'bin')}${delimiter}${process.env.PATH}`,
    // Stripping types is not the kernel's work: a Lambda gets JavaScript.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  };
  let best: Took | undefined;
  for (let i = 0; i < times; i += 1) {
    const { output } = await ended(await findPython(), [peerFile('measure.py'), file, command, ...args], { env });
    const { code, cpu, wall } = JSON.parse(output.split('\n').at(-1) ?? '{}') as Record<
      'code' | 'cpu' | 'wall',
      number
    >;
    if (code !== 0) throw new NotHere(`${command} ${args[0]} ended with ${code}`);
    if (!best || cpu < best.cpu) best = { cpu, wall, output: await readFile(file, 'utf8') };
  }
  if (!best) throw new RangeError('measured no times');
  return best;
}

/** Returns undefined, after a message, when the peer's program is missing. */
export async function unlessMissing<Result>(name: string, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    console.log(`… ${name} is left out: ${error.message}`);
    return undefined;
  }
}
