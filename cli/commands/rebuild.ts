// `npm run rebuild`.
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand(
  'rebuild',
  'Repair',
  "Replay a service's events and compare the result with its live state",
)
  .argument('<service>', 'orders')
  .option('--write', 'overwrite the rows that differ')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .action(async (service, options) => {
    const { rebuild } = await import('../operate/rebuild.ts');
    await placeOf(options);
    await rebuild(service, options.write === true);
  });
