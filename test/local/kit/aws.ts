// Finds deployed resources by the ids of their constructs.
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
} from '@aws-sdk/client-eventbridge';
import {
  type FunctionConfiguration,
  LambdaClient,
  ListEventSourceMappingsCommand,
  paginateListFunctions,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { invoke as invokeFunction } from '../../../cli/deploy/functions.ts';
import { root } from './client.ts';

export const lambda = new LambdaClient(root);
const bridge = new EventBridgeClient(root);

/** Finds the function with this id, which is its description: `links/redirect`. */
export async function functionOf(id: string): Promise<FunctionConfiguration & { FunctionName: string }> {
  for await (const page of paginateListFunctions({ client: lambda }, {})) {
    for (const found of page.Functions ?? []) {
      if (found.Description === id && found.FunctionName) return { ...found, FunctionName: found.FunctionName };
    }
  }
  throw new Error(`no function ${id} is deployed`);
}

/** Calls a function with an event, as its trigger would, and rethrows its error. */
export async function invoke(id: string, event: unknown): Promise<unknown> {
  const { FunctionName } = await functionOf(id);
  return invokeFunction(lambda, FunctionName, event);
}

/** Calls the function with this id like `invoke`, and finds it only once. */
export function callerOf(id: string): (event: unknown) => Promise<unknown> {
  let name: Promise<string> | undefined;
  return async (event) => {
    name ??= functionOf(id).then(({ FunctionName }) => FunctionName);
    return invokeFunction(lambda, await name, event);
  };
}

/** Sets environment variables of a function and returns an undo function. */
export async function configure(id: string, change: Record<string, string>): Promise<() => Promise<void>> {
  const { FunctionName, Environment } = await functionOf(id);
  const before = Environment?.Variables ?? {};
  const set = async (Variables: Record<string, string>) => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    const often = { maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.3 };
    await waitUntilFunctionUpdatedV2({ client: lambda, ...often }, { FunctionName });
  };
  await set({ ...before, ...change });
  return () => set(before);
}

/** Stops or starts the scheduled calls of a function, which would mix with a test's own. */
export async function schedule(id: string, on: boolean): Promise<void> {
  const { FunctionArn } = await functionOf(id);
  const { RuleNames = [] } = await bridge.send(new ListRuleNamesByTargetCommand({ TargetArn: FunctionArn }));
  if (RuleNames.length !== 1) throw new Error(`${id} is called by ${RuleNames.length} rules`);
  for (const Name of RuleNames)
    await bridge.send(on ? new EnableRuleCommand({ Name }) : new DisableRuleCommand({ Name }));
}

/** Stops or starts the calls of a function by its queues and streams, when a test calls it itself. */
export async function deliveries(id: string, on: boolean): Promise<void> {
  const { FunctionName } = await functionOf(id);
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  if (EventSourceMappings.length === 0) throw new Error(`${id} is called by no queue and no stream`);
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: on }));
}

/** Value of an environment variable that the stack bound to the function. */
export async function bound(id: string, name: string): Promise<string> {
  const value = (await functionOf(id)).Environment?.Variables?.[name];
  if (!value) throw new Error(`${id} is not bound to ${name}`);
  return value;
}

/** Value of the secret whose ARN is bound to the function. */
export async function secretOf(id: string, name: string): Promise<string> {
  const { signedCall } = await import('../../../lambdas/shared/aws/signed-call.ts');
  const SecretId = await bound(id, name);
  const answer = await signedCall<{ SecretString: string }>('secretsmanager', 'secretsmanager.GetSecretValue', {
    SecretId,
  });
  return answer.SecretString;
}
