// A copy of the tree that may be broken: it has its own sources, bundles and emulator, and shares this tree's packages.
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ended, run } from '../../localstack/child.ts';
import { stopEmulator } from '../../localstack/emulator.ts';
import { type Environment, enter, root, testEnvironment } from '../../localstack/environment.ts';
import { freePort } from '../../localstack/port.ts';
import type { Edit } from './mutant.ts';

/** Test counts of one run of jest. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Test files that failed to load: a mutant that breaks the build proves nothing. */
  readonly unloadable: number;
  readonly output: string;
}

const preferredPort = 4699;
const outsideGit = ['node_modules', 'localstack/.venv'];

export class Scratch {
  readonly folder: string;
  readonly #environment: Environment;
  #deployed = new Map<string, string>();

  private constructor(folder: string, environment: Environment) {
    this.folder = folder;
    this.#environment = environment;
  }

  static async make(): Promise<Scratch> {
    const folder = await mkdtemp(join(tmpdir(), 'system-design-mutants-'));
    const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
    for (const file of listed.split('\0').filter((name) => name !== '' && !outsideGit.includes(name)))
      await cp(join(root, file), join(folder, file)).catch((error: NodeJS.ErrnoException) => {
        // Deleted here but not yet committed.
        if (error.code !== 'ENOENT') throw error;
      });
    for (const name of outsideGit) await symlink(join(root, name), join(folder, name));
    const port = await freePort(preferredPort);
    const environment = { ...testEnvironment(port), folder: join(folder, '.local/test') };
    await mkdir(environment.folder, { recursive: true });
    enter(environment);
    return new Scratch(folder, environment);
  }

  /** Imports a module of the copy, whose `root` is the copy. */
  #module<Module>(path: string): Promise<Module> {
    return import(pathToFileURL(join(this.folder, path)).href) as Promise<Module>;
  }

  async bringUp(): Promise<void> {
    const { bringUp } = await this.#module<typeof import('../../cli/deploy/bring-up.ts')>('cli/deploy/bring-up.ts');
    await bringUp(this.#environment, 'plain');
    this.#deployed = await this.#bundles();
  }

  /** Makes the edits and returns an undo function. Throws unless each text occurs exactly once. */
  async edit(edits: readonly Edit[]): Promise<() => Promise<void>> {
    const before = new Map<string, string>();
    const undo = async () => {
      for (const [path, text] of before) await writeFile(path, text);
    };
    for (const { file, find, replace } of edits) {
      const path = join(this.folder, file);
      const text = await readFile(path, 'utf8');
      const times = text.split(find).length - 1;
      if (times !== 1) {
        await undo();
        throw new Error(`found ${times} times in ${file}: ${find.trim().split('\n')[0]}`);
      }
      if (!before.has(path)) before.set(path, text);
      await writeFile(
        path,
        text.replace(find, () => replace),
      );
    }
    return undo;
  }

  /** Deploys the current sources: a changed stack by a deployment, changed handlers by an update of their code. */
  async deploy(withStacks: boolean): Promise<void> {
    const { bundleAll } = await this.#module<typeof import('../../cli/deploy/bundle.ts')>('cli/deploy/bundle.ts');
    await bundleAll();
    const bundles = await this.#bundles();
    if (withStacks) {
      const { deploy } = await this.#module<typeof import('../../cli/deploy/deploy.ts')>('cli/deploy/deploy.ts');
      await deploy(this.#environment, {});
    } else {
      const functions = await this.#module<typeof import('../../cli/deploy/functions.ts')>('cli/deploy/functions.ts');
      const deployed = await functions.deployedFunctions();
      for (const [id, hash] of bundles) if (this.#deployed.get(id) !== hash) await functions.pushFunction(id, deployed);
    }
    this.#deployed = bundles;
  }

  async #bundles(): Promise<Map<string, string>> {
    const { functionIds } = await this.#module<typeof import('../../cli/deploy/bundle.ts')>('cli/deploy/bundle.ts');
    const hashes = new Map<string, string>();
    for (const id of functionIds()) {
      const code = await readFile(join(this.folder, 'dist', id, 'index.js'));
      hashes.set(id, createHash('sha256').update(code).digest('hex'));
    }
    return hashes;
  }

  async jest(files: readonly string[], only: string): Promise<Outcome> {
    const outputFile = join(this.#environment.folder, 'jest.json');
    await rm(outputFile, { force: true });
    const jest = join(this.folder, 'node_modules/jest/bin/jest.js');
    const pattern = only === '' ? [] : ['--testNamePattern', only];
    const args = [jest, '--ci', '--runInBand', '--json', `--outputFile=${outputFile}`, ...pattern];
    const { output } = await ended(process.execPath, [...args, '--runTestsByPath', ...files], {
      cwd: this.folder,
      env: {
        ...process.env,
        NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
        SYSTEM_DESIGN_OUTPUTS: join(this.#environment.folder, 'outputs.json'),
      },
    });
    const report = JSON.parse(await readFile(outputFile, 'utf8').catch(() => '{}')) as Record<string, number>;
    const {
      numPassedTests: passed = 0,
      numFailedTests: failed = 0,
      numRuntimeErrorTestSuites: unloadable = 0,
    } = report;
    return { passed, failed, unloadable, output: output.replaceAll(/^\{"num.*$/gm, '') };
  }

  async remove(): Promise<void> {
    await stopEmulator(this.#environment);
    // Removes only the links to files outside git, not their targets.
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Files that define stacks need a deployment. */
export const isStack = ({ file }: Edit): boolean => /^(?:lib|bin)\//.test(file);
