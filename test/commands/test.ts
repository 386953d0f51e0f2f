// `npm test`.
import { shown, topCommand, verbose } from '../../cli/command.ts';

export const command = topCommand('test', 'Test and measure', 'Run all checks and tests on an emulator of their own')
  .argument('[parts...]', 'checks, unit, infra, local, browser (all)')
  .option('-t, --testNamePattern <pattern>', 'only the tests whose names match')
  .option('--keep', 'leave the test emulator running for the next --keep')
  .addOption(verbose)
  .action(async (parts, options) => {
    const { runTests } = await import('../run.ts');
    const { keep = false, testNamePattern: pattern } = options;
    await runTests(parts, { keep, pattern, show: shown(options, 'plain') });
  });
