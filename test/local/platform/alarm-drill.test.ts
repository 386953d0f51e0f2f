// The alarm drill: an alarm reaches whoever subscribes to the topic, and nothing of the drill stays.
import { ListSubscriptionsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { root } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';

test('raises an alarm, hears of it on the topic, and leaves no queue and no subscription', async () => {
  const { code, output } = await npmRun('alarm-drill');
  expect(output).toMatch(
    /Alarm raised: A function logged an error.*\n✔ The notification came, and the alarm is cleared/,
  );
  expect(code).toBe(0);
  const { QueueUrls = [] } = await new SQSClient(root).send(new ListQueuesCommand({ QueueNamePrefix: 'alarm-drill' }));
  const { Subscriptions = [] } = await new SNSClient(root).send(new ListSubscriptionsCommand({}));
  expect([QueueUrls, Subscriptions]).toEqual([[], []]);
});
