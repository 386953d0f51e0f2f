// Puts a record on a Kinesis stream with the small AWS client.
import { signedCall } from '../aws/signed-call.ts';

/** Position of a record. The producer logs it for `npm run trace`. */
export interface Place {
  readonly stream: string;
  readonly shardId: string;
  readonly sequence: string;
}

/**
 * Records of one partition key stay in order. A retry after a lost response may put a record twice, and consumers must
 * tolerate that.
 */
export async function putRecord(
  stream: string,
  partitionKey: string,
  value: object,
  timeoutMs?: number,
  withinMs?: number,
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
    withinMs,
  );
  return { stream, shardId: ShardId, sequence: SequenceNumber };
}
