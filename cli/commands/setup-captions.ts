// `npm run setup:captions`.
import { endpoint, placeOf, shown, target, topCommand, verbose } from '../command.ts';

export const command = topCommand(
  'setup:captions',
  'Start and stop',
  'Install speech recognition for real captions of English videos (0.5 GB)',
)
  .description(
    'Install speech recognition for real captions of English videos (0.5 GB). Without it, captions are sample text. To uninstall, delete localstack/.captions.',
  )
  .addOption(target)
  .addOption(endpoint)
  .addOption(verbose)
  .action(async (options) => {
    const { setupCaptions } = await import('../../localstack/captions/captions.ts');
    await setupCaptions(await placeOf(options), shown(options));
  });
