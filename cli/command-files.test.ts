import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../localstack/environment.ts';
import { groups } from './command.ts';
import { allCommands, commandNamed } from './command-files.ts';

const commands = await allCommands();

test('a command is found by its name alone', async () => {
  for (const command of commands) expect(await commandNamed(command.name())).toBe(command);
  for (const name of ['test-faults', 'setup-captions', '../command', 'toString', ''])
    expect(await commandNamed(name)).toBeUndefined();
});

test('commands that test and measure are found in folders of their own', () => {
  const names = commands.map((command) => command.name());
  expect(names).toEqual(expect.arrayContaining(['start', 'job', 'test', 'test:faults', 'mutants', 'bench']));
  expect(new Set(names).size).toBe(names.length);
});

test('the overview goes group by group, and begins with npm start', () => {
  const shown = commands.map((command) => command.helpGroup());
  expect([...new Set(shown)]).toEqual(groups.map((group) => `${group}:`));
  expect(commands.slice(0, 2).map((command) => command.name())).toEqual(['start', 'stop']);
});

test('every command has its script in package.json, and every script that starts the launcher its command', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const launched = Object.entries(scripts).filter(([, line]) => line.includes('cli/run.mjs'));
  // `check` is part of `test`.
  const own = launched.filter(([, line]) => line !== 'node cli/run.mjs test checks');
  expect(own.map(([name, line]) => `${name}: ${line}`).sort()).toEqual(
    commands.map((command) => `${command.name()}: node cli/run.mjs ${command.name()}`).sort(),
  );
});
