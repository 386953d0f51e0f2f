// Shows work as one line per step with its seconds: live on a terminal, plain lines elsewhere and under --verbose.

import { styleText } from 'node:util';
import { Listr } from 'listr2';
import type { RunOptions } from './child.ts';

export interface Step {
  readonly title: string;
  /** If it answers a string, that is shown after the title. */
  readonly run: (options: RunOptions) => Promise<unknown>;
}

/** `auto` is live on a terminal; `plain` is for work beside other output. */
export type Show = 'auto' | 'plain' | 'verbose';

export const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

const line = (title: string, detail: unknown, sinceMs: number): string =>
  `${title}${typeof detail === 'string' ? `: ${detail}` : ''}  ${styleText('dim', seconds(sinceMs))}`;

async function runPlain(steps: readonly Step[], verbose: boolean): Promise<void> {
  for (const { title, run } of steps) {
    const startedAt = performance.now();
    if (verbose) console.log(`… ${title}`);
    try {
      const detail = await run(verbose ? { onLine: (text) => console.log(styleText('dim', `  | ${text}`)) } : {});
      console.log(`✔ ${line(title, detail, startedAt)}`);
    } catch (error) {
      console.log(`✖ ${line(title, undefined, startedAt)}`);
      throw error;
    }
  }
}

/** Runs the steps in order. The first failure ends the run and is rethrown. */
export async function runSteps(steps: readonly Step[], show: Show): Promise<void> {
  if (show !== 'auto' || !process.stdout.isTTY) return runPlain(steps, show === 'verbose');
  const tasks = steps.map(({ title, run }) => ({
    title,
    task: async (_: unknown, task: { title: string }) => {
      const startedAt = performance.now();
      task.title = line(title, await run({}), startedAt);
    },
  }));
  await new Listr(tasks, { registerSignalListeners: false, rendererOptions: { showErrorMessage: false } }).run();
}
