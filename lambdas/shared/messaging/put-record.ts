// Puts a record on a Kinesis stream, by the small client.
import { signedCall } from '../aws/signed-call.ts';

/** Where a record is; the log's line of whoever put it holds this, for `npm run trace`. */
export interface Place {
  readonly stream: string;
  readonly shardId: string;
  readonly sequence: string;
}

/** Records of one partition key are in order. A try whose answer was lost may put one twice: consumers must bear that. */
export async function putRecord(
  stream: string,
  partitionKey: string,
  value: object,
  timeoutMs?: number,
): Promise<Place> {
  const { ShardId, SequenceNumber } = await signedCall<{ ShardId: string; SequenceNumber: string }>(
    'kinesis',
    'Kinesis_20131202.PutRecord',
    {
      StreamName: stream,
      PartitionKey: partitionKey,
      Data: Buffer.from(JSON.stringify(value)).toString('base64'),
    },
    timeoutMs,
  );
  return { stream, shardId: ShardId, sequence: SequenceNumber };
}
