// `npm start`.
import { endpoint, placeOf, shown, stage, target, topCommand, verbose } from '../command.ts';

export const command = topCommand('start', 'Start and stop', 'Start the cloud, deploy changes, and print the URLs')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .addOption(verbose)
  .action(async (options) => {
    const { start } = await import('../deploy/start.ts');
    await start(await placeOf(options), shown(options));
  });
