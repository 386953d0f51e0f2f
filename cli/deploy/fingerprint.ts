// Tells whether the current sources are deployed: a hash of every input, stored beside the state it describes.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, root } from '../../localstack/environment.ts';
import { corpus } from '../../localstack/seed/documents.ts';

/** The console imports contracts and shows pictures, so it depends on lambdas/ and docs/images/ too. The api service serves docs/openapi.json. */
const inputs = {
  app: [
    ...['bin', 'lib', 'lambdas', 'docs/openapi.json'],
    ...['cli/deploy/bundle.ts', 'cli/deploy/native.ts', 'cdk.json', 'package-lock.json'],
  ],
  console: ['web', 'lambdas', 'docs/images', 'package-lock.json'],
  data: ['localstack/seed'],
} as const;

export type Part = keyof typeof inputs;
export type Fingerprint = Partial<Record<Part, string>> & {
  /** Functions whose code was pushed past CloudFormation, which still knows the older code. */
  pushed?: string[];
};

const isInput = (path: string): boolean => !/\.test\.ts$|\.md$|(^|\/)__snapshots__\//.test(path);

/** Hashes paths and contents of all files below, in a fixed order; tests and prose do not count. */
export async function hashOf(base: string, entries: readonly string[], salt: string): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const entry of entries.filter((name) => existsSync(join(base, name)))) {
    const below = await readdir(join(base, entry), { recursive: true, withFileTypes: true }).catch(() => undefined);
    const files = below?.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name)) ?? [
      join(base, entry),
    ];
    for (const path of files.filter(isInput).sort())
      hash
        .update(path.slice(base.length))
        .update('\0')
        .update(await readFile(path));
  }
  return hash.digest('hex');
}

export async function fingerprintOf(environment: Environment, part: Part): Promise<string> {
  // The demo's documents are prose, which counts nowhere else.
  const prose = part === 'data' ? JSON.stringify(corpus()) : '';
  return await hashOf(root, inputs[part], `${environment.target} ${environment.endpoint?.origin}${prose}`);
}

const file = ({ folder }: Environment): string => join(folder, 'fingerprint.json');

export async function readFingerprint(environment: Environment): Promise<Fingerprint> {
  const text = await readFile(file(environment), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Fingerprint;
}

export async function noteFingerprint(environment: Environment, change: Fingerprint): Promise<void> {
  await writeFile(file(environment), JSON.stringify({ ...(await readFingerprint(environment)), ...change }));
}

export async function forgetFingerprint(environment: Environment): Promise<void> {
  await rm(file(environment), { force: true });
}
