// A system's declaration for the console: its place on the map and in the menu, its addresses, and where its pages are.
import type { ComponentChildren, ComponentType } from 'preact';

/** The order of the menu and of the map. */
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
  /** Its design, in one line. */
  readonly design: string;
  /** The services it runs on. Absent until the system is live, as are the picture's service and the address. */
  readonly behind?: string;
  /** The folder in lambdas/ whose architecture the map shows. */
  readonly service?: string;
  readonly href?: `#/${string}`;
}

/** Text beside the sign-in form for users who must sign in first. */
export interface Goal {
  readonly title: string;
  readonly lead: string;
  readonly points: readonly (readonly [point: string, why: string])[];
}

export interface Route {
  /** `/jobs/:jobId`; `/api/:operation?` also matches `/api`. */
  readonly path: `/${string}`;
  /** The pattern of a parameter, as a regular expression; defaults to anything but a slash. */
  readonly where?: Readonly<Record<string, string>>;
  /** The query parameters to read. */
  readonly query?: readonly string[];
  /** The window title, with the parameters filled in. A page that knows a better one passes it to its heading. */
  readonly title: string;
  /** Without it, visitors must sign in. */
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

/** The exports of a system's chunk: one component per route and, if they share one, the frame around them. */
interface Code<Pages> {
  readonly pages: Pages;
  readonly Frame?: ComponentType<FrameProps>;
}
type PagesOf<Routes extends Readonly<Record<string, Route>>> = {
  readonly [Name in keyof Routes]: ComponentType<Parameters<Routes[Name]['path']> & Queried<Routes[Name]>>;
};
export type LoadedCode = Code<Readonly<Record<string, ComponentType<Readonly<Record<string, string>>>>>>;

interface Declared<Routes extends Readonly<Record<string, Route>>> {
  /** Name in the menu. */
  readonly title: string;
  readonly group: Group;
  /** The menu links to the first one. */
  readonly stations: readonly [Station, ...Station[]];
  readonly routes: Routes;
  readonly goal?: Goal;
}

export interface System extends Declared<Readonly<Record<string, Route>>> {
  readonly load: () => Promise<LoadedCode>;
}

/** Every route needs its page, and a page receives only the properties that its address supplies. */
export function system<const Routes extends Readonly<Record<string, Route>>>(
  declared: Declared<Routes> & { readonly load: () => Promise<Code<PagesOf<Routes>>> },
): System {
  // The path gives a page's properties their types here; the caller derives the values from the same path.
  return declared as unknown as System;
}

/** A system that appears on the map only. */
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

/** Leaves out empty groups. */
export const byGroup = (systems: readonly System[]): readonly Grouped[] =>
  groups
    .map((group) => ({ group, systems: systems.filter((one) => one.group === group) }))
    .filter((one) => one.systems.length > 0);

export const isLive = ({ stations: [{ href }] }: System): boolean => href !== undefined;
