// `npm run test:upgrade`.
import { shown, topCommand, verbose } from '../../cli/command.ts';

export const command = topCommand(
  'test:upgrade',
  'Test and measure',
  'Deploy the sources over what an older commit stored, and read all of it again',
)
  .option('--from <commit>', 'the commit to upgrade from (the newest that is a day older)')
  .addOption(verbose)
  .action(async ({ from, ...options }) => {
    const { runUpgrade } = await import('../upgrade/run.ts');
    await runUpgrade({ from, show: shown(options, 'plain') });
  });
