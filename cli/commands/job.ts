// `npm run job`: a MapReduce job over files of this machine.
import type { Partitioner } from '../../lambdas/jobs/core/partition.ts';
import { Failure } from '../../localstack/failure.ts';
import { type Command, type Given, place, placeHelp, placeOf } from '../command.ts';

const partitioners: readonly Partitioner[] = ['hash', 'range', 'round-robin'];

export const jobCommand: Command = {
  summary: 'Count words, index documents or analyse access logs: npm run job -- word-count FILE...',
  help: `<kind> <file ...>    word-count, inverted-index or log-analysis; files (.gz too), or folders of them
--sample NAME        instead of files: words, access-log or documents
--local              in this process, no cloud
--workers N          threads of --local (one a core)
--partitions N       parts of the result (as many as workers)
--partitioner NAME   hash; range: parts one after another are sorted; round-robin: mappers deal keys in turns
--memory N           MB a task of --local may hold beside Node itself (256)
--skip N             skip and list so many records that make no sense (the first fails the job)
--out FOLDER         where the parts go (.local/jobs/... with --local, else they stay in the cloud)
--token TOKEN        your access token (the demo customer's)
${placeHelp}`,
  options: {
    ...place,
    sample: { type: 'string' },
    token: { type: 'string' },
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
    const { kindNamed, showLocally } = await import('../operate/jobs/local-job.ts');
    const [kind, ...files] = given.positionals;
    const { local, sample, token, out } = given.values as Partial<Record<string, string>>;
    if (kind === undefined || (files.length === 0) === (sample === undefined))
      throw new Failure('Say what to do with which files', 'For example: npm run job -- word-count README.md');
    const wish = {
      kind: kindNamed(kind),
      files,
      partitions: number(given, 'partitions', 1),
      partitioner: partitionerOf(given),
      skip: number(given, 'skip', 0),
      out,
    };
    if (!local) {
      const { showInCloud } = await import('../operate/jobs/cloud-job.ts');
      return showInCloud(await placeOf(given), { ...wish, sample, token });
    }
    if (sample !== undefined) throw new Failure('The samples are in the cloud', 'Leave --local away, or give files.');
    const memory = number(given, 'memory', 4);
    await showLocally({
      ...wish,
      workers: number(given, 'workers', 1),
      memoryBytes: memory === undefined ? undefined : memory * 2 ** 20,
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
