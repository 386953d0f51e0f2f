// How a test file must run, as it states itself below its head comment:
//
//   // @runs alone: why          no other file runs meanwhile, because it changes the shared system under test for a while
//   // @runs alone cart: why     the same, but files that name other services may run: it changes or needs only this one
//   // @runs beside: why         runs beside all others, because it only reads files from the system
//   // @takes 120 s              a fault test: its duration on two shared cores, by which draws and lanes are packed
import type { SourceFile } from '../infra/source.ts';

const manners = ['alone', 'beside'] as const;
export type Manner = (typeof manners)[number] | 'together';

const PRAGMA = /^\/\/ @(\w+) (.*)$/gm;
const isManner = (word: string | undefined): word is Manner => manners.some((manner) => manner === word);

export function mannerOf({ text }: SourceFile): Manner {
  const word = /^\/\/ @runs (\w+)/m.exec(text)?.[1];
  return isManner(word) ? word : 'together';
}

/** The services that a file which runs alone names; none means that it has all of them to itself. */
export function servicesOf({ text }: SourceFile): string[] {
  const [, names = ''] = /^\/\/ @runs alone((?: [a-z]+)*):/m.exec(text) ?? [];
  return names.split(' ').filter(Boolean);
}

/** Undefined if the file does not state it. */
export function secondsOf({ text }: SourceFile): number | undefined {
  const seconds = /^\/\/ @takes (\d+) s$/m.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/** Statements of a test file that are not understood, and required ones that are missing. */
export function misstatements({ path, text }: SourceFile): string[] {
  if (!path.endsWith('.test.ts')) return [];
  const wrong = [...text.matchAll(PRAGMA)].filter(([, word = '', rest = '']) => {
    if (word === 'takes') return !path.startsWith('test/faults/') || !/^[1-9]\d* s$/.test(rest);
    const [, manner, names, why = ''] = /^(\w+)((?: [a-z]+)*): (.*)$/.exec(rest) ?? [];
    if (word !== 'runs' || !isManner(manner) || !/^test\/(?:local|browser)\//.test(path)) return true;
    return why.length < 15 || (names !== '' && manner !== 'alone');
  });
  const silent = path.startsWith('test/faults/') && secondsOf({ path, text }) === undefined;
  return [...wrong.map(([line]) => line), ...(silent ? ['does not say what it takes'] : [])];
}
