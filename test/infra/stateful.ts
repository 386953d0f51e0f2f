// stateful.txt: everything that holds state in a deployed system, and what must not change to keep that state.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './source.ts';
import { outlives, resources, type Templates } from './synth.ts';

interface Kind {
  readonly name: string;
  /** The data that is lost when CloudFormation replaces the resource. */
  readonly holds: string;
  /** Properties whose change replaces the resource or its state ("Update requires: Replacement"). */
  readonly fixed: readonly string[];
}

/** By type; the fixed properties come from the type's page in the CloudFormation template reference. */
const kinds: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': {
    name: 'table',
    holds: 'its items',
    fixed: ['TableName', 'KeySchema', 'LocalSecondaryIndexes', 'ImportSourceSpecification'],
  },
  'AWS::S3::Bucket': {
    name: 'bucket',
    holds: 'its objects',
    fixed: ['BucketName', 'BucketNamePrefix', 'BucketNamespace', 'ObjectLockEnabled'],
  },
  'AWS::Kinesis::Stream': {
    name: 'stream',
    holds: 'its records and the position of every consumer',
    fixed: ['Name'],
  },
  // Cognito refuses to change these for an existing pool.
  'AWS::Cognito::UserPool': {
    name: 'user pool',
    holds: 'every account',
    fixed: ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration', 'Schema'],
  },
  'AWS::Cognito::UserPoolClient': {
    name: 'user pool client',
    holds: 'every session, since a token names its client',
    fixed: ['UserPoolId', 'GenerateSecret'],
  },
  'AWS::Cognito::UserPoolGroup': {
    name: 'user pool group',
    holds: 'its members',
    fixed: ['UserPoolId', 'GroupName'],
  },
  // When GenerateSecretString changes, the secret stays but gets a new value.
  'AWS::SecretsManager::Secret': {
    name: 'secret',
    holds: 'its value and all that was signed with it',
    fixed: ['Name', 'GenerateSecretString'],
  },
  'AWS::CloudFront::Distribution': {
    name: 'distribution',
    holds: 'the address of the console, of every short link and of public media',
    fixed: [],
  },
};

interface Keys {
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
}

/** A key schema does not contain the key's type, but changing the type also replaces the table. */
const withTypes = (property: string, value: unknown, { AttributeDefinitions }: Partial<Keys>): string =>
  (AttributeDefinitions ?? []).reduce(
    (text, { AttributeName, AttributeType }) =>
      text.replaceAll(`"AttributeName":"${AttributeName}"`, `"AttributeName":"${AttributeName} (${AttributeType})"`),
    `${property} ${JSON.stringify(value)}`,
  );

/** The text of stateful.txt: one line each; the first column is stack and logical id. */
export function statefulOf(templates: Templates): string {
  const lines = resources<Record<string, unknown> & Partial<Keys>>(templates).flatMap((resource) => {
    const { stack, id, type, properties, deletionPolicy } = resource;
    const kind = kinds[type];
    if (!kind && outlives(deletionPolicy))
      throw new Error(`${stack} ${id} is retained: say in test/infra/stateful.ts what replaces ${type}`);
    if (!kind) return [];
    const fixed = kind.fixed.flatMap((name) =>
      properties[name] === undefined ? [] : [withTypes(name, properties[name], properties)],
    );
    return [[`${stack} ${id}`, kind.name, outlives(deletionPolicy) ? 'retained' : 'goes', ...fixed].join(' | ')];
  });
  const head = [
    '# What holds state in a deployed system, made of the templates for AWS by test/infra/stateful.ts.',
    '# CloudFormation makes a new, empty one when a logical id or a property in its line changes.',
    '# UPDATE_SHAPE=1 npm test infra adds new lines; only UPDATE_STATEFUL=1 changes or drops a line.',
  ];
  return `${[...head, '', ...lines.sort()].join('\n')}\n`;
}

const linesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\n').flatMap((line) => (/^(?!#)(.+?) \| /.test(line) ? [[line.split(' | ')[0] ?? '', line]] : [])),
  );

/** The lines that a deployed system of the first text loses and gains when the second is deployed. */
export function compareStateful(kept: string, now: string): { lost: string[]; gained: string[] } {
  const before = linesOf(kept);
  const after = linesOf(now);
  const lost = [...before].flatMap(([key, line]) => {
    const other = after.get(key);
    if (other === line) return [];
    const [, name] = line.split(' | ');
    const holds = Object.values(kinds).find((kind) => kind.name === name)?.holds;
    return other === undefined
      ? [`${key} is gone: a deployed system loses ${holds}.`]
      : [`${key} changes: a deployed system loses ${holds}.\n- ${line}\n+ ${other}`];
  });
  return { lost, gained: [...after].flatMap(([key, line]) => (before.has(key) ? [] : [line])) };
}

/** Throws if a deployed system would lose state, or if the list is incomplete. Rewrites the list on request. */
export function keepState(templates: Templates): void {
  const path = join(root, 'stateful.txt');
  const now = statefulOf(templates);
  const { lost, gained } = compareStateful(existsSync(path) ? readFileSync(path, 'utf8') : '', now);
  const { UPDATE_SHAPE, UPDATE_STATEFUL } = process.env;
  if (UPDATE_STATEFUL || (UPDATE_SHAPE && lost.length === 0)) {
    writeFileSync(path, now);
    return;
  }
  if (lost.length > 0)
    throw new Error(`${lost.join('\n')}\n\nFix: keep the logical id (overrideLogicalId) and the property.`);
  if (gained.length > 0) throw new Error(`${gained.join('\n')}\n\nNew: UPDATE_SHAPE=1 npm test infra, and commit it.`);
}
