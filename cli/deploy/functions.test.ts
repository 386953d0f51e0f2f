// The deployed functions, of an account with two copies; and pushing code, as far as that needs no cloud.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { enter, testEnvironment } from '../../localstack/environment.ts';
import { deployedFunctions, pushFunction } from './functions.ts';

test('nothing is pushed to a function that is not deployed, nor of one that is no longer in the sources', async () => {
  expect(await pushFunction('links/redirect', new Map())).toBe(false);
  expect(await pushFunction('gone/http', new Map([['gone/http', { FunctionName: 'gone' }]]))).toBe(false);
});

test('a function belongs to the copy of its log group, and those of others to none', async () => {
  const of = (FunctionName: string, Description: string, LogGroup: string) => ({
    FunctionName,
    Description,
    LoggingConfig: { LogGroup },
  });
  const Functions = [
    of('usual', 'links/http', '/system-design/links/http'),
    of('staged', 'links/http', '/dev-system-design/links/http'),
    of('other', 'links/http', '/aws/lambda/other'),
    { FunctionName: 'old', Description: '' },
  ];
  const lambda = http.createServer((_, response) => response.end(JSON.stringify({ Functions })));
  await new Promise<void>((resolve) => lambda.listen(0, 'localhost', resolve));
  const kept = { ...process.env };
  try {
    const here = testEnvironment((lambda.address() as AddressInfo).port);
    const names = async () => [...(await deployedFunctions())].map(([id, { FunctionName }]) => [id, FunctionName]);
    enter(here);
    expect(await names()).toEqual([['links/http', 'usual']]);
    enter({ ...here, stage: 'dev' });
    expect(await names()).toEqual([['links/http', 'staged']]);
  } finally {
    process.env = kept;
    lambda.close();
  }
});
