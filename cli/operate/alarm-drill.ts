// `npm run alarm-drill`: raises the alarm on logged errors, waits for its notification on the topic, and clears it.
import {
  CloudWatchClient,
  type MetricAlarm,
  paginateDescribeAlarms,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { paginateListSubscriptionsByTopic, SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { newId } from '../../lambdas/shared/base/ids.ts';
import { type Environment, prefixHere } from '../../localstack/environment.ts';
import { Failure, unreadable } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';

const WAIT_MS = 60_000;
const POLL_SECONDS = 5;

export async function alarmDrill({ target }: Environment): Promise<void> {
  const cloudwatch = new CloudWatchClient();
  const { AlarmName, topicArn, says } = await errorsAlarm(cloudwatch).catch(unreadable('The alarms'));
  const told = await subscribers(topicArn);
  for (const { Protocol, Endpoint, SubscriptionArn } of told) {
    const waits = SubscriptionArn === 'PendingConfirmation' ? ', which has not confirmed its subscription yet' : '';
    console.log(`✔ Subscribed: ${Protocol} ${Endpoint}${waits}`);
  }
  const id = `drill ${newId()}`;
  await listening(topicArn, async (heard) => {
    const set = (StateValue: 'ALARM' | 'OK') =>
      cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: id }));
    // An alarm that is up already would notify nobody.
    await set('OK');
    await set('ALARM');
    console.log(`… Alarm raised: ${says}`);
    const arrived = await andThen(
      () => set('OK'),
      () => heard(id),
    );
    if (!arrived)
      throw new Failure(
        `No notification came within ${WAIT_MS / 1000} s`,
        'The policy of the topic must allow cloudwatch.amazonaws.com: AlarmTopic in lib/constructs/alarms.ts.',
      );
  });
  console.log('✔ The notification came, and the alarm is cleared');
  if (target === 'aws' && told.every(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation'))
    throw new Failure(
      'Alarms and the budget notify nobody',
      'Deploy with -c operator=you@your.domain, and confirm the mail from AWS Notifications.',
    );
}

async function errorsAlarm(cloudwatch: CloudWatchClient): Promise<MetricAlarm & { topicArn: string; says: string }> {
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms(
    { client: cloudwatch },
    { AlarmNamePrefix: `${prefixHere()}-` },
  ))
    for (const alarm of MetricAlarms) {
      const [says, topicArn] = [alarm.AlarmDescription ?? '', alarm.AlarmActions?.[0]];
      if (/runbook\.md#errors-logged$/.test(says) && topicArn) return { ...alarm, topicArn, says };
    }
  throw new Failure('There is no alarm on logged errors here', 'Run npm start first, or deploy to AWS.');
}

async function subscribers(TopicArn: string) {
  const all = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
    { client: new SNSClient() },
    { TopicArn },
  ))
    all.push(...Subscriptions);
  return all;
}

/** Subscribes a queue of its own to the topic for the time of the work. */
async function listening(
  topicArn: string,
  work: (heard: (text: string) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const [sqs, sns] = [new SQSClient(), new SNSClient()];
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `alarm-drill-${newId()}` }));
  let SubscriptionArn: string | undefined;
  const remove = async () => {
    if (SubscriptionArn) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  };
  await andThen(remove, async () => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const Endpoint = Attributes?.QueueArn;
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: Endpoint,
          Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
        },
      ],
    });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    ({ SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint })));
    await work(async (text) => {
      for (const endMs = Date.now() + WAIT_MS; Date.now() < endMs; ) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: POLL_SECONDS }),
        );
        if (Messages.some(({ Body = '' }) => Body.includes(text) && Body.includes('ALARM'))) return true;
      }
      return false;
    });
  });
}

/** Does the work, and `after` once it is over, has failed or is interrupted. */
async function andThen<T>(after: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  const result = await guard(after, work);
  await after();
  return result;
}
