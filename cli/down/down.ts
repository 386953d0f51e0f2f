// `npm run down`: takes everything away that our stacks have made, and says what is left.
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningEmulator } from '../../localstack/emulator.ts';
import type { Environment } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { outputsFile } from '../../localstack/outputs.ts';
import { runSteps, type Step } from '../../localstack/steps.ts';
import { forgetFingerprint } from '../deploy/fingerprint.ts';
import { destroy, type Manner, nextOf } from './destroy.ts';
import { accountOf, type Found, findOurs, keeps, type LiveStack, leftBehind, type Made } from './found.ts';
import { existing, kindOf, kinds, nameOf } from './kept.ts';
import { stopCallers } from './quiet.ts';

export interface DownOptions {
  /** The account's id, as its owner types it when asked. Called only if there is something to take away. */
  readonly account: () => Promise<string>;
  /** Also deletes what outlives its stack. */
  readonly data: boolean;
}

/** The given id, or what is typed on a terminal. */
export async function askedFor(account: string | undefined): Promise<string> {
  if (account !== undefined) return account;
  if (!process.stdin.isTTY)
    throw new Failure(
      'The account is not given',
      'Add --account <id>, or run it on a terminal, where it is asked for.',
    );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new AbortController();
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT')).on('close', () => closed.abort());
  try {
    const question = '\nType the id of the account to take all of this away: ';
    // A closed terminal (Ctrl-D) is no account.
    return await terminal.question(question, { signal: closed.signal }).catch(() => '');
  } finally {
    terminal.close();
  }
}

/** Tables are listed until they are deleted, which takes some minutes. */
const GONE_WITHIN_MS = 600_000;

/** Answers what is left, one line each. A failure of one stack keeps only those that it needs. */
export async function down(environment: Environment, { account, data }: DownOptions): Promise<string[]> {
  if (environment.target === 'local' && !(await runningEmulator(environment)))
    throw new Failure('The emulator is not running', 'npm start starts it; npm run reset deletes all that it stored.');
  const found = await findOurs();
  const before = await existing(await leftBehind(found));
  if (found.live.length === 0 && before.length === 0) return tellLeft([], [], data);
  tellPlan(found, before, data);
  if ((await account()).trim() !== accountOf(found))
    throw new Failure(
      'This is not the account of these stacks, so nothing is done',
      `They are in ${accountOf(found)}.`,
    );

  const pollMs = environment.endpoint ? 100 : 3000;
  const manner = { pollMs, forcePathStyle: environment.endpoint !== undefined };
  const failed = new Map<string, string>();
  if (found.live.length > 0) {
    await step('Schedules and mappings stopped', () => stopCallers(found.live, pollMs));
    await destroyAll(found.live, manner, failed);
  }
  // A new deployment is to make all of it again.
  await Promise.all([forgetFingerprint(environment), rm(outputsFile(environment), { force: true })]);
  const after = await findOurs();
  const kept = await existing(await leftBehind(after));
  if (data && kept.length > 0) await step('Retained data deleted', (tell) => removeAll(kept, pollMs, tell));
  const left = data ? await existing(kept) : kept;
  const stacks = after.live.map(({ name }) => `stack ${name}${failed.has(name) ? `: ${failed.get(name)}` : ''}`);
  return tellLeft(stacks, left.map(nameOf), data);
}

const step = (title: string, run: (tell: (line: string) => void) => Promise<unknown>): Promise<void> =>
  runSteps([{ title, run: ({ onLine }) => run(onLine ?? (() => {})) } satisfies Step], 'told');

async function destroyAll(
  live: readonly LiveStack[],
  manner: Omit<Manner, 'tell'>,
  failed: Map<string, string>,
): Promise<void> {
  let there = [...live];
  for (;;) {
    const stack = nextOf(
      there.filter(({ name }) => !failed.has(name)),
      there,
    );
    if (!stack) return;
    const work = async (tell: Manner['tell']) => {
      const objects = await destroy(stack, { ...manner, tell });
      return objects > 0 ? `with ${objects} objects` : undefined;
    };
    try {
      await step(`${stack.name} destroyed`, work);
      there = there.filter((other) => other !== stack);
    } catch (error) {
      failed.set(stack.name, (error as Error).message);
    }
  }
}

async function removeAll(kept: readonly Made[], pollMs: number, tell: Manner['tell']): Promise<string> {
  const removed: Made[] = [];
  for (const one of kept) {
    const kind = kinds[one.type];
    if (!kind) continue;
    try {
      await kind.remove(one.id);
      removed.push(one);
    } catch (error) {
      tell(`${nameOf(one)}: ${(error as Error).message}`);
    }
  }
  for (const deadline = Date.now() + GONE_WITHIN_MS; Date.now() < deadline; await sleep(pollMs))
    if ((await existing(removed)).length === 0) break;
  return `${removed.length} of ${kept.length}`;
}

function tellPlan({ live }: Found, before: readonly Made[], data: boolean): void {
  const names = live.map(({ name }) => name).sort();
  console.log(`To be destroyed, with all objects in their buckets: ${names.join(', ') || 'no stack'}`);
  const kept = [...live.flatMap(({ resources }) => resources.filter(keeps)), ...before].map(kindOf);
  const counts = [...new Set(kept)].map((kind) => `${kept.filter((one) => one === kind).length} × ${kind}`);
  console.log(`${data ? 'To be deleted too' : 'To be retained'}: ${counts.join(', ') || 'nothing'}`);
}

function tellLeft(stacks: readonly string[], kept: readonly string[], data: boolean): string[] {
  const left = [...stacks, ...kept];
  console.log(left.length === 0 ? '✔ Nothing is left' : `✖ Left, ${left.length}:`);
  for (const line of left) console.log(`  ${line}`);
  if (stacks.length > 0 || (data && kept.length > 0))
    console.log('Mend what the reasons say, and run it again: it goes on where it stopped.');
  if (!data && kept.length > 0) console.log('Run it again with --data to delete what is retained.');
  return left;
}
