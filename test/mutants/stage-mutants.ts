// Bugs of stages and of the preflight.
import type { Mutant } from './mutant.ts';

const names = 'test/infra/stage/stage.test.ts';
const rules = 'cli/deploy/preflight/rules.test.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'stage: log groups have one name in all copies',
    file: 'lib/constructs/service-function.ts',
    find: "named(scope, 'system-design')",
    replace: "'system-design'",
    test: names,
    only: 'each name begins with the stage',
  },
  {
    name: 'stage: errors of one copy raise the alarm of all',
    file: 'lib/constructs/service-function.ts',
    find: "namespace: named(scope, 'SystemDesign')",
    replace: "namespace: 'SystemDesign'",
    test: names,
    only: 'each name begins with the stage',
  },
  {
    name: 'stage: functions start jobs of Transcribe by the name of another copy',
    file: 'lib/stacks/media-captions.ts',
    find: 'ender.bind(bindings.transcribeJobs, value(jobNames))',
    replace: 'ender.bind(bindings.transcribeJobs, value(transcribeJobs))',
    test: names,
    only: 'jobs of Transcribe are told apart',
  },
  {
    name: 'stage: a command works on the functions of another copy',
    file: 'cli/deploy/functions.ts',
    find: 'item.LoggingConfig?.LogGroup === ',
    replace: "item.Description?.includes('/') || item.LoggingConfig?.LogGroup === ",
    test: 'cli/deploy/functions.test.ts',
    only: 'a function belongs to the copy of its log group',
  },
  {
    name: 'stage: a copy is deployed over the first one',
    file: 'cli/deploy/deploy.ts',
    find: 'stage === undefined ? [] :',
    replace: 'stage !== undefined ? [] :',
    test: 'cli/deploy/deploy.test.ts',
    only: 'a copy is deployed with its stage',
  },
  {
    name: 'preflight: bulkheads take what Lambda keeps for others',
    file: 'cli/deploy/preflight/rules.ts',
    find: 'if (bulkheads && atOnce < BULKHEADS_AT_ONCE)',
    replace: 'if (bulkheads && atOnce < BULKHEADS_AT_ONCE - 100)',
    test: rules,
    only: 'bulkheads need 225 concurrent executions',
  },
  {
    name: 'preflight: what runs counts as left over',
    file: 'cli/deploy/preflight/leftovers.ts',
    find: 'found[kind].filter((name) => !known.has(name))',
    replace: 'found[kind]',
    test: rules,
    only: 'an account that has deployed before is ready',
  },
  {
    name: 'preflight: a check that was denied counts as passed',
    file: 'cli/deploy/preflight/rules.ts',
    find: "'refusal' in answer ? unanswered(name, answer.refusal) :",
    replace: "'refusal' in answer ? [] :",
    test: rules,
    only: 'a call that is denied is a warning',
  },
  {
    name: 'preflight: the last route is one too many',
    file: 'cli/deploy/preflight/rules.ts',
    find: 'return count > most ?',
    replace: 'return count >= most ?',
    test: rules,
    only: 'quotas are full, and not beyond',
  },
];
