// What is unused is found from here: the commands, the pages, and every function, which are known by their `handler`.
import { functionIds } from './bin/bundle.ts';

export default {
  entry: [
    'bin/*.ts',
    ...functionIds().map((id) => `lambdas/${id}.ts`),
    // The document is made of what contracts export, by name.
    'lambdas/*/contract.ts',
    'lambdas/shared/environment-credentials.ts',
    'localstack/cli.ts',
    'web/{build,console}.ts',
    'test/mutants/*-mutants.ts',
    'bench/{capacity-probe,inventory-probe,orders-probe,nodejs-function-app,our-app,jobs-kernel,media-kernel,media-probe,picture-kernel}.ts',
    'localstack/jobs/worker.ts',
  ],
  project: ['{bench,bin,lib,lambdas,localstack,test,web}/**/*.{ts,mjs}'],
  // The first two are started by their paths, in localstack/deploy.ts and test/run.ts.
  ignoreDependencies: ['aws-cdk', 'jest'],
  ignoreExportsUsedInFile: { interface: true, type: true },
};
