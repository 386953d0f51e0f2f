// `npm run dlq`.
import { endpoint, newCommand, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand('dlq', 'Repair', 'Show parked records and put them back')
  .addCommand(
    newCommand('list', 'List parked records with their cause and origin')
      .argument('[service]', 'only records that this service parked')
      .addOption(target)
      .addOption(stage)
      .addOption(endpoint)
      .action(async (service, options) => {
        const { list } = await import('../operate/dlq.ts');
        await placeOf(options);
        await list(service);
      }),
  )
  .addCommand(
    newCommand('redrive', 'Put parked records back on their stream or queue')
      .description(
        'Put parked records back on their stream or queue. Fix the cause first. Each record takes effect once, even if you redrive it again.',
      )
      .argument('<service>', 'the service that parked the records')
      .addOption(target)
      .addOption(stage)
      .addOption(endpoint)
      .action(async (service, options) => {
        const { redrive } = await import('../operate/dlq.ts');
        await placeOf(options);
        await redrive(service);
      }),
  );
