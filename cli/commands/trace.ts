// `npm run trace`.
import { endpoint, placeOf, target, topCommand } from '../command.ts';

export const command = topCommand('trace', 'Look inside', 'Tell the story of one request from all logs')
  .description('Tell the story of one request from all logs: HTTP, events, streams, consumers.')
  .argument('<correlation-id>', 'the x-correlation-id of its answer, or the requestId')
  .option('--since <duration>', 'look this far back: 30s, 10m, 2h, 1d', '1h')
  .addOption(target)
  .addOption(endpoint)
  .action(async (id, options) => {
    const { trace } = await import('../operate/trace.ts');
    await placeOf(options);
    await trace(id, options.since);
  });
