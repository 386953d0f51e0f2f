// `npm run logs`.
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand('logs', 'Look inside', 'Follow the logs of a service')
  .argument('<service>', 'a service, or one of its functions: links, links/redirect')
  .option('--since <duration>', 'how far back to start: 30s, 10m, 2h, 1d', '10m')
  .option('--no-follow', 'print existing entries and exit')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .action(async (service, options) => {
    const { logs } = await import('../operate/logs.ts');
    await placeOf(options);
    await logs(service, options.since, options.follow);
  });
