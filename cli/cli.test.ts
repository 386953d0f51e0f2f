import { expect, test } from '@jest/globals';
import { Failure } from '../localstack/failure.ts';
import { parse } from './cli.ts';

const fixOf = (name: string, args: string[]): string => {
  try {
    parse(name, args);
  } catch (error) {
    if (error instanceof Failure) return `${error.message}\n${error.fix}`;
  }
  return 'accepted';
};

test('refuses an unknown command and lists those there are', () => {
  expect(fixOf('begin', [])).toMatch(/There is no command 'begin'.*npm start.*npm run reset/s);
});

test('refuses an unknown option and shows those of the command', () => {
  expect(fixOf('start', ['--fast'])).toMatch(/Unknown option '--fast'.*--target local/s);
});

test('refuses an argument where none is taken', () => {
  expect(fixOf('stop', ['now'])).toContain("Unexpected argument 'now'");
});

test('takes the arguments of logs', () => {
  const { positionals, values } = parse('logs', ['links', '--since', '2h', '--no-follow']);
  expect([positionals, values.since, values['no-follow']]).toEqual([['links'], '2h', true]);
});

test('every command has help', () => {
  for (const name of [
    'start',
    'stop',
    'reset',
    'dev',
    'logs',
    'dlq',
    'rebuild',
    'fault',
    'job',
    'trace',
    'status',
    'test',
    'test:contract',
    'test:faults',
    'mutants',
    'bench',
    'publish',
  ])
    expect(parse(name, ['--help']).values.help).toBe(true);
});
