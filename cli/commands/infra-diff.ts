// `npm run infra:diff`.
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { topCommand } from '../command.ts';

const pair = (text: string, others: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (key === '') throw new InvalidArgumentError('Give a key and a value, such as search=opensearch.');
  return { ...others, [key]: value };
};

export const command = topCommand(
  'infra:diff',
  'Test and measure',
  'Find what one deployment cannot do: compare the templates with those of a commit',
)
  .description(
    'Compare the templates for AWS with those of a commit, and name what one deployment cannot do, or what would lose data. ' +
      'The exit code is 1 when there is something; docs/runbook.md says how to deploy each in two steps.',
  )
  .argument('<commit>', 'the deployed commit')
  .option('-c, --context <key=value>', 'context of the deployment; may be given many times', pair)
  .action(async (commit, { context = {} }) => {
    const { infraDiff } = await import('../diff/diff.ts');
    if (await infraDiff(commit, context)) process.exitCode = 1;
  });
