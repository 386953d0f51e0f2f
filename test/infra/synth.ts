// The application as CloudFormation sees it: its templates, with references as readable names.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { compose } from '../../bin/app.ts';
import { root } from './source.ts';

interface RawResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: Record<string, string>;
}
interface Template {
  readonly Resources: Record<string, RawResource>;
  readonly Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}
export type Templates = Record<string, Template>;

export interface Resource<Properties = Record<string, unknown>> {
  readonly stack: string;
  readonly id: string;
  /** `links/ClickStream/Parked`: the construct path without the common prefix and suffix. */
  readonly name: string;
  readonly type: string;
  readonly properties: Properties;
  readonly deletionPolicy: string | undefined;
}

/** Parts that are off on AWS unless asked for: with them, the templates have everything that there is. */
export const everything = { captions: 'on', sender: 'shop@shop.example' } as const;

/** Synthesises all stacks of a target into a temporary folder; `more` is context as of `cdk -c`. */
export function synthesise(
  target: 'aws' | 'local' | 'localstack',
  more: Readonly<Record<string, string>> = {},
): { app: App; templates: Templates } {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  const outdir = mkdtempSync(join(tmpdir(), 'system-design-synth-'));
  try {
    const app = new App({
      outdir,
      context: { ...context, ...more, target, 'aws:cdk:enable-path-metadata': true },
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    });
    compose(app);
    const { stacks } = app.synth();
    return { app, templates: Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template])) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Findings of cdk-nag (AwsSolutions) that lib/nag.ts does not answer for. */
export const openFindings = (app: App): string[] =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    );

const nameOf = (stack: string, id: string, resource: RawResource | undefined): string =>
  (resource?.Metadata?.['aws:cdk:path'] ?? `${stack}/${id}`)
    .replace(/^(?:[a-z0-9-]+-)?system-design-/, '')
    .replace(/\/Resource$/, '')
    .replace(/\/(?:Table|Stream|Secret)$/, '');

function wrap<Properties>(stack: string, id: string, raw: RawResource): Resource<Properties> {
  return {
    stack,
    id,
    name: nameOf(stack, id, raw),
    type: raw.Type,
    properties: (raw.Properties ?? {}) as Properties,
    deletionPolicy: raw.DeletionPolicy,
  };
}

/** All resources, or all of one type, by name. */
export function resources<Properties = Record<string, unknown>>(
  templates: Templates,
  type?: string,
): Resource<Properties>[] {
  return Object.entries(templates)
    .flatMap(([stack, { Resources }]) => Object.entries(Resources).map(([id, raw]) => wrap<Properties>(stack, id, raw)))
    .filter((resource) => type === undefined || resource.type === type)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether the resource stays when its stack is deleted. */
export const outlives = (deletionPolicy: string | undefined): boolean =>
  deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function exported(templates: Templates, exportName: string): { stack: string; value: unknown } | undefined {
  for (const [stack, { Outputs = {} }] of Object.entries(templates)) {
    const output = Object.values(Outputs).find(({ Export }) => Export?.Name === exportName);
    if (output) return { stack, value: output.Value };
  }
  return undefined;
}

/** The first resource that a value refers to, in any stack. */
export function referred(templates: Templates, stack: string, value: unknown): Resource | undefined {
  if (!isObject(value)) return undefined;
  const source = typeof value['Fn::ImportValue'] === 'string' && exported(templates, value['Fn::ImportValue']);
  if (source) return referred(templates, source.stack, source.value);
  const attribute = value['Fn::GetAtt'];
  const id = (value.Ref ?? (Array.isArray(attribute) ? attribute[0] : undefined)) as string | undefined;
  const raw = id === undefined ? undefined : templates[stack]?.Resources[id];
  if (id !== undefined && raw) return wrap(stack, id, raw);
  for (const part of Object.values(value)) {
    const found = referred(templates, stack, part);
    if (found) return found;
  }
  return undefined;
}

/** The value as text, with resources by name: `links/Links/index/byOwner`. */
export function textOf(templates: Templates, stack: string, value: unknown): string {
  if (!isObject(value)) return String(value);
  const join = value['Fn::Join'] as [string, unknown[]] | undefined;
  if (join) return join[1].map((part) => textOf(templates, stack, part)).join(join[0]);
  return (
    referred(templates, stack, value)?.name ??
    (typeof value.Ref === 'string' ? `<${value.Ref}>` : JSON.stringify(value))
  );
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export const list = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Item];

/** Every policy statement of a resource, anywhere in its properties. */
export function statementsOf(value: unknown): Statement[] {
  if (!isObject(value)) return [];
  const here = Array.isArray(value.Statement) ? (value.Statement as Statement[]) : [];
  return [...here, ...Object.values(value).flatMap(statementsOf)];
}

/** `[path, a, b]` of each difference between two values; undefined means that one side lacks it. */
export function differences(a: unknown, b: unknown, path = ''): [string, unknown, unknown][] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b) || isFunctionCall(a) || isFunctionCall(b)) {
    return [[path, a, b]];
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.flatMap((key) => differences(a[key], b[key], path === '' ? key : `${path}/${key}`));
}

const isFunctionCall = (value: Record<string, unknown>): boolean =>
  Object.keys(value).length === 1 && /^(?:Fn::.*|Ref)$/.test(Object.keys(value)[0] ?? '');
