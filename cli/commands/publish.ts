// `npm run publish`.
import { endpoint, placeOf, target, topCommand } from '../command.ts';

export const command = topCommand('publish', 'Start and stop', 'Build the console and upload it')
  .description('Build the console and upload it: the second step on AWS, after npx cdk deploy --all (--target aws).')
  .addOption(target)
  .addOption(endpoint)
  .action(async (options) => {
    const { publish } = await import('../deploy/start.ts');
    await publish(await placeOf(options));
  });
