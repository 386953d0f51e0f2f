// Our side of the synthesis: one esbuild pass, then the application. Prints the CPU time of esbuild's own process.
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { compose } from '../bin/app.ts';
import { bundleAll } from '../cli/deploy/bundle.ts';

await bundleAll();
const app = new App();
compose(app);
app.synth();

const TICKS_A_SECOND = 100;
/** esbuild's service outlives the build, so only /proc tells its CPU time, while it runs. */
function serviceSeconds(): number {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const ticks = children.map((pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return Number(fields[11]) + Number(fields[12]);
    });
    return ticks.reduce((sum, each) => sum + each, 0) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}
console.log(`service ${serviceSeconds()}`);
