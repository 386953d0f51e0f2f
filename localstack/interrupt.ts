// What has to be undone when the person presses Ctrl-C, or when the work fails: in both cases exactly once.
import { constants } from 'node:os';
import { endChildren } from './child.ts';

type Undo = () => Promise<unknown>;
const pending: { undo: Undo; exitCode: number | undefined }[] = [];
let interrupted = false;

/** Runs the work; if it throws or a signal comes, `undo` runs. An `exitCode` says that the signal is the normal way to end. */
export async function guard<T>(undo: Undo, work: () => Promise<T>, exitCode?: number): Promise<T> {
  const entry = { undo, exitCode };
  pending.push(entry);
  try {
    return await work();
  } catch (error) {
    // Children ended by the signal make the work fail too: then the handler below undoes it.
    if (interrupted) return await new Promise<never>(() => {});
    await undo();
    throw error;
  } finally {
    pending.splice(pending.indexOf(entry), 1);
  }
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (interrupted) return;
  interrupted = true;
  const entries = pending.toReversed();
  endChildren(signal);
  for (const { undo } of entries)
    await undo().catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
  process.exit(entries[0]?.exitCode ?? 128 + constants.signals[signal]);
}

export function listenForInterrupts(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(signal));
}
