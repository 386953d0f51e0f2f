// How a command ends if its reader goes away or a signal arrives: its effects are undone, once.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ended } from './child.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interrupt-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A command that runs a one-minute tool and prints; its own exit code is printed last. */
async function command(prints: string, output: string, exitCode?: number) {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { run } from ${JSON.stringify(join(import.meta.dirname, 'child.ts'))};
    import { guard, listenForInterrupts } from ${JSON.stringify(join(import.meta.dirname, 'interrupt.ts'))};
    listenForInterrupts();
    const tool = run(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    const undo = async () => {
      await tool.catch(() => appendFileSync('undone', 'once '));
    };
    await guard(undo, () => { ${prints} return tool; }, ${exitCode});`;
  const line = `{ "$NODE" --no-warnings --input-type=module -e "$SCRIPT"; echo "code $?" >&2; } ${output}`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const startedAt = performance.now();
  const printed = await ended('sh', ['-c', line], {
    cwd: folder,
    env: { ...env, NODE: process.execPath, SCRIPT: script },
  });
  const undone = await readFile(join(folder, 'undone'), 'utf8').catch(() => '');
  return { output: printed.output, undone, seconds: (performance.now() - startedAt) / 1000 };
}

const endlessly = "setInterval(() => console.log('a line'), 10);";

test('a reader that goes ends the command and its tools, and what it did is undone', async () => {
  const { output, undone, seconds } = await command(endlessly, '| head -n 1');
  expect([output.split('\n'), undone]).toEqual([['a line', 'code 141'], 'once ']);
  expect(seconds).toBeLessThan(30);
});

test('where an interruption is the normal end, the exit code says so', async () => {
  const { output, undone } = await command(endlessly, '| head -n 1', 0);
  expect([output.split('\n'), undone]).toEqual([['a line', 'code 0'], 'once ']);
});

test('an interrupted command lets its reader finish', async () => {
  const prints = `console.log('x'.repeat(300_000)); setTimeout(() => process.kill(process.pid, 'SIGTERM'), 10);`;
  const { output, undone } = await command(prints, '| (dd bs=1 count=1 2>/dev/null; sleep 0.5; wc -c)');
  const whole = expect.stringMatching(/^x\s*300000$/);
  expect([output.split('\n').sort(), undone]).toEqual([['code 143', whole], 'once ']);
});

// Every write to this device fails as on a full disk; only Linux has it.
(existsSync('/dev/full') ? test : test.skip)('output to a full disk ends the command with a plain error', async () => {
  const { output, undone } = await command(endlessly, '> /dev/full');
  expect(output).toMatch(/^\n✖ The disk is full\n {2}Free some space .*\ncode 1$/);
  expect(undone).toBe('once ');
});
