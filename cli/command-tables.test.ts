// The documents describe the commands as the commands describe themselves.
import { expect, test } from '@jest/globals';
import { newCommand, topCommand } from './command.ts';
import { documents, generated, generatedText, withScripts, withTables } from './command-tables.ts';

test.each(generated)('the tables in %s list every command', async (path) => {
  const { kept, made } = await generatedText(path);
  if (documents.includes(path)) expect(kept).toContain('<!-- commands');
  if (made !== kept) throw new Error('The commands have changed.\n\nFix: npm run docs, and commit.');
});

test('a marked place gets the table of its group in columns, and the text around it stays', () => {
  const commands = [
    topCommand('start', 'Start and stop', 'Start it'),
    topCommand('logs', 'Look inside', 'Follow the logs').argument('<service>').option('--since <duration>'),
    topCommand('dlq', 'Look inside', 'Not shown').addCommand(newCommand('list', 'Show it').argument('[service]')),
  ];
  const text = 'before\n<!-- commands: Look inside -->\nold\n<!-- /commands -->\nafter\n';
  const made = withTables(text, commands);
  expect(made.split('\n')).toEqual([
    'before',
    '<!-- commands: Look inside -->',
    '',
    '| Command                         |                 |',
    '| ------------------------------- | --------------- |',
    '| `npm run logs -- <service>`     | Follow the logs |',
    '| `npm run dlq -- list [service]` | Show it         |',
    '',
    '<!-- /commands -->',
    'after',
    '',
  ]);
  expect(withTables(made, commands)).toBe(made);
});

test('package.json gets a script for each command, and loses those of commands that are gone', () => {
  const scripts = { gone: 'node cli/run.mjs gone', logs: 'node cli/run.mjs logs', format: 'biome check --write' };
  const made = withScripts(JSON.stringify({ name: 'a', scripts, dependencies: { b: '1' } }), [
    topCommand('logs', 'Look inside', 'Follow the logs'),
    topCommand('start', 'Start and stop', 'Start it'),
  ]);
  expect(JSON.parse(made)).toEqual({
    name: 'a',
    scripts: { logs: scripts.logs, format: scripts.format, start: 'node cli/run.mjs start' },
    dependencies: { b: '1' },
  });
});
