// `npm run test:faults`.
import { shown, topCommand, verbose } from '../../cli/command.ts';

export const command = topCommand(
  'test:faults',
  'Test and measure',
  'Kill, disconnect, throttle and restart the system; check that nothing is lost or duplicated',
)
  .option(
    '--minutes <n>',
    'run the test files that fit in this time, drawn by the commit; successive commits cover all files',
  )
  .option('--all', 'run all test files (the default)')
  .option('--commit <hash>', 'repeat the draw of this commit (HEAD)')
  .option('--seed <n>', 'replay the fault schedule of this seed (random)')
  .option('-t, --testNamePattern <pattern>', 'only the tests whose names match')
  .addOption(verbose)
  .action(async ({ all, minutes, commit, seed, testNamePattern: pattern, ...options }) => {
    const { runFaults } = await import('../faults/run.ts');
    await runFaults({ seed, pattern, commit, minutes: all ? undefined : minutes, show: shown(options, 'plain') });
  });
