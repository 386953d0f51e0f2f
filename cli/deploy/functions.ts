// The deployed functions by id (`links/redirect`), and a shortcut that updates the code of one.

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  type FunctionConfiguration,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { root } from '../../localstack/environment.ts';

export const lambdaClient = (): LambdaClient => new LambdaClient();

/** Our functions carry their id in the description; other functions of the account are ignored. */
export async function deployedFunctions(): Promise<Map<string, FunctionConfiguration>> {
  const functions = new Map<string, FunctionConfiguration>();
  for await (const page of paginateListFunctions({ client: lambdaClient() }, {}))
    for (const item of page.Functions ?? [])
      if (/^[a-z-]+\/[a-z-]+$/.test(item.Description ?? '')) functions.set(item.Description ?? '', item);
  return functions;
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
