// The top lines of a job's result, for people.
import type { PreviewLine } from '../../../lambdas/jobs/core/tasks/reduce-task.ts';

const MOST_CHARACTERS = 100;

/** Prints each section under its name, with aligned columns. */
export function topLines(preview: readonly PreviewLine[], most = 10): string {
  const sections = Map.groupBy(preview, ({ section }) => section);
  return [...sections]
    .map(([section, all]) => {
      const rows = all.slice(0, most).map(({ line }) => line.split('\t').filter((field) => field !== section));
      const width = Math.max(...rows.map(([first = '']) => first.length));
      const shown = rows.map(([first = '', ...rest]) => `  ${first.padEnd(width)}  ${rest.join('  ')}`);
      const cut = shown.map((line) => (line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line));
      return `${section === '' ? '' : `${section}s\n`}${cut.join('\n')}`;
    })
    .join('\n\n');
}
