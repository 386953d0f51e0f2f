// `npm run dlq`.
import { endpoint, newCommand, placeOf, target, topCommand } from '../command.ts';

export const command = topCommand('dlq', 'Repair', 'Show what consumers parked, and put it back')
  .addCommand(
    newCommand('list', 'Show what is parked, why, and where it came from')
      .argument('[service]', 'only what this service parked')
      .addOption(target)
      .addOption(endpoint)
      .action(async (service, options) => {
        const { list } = await import('../operate/dlq.ts');
        await placeOf(options);
        await list(service);
      }),
  )
  .addCommand(
    newCommand('redrive', 'Put what is parked back on its stream or queue, once its cause is fixed')
      .description(
        'Put what is parked back on its stream or queue, once its cause is fixed. Each record takes effect once, however often it is put back.',
      )
      .argument('<service>', 'whose')
      .addOption(target)
      .addOption(endpoint)
      .action(async (service, options) => {
        const { redrive } = await import('../operate/dlq.ts');
        await placeOf(options);
        await redrive(service);
      }),
  );
