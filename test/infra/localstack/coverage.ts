// The table of localstack/coverage.md: each type of the templates, and what LocalStack documents of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../source.ts';

/** LocalStack lists each type with its creation, update and deletion; creation and deletion hold for all of ours. */
export interface Coverage {
  readonly types: { readonly source: string; readonly generated: string };
  readonly plans: { readonly source: string; readonly asOf: string };
  readonly listed: Readonly<Record<string, { readonly update: boolean; readonly plan: 'free' | 'Base' }>>;
  /** Types that it does not list, which lib/for-local-stack.ts leaves out. */
  readonly leftOut: readonly string[];
}

export const documented = JSON.parse(readFileSync(join(root, 'localstack/coverage.json'), 'utf8')) as Coverage;

function rowsOf(types: readonly string[], { listed }: Coverage): string[][] {
  const unknown = types.filter((type) => !listed[type]);
  if (unknown.length > 0)
    throw new Error(
      `LocalStack's list has to say something of ${unknown.join(', ')}.\n\n` +
        'Fix: look it up at the source that localstack/coverage.json names and add it there, with the date of that list; ' +
        'a type that is not listed is left out in lib/for-local-stack.ts.',
    );
  return types.map((type) => [`\`${type}\``, listed[type]?.update ? 'yes' : 'no', listed[type]?.plan ?? '']);
}

/** The text of coverage.md with the table of these types, or an error that says which is missing in the list. */
export function withCoverage(text: string, types: readonly string[], coverage: Coverage): string {
  const { types: list, plans, leftOut } = coverage;
  const head = ['Type', 'Updated', 'Plan'];
  const rows = rowsOf(types.toSorted(), coverage);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0, fill)).join(' | ')} |`;
  const made = [
    `All are created and deleted by [the list of ${list.generated}](${list.source}), plans are those of`,
    `[${plans.asOf}](${plans.source}). Left out: ${leftOut.map((type) => `\`${type}\``).join(', ')}.`,
    '',
    line(head),
    line(['', '', ''], '-'),
    ...rows.map((row) => line(row)),
  ].join('\n');
  return text.replace(
    /(<!-- coverage -->\n)[\s\S]*(<!-- \/coverage -->)/,
    (_, begin, end) => `${begin}\n${made}\n\n${end}`,
  );
}
