// The project's own files, as git lists them (tracked or new, not ignored), and their imports.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** Path relative to the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export function readSources(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  return (
    listed
      .split('\0')
      .filter((path) => path !== '' && statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
      .sort()
      // A picture has no text, but its bytes may contain a word.
      .map((path) => ({ path, text: path.endsWith('.png') ? '' : readFileSync(join(root, path), 'utf8') }))
  );
}

export interface Import {
  /** The package, or for a relative import the file's path relative to the project's root. */
  readonly from: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

const IMPORT =
  /^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]/gm;

/** Static, dynamic and re-exporting imports. */
export function importsOf({ path, text }: SourceFile): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? '';
    return {
      from: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier,
      line: lineAt(text, (match.index ?? 0) + match[0].length),
      typeOnly: /^\s*(?:import|export) type\s/.test(match[0]),
    };
  });
}

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** The file and all project files it imports at run time; type imports are left out. */
export function closureOf(sources: readonly SourceFile[], path: string): SourceFile[] {
  const byPath = new Map(sources.map((file) => [file.path, file]));
  const seen = new Set<SourceFile>();
  const visit = (file: SourceFile | undefined): void => {
    if (!file || seen.has(file)) return;
    seen.add(file);
    for (const { from, typeOnly } of importsOf(file)) if (!typeOnly) visit(byPath.get(from));
  };
  visit(byPath.get(path));
  return [...seen];
}
