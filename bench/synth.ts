// Measures a developer's wait: synthesis from nothing, and when nothing changed, against NodejsFunction.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from '../cli/deploy/fingerprint.ts';
import { run } from '../localstack/child.ts';
import { type Environment, root } from '../localstack/environment.ts';
import type { Row } from './row.ts';

const ROUNDS = 3;

/** CPU seconds of a program and the children it waited for: the last line of bash's `times`, `0m1.2s 0m0.3s`. */
async function cpuSeconds(file: string, outdir: string): Promise<number> {
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' };
  const script = '"$0" --no-warnings "$1"; times';
  const output = await run('bash', ['-e', '-c', script, process.execPath, join(root, file)], { cwd: root, env });
  const used = output.trim().split('\n').at(-1) ?? '';
  const seconds = [...used.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  return seconds + Number(/^service ([\d.]+)$/m.exec(output)?.[1] ?? 0);
}

/** Time of the fingerprint, a hash of every input, by which we skip the synthesis (cli/deploy/fingerprint.ts). */
async function fingerprintSeconds(environment: Environment): Promise<number> {
  const before = process.cpuUsage();
  await fingerprintOf(environment, 'app');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export async function synthRows(folder: string, environment: Environment): Promise<Row[]> {
  const least = { cold: Number.POSITIVE_INFINITY, coldPeer: Number.POSITIVE_INFINITY };
  const warm = { ours: Number.POSITIVE_INFINITY, peer: Number.POSITIVE_INFINITY };
  let bare = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [ours, peer] = [join(folder, 'synth-ours'), join(folder, 'synth-peer')];
    for (const outdir of [ours, peer]) await rm(outdir, { recursive: true, force: true });
    least.cold = Math.min(least.cold, await cpuSeconds('bench/our-app.ts', ours));
    least.coldPeer = Math.min(least.coldPeer, await cpuSeconds('bench/nodejs-function-app.ts', peer));
    bare = Math.min(bare, await cpuSeconds('bin/app.ts', ours));
    warm.peer = Math.min(warm.peer, await cpuSeconds('bench/nodejs-function-app.ts', peer));
    warm.ours = Math.min(warm.ours, await fingerprintSeconds(environment));
  }
  const peer = 'the peer is the same application with a NodejsFunction a handler';
  const share = Math.round((100 * bare) / least.cold);
  return [
    {
      name: 'synth, cold',
      unit: 's CPU',
      ours: least.cold,
      peer: least.coldPeer,
      atMost: 0.3,
      note: `smallest of ${ROUNDS}; ${peer}. ${share} % of ours is the CDK with the application (${bare.toFixed(2)} s), which the peer pays too; the row below is without it`,
    },
    {
      name: 'synth, cold: what bundling adds to the CDK',
      unit: 's CPU',
      ours: least.cold - bare,
      peer: least.coldPeer - bare,
      note: 'the rows above minus the synthesis of the application over existing bundles',
    },
    {
      name: 'synth, nothing changed',
      unit: 's CPU',
      ours: warm.ours,
      peer: warm.peer,
      atMost: 0.12,
      note: `ours is the fingerprint by which npm start knows that nothing changed; ${peer}, over its own last output`,
    },
  ];
}
