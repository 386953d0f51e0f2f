// Records of a stream as Kinesis hands them to a consumer, for tests of what comes twice, cut, or all at once.
import { unique } from './client.ts';

/** Of a shard that only the test writes. */
export const newShard = () => `shardId-${unique()}`;

/** One batch of a shard. */
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
