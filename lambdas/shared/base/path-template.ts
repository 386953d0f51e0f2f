// Matches paths with the path templates of routes, as API Gateway does.

interface Addressed {
  readonly method: string;
  /** `/api/links/{code}`. */
  readonly template: string;
}

/** API Gateway treats several leading slashes as one. */
const segmentsOf = (path: string): string[] => path.replace(/^\/+/, '').split('/');
const isFixed = (segment: string): boolean => !segment.startsWith('{');
const fixedIn = (template: string): number => segmentsOf(template).filter(isFixed).length;

/** Whether the template matches the path, or everything that a more specific template matches. */
function fits(template: string, path: string): boolean {
  const [wanted, given] = [segmentsOf(template), segmentsOf(path)];
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, i) => (isFixed(segment) ? segment === given[i] : given[i] !== ''));
}

/** The routes at a path. Of two matching templates, the one with more fixed segments counts. */
export function routesAt<Route extends Addressed>(routes: readonly Route[], path: string): Route[] {
  const [first] = routes
    .filter(({ template }) => fits(template, path))
    .sort((a, b) => fixedIn(b.template) - fixedIn(a.template));
  return routes.filter(({ template }) => template === first?.template);
}

/**
 * Methods that a template lacks and a more general one has: a DELETE of /api/links/top would reach
 * /api/links/{code}.
 */
export function straysOf<Route extends Addressed>(routes: readonly Route[]): Pick<Route, 'method' | 'template'>[] {
  return [...new Set(routes.map(({ template }) => template))].flatMap((template) => {
    const own = routes.filter((other) => other.template === template).map(({ method }) => method);
    const general = routes.filter((other) => other.template !== template && fits(other.template, template));
    const methods = new Set(general.map(({ method }) => method));
    return [...methods].filter((method) => !own.includes(method)).map((method) => ({ method, template }));
  });
}
