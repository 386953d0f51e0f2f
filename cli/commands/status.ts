// `npm run status`.
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand('status', 'Look inside', 'Show the stacks, functions, parked messages and URLs')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .action(async (options) => {
    const { status } = await import('../operate/status.ts');
    await status(await placeOf(options));
  });
