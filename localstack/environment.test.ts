import { expect, test } from '@jest/globals';
import { enter, environmentOf, loopbackEndpoint, prefixHere, testEnvironment } from './environment.ts';

test.each(['http://localhost:4566', 'http://127.0.0.1:4566', 'http://127.8.9.1:4566/', 'http://[::1]:4566'])(
  '%s is this machine',
  (text) => expect(loopbackEndpoint(text).origin).toBe('http://localhost:4566'),
);

test.each([
  'http://example.com:4566',
  'https://s3.amazonaws.com',
  'http://localhost.example.com:4566',
  'http://127.0.0.1.example.com',
  'http://user@localhost:4566',
  'http://10.0.0.1:4566',
  'http://0.0.0.0:4566',
  'localhost:4566',
  'http://localhost:4566/path',
])('refuses %s', (text) => expect(() => loopbackEndpoint(text)).toThrow('is not an emulator on this machine'));

test('no two environments share a folder', () => {
  const folders = [
    environmentOf('local'),
    environmentOf('localstack'),
    environmentOf('aws'),
    environmentOf('aws', undefined, 'dev'),
    testEnvironment(4599),
  ].map(({ folder }) => folder);
  expect(new Set(folders).size).toBe(5);
});

test('aws has no endpoint', () => expect(environmentOf('aws').endpoint).toBeUndefined());

test('names here begin with the stage of the environment, and a laptop has none', () => {
  const kept = { ...process.env };
  try {
    enter(environmentOf('aws', undefined, 'dev'));
    expect(prefixHere()).toBe('dev-system-design');
    enter(environmentOf('aws'));
    expect(prefixHere()).toBe('system-design');
  } finally {
    process.env = kept;
  }
  expect(() => environmentOf('local', undefined, 'dev')).toThrow('A stage is for AWS only');
});
