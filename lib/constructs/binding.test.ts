// The permissions that the small bindings grant.
import { expect, test } from '@jest/globals';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { invoke, value } from './binding.ts';

test('invoke allows calling the one function, and passes its name', () => {
  const fn = { functionName: 'checkout', functionArn: 'arn:aws:lambda:x:1:function:checkout' } as IFunction;
  const { environment, statements } = invoke(fn);
  expect(environment('CHECKOUT')).toEqual({ CHECKOUT: 'checkout' });
  expect(statements.map((statement) => statement.toStatementJson())).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: fn.functionArn },
  ]);
});

test('a value needs no permission', () => {
  expect(value('x').statements).toEqual([]);
});
