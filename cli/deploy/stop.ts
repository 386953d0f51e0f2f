// `npm stop` keeps all state; `npm run reset` deletes all except the folders of other environments.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stopEmulator } from '../../localstack/emulator.ts';
import type { Environment } from '../../localstack/environment.ts';
import { seconds } from '../../localstack/steps.ts';

export async function stop(environment: Environment): Promise<void> {
  const startedAt = performance.now();
  if (await stopEmulator(environment)) console.log(`✔ Emulator stopped, data kept  ${seconds(startedAt)}`);
  else console.log('The emulator is not running.');
}

export async function reset(environment: Environment): Promise<void> {
  await stop(environment);
  const entries = await readdir(environment.folder).catch(() => []);
  const removed = entries.filter((name) => !['test', 'faults', 'bench', 'aws', 'localstack'].includes(name));
  for (const name of removed) await rm(join(environment.folder, name), { recursive: true, force: true });
  console.log(removed.length > 0 ? `✔ Deleted: .local/{${removed.join(',')}}` : 'There was nothing to delete.');
}
