// Maps the address to a place. Hash routes only: nearly every path of this host is a short link.
import { useEffect, useState } from 'preact/hooks';
import type { Route, System } from './system.ts';

export interface PagePlace {
  readonly at: 'page';
  readonly system: System;
  readonly page: string;
  readonly title: string;
  readonly isPublic: boolean;
  /** Changes with the required parameters: another key is another page, not an update of the same one. */
  readonly key: string;
  readonly properties: Readonly<Record<string, string>>;
}
export type Place = { readonly at: 'map' | 'sign-in' | 'sign-up' | 'nowhere' } | PagePlace;

const shellPlaces: Readonly<Record<string, Place>> = {
  '': { at: 'map' },
  '#': { at: 'map' },
  '#/': { at: 'map' },
  '#/sign-in': { at: 'sign-in' },
  '#/sign-up': { at: 'sign-up' },
};

const PARAMETER = /\/:(\w+)(\??)/g;

function patternOf({ path, where }: Route): RegExp {
  const pattern = path.replaceAll(PARAMETER, (_, name: string, optional: string) => {
    const one = `/(?<${name}>${where?.[name] ?? '[^/]+'})`;
    return optional ? `(?:${one})?` : one;
  });
  return new RegExp(`^#${pattern}$`);
}

/** Keeps only the entries that have a value. */
const given = (entries: Iterable<readonly [string, string | undefined]>): Record<string, string> =>
  Object.fromEntries([...entries].flatMap(([name, value]) => (value ? [[name, value]] : [])));

function pageOf(system: System, page: string, route: Route, hash: string): PagePlace | undefined {
  const [path = '', search] = hash.split('?', 2);
  const found = patternOf(route).exec(path);
  if (!found) return undefined;
  const parameters = given(Object.entries(found.groups ?? {}));
  const query = new URLSearchParams(search);
  const { title, isPublic = false } = route;
  return {
    at: 'page',
    system,
    page,
    isPublic,
    title: title.replaceAll(/:(\w+)/g, (word, name: string) => parameters[name] ?? word),
    key: [
      page,
      ...[...route.path.matchAll(PARAMETER)].flatMap(([, name = '', optional]) => (optional ? [] : [parameters[name]])),
    ].join('/'),
    properties: { ...parameters, ...given((route.query ?? []).map((name) => [name, query.get(name) ?? undefined])) },
  };
}

export function placeOf(systems: readonly System[], hash: string): Place {
  const place = Object.hasOwn(shellPlaces, hash) ? shellPlaces[hash] : undefined;
  if (place) return place;
  for (const system of systems) {
    for (const [page, route] of Object.entries(system.routes)) {
      const found = pageOf(system, page, route, hash);
      if (found) return found;
    }
  }
  return { at: 'nowhere' };
}

export function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return hash;
}
