// `npm run mutants`.
import { topCommand } from '../../cli/command.ts';

export const command = topCommand(
  'mutants',
  'Test and measure',
  'Plant known bugs one by one; each must turn its test red',
)
  .argument('[words...]', 'only the mutants whose names contain one of these (all)')
  .action(async (words) => {
    const { runMutants } = await import('../mutants/run.ts');
    await runMutants(words);
  });
