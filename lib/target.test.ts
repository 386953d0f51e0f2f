import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { targetOf } from './target.ts';

test('on AWS a job has twenty tasks at once and a stream one shard, unless said', () => {
  const of = (context: object) => {
    const { tasksAtOnce, streamShards } = targetOf(new App({ context: { ...context } }));
    return [tasksAtOnce, streamShards];
  };
  expect([of({}), of({ tasksAtOnce: '200', shards: 3 }), of({ target: 'local' })]).toEqual([
    [20, 1],
    [200, 3],
    [4, 2],
  ]);
  for (const wrong of ['0', '-1', '1.5', 'lots', '10001', '']) {
    expect(() => of({ tasksAtOnce: wrong })).toThrow(/-c tasksAtOnce=20/);
    expect(() => of({ shards: wrong })).toThrow(/-c shards=1/);
  }
});

test('on AWS nobody sends mails until there is an address, and a laptop has one', () => {
  const senderOf = (context: object) => targetOf(new App({ context: { ...context } })).sender;
  expect([{}, { sender: '' }, { sender: 'me@shop.example' }, { target: 'local' }].map(senderOf)).toEqual([
    undefined,
    undefined,
    'me@shop.example',
    'shop@shop.example',
  ]);
});

test('a month on AWS has a budget, 50 dollars unless said', () => {
  const budgetOf = (context: object) => targetOf(new App({ context: { ...context } })).budgetUsd;
  expect([budgetOf({}), budgetOf({ budgetUsd: '12.5' }), budgetOf({ target: 'local' })]).toEqual([50, 12.5, undefined]);
  expect(budgetOf({ budgetUsd: '0' })).toBeUndefined();
  for (const budgetUsd of ['-1', 'lots', '']) expect(() => budgetOf({ budgetUsd })).toThrow(/-c budgetUsd=50/);
});

test('a switch is on or off, and an operator is an address', () => {
  const of = (context: object) => targetOf(new App({ context: { ...context } }));
  expect([of({}).bulkheads, of({}).faults, of({ target: 'local' }).faults]).toEqual([false, false, true]);
  expect([of({ bulkheads: 'on' }).bulkheads, of({ target: 'local', faults: 'off' }).faults]).toEqual([true, false]);
  for (const wrong of ['yes', 'true', '']) {
    expect(() => of({ bulkheads: wrong })).toThrow('-c bulkheads=on or -c bulkheads=off');
    expect(() => of({ faults: wrong })).toThrow('-c faults=on or -c faults=off');
  }
  expect(of({ operator: 'ops@shop.example' }).operator).toBe('ops@shop.example');
  for (const operator of ['', 'ops', 'ops@shop', 'a b@shop.example'])
    expect(() => of({ operator })).toThrow('-c operator=you@your.domain');
});

test('a rule of WAF is for us-east-1 alone', () => {
  const before = process.env.CDK_DEFAULT_REGION;
  const waf = () => targetOf(new App({ context: { waf: 'on' } })).waf;
  try {
    process.env.CDK_DEFAULT_REGION = 'eu-central-1';
    expect(waf).toThrow('this region is eu-central-1');
    process.env.CDK_DEFAULT_REGION = 'us-east-1';
    expect(waf()).toBe(true);
  } finally {
    if (before === undefined) delete process.env.CDK_DEFAULT_REGION;
    else process.env.CDK_DEFAULT_REGION = before;
  }
});
