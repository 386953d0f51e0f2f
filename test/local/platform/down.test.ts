// `npm run down` on an emulator of its own, with two systems: what it stops at, how it goes on, and that nothing is left.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { bootstrap, deploy } from '../../../cli/deploy/deploy.ts';
import { down } from '../../../cli/down/down.ts';
import { findOurs, keeps, type Made } from '../../../cli/down/found.ts';
import { startEmulator, stopEmulator } from '../../../localstack/emulator.ts';
import { type Environment, enter, testEnvironment } from '../../../localstack/environment.ts';
import { freePort } from '../../../localstack/port.ts';
import { lists, parts } from './everything.ts';

const account = () => Promise.resolve('000000000000');
const folder = await mkdtemp(join(tmpdir(), 'system-design-down-'));
const environment: Environment = {
  ...testEnvironment(await freePort(4949)),
  folder,
  context: ['systems=links,jobs'],
};
const { origin } = environment.endpoint as URL;

beforeAll(async () => {
  jest.spyOn(console, 'log').mockImplementation(() => {});
  enter(environment);
  await startEmulator(environment);
  await bootstrap(environment, {});
  await deploy(environment, {});
}, 300_000);

afterAll(async () => {
  await stopEmulator(environment);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}, 90_000);

const protect = (StackName: string, EnableTerminationProtection: boolean) =>
  new CloudFormationClient().send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }));

/** Those that the emulator lists. */
async function listed(all: readonly Made[]): Promise<string[]> {
  const texts = new Map(
    await Promise.all(Object.entries(lists).map(async ([type, ask]) => [type, await ask(origin)] as const)),
  );
  // The physical id of a queue is its URL, whose host may differ, and that of a rule may begin with its bus.
  const shown = (id: string) => (id.startsWith('http') ? id.split('/') : id.split('|')).at(-1) ?? '';
  return all.filter(({ type, id }) => texts.get(type)?.includes(shown(id))).map(({ type, id }) => `${type} ${id}`);
}

test('takes everything away, and goes on after it could not', async () => {
  const { live } = await findOurs();
  expect(live.map(({ name }) => name.replace('system-design-', '')).sort()).toEqual([
    'api',
    'edge',
    'jobs',
    'links',
    'platform',
    'users',
  ]);
  const all = live.flatMap(({ resources }) => resources);
  const whole = all.filter(({ type }) => !parts.has(type));
  expect((await listed(whole)).sort()).toEqual(whole.map(({ type, id }) => `${type} ${id}`).sort());
  const s3 = new S3Client({ forcePathStyle: true });
  const buckets = all.filter(({ type }) => type === 'AWS::S3::Bucket');
  for (const { id: Bucket } of buckets) await s3.send(new PutObjectCommand({ Bucket, Key: 'uploads/a', Body: 'a' }));

  // Nothing happens in an account that its owner did not mean.
  await expect(down(environment, { account: () => Promise.resolve('123456789012'), data: true })).rejects.toThrow(
    'nothing is done',
  );
  expect(await listed(whole)).toHaveLength(whole.length);

  // A stack that stays keeps those it needs, and all the others go. What is retained is listed, and there.
  await protect('system-design-links', true);
  const left = await down(environment, { account, data: false });
  expect(left.filter((line) => line.startsWith('stack ')).sort()).toEqual([
    'stack system-design-edge',
    expect.stringMatching(/^stack system-design-links: .*TerminationProtection/),
    'stack system-design-platform',
  ]);
  const gone = all.filter(({ stack }) => /-(?:api|jobs|users)$/.test(stack));
  const retained = gone.filter(keeps);
  expect(retained.length).toBeGreaterThan(0);
  expect((await listed(gone)).sort()).toEqual(retained.map(({ type, id }) => `${type} ${id}`).sort());
  for (const { id } of retained) expect(left).toContainEqual(expect.stringContaining(id));

  // Asked again, the second run finds what the first one retained.
  await protect('system-design-links', false);
  expect(await down(environment, { account, data: true })).toEqual([]);
  expect(await listed(all)).toEqual([]);
  expect((await findOurs()).live).toEqual([]);
  // The emulator's S3 keeps objects in files: those of our buckets are gone too.
  const files = await readdir(join(folder, 'objects'), { recursive: true });
  expect(files.filter((file) => file.endsWith('uploads/a'))).toEqual([]);
  // And there is nothing to do for a third one, which asks for nothing.
  expect(await down(environment, { account: () => Promise.reject(new Error('asked')), data: false })).toEqual([]);
}, 120_000);
