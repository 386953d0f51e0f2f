// Measures a whole job on the emulator, from the announced upload to the downloaded result, against the bare kernel and mrjob.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { measured, unlessMissing } from '../peer.ts';
import type { Row } from '../row.ts';
import { type Stage, stagesOf } from './job-stages.ts';
import { countsOf, kernel, MEGABYTES, mrjobOver, mustEqual, SMALL_MEGABYTES, TIMES, textsIn } from './jobs-compared.ts';

interface Ran {
  readonly seconds: number;
  readonly stages: readonly Stage[];
  readonly lines: string[];
}

/** Imports the tests' client of jobs late: it reads the emulator's address when it is loaded. */
async function runnerOf(file: string): Promise<() => Promise<Ran>> {
  const { newPerson } = await import('../../test/local/kit/client.ts');
  const { ended, resultOf, started, tasksOf, upload } = await import('../../test/local/jobs/jobs-world.ts');
  const owner = await newPerson();
  const text = await readFile(file);
  return async () => {
    const startedAt = performance.now();
    const uploadId = await upload(owner, basename(file), text);
    const uploadedAt = performance.now();
    const jobId = await started(owner, { kind: 'word-count', input: { uploadIds: [uploadId] } });
    const job = await ended(owner, jobId, 120_000);
    if (job.state !== 'SUCCEEDED') throw new Error(`job ${jobId} is ${job.state}: ${job.reason}`);
    const { texts } = await resultOf(owner, jobId);
    const ms = performance.now() - startedAt;
    const own = stagesOf(job, await tasksOf(owner, jobId));
    const known = [{ name: 'upload', ms: uploadedAt - startedAt }, ...own];
    const rest = ms - known.reduce((sum, stage) => sum + stage.ms, 0);
    const stages = [...known, { name: 'asking for it, seeing its end, download', ms: rest }];
    return { seconds: ms / 1000, stages, lines: texts.flatMap((part) => part.split('\n').filter(Boolean)) };
  };
}

export async function wholeJobRows(benchFolder: string, outputsFile: string): Promise<Row[]> {
  process.env.SYSTEM_DESIGN_OUTPUTS = outputsFile;
  const { folder, large, small } = await textsIn(benchFolder);
  const run = await runnerOf(large);
  const jobs: Ran[] = [];
  const kernels: number[] = [];
  // Alternates, so that a busy moment affects both; the first job also starts its functions.
  for (let i = 0; i <= TIMES; i += 1) {
    jobs.push(await run());
    const bare = await kernel(folder, 'word-count', 1, [large], 1);
    kernels.push(bare.wall);
    if (i === 0) mustEqual('the job on the emulator', countsOf(bare.lines), countsOf(jobs[0]?.lines ?? []));
  }
  const mrjob = await unlessMissing('mrjob', async () => {
    const [command, ...args] = await mrjobOver(small)();
    return measured(folder, 1, command, args);
  });
  const best = jobs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const name = `job of ${MEGABYTES} MB on the emulator`;
  const stages = best.stages.map((stage) => `${stage.name} ${(stage.ms / 1000).toFixed(2)} s`).join(', ');
  const note =
    `the best of ${jobs.length}, the first took ${jobs[0]?.seconds.toFixed(1)} s; ${stages}. Outside our control: the emulator takes 0.6 s of CPU ` +
    'for the upload (the client 0.25 s) and delays every execution by 0.15 s';
  const scale = MEGABYTES / SMALL_MEGABYTES;
  return [
    {
      name: `${name} against the bare kernel`,
      unit: 's',
      ours: best.seconds,
      peer: Math.min(...kernels),
      atMost: 3,
      note,
    },
    ...(mrjob
      ? [
          {
            name: `${name} against mrjob inline, ${SMALL_MEGABYTES} MB x ${scale}`,
            unit: 's',
            ours: best.seconds,
            peer: scale * mrjob.wall,
            atMost: 1 / 20,
          },
        ]
      : []),
    ...best.stages.map((stage): Row => ({ name: `${name}: ${stage.name}`, unit: 's', ours: stage.ms / 1000 })),
  ];
}
