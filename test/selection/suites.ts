// Which test files exist, and which of them run together.
import type { SourceFile } from '../infra/source.ts';
import { type Manner, mannerOf } from './manner.ts';

/** Runs of jest. A part of `npm test` has one or more; the fault tests take minutes and belong to no part. */
export const suites = ['unit', 'infra', 'local', 'alone', 'pages', 'browser', 'faults'] as const;
export type Suite = (typeof suites)[number];

interface Place {
  readonly folders: readonly string[];
  readonly manner?: Manner;
}

const places: Readonly<Record<Suite, Place>> = {
  unit: { folders: ['bin', 'cli', 'lambdas', 'lib', 'localstack', 'web', 'bench', 'test/selection', 'test/upgrade'] },
  infra: { folders: ['test/infra'] },
  local: { folders: ['test/local'], manner: 'together' },
  alone: { folders: ['test/local'], manner: 'alone' },
  pages: { folders: ['test/browser'], manner: 'beside' },
  browser: { folders: ['test/browser'], manner: 'together' },
  faults: { folders: ['test/faults'] },
};

export function filesOf(suite: Suite, sources: readonly SourceFile[]): SourceFile[] {
  const { folders, manner } = places[suite];
  return sources
    .filter(({ path }) => path.endsWith('.test.ts') && folders.some((folder) => path.startsWith(`${folder}/`)))
    .filter((file) => manner === undefined || mannerOf(file) === manner);
}
