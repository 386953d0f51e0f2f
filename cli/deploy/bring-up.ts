// Brings an environment from any state to running the current sources. Finished steps are not repeated.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../localstack/child.ts';
import { endedUnsaved, runningEmulator, startEmulator, stopEmulator } from '../../localstack/emulator.ts';
import { type Environment, root } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { type Outputs, outputsFile, readOutputs, writeDemoUsers, writeOutputs } from '../../localstack/outputs.ts';
import { installPythonEnvironment, pythonEnvironmentIsReady } from '../../localstack/python/python.ts';
import { seed } from '../../localstack/seed/seed.ts';
import { accountsOf, people } from '../../localstack/seed/users.ts';
import { runSteps, type Show, type Step } from '../../localstack/steps.ts';
import { buildConsole } from '../../web/build.ts';
import { bundleAll } from './bundle.ts';
import { publishConsole } from './console.ts';
import { bootstrap, deploy, stackOutputs } from './deploy.ts';
import { type Fingerprint, fingerprintOf, forgetFingerprint, noteFingerprint, readFingerprint } from './fingerprint.ts';
import { deployedFunctions, pushFunction } from './functions.ts';
import { machines } from './native.ts';

/** No steps if the environment is ready. A running emulator with outdated packages is stopped first. */
export async function pythonSteps(environment: Environment): Promise<Step[]> {
  if (await pythonEnvironmentIsReady()) return [];
  await stopEmulator(environment);
  return [{ title: 'Python environment', run: installPythonEnvironment }];
}

async function cloudSteps(environment: Environment, onStart: () => void): Promise<Step[]> {
  if (environment.target === 'aws') return [];
  if (environment.target === 'localstack') return [localStackStep(environment)];
  const steps = await pythonSteps(environment);
  if (steps.length === 0 && (await runningEmulator(environment))) return steps;
  if (await endedUnsaved(environment)) {
    console.log('! The emulator was killed before it could save. Data written since its last start is lost.');
    await forgetFingerprint(environment);
  }
  steps.push({
    title: 'Emulator',
    run: async () => {
      onStart();
      const { pid, port } = await startEmulator(environment);
      return `process ${pid}, port ${port}`;
    },
  });
  return steps;
}

function localStackStep(environment: Environment): Step {
  if (!process.env.LOCALSTACK_AUTH_TOKEN)
    throw new Failure(
      'LocalStack needs its token',
      'Set LOCALSTACK_AUTH_TOKEN, or use the default target, which needs none.',
    );
  const file = join(root, 'localstack/docker-compose.yml');
  // It cannot update most types (localstack/coverage.md), so each start begins with nothing.
  const compose = ['compose', '-f', file, 'up', '--detach', '--wait', '--force-recreate'];
  return {
    title: 'LocalStack',
    run: async (options) => {
      await run('docker', compose, { ...options, cwd: environment.folder });
      return environment.endpoint?.origin;
    },
  };
}

async function deployApp(environment: Environment, pushed: readonly string[] = []): Promise<void> {
  const functions = await deployedFunctions();
  for (const id of pushed) await pushFunction(id, functions);
  await writeOutputs(
    environment,
    await stackOutputs(),
    environment.target === 'local' ? accountsOf(people) : undefined,
  );
}

/** Returns the target's outputs once it is up. On a failure or interrupt, an emulator started here is stopped. */
export async function bringUp(environment: Environment, show: Show = 'auto'): Promise<Outputs> {
  await mkdir(environment.folder, { recursive: true });
  let started = false;
  const undo = async () => void (started && (await stopEmulator(environment)));
  return await guard(undo, async () => {
    const cloud = await cloudSteps(environment, () => {
      started = true;
    });
    const wanted = {
      app: await fingerprintOf(environment, 'app'),
      console: await fingerprintOf(environment, 'console'),
      data: await fingerprintOf(environment, 'data'),
    };
    // Others may change a cloud that is not only on this machine; there the CDK finds the differences.
    const knowable = environment.target === 'local' && existsSync(outputsFile(environment));
    const known: Fingerprint = knowable ? await readFingerprint(environment) : {};
    const appChanged = known.app !== wanted.app;
    const consoleChanged = appChanged || known.console !== wanted.console;
    // Both builds run beside the Python environment, the emulator and the bootstrap; their steps await the rest.
    const bundled = appChanged ? bundleAll(machines[environment.target]) : Promise.resolve();
    const built = consoleChanged ? buildConsole() : Promise.resolve();
    for (const build of [bundled, built]) build.catch(() => {});

    const steps = [...cloud];
    if (appChanged && environment.target !== 'aws')
      steps.push({ title: 'CDK bootstrap', run: (options) => bootstrap(environment, options) });
    if (appChanged)
      steps.push(
        { title: 'Handlers bundled', run: () => bundled },
        {
          title: 'Stacks deployed',
          run: async (options) => {
            // Until the deployment is complete, no version of the sources counts as deployed.
            await noteFingerprint(environment, { app: '' });
            await deploy(environment, options);
            await deployApp(environment, known.pushed);
            await noteFingerprint(environment, { app: wanted.app, pushed: [] });
          },
        },
      );
    if (consoleChanged)
      steps.push({
        title: 'Console published',
        run: async () => {
          await built;
          const { put, deleted } = await publishConsole(environment, (await readOutputs(environment)).consoleBucket);
          await noteFingerprint(environment, { console: wanted.console });
          return `${put} new files, ${deleted} deleted`;
        },
      });
    if (environment.target === 'local' && (appChanged || known.data !== wanted.data))
      steps.push({
        title: 'Demo data',
        run: async () => {
          const outputs = await writeDemoUsers(environment, accountsOf(people));
          const { made, whole } = await seed(outputs, environment.withMedia);
          await noteFingerprint(environment, { data: whole ? wanted.data : '' });
          return made;
        },
      });
    await runSteps(steps, show);
    return await readOutputs(environment);
  });
}
