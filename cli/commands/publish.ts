// `npm run publish`.
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand('publish', 'Start and stop', 'Build the console and upload it')
  .description('Build the console and upload it. On AWS, run it with --target aws after npx cdk deploy --all.')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .action(async (options) => {
    const { publish } = await import('../deploy/start.ts');
    await publish(await placeOf(options));
  });
