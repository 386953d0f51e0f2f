import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ended } from '../localstack/child.ts';
import { root } from '../localstack/environment.ts';
import { Failure } from '../localstack/failure.ts';
import { perform } from './cli.ts';
import { usageOf } from './command.ts';
import { allCommands, commandNamed } from './command-files.ts';

const fixOf = async (name: string, ...args: string[]): Promise<string> => {
  try {
    await perform(name, args);
  } catch (error) {
    if (error instanceof Failure) return `${error.message}\n${error.fix}`;
    throw error;
  }
  return 'accepted';
};

/** The arguments that the command's action would receive. */
async function given(name: string, ...args: string[]): Promise<unknown[]> {
  const command = await commandNamed(name);
  const work = jest.fn();
  await command?.action((...values: unknown[]) => void work(...values.slice(0, -1))).parseAsync(args, { from: 'user' });
  return work.mock.calls[0] ?? [];
}

const commands = await allCommands();
const andSubcommands = commands.flatMap((command) => [command, ...command.commands]);

test('refuses an unknown command and lists the known ones', async () => {
  expect(await fixOf('begin')).toMatch(/There is no command 'begin'.*npm start.*npm run reset/s);
});

test('refuses an unknown option and shows the options of the command', async () => {
  expect(await fixOf('start', '--fast')).toMatch(/Unknown option '--fast'.*--target <name> .*"local"/s);
  expect(await fixOf('rebuild', 'orders', '--wirte')).toContain('Did you mean --write?');
});

test('refuses an argument where none is taken', async () => {
  expect(await fixOf('stop', 'now')).toContain("Unexpected argument 'now'");
});

test('refuses a missing argument and shows the usage', async () => {
  expect(await fixOf('logs')).toMatch(/Missing required argument 'service'.*npm run logs -- \[options\] <service>/s);
  expect(await fixOf('search', 'load', 'books')).toContain("Missing required argument 'parts'");
});

test('refuses an invalid value and lists the valid ones', async () => {
  expect(await fixOf('status', '--target', 'moon')).toContain('Allowed choices are local, localstack, aws');
  expect(await fixOf('job', 'word-count', '--workers', '0')).toContain('Give a whole number from 1 to 10000');
  expect(await fixOf('webhook-listen', '--answer', '99')).toContain('Give an HTTP status');
  expect(await fixOf('status', '--target', 'aws', '--stage', 'Dev')).toContain('one to seven lower-case letters');
  expect(await fixOf('status', '--stage', 'dev')).toMatch(/A stage is for AWS only.*--target aws/s);
});

test.each(['dlq', 'search'])('%s alone lists its subcommands', async (name) => {
  expect(await fixOf(name)).toMatch(/A subcommand is missing.*Commands:/s);
  expect(await fixOf(name, 'burn')).toMatch(/Unknown command 'burn'.*Commands:/s);
});

test('takes the arguments of logs', async () => {
  const [service, options] = await given('logs', 'links', '--since', '2h', '--no-follow');
  expect([service, options]).toEqual(['links', { since: '2h', follow: false, target: 'local' }]);
  expect(await given('logs', 'links')).toEqual(['links', { since: '10m', follow: true, target: 'local' }]);
});

test.each(andSubcommands.map((command) => ({ command, usage: usageOf(command, { withOptions: false }) })))(
  'has help: $usage',
  ({ command }) => {
    const help = command.helpInformation();
    expect(help).toContain(`Usage: ${usageOf(command, { withOptions: true })}\n`);
    expect(help.replaceAll(/\s+/g, ' ')).toContain(command.description());
    expect(help).toContain('--help');
    expect(command.summary()).toMatch(/^[A-Z].*[^.]$/);
  },
);

test('requested help is not a failure', async () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    for (const command of commands) expect(await fixOf(command.name(), '--help')).toBe('accepted');
    expect(write.mock.calls.join('')).toContain('Usage: npm run dlq');
  } finally {
    write.mockRestore();
  }
});

describe('the output of a command', () => {
  const mail = { Source: 'a@demo.example', To: ['b@demo.example'], Subject: 'Hello', BodyHtml: null, Timestamp: 0 };
  const messages = Array.from({ length: 4000 }, (_, i) => ({ ...mail, BodyText: `mail ${i} ${'.'.repeat(60)}` }));
  const emulator = http.createServer((_, response) => response.end(JSON.stringify({ messages: { all: messages } })));
  let command = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => emulator.listen(0, 'localhost', resolve));
    const { port } = emulator.address() as AddressInfo;
    command = `{ '${process.execPath}' cli/run.mjs mail --endpoint http://localhost:${port}; echo "code $?" >&2; }`;
  });
  afterAll(() => void emulator.close());

  const shell = async (line: string, cwd = root): Promise<string> => {
    const { NODE_OPTIONS: _, PATH, ...env } = process.env;
    const { output } = await ended('sh', ['-c', line], { cwd, env: { ...env, PATH: `${cwd}:${PATH}`, NO_COLOR: '1' } });
    return output;
  };

  test('reaches a slow reader whole, even if it is larger than a pipe', async () => {
    const output = await shell(`${command} | (sleep 1; cat)`);
    expect(output.length).toBeGreaterThan(400_000);
    expect(output.match(/mail \d+ /g)).toHaveLength(messages.length);
    expect(output).toContain('code 0');
  });

  test('ends silently when its reader closes the pipe, with the exit code of SIGPIPE', async () => {
    expect((await shell(`${command} | head -n 2`)).replaceAll(/^\s*$\n/gm, '').split('\n')).toEqual([
      expect.stringContaining('b@demo.example'),
      'code 141',
    ]);
  });
  test('is whole even if the installation fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'launcher-'));
    try {
      await mkdir(join(folder, 'cli'));
      await cp(join(root, 'cli/run.mjs'), join(folder, 'cli/run.mjs'));
      await writeFile(
        join(folder, 'package-lock.json'),
        '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }',
      );
      const npm =
        '#!/bin/sh\ni=0; while [ $i -lt 4000 ]; do i=$((i+1)); echo "npm says why, in line $i of 4000"; done; exit 1\n';
      await writeFile(join(folder, 'npm'), npm, { mode: 0o755 });
      const output = await shell(`'${process.execPath}' cli/run.mjs status 2>&1 | (sleep 1; cat)`, folder);
      expect(output.match(/npm says why/g)).toHaveLength(4000);
      expect(output).toContain('✖ npm ci failed');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
