// Delivers stream records as Kinesis does, for tests of repeated, split and concurrent batches.
import { unique } from './client.ts';

/** Id of a shard that only the test writes. */
export const newShard = () => `shardId-${unique()}`;

/** A batch of one shard. */
export const delivery = (shardId: string, records: { sequence: string; data: string | object }[]) => ({
  Records: records.map(({ sequence, data }) => ({
    eventID: `${shardId}:${sequence}`,
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/test',
    kinesis: {
      sequenceNumber: sequence,
      partitionKey: 'test',
      data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64'),
    },
  })),
});
