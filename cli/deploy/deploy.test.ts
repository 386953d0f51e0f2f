import { expect, test } from '@jest/globals';
import { environmentOf } from '../../localstack/environment.ts';
import { contextOf, failedResource } from './deploy.ts';

const event = (status: string, type: string, text: string) =>
  `links | 1/5 | 4:42:38 AM | ${status} | ${type} | ${text}`;

test('the first failed resource is named with its reason, not what was cancelled because of it', () => {
  const output = [
    event('CREATE_COMPLETE', 'AWS::S3::Bucket', 'Bucket'),
    event('CREATE_FAILED', 'AWS::SQS::Queue', 'Queue Resource creation cancelled'),
    event('UPDATE_FAILED      ', 'AWS::Cognito::UserPoolClient   ', 'Client User pool does not exist.'),
    event('CREATE_FAILED', 'AWS::CloudFormation::Stack', 'links The following resources failed'),
  ].join('\n');
  expect(failedResource(output)).toBe('AWS::Cognito::UserPoolClient Client User pool does not exist.');
});

test('a failure before any resource names none', () => {
  expect(failedResource('Template format error')).toBeUndefined();
});

test('a copy is deployed with its stage, and the others without', () => {
  const of = (stage?: string) =>
    contextOf({ ...environmentOf('aws', undefined, stage), context: ['faults=on'] }).join(' ');
  expect([of('dev'), of()]).toEqual(['-c target=aws -c stage=dev -c faults=on', '-c target=aws -c faults=on']);
});
