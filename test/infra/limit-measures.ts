// Measures how much of a limit the templates use.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { functionsOf } from './shape.ts';
import { root } from './source.ts';
import { type Resource, referred, resources, type Templates, textOf } from './synth.ts';

export type Used = readonly [name: string, amount: number];
type Properties = Record<string, unknown>;
type NameOf = (resource: Resource, templates: Templates) => string;

/** Longer than the ARN of any of our resources, whose names are known only at deployment. */
const REFERENCE = 'x'.repeat(160);

/** The text as AWS receives it, at its longest, without white space. */
function rendered(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, (_, part: unknown) => resolved(part));
}

function resolved(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(part);
  if (others.length > 0) return part;
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    const [separator, parts] = argument as [string, readonly unknown[]];
    return parts.map((one) => (typeof one === 'string' ? one : resolved(one))).join(separator);
  }
  // AWS::Region is the longest.
  if (name === 'Ref' && String(argument).startsWith('AWS::')) return 'ap-southeast-2';
  return name === 'Ref' || name.startsWith('Fn::') ? REFERENCE : part;
}

const bytesOf = (value: unknown): number => (value === undefined ? 0 : Buffer.byteLength(rendered(value)));

/** Bytes of a part of each resource of a type. */
export const sizeOf = (type: string, part: (properties: Properties) => unknown) => (templates: Templates) =>
  resources(templates, type).map(({ name, properties }): Used => [name, bytesOf(part(properties))]);

function sums(pairs: readonly Used[]): Used[] {
  const all = new Map<string, number>();
  for (const [name, amount] of pairs) all.set(name, (all.get(name) ?? 0) + amount);
  return [...all];
}

/** Number of resources of a type per name, or the sum of `each`. */
export const countOf =
  (type: string, nameOf: NameOf, each: (properties: Properties) => number = () => 1) =>
  (templates: Templates) =>
    sums(resources(templates, type).map((one): Used => [nameOf(one, templates), each(one.properties)]));

export const inAll: NameOf = () => 'the account';
export const referredBy =
  (property: string, otherwise = 'unknown'): NameOf =>
  ({ stack, properties }, templates) =>
    referred(templates, stack, properties[property])?.name ?? otherwise;

export const byStack = (amount: (template: Templates[string]) => number) => (templates: Templates) =>
  Object.entries(templates).map(([stack, template]): Used => [stack, amount(template)]);

export function rolePolicies(templates: Templates): Used[] {
  const attached = resources<{ Roles?: unknown[]; PolicyDocument: unknown }>(templates, 'AWS::IAM::Policy').flatMap(
    ({ stack, properties: { Roles = [], PolicyDocument } }) =>
      Roles.map((role): Used => [textOf(templates, stack, role), bytesOf(PolicyDocument)]),
  );
  const own = sizeOf('AWS::IAM::Role', ({ Policies }) => Policies)(templates);
  return sums([...attached, ...own]);
}

function bytesOnDisk(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + bytesOnDisk(join(path, name)), 0);
}

/** A function's description is its id, which is also its bundle's path (lib/constructs/service-function.ts). */
export const packageSizes = (templates: Templates): Used[] =>
  functionsOf(templates).map(
    ({ properties: { Description } }): Used => [Description, bytesOnDisk(join(root, 'dist', Description))],
  );

/** Number of functions that read each stream, of Kinesis or of a table. */
export const readers = (type: string) => (templates: Templates) =>
  sums(
    resources(templates, 'AWS::Lambda::EventSourceMapping').flatMap(({ stack, properties }): Used[] => {
      const source = referred(templates, stack, properties.EventSourceArn);
      return source?.type === type ? [[source.name, 1]] : [];
    }),
  );

interface State {
  readonly Type: string;
  readonly End?: boolean;
  readonly Result?: unknown;
  readonly ResultWriter?: unknown;
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

/** A map's result is one array of its children's answers. An answer without a fixed result counts as infinite. */
export const childAnswers = (children: number) => (templates: Templates) =>
  resources(templates, 'AWS::StepFunctions::StateMachine').flatMap(({ name, properties }) => {
    const { States } = JSON.parse(rendered(resolved(properties.DefinitionString))) as NonNullable<
      State['ItemProcessor']
    >;
    return Object.values(States).flatMap(({ ItemProcessor, ResultWriter }): Used[] => {
      if (!ItemProcessor || ResultWriter) return [];
      const last = Object.values(ItemProcessor.States).filter(({ End }) => End);
      const sizes = last.map(({ Result }) => (Result === undefined ? Infinity : bytesOf(Result) + ','.length));
      return [[name, children * Math.max(...sizes)]];
    });
  });
