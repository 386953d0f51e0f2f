// The launcher: runs the command that its arguments name, or lists the commands.
import { Command, CommanderError } from '@commander-js/extra-typings';
import { root } from '../localstack/environment.ts';
import { explain, Failure } from '../localstack/failure.ts';
import { exitWhenRead, listenForInterrupts } from '../localstack/interrupt.ts';
import { usageOf } from './command.ts';
import { allCommands, commandNamed } from './command-files.ts';

/** One line per command, taken from the commands themselves. */
export async function overview(): Promise<string> {
  const launcher = new Command('').usage('npm run <command> -- [options]').helpOption(false).helpCommand(false);
  launcher.configureHelp({
    commandUsage: (one) => one.usage(),
    subcommandTerm: (one) => usageOf(one, { withOptions: false }).split(' -- ')[0] ?? '',
  });
  for (const command of await allCommands()) launcher.addCommand(command);
  return `${launcher.helpInformation()}\nFor details of a command, add -- --help.`;
}

/** Throws a Failure that lists what is allowed if the arguments are not understood. */
export async function perform(name: string, args: readonly string[]): Promise<void> {
  const command = await commandNamed(name);
  if (!command) throw new Failure(`There is no command '${name}'`, await overview());
  try {
    await command.parseAsync([...args], { from: 'user' });
  } catch (error) {
    // Commander has already printed any requested help.
    if (!(error instanceof CommanderError)) throw error;
  }
}

if (import.meta.main) {
  process.chdir(root);
  // Applies to this process alone (run.mjs); its children keep their own environment.
  delete process.env.NODE_COMPILE_CACHE;
  listenForInterrupts();
  const [name = '--help', ...args] = process.argv.slice(2);
  try {
    if (name === '--help' || name === '-h') console.log(await overview());
    else await perform(name, args);
  } catch (error) {
    console.error(`\n${explain(error)}`);
    process.exitCode = 1;
  }
  await exitWhenRead();
}
