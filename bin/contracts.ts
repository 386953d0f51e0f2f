// The contracts of all systems: every folder of lambdas/ that has one. Nothing else lists systems.
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Contract } from '../lambdas/shared/base/contract.ts';
import type { EventType } from '../lambdas/shared/base/event.ts';

const root = resolve(import.meta.dirname, '..');

/** A contract file: its contract, and its schemas by export name. */
export interface ContractModule extends Record<string, unknown> {
  readonly contract: Contract;
  /** The events it emits. */
  readonly events?: Readonly<Record<string, EventType>>;
}

/** Contracts of all services, sorted by name. */
export async function readContracts(): Promise<ContractModule[]> {
  const files = globSync('lambdas/*/contract.ts', { cwd: root }).sort();
  const modules = await Promise.all(files.map((file) => import(join(root, file)) as Promise<ContractModule>));
  return modules.filter(({ contract }) => contract !== undefined);
}
