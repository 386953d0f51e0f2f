// What CloudFormation refuses, or what it loses, when a deployment goes from one set of templates to another.
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { exportsOf, importsOf, type Resource, type Template } from '../deploy/template.ts';

/** By stack name. */
export type Templates = Readonly<Record<string, Template>>;

export interface Finding {
  readonly says: string;
  /** How to deploy it in two steps. */
  readonly runbook: string;
}

const RUNBOOK = {
  exports: 'docs/runbook.md#an-export-vanishes',
  indexes: 'docs/runbook.md#two-indexes-at-once',
  kept: 'docs/runbook.md#kept-data-is-replaced',
};

/** An export stays while a deployed stack imports it, and producers are deployed before their consumers. */
function vanishing(before: Templates, after: Templates): Finding[] {
  const importers = (name: string) =>
    Object.keys(before).filter((stack) => importsOf(before[stack]).includes(name) && after[stack] !== undefined);
  return Object.entries(before).flatMap(([stack, template]) => {
    const now = exportsOf(after[stack] ?? {});
    const changed = [...exportsOf(template)].filter(
      ([name, value]) => JSON.stringify(now.get(name)) !== JSON.stringify(value) && importers(name).length > 0,
    );
    return changed.map(([name]) => ({
      says: `${stack}: export ${name} ${now.has(name) ? 'changes' : 'vanishes'}, which ${importers(name).join(' and ')} imports`,
      runbook: RUNBOOK.exports,
    }));
  });
}

const indexesOf = (resource: Resource | undefined): Map<string, string> => {
  const indexes = (resource?.Properties?.GlobalSecondaryIndexes ?? []) as readonly { readonly IndexName: string }[];
  return new Map(indexes.map((index) => [index.IndexName, JSON.stringify(index)]));
};

/** DynamoDB makes or deletes one index of a table in an update. A changed one is deleted and made again. */
function indexChanges(before: Resource | undefined, after: Resource | undefined): string[] {
  const [then, now] = [indexesOf(before), indexesOf(after)];
  return [...new Set([...then.keys(), ...now.keys()])].filter((name) => then.get(name) !== now.get(name));
}

const keeps = (resource: Resource | undefined): boolean =>
  resource?.Type === USER_POOL || /^Retain/.test(resource?.DeletionPolicy ?? '');
const USER_POOL = 'AWS::Cognito::UserPool';

/** Source: Cognito, UpdateUserPool, which has no such parameters. Attributes can be added, but not changed or removed. */
const FIXED = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'];

function refusedByCognito(before: Resource | undefined, after: Resource | undefined): string | undefined {
  if (before?.Type !== USER_POOL) return undefined;
  const text = (value: unknown) => JSON.stringify(value);
  const attributes = (resource: Resource | undefined) =>
    ((resource?.Properties?.Schema ?? []) as readonly unknown[]).map(text);
  const changed = FIXED.find((name) => text(before.Properties?.[name]) !== text(after?.Properties?.[name]));
  if (changed !== undefined) return `changes ${changed}, which Cognito refuses`;
  const lost = attributes(before).some((attribute) => !attributes(after).includes(attribute));
  return lost ? 'changes or removes an attribute, which Cognito refuses' : undefined;
}

const LOSSES: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_REPLACE]: 'is replaced by an empty one',
  [ResourceImpact.MAY_REPLACE]: 'may be replaced by an empty one',
  [ResourceImpact.WILL_ORPHAN]: 'is removed: its data stays, where nothing finds it',
  [ResourceImpact.WILL_DESTROY]: 'is deleted with its data',
};

function changesOf(stack: string, before: Template, after: Template): Finding[] {
  const { resources } = fullDiff(before, after);
  const findings: Finding[] = [];
  resources.forEachDifference((id, difference) => {
    const [then, now] = [before.Resources?.[id], after.Resources?.[id]];
    const what = `${stack}: ${then?.Type ?? now?.Type} ${id}`;
    const loss = LOSSES[difference.changeImpact] ?? refusedByCognito(then, now);
    if (keeps(then) && loss) findings.push({ says: `${what} ${loss}`, runbook: RUNBOOK.kept });
    const indexes = then && now ? indexChanges(then, now) : [];
    if (indexes.length > 1)
      findings.push({
        says: `${what} changes ${indexes.length} indexes at once: ${indexes.join(', ')}`,
        runbook: RUNBOOK.indexes,
      });
  });
  return findings;
}

/** In a deployment of `after` over `before`, both for the same target and context. */
export function compare(before: Templates, after: Templates): Finding[] {
  return [
    ...vanishing(before, after),
    ...Object.entries(before).flatMap(([stack, template]) => changesOf(stack, template, after[stack] ?? {})),
  ];
}
