// Entry points for the search for unused code: the commands, the pages, and every function, known by its `handler`.
import { functionIds } from './cli/deploy/bundle.ts';

export default {
  entry: [
    'bin/*.ts',
    ...functionIds().map((id) => `lambdas/${id}.ts`),
    // The document is made of what contracts export, by name.
    'lambdas/*/contract.ts',
    'lambdas/shared/aws/environment-credentials.ts',
    'cli/cli.ts',
    '{cli,test,bench}/commands/*.ts',
    'web/build.ts',
    'web/shell/console.tsx',
    'web/systems/*/entry.ts',
    'test/mutants/*-mutants.ts',
    'bench/{capacity-probe,inventory-probe,orders-probe,nodejs-function-app,our-app}.ts',
    'bench/growth/probe.ts',
    'bench/{jobs,media}/{jobs-kernel,media-kernel,media-probe,picture-kernel}.ts',
    'cli/operate/jobs/worker.ts',
  ],
  project: ['{bench,bin,cli,lib,lambdas,localstack,test,web}/**/*.{ts,tsx,mjs}'],
  // The first two are started by their paths, in cli/deploy/deploy.ts and test/run.ts; the last is the list that web/found-systems.ts makes.
  ignoreDependencies: ['aws-cdk', 'jest', 'systems'],
  ignoreExportsUsedInFile: { interface: true, type: true },
};
