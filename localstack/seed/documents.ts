// The project's own prose, published for search by the demo administrator (corpus/README.md).
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chunksOf } from '../../lambdas/shared/base/chunks.ts';
import { root } from '../environment.ts';
import type { Outputs } from '../outputs.ts';
import { post } from './api.ts';

/** One call takes 25. With fewer, its function finishes in time even on a busy machine. */
const AT_ONCE = 10;
const SOURCES = [
  'README.md',
  'docs/*.md',
  'docs/decisions/*.md',
  'docs/figures/*.md',
  'lambdas/*/{README,runbook}.md',
  'localstack/*.md',
];
const IN_SECTIONS = /^docs\/tour\.md$|\/runbook\.md$/;

export interface Prose {
  readonly documentId: string;
  readonly title: string;
  readonly text: string;
}

/** Always in the same order. */
export function corpus(base = root): Prose[] {
  return globSync(SOURCES, { cwd: base })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .flatMap((path) => proseOf(path, readFileSync(join(base, path), 'utf8')));
}

const idOf = (...parts: string[]): string =>
  parts
    .map((part) => part.toLowerCase().replace(/\.md$/, ''))
    .map((part) => part.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, ''))
    .join('.');

export function proseOf(path: string, text: string): Prose[] {
  const title = /^# (.+)$/m.exec(text)?.[1] ?? path;
  const ids = path.split('/');
  if (!IN_SECTIONS.test(path)) return [{ documentId: idOf(...ids), title, text: bodyOf(text) }];
  const [first = '', ...sections] = text.split(/^(?=## )/m);
  return [
    { documentId: idOf(...ids), title, text: bodyOf(first) },
    ...sections.map((section) => {
      const heading = (/^## (.+)$/m.exec(section)?.[1] ?? '').replaceAll('`', '');
      return { documentId: idOf(...ids, heading), title: `${title}: ${heading}`, text: bodyOf(section) };
    }),
  ];
}

/** The body as plain text, without its heading, which is the title. */
const bodyOf = (text: string): string =>
  text
    .replace(/^#+ .*\n+/, '')
    .replaceAll(/<img [^>]*>|^```\w*$|^\|[-| :]+\|$|\*\*|`/gm, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^#+ /gm, '')
    .replaceAll(/^\| *(.*?) *\|$/gm, (_, cells: string) => cells.replaceAll(/ *\| */g, ' · '))
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

/** Answers how many documents are new or changed. */
export async function seedDocuments({ apiDirectUrl }: Outputs, token: string): Promise<number> {
  const all = corpus();
  let made = 0;
  for (const documents of chunksOf(all, AT_ONCE)) {
    const answer = await post(`${apiDirectUrl}/search/documents`, { documents }, { token });
    made += (answer.items as { changed: boolean }[]).filter(({ changed }) => changed).length;
  }
  return made;
}
