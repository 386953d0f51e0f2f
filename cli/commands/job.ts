// `npm run job`.
import { Option } from '@commander-js/extra-typings';
import { durationUnits } from '../../lambdas/jobs/core/logs/access.ts';
import type { Partitioner } from '../../lambdas/jobs/core/partition.ts';
import { Failure } from '../../localstack/failure.ts';
import { endpoint, placeOf, stage, target, topCommand, wholeNumber } from '../command.ts';

const partitioners = ['hash', 'range', 'round-robin'] as const satisfies readonly Partitioner[];

export const command = topCommand(
  'job',
  'Try it out',
  'Count words, index documents or analyze access logs (MapReduce)',
)
  .argument('<kind>', 'word-count, inverted-index or log-analysis')
  .argument('[files...]', 'files (plain or gzip) or folders')
  .option('--sample <name>', 'use a sample instead of files: words, access-log or documents')
  .option('--local', 'run in this process, without a cloud')
  .option('--workers <n>', 'number of --local threads (one per core)', wholeNumber(1))
  .option('--partitions <n>', 'number of result parts (one per worker)', wholeNumber(1))
  .addOption(
    new Option(
      '--partitioner <name>',
      'how keys are assigned to parts: by hash, by range (the parts form one sorted whole), or round-robin (each mapper takes the parts in turn)',
    ).choices(partitioners),
  )
  .option('--memory <mb>', 'memory limit of each --local task in MB, excluding Node itself (256)', wholeNumber(4))
  .option(
    '--skip <n>',
    'skip and list up to n malformed records; without it, the first one fails the job',
    wholeNumber(0),
  )
  .addOption(
    new Option(
      '--duration-unit <unit>',
      'for log-analysis: what a whole number at the end of a line is (us for %D of Apache, s for %T); without it, it is no duration',
    ).choices(durationUnits),
  )
  .option('--out <folder>', 'folder for the parts (.local/jobs with --local; otherwise they stay in the cloud)')
  .option('--token <token>', "your access token (the demo customer's)")
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .addHelpText('after', '\nExample: npm run job -- word-count README.md')
  .action(async (name, files, { local, sample, token, workers, memory, target, stage, endpoint, ...wish }) => {
    const { kindNamed, showLocally } = await import('../operate/jobs/local-job.ts');
    if ((files.length === 0) === (sample === undefined))
      throw new Failure('Give files or a sample', 'For example: npm run job -- word-count README.md');
    const job = { ...wish, kind: kindNamed(name), files };
    if (!local) {
      const { showInCloud } = await import('../operate/jobs/cloud-job.ts');
      return showInCloud(await placeOf({ target, stage, endpoint }), { ...job, sample, token });
    }
    if (sample !== undefined) throw new Failure('Samples exist only in the cloud', 'Remove --local, or give files.');
    await showLocally({ ...job, workers, memoryBytes: memory === undefined ? undefined : memory * 2 ** 20 });
  });
