// `npm run search`.
import { endpoint, newCommand, placeOf, target, topCommand } from '../command.ts';

export const command = topCommand('search', 'Repair', 'Maintain the search index')
  .addCommand(
    newCommand('rebuild', 'Rebuild the index from all published documents')
      .addOption(target)
      .addOption(endpoint)
      .action(async (options) => {
        const { rebuild } = await import('../operate/search.ts');
        await placeOf(options);
        await rebuild();
      }),
  )
  .addCommand(
    newCommand('load', 'Make the output of an inverted-index job searchable')
      .argument('<collection>', 'the name its documents are found under')
      .argument('<parts...>', 'its parts: files, or URLs of its result')
      .addOption(target)
      .addOption(endpoint)
      .action(async (collection, parts, options) => {
        const { load } = await import('../operate/search.ts');
        await placeOf(options);
        await load(collection, parts);
      }),
  )
  .addCommand(
    newCommand('remove', 'Remove such a collection from the index')
      .argument('<collection>', 'the name it was loaded under')
      .addOption(target)
      .addOption(endpoint)
      .action(async (collection, options) => {
        const { load } = await import('../operate/search.ts');
        await placeOf(options);
        await load(collection, []);
      }),
  );
