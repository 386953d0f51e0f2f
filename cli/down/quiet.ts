// Stops what calls functions by itself, so that nothing is written while buckets are emptied.

import { setTimeout as sleep } from 'node:timers/promises';
import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetEventSourceMappingCommand, LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import type { LiveStack } from './found.ts';

const WAIT_MS = 300_000;

/** What an earlier run has deleted needs no stop. */
const unlessGone = (error: Error): undefined => {
  if (error.name === 'ResourceNotFoundException') return undefined;
  throw error;
};

/** Answers how many schedules and mappings there were. CloudFormation deletes no mapping that is still being disabled. */
export async function stopCallers(stacks: readonly LiveStack[], pollMs: number): Promise<string> {
  const [bridge, lambda] = [new EventBridgeClient({ maxAttempts: 10 }), new LambdaClient({ maxAttempts: 10 })];
  const resources = stacks.flatMap((stack) => stack.resources);
  const schedules = resources.filter(
    ({ type, Properties }) => type === 'AWS::Events::Rule' && Properties?.ScheduleExpression,
  );
  const mappings = resources.filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping');
  for (const { id: Name } of schedules) await bridge.send(new DisableRuleCommand({ Name })).catch(unlessGone);
  for (const { id: UUID } of mappings)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false })).catch(unlessGone);
  const deadline = Date.now() + WAIT_MS;
  for (const { id: UUID } of mappings)
    while (Date.now() < deadline) {
      const mapping = await lambda.send(new GetEventSourceMappingCommand({ UUID })).catch(unlessGone);
      if (!/ing$/.test(mapping?.State ?? '')) break;
      await sleep(pollMs);
    }
  return `${schedules.length} schedules, ${mappings.length} mappings`;
}
