// Puts records into the parking queue of the clicks.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { bound } from '../kit/aws.ts';
import { root } from '../kit/client.ts';

const sqs = new SQSClient(root);
let lastSequence = BigInt(Date.now()) * 1_000_000n;

/** Parks a record as a consumer does that cannot read it yet, after a deployment in the wrong order. */
export async function park(data: unknown): Promise<() => Promise<void>> {
  lastSequence += 1n;
  const message = {
    reason: 'a schema of before',
    shardId: 'shardId-000000000000',
    sequence: String(lastSequence),
    data: Buffer.from(JSON.stringify(data)).toString('base64'),
    parkedAt: new Date().toISOString(),
    redrives: 0,
  };
  const QueueUrl = await bound('links/count-clicks', platformBindings.parkingQueue);
  const send = async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
  };
  await send();
  return send;
}
