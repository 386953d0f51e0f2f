// `npm run trace`.
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand('trace', 'Look inside', 'Follow one request through all logs')
  .description('Follow one request through all logs: HTTP, events, streams, consumers.')
  .argument('<correlation-id>', 'the x-correlation-id or requestId of the response')
  .option('--since <duration>', 'how far back to look: 30s, 10m, 2h, 1d', '1h')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .action(async (id, options) => {
    const { trace } = await import('../operate/trace.ts');
    await placeOf(options);
    await trace(id, options.since);
  });
