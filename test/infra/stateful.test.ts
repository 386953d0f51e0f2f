// Detects every change that would make CloudFormation start with an empty resource. The comparison is in app.test.ts.
import { describe, expect, test } from '@jest/globals';
import { compareStateful, statefulOf } from './stateful.ts';

const table = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const resources: Readonly<Record<string, Record<string, unknown>>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::S3::Bucket': {},
  'AWS::Kinesis::Stream': { ShardCount: 2 },
  'AWS::Cognito::UserPool': { UsernameAttributes: ['email'], Schema: [{ Name: 'operation' }] },
  'AWS::Cognito::UserPoolClient': { UserPoolId: { Ref: 'Users' } },
  'AWS::Cognito::UserPoolGroup': { UserPoolId: { Ref: 'Users' }, GroupName: 'admin' },
  'AWS::SecretsManager::Secret': { GenerateSecretString: { PasswordLength: 64 } },
  'AWS::CloudFront::Distribution': {},
};

/** The list for a stack with one resource. */
const listOf = (Type: string, Properties: Record<string, unknown>, id = 'Kept', DeletionPolicy = 'Retain'): string =>
  statefulOf({ 'system-design-a': { Resources: { [id]: { Type, Properties, DeletionPolicy } } } });
const lostBy = (type: string, now: string): string[] => compareStateful(listOf(type, resources[type] ?? {}), now).lost;

describe('the list notices', () => {
  test.each([
    ['AWS::DynamoDB::Table', 'its items'],
    ['AWS::S3::Bucket', 'its objects'],
    ['AWS::Kinesis::Stream', 'its records and the position of every consumer'],
    ['AWS::Cognito::UserPool', 'every account'],
    ['AWS::Cognito::UserPoolClient', 'every session, since a token names its client'],
    ['AWS::Cognito::UserPoolGroup', 'its members'],
    ['AWS::SecretsManager::Secret', 'its value and all that was signed with it'],
    ['AWS::CloudFront::Distribution', 'the address of the console, of every short link and of public media'],
  ])('another logical id of %s', (type, holds) => {
    const now = listOf(type, resources[type] ?? {}, 'Renamed');
    expect(lostBy(type, now)).toEqual([`system-design-a Kept is gone: a deployed system loses ${holds}.`]);
  });

  test.each([
    ['AWS::DynamoDB::Table', { TableName: 'named' }],
    ['AWS::DynamoDB::Table', { KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }] }],
    ['AWS::DynamoDB::Table', { AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }] }],
    ['AWS::S3::Bucket', { BucketName: 'named' }],
    ['AWS::Kinesis::Stream', { Name: 'named' }],
    ['AWS::Cognito::UserPool', { UsernameAttributes: ['phone_number'] }],
    ['AWS::Cognito::UserPool', { Schema: [] }],
    ['AWS::Cognito::UserPoolClient', { GenerateSecret: true }],
    ['AWS::Cognito::UserPoolGroup', { GroupName: 'others' }],
    ['AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 12 } }],
  ])('%s with %j', (type, properties) => {
    expect(lostBy(type, listOf(type, { ...resources[type], ...properties }))).toEqual([
      expect.stringMatching(/^system-design-a Kept changes: a deployed system loses .*\n- .*\n\+ /),
    ]);
  });

  test('a table that no longer outlives its stack', () => {
    const now = listOf('AWS::DynamoDB::Table', table, 'Kept', 'Delete');
    expect(lostBy('AWS::DynamoDB::Table', now)).toEqual([expect.stringContaining('| retained |')]);
  });

  test('a new resource, as no loss', () => {
    const now = listOf('AWS::S3::Bucket', {});
    expect(compareStateful('', now)).toEqual({ lost: [], gained: ['system-design-a Kept | bucket | retained'] });
  });
});

test('what replaces nothing loses nothing', () => {
  const attributes = [...table.AttributeDefinitions, { AttributeName: 'owner', AttributeType: 'S' }];
  const now = listOf('AWS::DynamoDB::Table', {
    ...table,
    AttributeDefinitions: attributes,
    TimeToLiveSpecification: { AttributeName: 'expiration' },
  });
  expect(lostBy('AWS::DynamoDB::Table', now)).toEqual([]);
  expect(lostBy('AWS::Kinesis::Stream', listOf('AWS::Kinesis::Stream', { ShardCount: 4 }))).toEqual([]);
});

test('what is retained has a line: a type that has none is refused', () => {
  expect(() => listOf('AWS::Logs::LogGroup', {})).toThrow('what replaces AWS::Logs::LogGroup');
});
