// A patient tool leaves the processors to others, and ends like any other, with all that it started.
import { getPriority } from 'node:os';
import { expect, test } from '@jest/globals';
import { endChildren, ended } from './child.ts';

const node = (script: string): [string, string[]] => [process.execPath, ['-e', script]];

/** Prints the priority that its session gets within ten seconds, where the system has that, and that of its own child. */
const PRIORITIES = `
  const { execFileSync } = require('node:child_process');
  const { existsSync, readFileSync } = require('node:fs');
  const file = '/proc/self/autogroup';
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8').trim() : 'nice 19').split(' ').slice(-2).join(' ');
  for (const until = Date.now() + 10_000; read() !== 'nice 19' && Date.now() < until; )
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  console.log(read());
  console.log(execFileSync(process.execPath, ['-p', 'os.getPriority()'], { encoding: 'utf8' }));
`;

test('a patient tool has the lowest priority, in its session and for its children', async () => {
  const { code, output } = await ended(...node(PRIORITIES), { patient: true });
  expect([code, output.trim().split('\n')]).toEqual([0, ['nice 19', '19']]);
});

test('another tool has the priority of its caller', async () => {
  const { output } = await ended(...node('console.log(os.getPriority())'));
  expect(output).toBe(String(getPriority()));
});

test('a signal to our tools ends what a patient one has started', async () => {
  const sleeper = 'setInterval(() => {}, 1000)';
  // Holds our end of the output open for as long as it lives.
  const script = `
    require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { stdio: 'inherit' });
    console.log('started');
    ${sleeper};
  `;
  const onLine = () => endChildren('SIGTERM');
  expect(await ended(...node(script), { patient: true, onLine })).toEqual({ code: 130, output: 'started' });
});
