// `npm run dev`.
import { endpoint, placeOf, shown, topCommand, verbose } from '../command.ts';

export const command = topCommand('dev', 'Start and stop', 'Start, then watch: every saved change goes live')
  .description(
    'Start, then watch: a saved handler or page goes live at once; a changed stack or contract, or a new handler, with a deployment.',
  )
  .addOption(endpoint)
  .addOption(verbose)
  .action(async (options) => {
    const { dev } = await import('../deploy/dev.ts');
    await dev(await placeOf(options), shown(options));
  });
