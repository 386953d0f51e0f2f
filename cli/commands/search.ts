// `npm run search`.
import { endpoint, newCommand, placeOf, stage, target, topCommand } from '../command.ts';

export const command = topCommand('search', 'Repair', 'Maintain the search index')
  .addCommand(
    newCommand('rebuild', 'Rebuild the index from all published documents, or a system’s collection from its table')
      .argument('[system]', 'catalog or orders; without it, the published documents')
      .addOption(target)
      .addOption(stage)
      .addOption(endpoint)
      .action(async (system, options) => {
        const { rebuild } = await import('../operate/search.ts');
        await placeOf(options);
        await rebuild(system);
      }),
  )
  .addCommand(
    newCommand('load', 'Make the output of an inverted-index job searchable')
      .argument('<collection>', 'name of the collection in search results')
      .argument('<parts...>', 'parts of the job result: files or URLs')
      .addOption(target)
      .addOption(stage)
      .addOption(endpoint)
      .action(async (collection, parts, options) => {
        const { load } = await import('../operate/search.ts');
        await placeOf(options);
        await load(collection, parts);
      }),
  )
  .addCommand(
    newCommand('remove', 'Remove a loaded collection from the index')
      .argument('<collection>', 'name of the collection')
      .addOption(target)
      .addOption(stage)
      .addOption(endpoint)
      .action(async (collection, options) => {
        const { load } = await import('../operate/search.ts');
        await placeOf(options);
        await load(collection, []);
      }),
  );
