// `npm run test:contract`.
import { shown, topCommand, verbose } from '../../cli/command.ts';

export const command = topCommand(
  'test:contract',
  'Test and measure',
  'Test the API against docs/openapi.json with thousands of generated requests',
)
  .option('--cases <n>', 'minimum number of cases per operation', Number, 500)
  .option('--seed <n>', 'repeat the run that printed this seed', Number)
  .option('--paths <regex>', 'only the operations whose paths match')
  .option('--keep', 'keep the test emulator running for the next run with --keep')
  .addOption(verbose)
  .action(async ({ cases, seed = Math.floor(Math.random() * 1e9), paths, keep = false, ...options }) => {
    const { runContract } = await import('../contract/run.ts');
    await runContract({ cases, seed, paths, keep, show: shown(options, 'plain') });
  });
