// `npm run job`: a MapReduce job over files of this machine.
import type { Partitioner } from '../lambdas/jobs/core/partition.ts';
import { type Command, common, type Given } from './command.ts';
import { Failure } from './failure.ts';

const partitioners: readonly Partitioner[] = ['hash', 'range', 'round-robin'];

export const jobCommand: Command = {
  summary: 'Count words, index documents or analyse access logs: npm run job -- word-count FILE... --local',
  help: `<kind> <file ...>    word-count, inverted-index or log-analysis; files (.gz too), or folders of them
--local              in this process, no cloud
--workers N          threads (one a core)
--partitions N       parts of the result (as many as workers)
--partitioner NAME   hash; range: parts one after another are sorted; round-robin: mappers deal keys in turns
--memory N           MB a task may hold beside Node itself (256)
--skip N             skip and list so many records that make no sense (the first fails the job)
--out FOLDER         where the parts go (.local/jobs/...)`,
  options: {
    ...common,
    local: { type: 'boolean' },
    workers: { type: 'string' },
    partitions: { type: 'string' },
    partitioner: { type: 'string' },
    memory: { type: 'string' },
    skip: { type: 'string' },
    out: { type: 'string' },
  },
  positionals: true,
  run: async (given) => {
    if (given.values.local !== true) throw new Failure('Only --local is possible so far', 'Add --local.');
    const { kindNamed, showLocally } = await import('./jobs/local-job.ts');
    const [kind, ...files] = given.positionals;
    if (kind === undefined || files.length === 0)
      throw new Failure('Say what to do with which files', 'For example: npm run job -- word-count README.md --local');
    const memory = number(given, 'memory', 4);
    await showLocally({
      kind: kindNamed(kind),
      files,
      workers: number(given, 'workers', 1),
      partitions: number(given, 'partitions', 1),
      partitioner: partitionerOf(given),
      memoryBytes: memory === undefined ? undefined : memory * 2 ** 20,
      skip: number(given, 'skip', 0),
      out: given.values.out as string | undefined,
    });
  },
};

function number({ values }: Given, name: string, atLeast: number): number | undefined {
  if (values[name] === undefined) return undefined;
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < atLeast || value > 10_000)
    throw new Failure(`--${name} ${values[name]} is not possible`, `Give a whole number from ${atLeast} to 10000.`);
  return value;
}

function partitionerOf({ values }: Given): Partitioner | undefined {
  if (values.partitioner === undefined) return undefined;
  const partitioner = partitioners.find((known) => known === values.partitioner);
  if (!partitioner)
    throw new Failure(`There is no partitioner '${values.partitioner}'`, `There are ${partitioners.join(', ')}.`);
  return partitioner;
}
