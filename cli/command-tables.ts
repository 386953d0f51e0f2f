// Generates the tables of commands in the documents, and the scripts of package.json: `npm run docs`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { root } from '../localstack/environment.ts';
import { groups, usageOf } from './command.ts';
import { allCommands } from './command-files.ts';

export const documents: readonly string[] = ['docs/commands.md', 'localstack/README.md'];
export const generated: readonly string[] = [...documents, 'package.json'];

/** Placeholder for the table of one group, or of all groups. */
const PLACE = /(<!-- commands(?:: (.+))? -->\n)[\s\S]*?(<!-- \/commands -->)/g;

function tableOf(commands: readonly CommandUnknownOpts[]): string {
  // A command with subcommands does nothing by itself.
  const shown = commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]));
  const rows = shown.map((command) => [`\`${usageOf(command, { withOptions: false })}\``, command.summary()] as const);
  const [first, second] = [0, 1].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (left: string, right: string, fill = ' ') =>
    `| ${left.padEnd(first ?? 0, fill)} | ${right.padEnd(second ?? 0, fill)} |`;
  return [line('Command', ''), line('', '', '-'), ...rows.map(([usage, summary]) => line(usage, summary))].join('\n');
}

export function withTables(text: string, commands: readonly CommandUnknownOpts[]): string {
  const tableOfGroup = (group: string) => tableOf(commands.filter((command) => command.helpGroup() === `${group}:`));
  return text.replaceAll(PLACE, (_, begin: string, group: string | undefined, end: string) => {
    const made = group ? tableOfGroup(group) : groups.map((one) => `## ${one}\n\n${tableOfGroup(one)}`).join('\n\n');
    return `${begin}\n${made}\n\n${end}`;
  });
}

const launching = (name: string): string => `node cli/run.mjs ${name}`;

/** The text of package.json with one script per command. Scripts that start something else stay. */
export function withScripts(text: string, commands: readonly CommandUnknownOpts[]): string {
  const manifest: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(text);
  const names = commands.map((command) => command.name());
  const kept = Object.entries(manifest.scripts).filter(
    ([name, line]) => line !== launching(name) || names.includes(name),
  );
  const added = names.map((name) => [name, launching(name)]);
  const scripts = { ...Object.fromEntries(kept), ...Object.fromEntries(added) };
  return `${JSON.stringify({ ...manifest, scripts }, null, 2)}\n`;
}

/** The text of a file as it is, and as the commands would generate it. */
export async function generatedText(path: string): Promise<{ kept: string; made: string }> {
  const kept = await readFile(join(root, path), 'utf8');
  const made = path === 'package.json' ? withScripts : withTables;
  return { kept, made: made(kept, await allCommands()) };
}
