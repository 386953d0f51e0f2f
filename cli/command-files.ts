// The commands are the files of these folders; nothing else lists them. `test:faults` is test/commands/test-faults.ts.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { root } from '../localstack/environment.ts';
import { groups, isShort } from './command.ts';

// Paths only: the test and bench commands stand above the launcher, which imports neither.
const folders = ['cli/commands', 'test/commands', 'bench/commands'];

const commandFiles = (): string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`),
  );

const fileNameOf = (command: string): string => `${command.replaceAll(':', '-')}.ts`;

async function read(file: string): Promise<CommandUnknownOpts> {
  const module: { readonly command: CommandUnknownOpts } = await import(join(root, file));
  const name = module.command.name();
  if (!file.endsWith(`/${fileNameOf(name)}`))
    throw new Error(`${file} has the command '${name}': one of them is wrong`);
  return module.command;
}

/** Loads only the file of this command. */
export async function commandNamed(name: string): Promise<CommandUnknownOpts | undefined> {
  const file = commandFiles().find((path) => path.endsWith(`/${fileNameOf(name)}`));
  const command = file === undefined ? undefined : await read(file);
  return command?.name() === name ? command : undefined;
}

const placeInOverview = (command: CommandUnknownOpts): number =>
  groups.findIndex((group) => command.helpGroup() === `${group}:`);

/** Grouped; within each group, commands typed without `run` come first. */
export async function allCommands(): Promise<CommandUnknownOpts[]> {
  const commands = await Promise.all(commandFiles().map(read));
  return commands.sort(
    (a, b) =>
      placeInOverview(a) - placeInOverview(b) ||
      Number(isShort(b.name())) - Number(isShort(a.name())) ||
      a.name().localeCompare(b.name()),
  );
}
