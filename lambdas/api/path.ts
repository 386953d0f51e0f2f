// Which methods a path of the API takes, by the document made of all contracts.
type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** API Gateway takes leading slashes for one. */
const segmentsOf = (path: string): string[] => path.replace(/^\/+/, '').split('/');
const isFixed = (segment: string): boolean => !segment.startsWith('{');

function fits(template: readonly string[], path: readonly string[]): boolean {
  if (template.length !== path.length) return false;
  return template.every((segment, i) => (isFixed(segment) ? segment === path[i] : path[i] !== ''));
}

/** Of two templates that fit, the one with more fixed segments counts. None fits: no methods. */
export function methodsOf(paths: Paths, path: string): string[] {
  const segments = segmentsOf(path);
  const fixed = (template: string): number => segmentsOf(template).filter(isFixed).length;
  const [template] = Object.keys(paths)
    .filter((one) => fits(segmentsOf(one), segments))
    .sort((a, b) => fixed(b) - fixed(a));
  return template === undefined ? [] : Object.keys(paths[template] ?? {}).map((method) => method.toUpperCase());
}
