// Undoes work on Ctrl-C or failure, in both cases exactly once.
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { endChildren } from './child.ts';
import { explain } from './failure.ts';

type Undo = () => Promise<unknown>;
const pending: { undo: Undo; exitCode: number | undefined }[] = [];
let interrupted = false;

/** Runs the work, and `undo` on an error or a signal. `exitCode` means that a signal is the normal way to end. */
export async function guard<T>(undo: Undo, work: () => Promise<T>, exitCode?: number): Promise<T> {
  const entry = { undo, exitCode };
  pending.push(entry);
  try {
    return await work();
  } catch (error) {
    // Children ended by the signal make the work fail too; then the handler below undoes it.
    if (interrupted) return await new Promise<never>(() => {});
    await undo();
    throw error;
  } finally {
    pending.splice(pending.indexOf(entry), 1);
  }
}

/** Resolves when the reader has all our output: process.exit alone drops what a pipe has not taken yet. */
const outputIsRead = (): Promise<unknown> =>
  Promise.all(
    [process.stdout, process.stderr].map(
      // If the reader has gone, the error of its pipe ends us, below.
      (stream) => new Promise<void>((resolve) => stream.write('', (error) => error ?? resolve())),
    ),
  );

/** Ends a command; otherwise connections and child processes may keep Node alive for ever. */
export async function exitWhenRead(): Promise<never> {
  await outputIsRead();
  return interrupted ? await new Promise<never>(() => {}) : process.exit();
}

/** An interrupted command waits at most this long for a reader. */
const READ_WITHIN_MS = 2000;

/** Undoes everything and returns the exit code of a command whose normal end is an interruption. */
async function undoAll(signal: NodeJS.Signals): Promise<number | undefined> {
  interrupted = true;
  const entries = pending.toReversed();
  // Node ignores SIGPIPE, and so do the tools that run on it.
  endChildren(signal === 'SIGPIPE' ? 'SIGTERM' : signal);
  for (const { undo } of entries)
    await undo().catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
  return entries[0]?.exitCode;
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (interrupted) return;
  const exitCode = await undoAll(signal);
  if (signal !== 'SIGPIPE') await Promise.race([outputIsRead(), sleep(READ_WITHIN_MS)]);
  process.exit(exitCode ?? 128 + constants.signals[signal]);
}

/** Output that cannot be written, such as to a file on a full disk, ends a command with an error. */
async function fail(error: Error): Promise<void> {
  if (interrupted) return;
  console.error(`\n${explain(error)}`);
  await undoAll('SIGTERM');
  process.exit(1);
}

/** A pipe whose reader has gone (`| head -1`) interrupts like a signal: SIGPIPE, which Node turns into an error. */
export function listenForInterrupts(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(signal));
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') void end('SIGPIPE');
      else void fail(error);
    });
}
