// `npm run fault`.
import { faultKinds, faultNames } from '../../lambdas/shared/base/faults/fault-kinds.ts';
import { endpoint, placeOf, stage, target, topCommand } from '../command.ts';

const typed = faultNames.flatMap((name) => faultKinds[name].typed);

export const command = topCommand('fault', 'Try it out', 'Make a service slow or failing for a limited time')
  .description(
    'Make a service slow or failing for a limited time: one minute unless you say otherwise. Without arguments, show the active faults.',
  )
  .argument('[service]', 'a service; payments means its provider, the simulated bank')
  .argument('[fault...]', `${typed.join(', ')}; each also for 30s; or off`)
  .option('--force', 'allow it on AWS; requires a deployment with -c faults=on')
  .addOption(target)
  .addOption(stage)
  .addOption(endpoint)
  .addHelpText('after', '\nExample: npm run fault -- payments slow 2s for 60s')
  .action(async (service, fault, options) => {
    const { faults } = await import('../operate/fault.ts');
    const words = service === undefined ? [] : [service, ...fault];
    await faults(words, (await placeOf(options)).target, options.force === true);
  });
