// `npm run mutants`: plants known bugs one by one in a copy of the sources; for each, its test must go red.
import { Failure } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { seconds } from '../../localstack/steps.ts';
import { type Mutant, readMutants } from './mutant.ts';
import { isStack, type Outcome, Scratch } from './scratch.ts';

const isLocal = ({ test }: Mutant): boolean => test.startsWith('test/local/');

function tell(mark: string, word: string, name: string, sinceMs: number, detail = ''): void {
  console.log(`${mark} ${word.padEnd(8)} ${name.padEnd(66)} ${seconds(sinceMs).padStart(6)}${detail && `  ${detail}`}`);
}

/** Without this, a test that fails anyway would kill every mutant. */
async function showGreen(scratch: Scratch, wanted: readonly Mutant[]): Promise<void> {
  const startedAt = performance.now();
  for (const file of new Set(wanted.map(({ test }) => test))) {
    const only = wanted.filter(({ test }) => test === file).map((mutant) => mutant.only);
    const outcome = await scratch.jest([file], only.includes('') ? '' : only.join('|'));
    if (outcome.passed > 0 && outcome.failed === 0 && outcome.unloadable === 0) continue;
    console.log(outcome.output);
    throw new Failure(`${file} is red without any mutant`, 'Fix it first: npm test -- unit local');
  }
  tell('✔', 'green', 'all these tests pass on the unchanged sources', startedAt);
}

function judge({ passed, failed, unloadable }: Outcome): string | undefined {
  if (unloadable > 0) return 'the test does not load';
  if (passed + failed === 0) return 'no test has that name';
  return failed > 0 ? undefined : 'every test stayed green';
}

/** Returns true when a test notices the mutant. */
async function tryOne(scratch: Scratch, mutant: Mutant): Promise<boolean> {
  const startedAt = performance.now();
  const edits = [mutant, ...(mutant.also ?? [])];
  const withStacks = edits.some(isStack);
  const test = `${mutant.test}${mutant.only && `: ${mutant.only}`}`;
  try {
    const undo = await scratch.edit(edits);
    let wrong: string | undefined;
    try {
      if (isLocal(mutant)) await scratch.deploy(withStacks);
      wrong = judge(await scratch.jest([mutant.test], mutant.only));
    } finally {
      await undo();
      if (isLocal(mutant)) await scratch.deploy(withStacks);
    }
    if (wrong) tell('✖', 'SURVIVED', mutant.name, startedAt, `${wrong}: ${test}`);
    else tell('✔', 'killed', mutant.name, startedAt, test);
    return wrong === undefined;
  } catch (error) {
    tell('✖', 'FAILED', mutant.name, startedAt, (error as Error).message);
    return false;
  }
}

export async function runMutants(words: readonly string[]): Promise<void> {
  const mutants = await readMutants();
  const wanted = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (wanted.length === 0)
    throw new Failure(`No mutant has that name`, `The mutants:\n${mutants.map(({ name }) => `  ${name}`).join('\n')}`);
  const startedAt = performance.now();
  const scratch = await Scratch.make();
  let killed = 0;
  await guard(
    () => scratch.remove(),
    async () => {
      if (wanted.some(isLocal)) await scratch.bringUp();
      await showGreen(scratch, wanted);
      for (const mutant of wanted) if (await tryOne(scratch, mutant)) killed += 1;
    },
  );
  await scratch.remove();
  console.log(`\n${seconds(startedAt)}\n${killed} passed, ${wanted.length - killed} failed`);
  if (killed < wanted.length) throw new Failure('Not every bug was noticed', 'Make the test named above fail on it.');
}
