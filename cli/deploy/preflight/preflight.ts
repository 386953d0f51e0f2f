// `npm run preflight`: whether the application can be deployed to this account and region, and what to do before.
import { styleText } from 'node:util';
import type { Environment } from '../../../localstack/environment.ts';
import { Failure } from '../../../localstack/failure.ts';
import type { Line } from './answers.ts';
import { askAll } from './ask.ts';
import { needs } from './needs.ts';
import { judge } from './rules.ts';

const colors = { ok: 'green', warning: 'yellow', error: 'red' } as const;
const WIDTH = 'warning  '.length;

function print({ level, says, fix }: Line): void {
  console.log(`${styleText(colors[level], level.padEnd(WIDTH))}${says}`);
  for (const line of fix?.split('\n') ?? []) console.log(`${' '.repeat(WIDTH)}${line}`);
}

/** Throws a Failure if a line is an error. */
export async function preflight({ stage }: Environment, { bulkheads }: { readonly bulkheads: boolean }): Promise<void> {
  const lines = judge(await askAll(), { needs: await needs(), bulkheads });
  for (const line of lines) print(line);
  const errors = lines.filter(({ level }) => level === 'error').length;
  if (errors > 0)
    throw new Failure(
      `${errors === 1 ? 'One error stops' : `${errors} errors stop`} a deployment`,
      'Do what the lines say, then run it again.',
    );
  const context = [...(stage === undefined ? [] : [`stage=${stage}`]), ...(bulkheads ? ['bulkheads=on'] : [])];
  console.log(`✔ Ready: npx cdk deploy --all${context.map((pair) => ` -c ${pair}`).join('')}`);
}
