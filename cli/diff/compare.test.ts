import { expect, test } from '@jest/globals';
import type { Template } from '../deploy/template.ts';
import { compare } from './compare.ts';

const stack = 'system-design-a';
const says = (before: Template, after: Template) =>
  compare({ [stack]: before }, { [stack]: after }).map(({ says }) => says);

const table = (more: object = {}, indexes: readonly string[] = []): Template => ({
  Resources: {
    Links: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: indexes.map((IndexName) => ({
          IndexName,
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        })),
        ...more,
      },
    },
  },
});
const pool = (names: readonly string[], more: object = { UsernameAttributes: ['email'] }): Template => ({
  Resources: {
    Users: {
      Type: 'AWS::Cognito::UserPool',
      Properties: { Schema: names.map((Name) => ({ Name })), ...more },
    },
  },
});
const exporting = (name: string | undefined, value: unknown = 'arn'): Template => ({
  Outputs: name === undefined ? {} : { Out: { Value: value, Export: { Name: name } } },
});
const importing = (name: string): Template => ({
  Resources: {
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: { Environment: { Variables: { X: { 'Fn::ImportValue': name } } } },
    },
  },
});

test('the same templates are one deployment', () => {
  const both = { a: table({}, ['byOwner']), b: exporting('x'), c: importing('x') };
  expect(compare(both, structuredClone(both))).toEqual([]);
});

test('an export that a deployed stack imports must neither vanish nor change', () => {
  const before = { a: exporting('x'), b: importing('x') };
  expect(compare(before, { a: exporting(undefined), b: {} })).toEqual([
    { says: 'a: export x vanishes, which b imports', runbook: 'docs/runbook.md#an-export-vanishes' },
  ]);
  expect(compare(before, { a: exporting('x', { Ref: 'Other' }), b: importing('x') })).toEqual([
    { says: 'a: export x changes, which b imports', runbook: 'docs/runbook.md#an-export-vanishes' },
  ]);
  // Nobody imports it, or its importer goes first.
  expect(compare({ a: exporting('x') }, { a: exporting(undefined) })).toEqual([]);
  expect(compare(before, { a: exporting(undefined) })).toEqual([]);
});

test('a table changes one index in a deployment', () => {
  expect(says(table({}, ['one']), table({}, ['one', 'two']))).toEqual([]);
  const two = `${stack}: AWS::DynamoDB::Table Links changes 2 indexes at once: `;
  expect(says(table(), table({}, ['one', 'two']))).toEqual([`${two}one, two`]);
  expect(says(table({}, ['one']), table({}, ['two']))).toEqual([`${two}one, two`]);
});

test('what is kept is not replaced, and not removed', () => {
  const kept = `${stack}: AWS::DynamoDB::Table Links `;
  const otherKey = { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] };
  expect(says(table(), table(otherKey))).toEqual([`${kept}is replaced by an empty one`]);
  expect(says(table(), {})).toEqual([`${kept}is removed: its data stays, where nothing finds it`]);
  expect(says(table(), table({ TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } }))).toEqual([]);
  const gone = (Type: string) => says({ Resources: { It: { Type } } }, {});
  expect(gone('AWS::SQS::Queue')).toEqual([]);
  expect(gone('AWS::Cognito::UserPool')).toEqual([`${stack}: AWS::Cognito::UserPool It is deleted with its data`]);
});

test('a user pool gets attributes, and loses and changes none', () => {
  const users = 'system-design-a: AWS::Cognito::UserPool Users changes ';
  expect(says(pool(['operation']), pool(['operation', 'locale']))).toEqual([]);
  expect(says(pool(['operation']), pool(['locale']))).toEqual([
    `${users}or removes an attribute, which Cognito refuses`,
  ]);
  expect(says(pool([]), pool([], { UsernameAttributes: ['phone_number'] }))).toEqual([
    `${users}UsernameAttributes, which Cognito refuses`,
  ]);
});
