// The peer of the synthesis: the same application with a NodejsFunction for each handler.
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { compose } from '../bin/app.ts';
import { functionIds } from '../cli/deploy/bundle.ts';
import { root } from '../localstack/environment.ts';

const app = new App();
compose(app);
const stack = new Stack(app, 'bundled-by-nodejs-function');
for (const id of functionIds()) {
  new NodejsFunction(stack, id.replace('/', '-'), {
    entry: join(root, `lambdas/${id}.ts`),
    projectRoot: root,
    depsLockFilePath: join(root, 'package-lock.json'),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    bundling: { minify: true, mainFields: ['module', 'main'], externalModules: [] },
  });
}
app.synth();
