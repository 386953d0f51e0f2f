// How a test file is to be run, which it says itself below its head comment:
//
//   // @runs alone: why      no other file runs meanwhile, since it changes the one system under test for a while
//   // @runs beside: why     beside those that run alone, since it asks the system for files only
//   // @takes 120 s          a fault test: what it takes on two shared cores, by which draws and lanes are packed
import type { SourceFile } from '../infra/source.ts';

const manners = ['alone', 'beside'] as const;
export type Manner = (typeof manners)[number] | 'together';

const PRAGMA = /^\/\/ @(\w+) (.*)$/gm;
const isManner = (word: string | undefined): word is Manner => manners.some((manner) => manner === word);

export function mannerOf({ text }: SourceFile): Manner {
  const word = /^\/\/ @runs (\w+)/m.exec(text)?.[1];
  return isManner(word) ? word : 'together';
}

/** Undefined when the file does not say. */
export function secondsOf({ text }: SourceFile): number | undefined {
  const seconds = /^\/\/ @takes (\d+) s$/m.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/** What a test file says of itself and nobody understands, and what it has to say and does not. */
export function misstatements({ path, text }: SourceFile): string[] {
  if (!path.endsWith('.test.ts')) return [];
  const wrong = [...text.matchAll(PRAGMA)].filter(([, word = '', rest = '']) => {
    if (word === 'takes') return !path.startsWith('test/faults/') || !/^[1-9]\d* s$/.test(rest);
    const [, manner, why = ''] = /^(\w+): (.*)$/.exec(rest) ?? [];
    return word !== 'runs' || !isManner(manner) || !/^test\/(?:local|browser)\//.test(path) || why.length < 15;
  });
  const silent = path.startsWith('test/faults/') && secondsOf({ path, text }) === undefined;
  return [...wrong.map(([line]) => line), ...(silent ? ['does not say what it takes'] : [])];
}
