// The preflight of a cloud in which the application runs: its questions have answers, and it finds what no stack owns.
import { CloudWatchLogsClient, CreateLogGroupCommand, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateStreamCommand, DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';
import { root } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';

const logs = new CloudWatchLogsClient(root);
const kinesis = new KinesisClient(root);

test('questions have answers, and what the stacks own is no leftover', async () => {
  const { output } = await npmRun('preflight');
  expect(output).toMatch(/^ok +Account 000000000000, region us-east-1\n/);
  expect(output).toMatch(/ok +Deployed stacks of this copy: [1-9]\d\n/);
  expect(output).toContain('Nothing is left of an earlier try');
  // The emulator has no quota of shards (localstack/gaps.md).
  expect(output.match(/(?<=does not answer )\w+:\w+/g)).toEqual(['kinesis:DescribeLimits']);
  expect(output).not.toContain('Not checked');
});

test('a log group and a stream that no stack owns are found, and the log group stops a deployment', async () => {
  const logGroupName = '/system-design/gone/http';
  const StreamName = 'system-design-gone-Clicks-1';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  try {
    const { code, output } = await npmRun('preflight');
    expect(code).toBe(1);
    expect(output).toMatch(/error +Left of an earlier try, and in the way of a deployment: 1 log group\n/);
    expect(output).toContain(`aws logs delete-log-group --log-group-name ${logGroupName}\n`);
    expect(output).toMatch(/warning +Left of an earlier try: 1 stream,/);
    expect(output).toContain(`aws kinesis delete-stream --stream-name ${StreamName}\n`);
  } finally {
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
  }
});
