// A consumer of events: bus -> its own queue -> worker. A slow or broken consumer holds up no other.
import type { Construct } from 'constructs';
import { busSource, detailType, type EventType } from '../../lambdas/shared/base/contract.ts';
import type { Platform } from '../platform.ts';
import { WorkQueue, type WorkQueueProps } from './work-queue.ts';

/** The function `functionId` calls `eventWorker` of lambdas/shared/messaging/event-worker.ts. */
export class EventConsumer extends WorkQueue {
  constructor(
    scope: Construct,
    functionId: `${string}/${string}`,
    types: readonly EventType[],
    { bus, alarmTopic }: Platform,
    options: Partial<Pick<WorkQueueProps, 'timeoutSeconds' | 'batchSize' | 'windowSeconds' | 'lanes'>> = {},
  ) {
    super(scope, functionId, alarmTopic, { timeoutSeconds: 5, batchSize: 10, runbook: 'events-parked', ...options });
    const source = [...new Set(types.map(({ source }) => busSource(source)))];
    this.takeEvents({ source, detailType: types.map(detailType) }, bus);
  }
}
