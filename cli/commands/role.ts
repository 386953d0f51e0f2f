// `npm run role`.
import { Argument } from '@commander-js/extra-typings';
import { roles } from '../../lambdas/shared/base/contract.ts';
import { endpoint, newCommand, placeOf, stage, target, topCommand } from '../command.ts';
import type { Verb } from '../operate/role.ts';

const verb = (name: Verb, summary: string) =>
  newCommand(name, summary)
    .addArgument(new Argument('<role>', roles.join(', ')).choices(roles))
    .argument('<email>', 'address of the account')
    .addOption(target)
    .addOption(stage)
    .addOption(endpoint)
    .action(async (role, email, options) => {
      const { changeRole } = await import('../operate/role.ts');
      await placeOf(options);
      await changeRole(name, role, email);
    });

export const command = topCommand('role', 'Repair', 'Give a user a role, or take it away')
  .addCommand(verb('give', 'Give a user a role, from the next sign-in on'))
  .addCommand(verb('take', 'Take a role away from a user, within ten seconds'));
