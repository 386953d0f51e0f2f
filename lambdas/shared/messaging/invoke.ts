// Invokes another service's task and waits for its response. Tasks are safe to call twice, so a lost response is
// retried.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { bounded } from '../aws/bounded.ts';
import { env } from '../base/env.ts';
import type { Task } from './task.ts';

let client: LambdaClient | undefined;

function lambda(): LambdaClient {
  client ??= new LambdaClient(bounded({ maxAttempts: 2, requestTimeout: 4000 }));
  return client;
}

const payloadOf = <const T extends Task>(task: T, input: z.input<T['input']>) =>
  Buffer.from(JSON.stringify(z.parse(task.input, input)));

/** Starts a task without waiting for it. Lambda calls it again, twice at most, when it throws. */
export async function startTask<const T extends Task>(
  binding: string,
  task: T,
  input: z.input<T['input']>,
): Promise<void> {
  const Payload = payloadOf(task, input);
  await lambda().send(new InvokeCommand({ FunctionName: env(binding), InvocationType: 'Event', Payload }));
}

/**
 * `binding` names the function in the environment (the stack binds it by `invoke(fn)`). An error the function throws is
 * thrown here. The task goes on when the signal ends the wait for it.
 */
export async function invokeTask<const T extends Task>(
  binding: string,
  task: T,
  input: z.input<T['input']>,
  { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
): Promise<z.output<T['output']>> {
  const Payload = payloadOf(task, input);
  const answer = await lambda().send(new InvokeCommand({ FunctionName: env(binding), Payload }), {
    ...(abortSignal && { abortSignal }),
  });
  const text = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError) throw new Error(`${binding} failed: ${text.slice(0, 500)}`);
  return z.parse(task.output, JSON.parse(text)) as z.output<T['output']>;
}
