// Runs the bare kernel in its own process, as the peers run: one kind over files, parts into a folder, no progress bars.
import { resolve } from 'node:path';
import { threads } from '../../cli/operate/jobs/crew.ts';
import { inputsOf, kindNamed } from '../../cli/operate/jobs/local-job.ts';
import { folderBlobs } from '../../lambdas/jobs/core/folder-blobs.ts';
import { kindOf } from '../../lambdas/jobs/core/kinds.ts';
import { crewOf, runJob } from '../../lambdas/jobs/core/run-job.ts';

const [kind = '', workers = '1', out = '', ...files] = process.argv.slice(2);
const name = kindNamed(kind);
const blobs = folderBlobs('/');
const others = workers === '1' ? undefined : await threads(Number(workers), name);
const crew = others ?? crewOf(blobs, kindOf(name));
const inputs = await inputsOf(files);
const bytes = inputs.reduce((sum, { size }) => sum + size, 0);
await runJob({
  blobs,
  kind: kindOf(name),
  inputs,
  partitions: Number(workers),
  partitioner: 'hash',
  // One split a worker: every split sorts and writes its own table.
  splitBytes: Math.ceil(bytes / Number(workers)),
  memoryBytes: 2 ** 30,
  crew,
  out: resolve(out),
});
await others?.end();
