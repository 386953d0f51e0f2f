import { expect, test } from '@jest/globals';
import { idleLine, idleMonth, type Template } from './idle-month.ts';

const template = (...resources: [Type: string, Properties?: Record<string, unknown>][]): Template => ({
  Resources: Object.fromEntries(resources.map(([Type, Properties = {}], i) => [`R${i}`, { Type, Properties }])),
});
const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

test.each([
  ['two shards, kept for a day', template(['AWS::Kinesis::Stream', { ShardCount: 2 }]), 21.9],
  [
    'a shard, kept for a week',
    template(['AWS::Kinesis::Stream', { ShardCount: 1, RetentionPeriodHours: 168 }]),
    10.95 + 14.6,
  ],
  ['ten alarms', template(...times(10, ['AWS::CloudWatch::Alarm'] as [string])), 0],
  ['twelve alarms', template(...times(12, ['AWS::CloudWatch::Alarm'] as [string])), 0.2],
  ['three secrets', template(...times(3, ['AWS::SecretsManager::Secret'] as [string])), 1.2],
  // 657,000 polls each; a million is free.
  ['two mapped queues', template(...times(2, ['AWS::Lambda::EventSourceMapping'] as [string])), 0.1256],
  [
    'twelve filters for one metric',
    template(
      ...times(12, [
        'AWS::Logs::MetricFilter',
        { MetricTransformations: [{ MetricNamespace: 'A', MetricName: 'errors' }] },
      ] as [string, Record<string, unknown>]),
    ),
    0,
  ],
  ['a table', template(['AWS::DynamoDB::Table']), 0],
  [
    'a search domain of 10 GB',
    template(['AWS::OpenSearchService::Domain', { EBSOptions: { VolumeSize: 10 } }]),
    26.28 + 1.22,
  ],
])('%s', (_, one, dollars) => {
  expect(idleMonth([one]).reduce((total, position) => total + position.dollars, 0)).toBeCloseTo(dollars, 6);
});

test('the stacks are summed, and the line says where the prices are from', () => {
  const stack = template(['AWS::Kinesis::Stream', { ShardCount: 1 }]);
  expect(idleLine([stack, stack])).toBe('Idle month: $21.90 (us-east-1)');
});

test('a type without a price is refused, and so is a schedule', () => {
  expect(() => idleMonth([template(['AWS::RDS::DBInstance'])])).toThrow('no price for AWS::RDS::DBInstance');
  const hourly = template(['AWS::Events::Rule', { ScheduleExpression: 'rate(1 hour)' }]);
  expect(() => idleMonth([hourly])).toThrow('rate(1 hour)');
});
