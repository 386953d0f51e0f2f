// `npm run job`.
import { Option } from '@commander-js/extra-typings';
import type { Partitioner } from '../../lambdas/jobs/core/partition.ts';
import { Failure } from '../../localstack/failure.ts';
import { endpoint, placeOf, target, topCommand, wholeNumber } from '../command.ts';

const partitioners = ['hash', 'range', 'round-robin'] as const satisfies readonly Partitioner[];

export const command = topCommand(
  'job',
  'Try it out',
  'Count words, index documents or analyze access logs (MapReduce)',
)
  .argument('<kind>', 'word-count, inverted-index or log-analysis')
  .argument('[files...]', 'files (.gz too), or folders of them')
  .option('--sample <name>', 'instead of files: words, access-log or documents')
  .option('--local', 'run in this process, without a cloud')
  .option('--workers <n>', 'threads of --local (one per core)', wholeNumber(1))
  .option('--partitions <n>', 'parts of the result (one per worker)', wholeNumber(1))
  .addOption(
    new Option(
      '--partitioner <name>',
      'how keys are spread over the parts; with range, one part sorts after the other; with round-robin, mappers deal keys in turn',
    ).choices(partitioners),
  )
  .option('--memory <mb>', 'MB that a task of --local may hold beside Node itself (256)', wholeNumber(4))
  .option('--skip <n>', 'skip and list up to n malformed records; otherwise the first fails the job', wholeNumber(0))
  .option('--out <folder>', 'where the parts go (.local/jobs with --local; otherwise they stay in the cloud)')
  .option('--token <token>', "your access token (the demo customer's)")
  .addOption(target)
  .addOption(endpoint)
  .addHelpText('after', '\nExample: npm run job -- word-count README.md')
  .action(async (name, files, { local, sample, token, workers, memory, target, endpoint, ...wish }) => {
    const { kindNamed, showLocally } = await import('../operate/jobs/local-job.ts');
    if ((files.length === 0) === (sample === undefined))
      throw new Failure('Give files, or a sample', 'For example: npm run job -- word-count README.md');
    const job = { ...wish, kind: kindNamed(name), files };
    if (!local) {
      const { showInCloud } = await import('../operate/jobs/cloud-job.ts');
      return showInCloud(await placeOf({ target, endpoint }), { ...job, sample, token });
    }
    if (sample !== undefined) throw new Failure('The samples are in the cloud', 'Leave --local away, or give files.');
    await showLocally({ ...job, workers, memoryBytes: memory === undefined ? undefined : memory * 2 ** 20 });
  });
