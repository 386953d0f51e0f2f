// Executions of the job state machine: one for each run of a job, named <job id>-<run>.

import { executionStatus, startExecution, stopExecution } from '../shared/aws/executions.ts';
import { env } from '../shared/base/env.ts';
import type { StoredJob } from './job.ts';
import { bindings } from './resources.ts';

type Run = Pick<StoredJob, 'jobId' | 'run'>;
const nameOf = ({ jobId, run }: Run): string => `${jobId}-${run}`;
const machine = () => env(bindings.machineArn);

export const startRun = ({ jobId, run, correlationId }: Run & Pick<StoredJob, 'correlationId'>) =>
  startExecution(machine(), nameOf({ jobId, run }), JSON.stringify({ jobId, run, correlationId }));

export const runStatus = (run: Run) => executionStatus(machine(), nameOf(run));

export const stopRun = (run: Run) => stopExecution(machine(), nameOf(run));
