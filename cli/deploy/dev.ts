// `npm run dev`: a saved handler is live in under 3 s, a saved page is published, a changed stack is deployed.
import { watch } from 'node:fs';
import { join } from 'node:path';
import { type Environment, root } from '../../localstack/environment.ts';
import { explain } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { type Show, seconds } from '../../localstack/steps.ts';
import { buildConsole } from '../../web/build.ts';
import { bringUp } from './bring-up.ts';
import { watchAll } from './bundle.ts';
import { publishConsole } from './console.ts';
import { noteFingerprint, readFingerprint } from './fingerprint.ts';
import { deployedFunctions, pushFunction } from './functions.ts';

/** Editors save in several writes: a change counts after this much quiet. */
const quietMs = 100;

/** Calls back once per burst of changes to files in the folder that `matters` accepts. */
function watchFolder(folder: string, matters: (path: string) => boolean, onChange: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  return watch(join(root, folder), { recursive: true }, (_event, path) => {
    if (!path || /\.test\.ts$|\.md$|~$|\.swp$/.test(path) || !matters(path)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  });
}

async function push(environment: Environment, ids: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const functions = await deployedFunctions();
  const { pushed = [] } = await readFingerprint(environment);
  // The next start must deploy, because CloudFormation does not know this code.
  await noteFingerprint(environment, { app: '', pushed: [...new Set([...pushed, ...ids])] });
  for (const id of ids) if (await pushFunction(id, functions)) console.log(`✔ ${id} is live  ${seconds(startedAt)}`);
}

async function publish(environment: Environment, bucket: string): Promise<void> {
  const startedAt = performance.now();
  await buildConsole();
  const { put } = await publishConsole(environment, bucket);
  if (put > 0) console.log(`✔ Console published: ${put} files  ${seconds(startedAt)}`);
}

export async function dev(environment: Environment, show: Show): Promise<void> {
  const { consoleBucket, consoleUrl } = await bringUp(environment, show);
  // One task at a time: a deployment would overwrite a push made during it.
  let last = Promise.resolve();
  const queue = (work: () => Promise<unknown>): Promise<void> => {
    last = last.then(work).then(
      () => {},
      (error: unknown) => console.error(explain(error)),
    );
    return last;
  };
  const bundles = await watchAll((changed) => queue(() => push(environment, changed)));
  const refresh = async () => {
    if (await bundles.refresh()) await bringUp(environment, show);
  };
  const redeploy = () => void queue(() => bringUp(environment, show));
  const always = () => true;
  const watchers = [
    watchFolder('bin', always, redeploy),
    watchFolder('lib', always, redeploy),
    // A contract also defines routes and resources of a stack.
    watchFolder('lambdas', (path) => /\/(?:contract|resources)\.ts$/.test(path), redeploy),
    watchFolder('lambdas', always, () => void queue(refresh)),
    watchFolder('web', always, () => void queue(() => publish(environment, consoleBucket))),
  ];
  console.log(
    `Watching lambdas/, lib/, bin/ and web/. ${consoleUrl}\nCtrl-C stops watching; npm stop stops the emulator.`,
  );
  const end = async () => {
    for (const watcher of watchers) watcher.close();
    await bundles.dispose();
    await last;
  };
  await guard(end, () => new Promise<never>(() => {}), 0);
}
