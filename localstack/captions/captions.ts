// Real captions on this machine: a speech recogniser in its own Python environment, installed on request.
import { existsSync } from 'node:fs';
import { chmod, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../child.ts';
import { runningEmulator } from '../emulator.ts';
import { type Environment, recogniser, root } from '../environment.ts';
import { Failure } from '../failure.ts';
import { installPythonEnvironment, type PythonTool, pythonEnvironmentIsReady } from '../python/python.ts';
import { runSteps, type Show } from '../steps.ts';

const tool: PythonTool = {
  name: 'The recogniser',
  venv: join(root, 'localstack/.captions'),
  requirements: join(root, 'localstack/captions/requirements.txt'),
  minimum: [3, 10],
};
/** Size on disk, measured. */
const MEGABYTES = 553;

export const hasRecogniser = ({ recogniser: path }: Environment): boolean => path !== undefined && existsSync(path);

/** Written last, so a partial installation does not count. */
async function writeProgram(): Promise<void> {
  const script = join(root, 'localstack/captions/recognise.py');
  await writeFile(recogniser, `#!/bin/sh\nexec '${join(tool.venv, 'bin/python')}' '${script}' "$@"\n`);
  await chmod(recogniser, 0o755);
}

export async function setupCaptions(environment: Environment, show: Show): Promise<void> {
  if (existsSync(recogniser) && (await pythonEnvironmentIsReady(tool)))
    return console.log('✔ The recogniser is already installed. To return to sample text, delete localstack/.captions');
  const disk = await statfs(root);
  const free = Math.floor((disk.bavail * disk.bsize) / 1e6);
  if (free < 2 * MEGABYTES)
    throw new Failure(
      `The disk is nearly full: ${free} MB free, and installing the recogniser takes up to ${2 * MEGABYTES} MB`,
      'Free some space and try again.',
    );
  await runSteps(
    [
      {
        title: `Recogniser of speech (${MEGABYTES} MB, once)`,
        run: async (options) => {
          await installPythonEnvironment(options, tool);
          await writeProgram();
        },
      },
      // Recognises a second of silence, to check that the machine code runs here.
      { title: 'Recogniser test', run: async (options) => void (await run(recogniser, [], options)) },
    ],
    show,
  );
  const next = (await runningEmulator(environment)) ? 'npm stop && npm start' : 'npm start';
  console.log(`Captions of English videos are real after the next start: ${next}`);
}
