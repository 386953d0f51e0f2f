// `npm run mutants`.
import { topCommand } from '../../cli/command.ts';

export const command = topCommand(
  'mutants',
  'Test and measure',
  'Plant known bugs one at a time and check that their tests fail',
)
  .argument('[words...]', 'run only the mutants whose names contain one of these words (all)')
  .action(async (words) => {
    const { runMutants } = await import('../mutants/run.ts');
    await runMutants(words);
  });
