// The queue in which a consumer parks messages it cannot handle, so the others continue. `npm run dlq` shows them and
// puts them back.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { bounded } from '../aws/bounded.ts';
import { isoTime, systemClock } from '../base/clock.ts';
import { env } from '../base/env.ts';
import { platformBindings } from '../base/names.ts';

/** Fields of every parked message. */
interface Parked {
  readonly reason: string;
  readonly parkedAt: string;
}

let client: SQSClient | undefined;

export async function park<Message extends Parked>(what: Omit<Message, 'parkedAt'>): Promise<void> {
  client ??= new SQSClient(bounded({ maxAttempts: 3, requestTimeout: 1300 }));
  const MessageBody = JSON.stringify({ ...what, parkedAt: isoTime(systemClock.nowMs()) });
  await client.send(new SendMessageCommand({ QueueUrl: env(platformBindings.parkingQueue), MessageBody }));
}
