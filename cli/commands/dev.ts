// `npm run dev`.
import { endpoint, placeOf, shown, topCommand, verbose } from '../command.ts';

export const command = topCommand('dev', 'Start and stop', 'Start and watch: saved changes go live')
  .description(
    'Start and watch. A saved handler or page goes live at once; a changed stack or contract, or a new handler, triggers a deployment.',
  )
  .addOption(endpoint)
  .addOption(verbose)
  .action(async (options) => {
    const { dev } = await import('../deploy/dev.ts');
    await dev(await placeOf(options), shown(options));
  });
