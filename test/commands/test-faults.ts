// `npm run test:faults`.
import { shown, topCommand, verbose } from '../../cli/command.ts';

export const command = topCommand(
  'test:faults',
  'Test and measure',
  'Kill, cut off, throttle and restart the system, and count that nothing is lost or doubled',
)
  .option('--seed <n>', 'replay the schedule of this seed (a random one)')
  .option('-t, --testNamePattern <pattern>', 'only the tests whose names match')
  .addOption(verbose)
  .action(async ({ seed, testNamePattern: pattern, ...options }) => {
    const { runFaults } = await import('../faults/run.ts');
    await runFaults({ seed, pattern, show: shown(options, 'plain') });
  });
