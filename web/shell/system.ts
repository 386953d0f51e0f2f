// What a system says of itself to the console: its place on the map and in the menu, its addresses, and where its pages are.
import type { ComponentChildren, ComponentType } from 'preact';

/** In the order of the menu and of the map. */
export const groups = [
  'Accounts and links',
  'Shop',
  'Media',
  'Social',
  'Rides',
  'Data',
  'Infrastructure',
  'Learn',
] as const;
export type Group = (typeof groups)[number];

export interface Station {
  readonly name: string;
  /** In one line. */
  readonly design: string;
  /** What stands behind it; absent, with the address, until it is live. */
  readonly behind?: string;
  readonly href?: `#/${string}`;
}

/** What somebody reads who has to sign in first. */
export interface Goal {
  readonly title: string;
  readonly lead: string;
  readonly points: readonly (readonly [point: string, why: string])[];
}

export interface Route {
  /** `/jobs/:jobId`; `/api/:operation?` is also `/api`. */
  readonly path: `/${string}`;
  /** What a parameter looks like, as a regular expression; without one it is anything but a slash. */
  readonly where?: Readonly<Record<string, string>>;
  /** What is read of the query. */
  readonly query?: readonly string[];
  /** Of the browser's window, with the parameters filled in. A page that learns a better one gives it to its heading. */
  readonly title: string;
  /** Without it, whoever comes has to sign in. */
  readonly isPublic?: true;
}

type Parameters<Path extends string> = Path extends `${infer Before}/${infer After}`
  ? Parameters<Before> & Parameters<After>
  : Path extends `:${infer Name}?`
    ? { readonly [Key in Name]?: string }
    : Path extends `:${infer Name}`
      ? { readonly [Key in Name]: string }
      : unknown;
type Queried<One extends Route> = One extends { readonly query: readonly (infer Name extends string)[] }
  ? { readonly [Key in Name]?: string }
  : unknown;

export interface FrameProps {
  readonly page: string;
  readonly children?: ComponentChildren;
}

/** What a system's chunk has: a component for each route and, if they share one, the frame around them. */
interface Code<Pages> {
  readonly pages: Pages;
  readonly Frame?: ComponentType<FrameProps>;
}
type PagesOf<Routes extends Readonly<Record<string, Route>>> = {
  readonly [Name in keyof Routes]: ComponentType<Parameters<Routes[Name]['path']> & Queried<Routes[Name]>>;
};
export type LoadedCode = Code<Readonly<Record<string, ComponentType<Readonly<Record<string, string>>>>>>;

interface Declared<Routes extends Readonly<Record<string, Route>>> {
  /** In the menu. */
  readonly title: string;
  readonly group: Group;
  /** The first one is where the menu leads. */
  readonly stations: readonly [Station, ...Station[]];
  readonly routes: Routes;
  readonly goal?: Goal;
}

export interface System extends Declared<Readonly<Record<string, Route>>> {
  readonly load: () => Promise<LoadedCode>;
}

/** Every route needs its page, and a page gets no other properties than its address gives. */
export function system<const Routes extends Readonly<Record<string, Route>>>(
  declared: Declared<Routes> & { readonly load: () => Promise<Code<PagesOf<Routes>>> },
): System {
  // What a page's properties are is known of its path here; whoever shows it has them from the same path.
  return declared as unknown as System;
}

/** A system that is on the map only. */
export const planned = (group: Group, station: Station): System => ({
  title: station.name,
  group,
  stations: [station],
  routes: {},
  load: () => Promise.resolve({ pages: {} }),
});

export interface Grouped {
  readonly group: Group;
  readonly systems: readonly System[];
}

/** Groups with nothing in them are left out. */
export const byGroup = (systems: readonly System[]): readonly Grouped[] =>
  groups
    .map((group) => ({ group, systems: systems.filter((one) => one.group === group) }))
    .filter((one) => one.systems.length > 0);

export const isLive = ({ stations: [{ href }] }: System): boolean => href !== undefined;
