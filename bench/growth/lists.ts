// Finds the reads that may grow with their data, by their contracts: nothing lists them.
import type * as z from 'zod/mini';
import type { Contract, Route } from '../../lambdas/shared/base/contract.ts';

export interface ListRoute {
  readonly service: string;
  /** In the contract. */
  readonly name: string;
  readonly route: Route;
}

const shapeOf = (schema: z.ZodMiniType | undefined): Readonly<Record<string, z.core.$ZodType>> =>
  (schema as z.ZodMiniObject | undefined)?.shape ?? {};

const isListOfObjects = ({ _zod: { def } }: z.core.$ZodType): boolean =>
  def.type === 'array' && (def as z.core.$ZodArrayDef).element._zod.def.type === 'object';

/** Every GET that takes a query, or whose response has a list of objects. */
export const listRoutes = (contracts: readonly Contract[]): ListRoute[] =>
  contracts.flatMap(({ service, routes }) =>
    Object.entries(routes).flatMap(([name, route]) =>
      route.method === 'GET' && (route.query || Object.values(shapeOf(route.response)).some(isListOfObjects))
        ? [{ service, name, route }]
        : [],
    ),
  );

export const parametersOf = ({ query }: Route): string[] => Object.keys(shapeOf(query));

/** The parameters that select items, other than those of the page. */
export const filtersOf = (route: Route): string[] =>
  parametersOf(route).filter((name) => name !== 'limit' && name !== 'cursor');
