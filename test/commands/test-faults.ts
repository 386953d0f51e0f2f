// `npm run test:faults`.
import { shown, topCommand, verbose } from '../../cli/command.ts';

export const command = topCommand(
  'test:faults',
  'Test and measure',
  'Kill, cut off, throttle and restart the system, and count that nothing is lost or doubled',
)
  .option('--minutes <n>', 'as many test files as take this long, drawn by the commit; successive commits cover all')
  .option('--all', 'all test files, which is the default')
  .option('--commit <hash>', 'the draw of this commit (the one that is checked out)')
  .option('--seed <n>', 'replay the schedule of this seed (a random one)')
  .option('-t, --testNamePattern <pattern>', 'only the tests whose names match')
  .addOption(verbose)
  .action(async ({ all, minutes, commit, seed, testNamePattern: pattern, ...options }) => {
    const { runFaults } = await import('../faults/run.ts');
    await runFaults({ seed, pattern, commit, minutes: all ? undefined : minutes, show: shown(options, 'plain') });
  });
