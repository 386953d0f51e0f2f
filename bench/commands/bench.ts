// `npm run bench`.
import { topCommand } from '../../cli/command.ts';
import { parts } from '../parts.ts';

export const command = topCommand('bench', 'Test and measure', 'Measure the goals and write bench/results.json')
  .argument('[parts...]', `${parts.join(', ')} (all)`)
  .action(async (names) => {
    const { bench } = await import('../run.ts');
    await bench(names);
  });
