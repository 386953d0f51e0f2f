// What a command of the launcher is, and the options that most of them share.
import type { parseArgs } from 'node:util';
import { type Environment, enter, environmentOf, type Target, targets } from '../localstack/environment.ts';
import { Failure } from '../localstack/failure.ts';
import type { Show } from '../localstack/steps.ts';

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options'];
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}
export interface Command {
  readonly summary: string;
  readonly help: string;
  readonly options: NonNullable<Options>;
  readonly positionals?: boolean;
  readonly run: (given: Given) => Promise<void>;
}

export const common: NonNullable<Options> = { help: { type: 'boolean', short: 'h' } };
export const place: NonNullable<Options> = { ...common, target: { type: 'string' }, endpoint: { type: 'string' } };
export const verbose: NonNullable<Options> = { verbose: { type: 'boolean', short: 'v' } };
export const placeHelp = `--target local       the emulator on this machine, no account (default)
--target localstack  LocalStack in Docker; needs LOCALSTACK_AUTH_TOKEN (not verified)
--target aws         AWS with your ordinary credentials
--endpoint URL       where the emulator listens; loopback only (http://localhost:4566)`;
export const verboseHelp = '--verbose            show what every step does';

export async function placeOf({ values }: Given): Promise<Environment> {
  const target = (values.target ?? 'local') as Target;
  if (!targets.includes(target))
    throw new Failure(`There is no target '${target}'`, `The targets are ${targets.join(', ')}.`);
  let environment = environmentOf(target, values.endpoint as string | undefined);
  if (target === 'local' && values.endpoint === undefined) {
    // A running emulator is found on whatever port it was started.
    const { runningEmulator } = await import('../localstack/emulator.ts');
    const running = await runningEmulator(environment);
    if (running) environment = environmentOf(target, `http://localhost:${running.port}`);
  }
  enter(environment);
  return environment;
}

export const shown = ({ values }: Given): Show => (values.verbose ? 'verbose' : 'auto');
