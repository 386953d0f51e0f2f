// The form of answers, from a server that answers as AWS does where a type is unknown, a stack missing, or a call denied.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { enter, testEnvironment } from '../../../localstack/environment.ts';
import { answerTo } from './ask.ts';

const failure = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** Status and body by the action of the query protocol. */
const told: Readonly<Record<string, readonly [number, string]>> = {
  GetCallerIdentity: [
    200,
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
  ],
  DescribeStacks: [400, failure('ValidationError', 'Stack with id CDKToolkit does not exist')],
  ValidateTemplate: [
    400,
    failure(
      'ValidationError',
      'Template format error: Unrecognized resource types: [AWS::Budgets::Budget, AWS::Cognito::UserPool]',
    ),
  ],
};
const DENIED = 'User: ann is not authorized to perform: lambda:GetAccountSettings';

const kept = { ...process.env };
const aws = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const [status, text] = told[new URLSearchParams(body).get('Action') ?? ''] ?? [
      403,
      JSON.stringify({ __type: 'AccessDeniedException', message: DENIED }),
    ];
    response.writeHead(status, { 'x-amzn-errortype': 'AccessDeniedException' }).end(text);
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => aws.listen(0, 'localhost', resolve));
  enter(testEnvironment((aws.address() as AddressInfo).port));
});
afterAll(() => {
  process.env = kept;
  aws.close();
  aws.closeAllConnections();
});

test('the caller has an account and a region', async () => {
  expect(await answerTo('caller')).toEqual({ value: { account: '123456789012', region: 'us-east-1' } });
});

test('a stack CDKToolkit that is not there is an answer, and no refusal', async () => {
  expect(await answerTo('bootstrap')).toEqual({ value: undefined });
});

test('types that CloudFormation does not know are answers', async () => {
  expect(await answerTo('types')).toEqual({ value: ['AWS::Budgets::Budget', 'AWS::Cognito::UserPool'] });
});

test('a call that is denied is a refusal with AWS’s message', async () => {
  expect(await answerTo('concurrency')).toEqual({ refusal: { name: 'AccessDeniedException', message: DENIED } });
});
