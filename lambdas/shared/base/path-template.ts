// Finds the methods of an API path in the document made from all contracts.
type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** API Gateway treats several leading slashes as one. */
const segmentsOf = (path: string): string[] => path.replace(/^\/+/, '').split('/');
const isFixed = (segment: string): boolean => !segment.startsWith('{');

function fits(template: readonly string[], path: readonly string[]): boolean {
  if (template.length !== path.length) return false;
  return template.every((segment, i) => (isFixed(segment) ? segment === path[i] : path[i] !== ''));
}

/** Of two matching templates, the one with more fixed segments counts. Without a match there are no methods. */
export function methodsOf(paths: Paths, path: string): string[] {
  const segments = segmentsOf(path);
  const fixed = (template: string): number => segmentsOf(template).filter(isFixed).length;
  const [template] = Object.keys(paths)
    .filter((one) => fits(segmentsOf(one), segments))
    .sort((a, b) => fixed(b) - fixed(a));
  return template === undefined ? [] : Object.keys(paths[template] ?? {}).map((method) => method.toUpperCase());
}
