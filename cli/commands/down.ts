// `npm run down`.
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand(
  'down',
  'Start and stop',
  'Destroy the stacks, and with --data all that outlives them',
)
  .description(
    'Stop schedules and queues, empty the buckets, destroy the stacks, list what is retained, and end with a list of what is left. ' +
      'The exit code is 1 when something is left. Run it again after a failure: it goes on.',
  )
  .option('--account <id>', 'the id of the account, which is asked for on a terminal (the emulator’s is 000000000000)')
  .option('--data', 'also delete what is retained: tables and the user pool with all accounts')
  .addOption(target)
  .addOption(endpoint)
  .addOption(stage)
  .action(async ({ account, data = false, ...place }) => {
    const { askedFor, down } = await import('../down/down.ts');
    const left = await down(await placeOf(place), { account: () => askedFor(account), data });
    if (left.length > 0) process.exitCode = 1;
  });
