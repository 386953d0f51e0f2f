// Turns the lines of a result into table rows.
import type { JobResult } from '../../../lambdas/jobs/contract.ts';
import { count } from '../../kit/numbers.ts';

const titles: Readonly<Record<string, string>> = {
  '': 'Highest overall',
  route: 'Routes',
  client: 'Clients',
  minute: 'Minutes',
};

/** The sections in their original order, each with its lines. */
export function sectionsOf(preview: JobResult['preview']): { name: string; lines: string[] }[] {
  const sections = new Map<string, string[]>();
  for (const { section, line } of preview) sections.set(section, [...(sections.get(section) ?? []), line]);
  return [...sections].map(([section, lines]) => ({
    name: titles[section] ?? section,
    lines: lines.map((line) => (section && line.startsWith(`${section}\t`) ? line.slice(section.length + 1) : line)),
  }));
}

const POSTINGS = 3;

function cellOf(text: string): string {
  if (/^\d+$/.test(text)) return count(Number(text));
  if (!/^[[{]/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) {
      const facts = Object.entries(value as object).filter(([, fact]) => fact !== null);
      return facts.map(([name, fact]) => `${name} ${typeof fact === 'number' ? count(fact) : fact}`).join(' · ');
    }
    const postings = value as [string, number[]][];
    const shown = postings.slice(0, POSTINGS).map(([document, places]) => `${document} (${places.length})`);
    return `${shown.join(', ')}${postings.length > POSTINGS ? `, and ${postings.length - POSTINGS} more` : ''}`;
  } catch {
    // The preview cuts lines that are too long.
    return `${text.slice(0, 120)}…`;
  }
}

/** Turns the JSON in a line into words. */
export const columnsOf = (line: string): string[] =>
  line
    .trimEnd()
    .split('\t')
    .map((text, i) => (i === 0 ? text : cellOf(text)));
