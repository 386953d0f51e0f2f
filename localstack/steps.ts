// Shows work as one line per step with its seconds: live on a terminal, plain lines elsewhere and under --verbose.

import { styleText } from 'node:util';
import { Listr } from 'listr2';
import type { RunOptions } from './child.ts';

export interface Step {
  readonly title: string;
  /** If it answers a string, that is shown after the title. */
  readonly run: (options: RunOptions) => Promise<unknown>;
}

/**
 * `auto` is live on a terminal; `plain` is for work beside other output; `told` is plain with what a step that takes long
 * tells of itself.
 */
export type Show = 'auto' | 'plain' | 'told' | 'verbose';

/** A step that takes longer says that it has begun. */
const LONG_MS = 2000;

export const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

const line = (title: string, detail: unknown, sinceMs: number): string =>
  `${title}${typeof detail === 'string' ? `: ${detail}` : ''}  ${styleText('dim', seconds(sinceMs))}`;

async function runPlain(steps: readonly Step[], show: Show): Promise<void> {
  const onLine = (text: string) => console.log(styleText('dim', `  | ${text}`));
  for (const { title, run } of steps) {
    const startedAt = performance.now();
    const begin = () => console.log(`… ${title}`);
    if (show === 'verbose') begin();
    const late = show === 'told' ? setTimeout(begin, LONG_MS) : undefined;
    try {
      const detail = await run(show === 'verbose' || show === 'told' ? { onLine } : {});
      console.log(`✔ ${line(title, detail, startedAt)}`);
    } catch (error) {
      console.log(`✖ ${line(title, undefined, startedAt)}`);
      throw error;
    } finally {
      clearTimeout(late);
    }
  }
}

/** Runs the steps in order. The first failure ends the run and is rethrown. */
export async function runSteps(steps: readonly Step[], show: Show): Promise<void> {
  if (show !== 'auto' || !process.stdout.isTTY) return runPlain(steps, show);
  const tasks = steps.map(({ title, run }) => ({
    title,
    task: async (_: unknown, task: { title: string }) => {
      const startedAt = performance.now();
      task.title = line(title, await run({}), startedAt);
    },
  }));
  await new Listr(tasks, { registerSignalListeners: false, rendererOptions: { showErrorMessage: false } }).run();
}
