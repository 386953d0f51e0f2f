// The parts of every command: its line in the overview, its help, shared options, and errors that say the fix.
import {
  Command,
  type CommanderError,
  type CommandUnknownOpts,
  InvalidArgumentError,
  Option,
} from '@commander-js/extra-typings';
import { isStage, stageRule } from '../lib/stage.ts';
import { type Environment, enter, environmentOf, type Target, targets } from '../localstack/environment.ts';
import { Failure } from '../localstack/failure.ts';
import type { Show } from '../localstack/steps.ts';

/** In the order of the overview. */
export const groups = [
  'Start and stop',
  'Look inside',
  'Try it out',
  'Repair',
  'Test and measure',
  'Generate',
] as const;
export type Group = (typeof groups)[number];

/** npm runs these scripts without `run`. */
export const isShort = (name: string): boolean => ['start', 'stop', 'test'].includes(name);
const typed = (name: string): string => (isShort(name) ? `npm ${name}` : `npm run ${name}`);

/** `npm run dlq -- list [service]`: the full usage, or without the options. */
export function usageOf(command: CommandUnknownOpts, { withOptions }: { withOptions: boolean }): string {
  const words = [command.name()];
  for (let above = command.parent; above; above = above.parent) words.unshift(above.name());
  const [name = '', ...subcommands] = words.filter((word) => word !== '');
  const usage = withOptions ? command.usage() : command.usage().replace('[options]', '').trim();
  const rest = [...subcommands, usage].filter((word) => word !== '');
  return [typed(name), ...(rest.length > 0 ? ['--', ...rest] : [])].join(' ');
}

function problemOf({ code, message }: CommanderError, { args, registeredArguments }: CommandUnknownOpts): string {
  if (code === 'commander.help') return 'A subcommand is missing';
  if (code === 'commander.excessArguments') return `Unexpected argument '${args[registeredArguments.length]}'`;
  const sentence = message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace('\n', ' ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

export function newCommand(name: string, summary: string): Command {
  const command = new Command(name)
    .summary(summary)
    .description(summary)
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .configureHelp({ commandUsage: (one) => usageOf(one, { withOptions: true }) })
    // Errors are thrown, and reported where all failures are.
    .configureOutput({ writeErr: () => {} })
    .exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      throw new Failure(problemOf(error, command), command.helpInformation({ error: true }).trimEnd(), {
        cause: error,
      });
    });
  return command;
}

/** A command of the overview; its subcommands are `newCommand`s. */
export const topCommand = (name: string, group: Group, summary: string): Command =>
  newCommand(name, summary).helpGroup(`${group}:`);

export const target = new Option(
  '--target <name>',
  'local is the emulator on this machine and needs no account; localstack is LocalStack in Docker (needs LOCALSTACK_AUTH_TOKEN, not verified); aws is AWS with your own credentials',
)
  .choices(targets)
  .default('local');
export const endpoint = new Option(
  '--endpoint <url>',
  'address of the emulator on this machine (the running one, or http://localhost:4566)',
);
export const stage = new Option('--stage <name>', 'the copy on AWS that was deployed with -c stage=<name>').argParser(
  (text): string => {
    if (isStage(text)) return text;
    throw new InvalidArgumentError(stageRule);
  },
);
export const verbose = new Option('-v, --verbose', 'show the output of every step');

export async function placeOf(options: {
  readonly target?: Target;
  readonly endpoint?: string;
  readonly stage?: string;
}): Promise<Environment> {
  const { target = 'local', endpoint, stage } = options;
  let environment = environmentOf(target, endpoint, stage);
  if (target === 'local' && endpoint === undefined) {
    // Finds a running emulator on whatever port it was started.
    const { runningEmulator } = await import('../localstack/emulator.ts');
    const running = await runningEmulator(environment);
    if (running) environment = environmentOf(target, `http://localhost:${running.port}`);
  }
  enter(environment);
  return environment;
}

/** Live on a terminal by default; `plain` is for work beside other output. */
export const shown = (options: { readonly verbose?: true }, otherwise: Show = 'auto'): Show =>
  options.verbose ? 'verbose' : otherwise;

export const wholeNumber =
  (atLeast: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < atLeast || value > 10_000)
      throw new InvalidArgumentError(`Give a whole number from ${atLeast} to 10000.`);
    return value;
  };
