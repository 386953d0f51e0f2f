// `npm run test:upgrade`.
import { shown, topCommand, verbose } from '../../cli/command.ts';

export const command = topCommand(
  'test:upgrade',
  'Test and measure',
  'Deploy the sources over the data of an older commit and read all of it',
)
  .option('--from <commit>', 'the commit to upgrade from (the newest that is at least a day older)')
  .addOption(verbose)
  .action(async ({ from, ...options }) => {
    const { runUpgrade } = await import('../upgrade/run.ts');
    await runUpgrade({ from, show: shown(options, 'plain') });
  });
