// `npm test`.
import { shown, topCommand, verbose } from '../../cli/command.ts';

export const command = topCommand('test', 'Test and measure', 'Run all checks and tests on a separate emulator')
  .argument('[parts...]', 'checks, unit, infra, local, browser (all)')
  .option('-t, --testNamePattern <pattern>', 'only the tests whose names match')
  .option('--changed [commit]', 'only the tests that changes since this commit can affect (HEAD)')
  .option('--keep', 'keep the test emulator running for the next run with --keep')
  .addOption(verbose)
  .action(async (parts, options) => {
    const { runTests } = await import('../run.ts');
    const { keep = false, testNamePattern: pattern } = options;
    const changed = options.changed === true ? 'HEAD' : options.changed;
    await runTests(parts, { keep, pattern, changed, show: shown(options, 'plain') });
  });
