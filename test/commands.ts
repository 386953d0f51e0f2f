// The commands that prove the system, each on an emulator of its own.
import { type Command, common, verbose, verboseHelp } from '../cli/command.ts';

export const testCommands: Readonly<Record<string, Command>> = {
  test: {
    summary: 'Run every check and test on an emulator of its own',
    help: `[part ...]           checks unit infra local browser (all)\n-t PATTERN           only the tests whose name matches\n--changed REF        only what changes since that commit can reach: HEAD\n--keep               leave the test emulator running for the next --keep\n${verboseHelp}`,
    options: {
      ...common,
      ...verbose,
      keep: { type: 'boolean' },
      changed: { type: 'string' },
      testNamePattern: { type: 'string', short: 't' },
    },
    positionals: true,
    run: async ({ values, positionals }) =>
      (await import('./run.ts')).runTests(positionals, {
        keep: values.keep === true,
        show: values.verbose ? 'verbose' : 'plain',
        pattern: values.testNamePattern as string | undefined,
        changed: values.changed as string | undefined,
      }),
  },
  'test:contract': {
    summary: 'Try the API against its own document (docs/openapi.json) with thousands of made-up requests',
    help: `--cases N            at least so many cases an operation (500)\n--seed N             the same requests as the run that printed it\n--paths REGEX        only the operations whose path matches\n--keep               leave the test emulator running for the next --keep\n${verboseHelp}`,
    options: {
      ...common,
      ...verbose,
      keep: { type: 'boolean' },
      cases: { type: 'string' },
      seed: { type: 'string' },
      paths: { type: 'string' },
    },
    run: async ({ values }) =>
      (await import('./contract/run.ts')).runContract({
        cases: Number(values.cases ?? 500),
        seed: Number(values.seed ?? Math.floor(Math.random() * 1e9)),
        paths: values.paths as string | undefined,
        keep: values.keep === true,
        show: values.verbose ? 'verbose' : 'plain',
      }),
  },
  'test:faults': {
    summary: 'Kill, cut off, throttle and restart the deployed system, and count that nothing is lost or doubled',
    help: `--all                all of them, unless --minutes\n--minutes N          as many as take so long, drawn by the commit: successive ones cover all\n--commit HASH        the draw of that commit (the one that is checked out)\n--seed N             replay the schedule of that seed (a random one)\n-t PATTERN           only the tests whose name matches\n${verboseHelp}`,
    options: {
      ...common,
      ...verbose,
      all: { type: 'boolean' },
      minutes: { type: 'string' },
      commit: { type: 'string' },
      seed: { type: 'string' },
      testNamePattern: { type: 'string', short: 't' },
    },
    run: async ({ values }) =>
      (await import('./faults/run.ts')).runFaults({
        seed: values.seed as string | undefined,
        minutes: values.all ? undefined : (values.minutes as string | undefined),
        commit: values.commit as string | undefined,
        show: values.verbose ? 'verbose' : 'plain',
        pattern: values.testNamePattern as string | undefined,
      }),
  },
  'test:upgrade': {
    summary: 'Deploy today’s sources over what an older commit stored, and read all of it again',
    help: `--from COMMIT        the commit to upgrade from (the newest that is a day older)\n${verboseHelp}`,
    options: { ...common, ...verbose, from: { type: 'string' } },
    run: async ({ values }) =>
      (await import('./upgrade/run.ts')).runUpgrade({
        from: values.from as string | undefined,
        show: values.verbose ? 'verbose' : 'plain',
      }),
  },
  mutants: {
    summary: 'Plant known bugs one by one in a copy of the sources: each must turn its test red',
    help: '[word ...]           only the mutants whose name holds one of the words (all)',
    options: common,
    positionals: true,
    run: async ({ positionals }) => (await import('./mutants/run.ts')).runMutants(positionals),
  },
  bench: {
    summary: 'Measure against the goals: a table, and bench/results.json',
    help: '[part ...]           imports synth capacity inventory orders search load jobs media (all)',
    options: common,
    positionals: true,
    run: async ({ positionals }) => (await import('../bench/run.ts')).bench(positionals),
  },
};
