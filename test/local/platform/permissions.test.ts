// Least privilege: each role is refused anything that its stack did not grant.

import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { bindings as links } from '../../../lambdas/links/contract.ts';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { bound, functionOf, lambda } from '../kit/aws.ts';
import { unique } from '../kit/client.ts';

// A function that makes any given call under another function's role.
const PROBE = `import { signedCall } from './lambdas/shared/aws/signed-call.ts';
export const handler = ({ service, target, input }) =>
  signedCall(service, target, input).then(() => 'allowed', (error) => error.name);`;
const FunctionName = `probe-${unique()}`;

beforeAll(async () => {
  const { Role } = await functionOf('links/redirect');
  const { outputFiles } = await build({
    stdin: { contents: PROBE, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const ZipFile = zipSync({ 'index.js': outputFiles[0]?.contents ?? new Uint8Array() });
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile },
      Timeout: 10,
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20, minDelay: 1 }, { FunctionName });
});
afterAll(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));

async function tryAs(service: string, target: string, input: object): Promise<string> {
  const Payload = Buffer.from(JSON.stringify({ service, target, input }));
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
}

test('the redirect may read a link, and neither write one, nor read clicks, nor read the secret', async () => {
  const TableName = await bound('links/redirect', links.linksTable);
  const clicks = await bound('links/count-clicks', links.clicksTable);
  const SecretId = await bound('links/http', platformBindings.appSecret);
  const Key = { code: { S: 'nosuch1' } };
  const outcomes = {
    read: await tryAs('dynamodb', 'DynamoDB_20120810.GetItem', { TableName, Key }),
    write: await tryAs('dynamodb', 'DynamoDB_20120810.PutItem', { TableName, Item: { ...Key, url: { S: 'x' } } }),
    remove: await tryAs('dynamodb', 'DynamoDB_20120810.DeleteItem', { TableName, Key }),
    clicks: await tryAs('dynamodb', 'DynamoDB_20120810.GetItem', {
      TableName: clicks,
      Key: { pk: { S: 'a' }, sk: { S: 'b' } },
    }),
    secret: await tryAs('secretsmanager', 'secretsmanager.GetSecretValue', { SecretId }),
  };
  expect(outcomes).toEqual({
    read: 'allowed',
    write: 'AccessDeniedException',
    remove: 'AccessDeniedException',
    clicks: 'AccessDeniedException',
    secret: 'AccessDeniedException',
  });
});
