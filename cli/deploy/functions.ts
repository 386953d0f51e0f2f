// The deployed functions by id (`links/redirect`): their calls, and a shortcut that updates the code of one.

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  type FunctionConfiguration,
  InvokeCommand,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { prefixHere, root } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';

export const lambdaClient = (): LambdaClient => new LambdaClient();

/** Functions with their id in the description and in the log group of this copy; others of the account are ignored. */
export async function deployedFunctions(): Promise<Map<string, FunctionConfiguration>> {
  const functions = new Map<string, FunctionConfiguration>();
  for await (const page of paginateListFunctions({ client: lambdaClient() }, {}))
    for (const item of page.Functions ?? [])
      if (item.LoggingConfig?.LogGroup === `/${prefixHere()}/${item.Description}`)
        functions.set(item.Description ?? '', item);
  return functions;
}

/** A function ended with an error, which is the message, as JSON. */
export class FunctionError extends Error {}

/** Calls a function with an event, as its trigger would, and answers its result. */
export async function invoke(client: LambdaClient, FunctionName: string, event: unknown): Promise<unknown> {
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  const text = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError) throw new FunctionError(text);
  return text === '' ? undefined : JSON.parse(text);
}

/** Answers a function that calls the function with this id. Its errors tell an operator what to do. */
export async function operationOf(id: string): Promise<(event: object) => Promise<unknown>> {
  const FunctionName = (await deployedFunctions()).get(id)?.FunctionName;
  if (!FunctionName) throw new Failure(`${id} is not deployed here`, 'Run npm start first.');
  const client = lambdaClient();
  return (event) =>
    invoke(client, FunctionName, event).catch((error: unknown) => {
      if (!(error instanceof FunctionError)) throw error;
      throw new Failure(`${id} failed: ${error.message.slice(0, 300)}`, `Its log: npm run logs -- ${id}`);
    });
}

async function zipped(folder: string): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(folder, path).split(sep).join('/')] = await readFile(path);
  }
  // Level 0: the zip stays on this machine.
  return zipSync(files, { level: 0 });
}

/** Updates the function from dist/, past CloudFormation. Answers false if it is not deployed or not bundled. */
export async function pushFunction(id: string, functions: Map<string, FunctionConfiguration>): Promise<boolean> {
  const FunctionName = functions.get(id)?.FunctionName;
  const bundle = join(root, 'dist', id);
  if (!FunctionName || !existsSync(bundle)) return false;
  const ZipFile = await zipped(bundle);
  await lambdaClient().send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  return true;
}
