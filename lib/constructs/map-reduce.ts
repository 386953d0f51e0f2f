// The state machine of a MapReduce job: plan the next tasks, run them, and repeat until the job ends.
//
//   Advance ─> Advanced? ─┬─ TASKS ─> Tasks: a Distributed Map over the list in S3, a child for each task ─┐
//     ^                   ├─ AGAIN ─> Wait ────────────────────────────────────────────────────────────┤
//     │                   └─ ENDED ─> Ended                                                             │
//     └─────────────────────────────────────────────────────────────────────────────────────────────────┘
//   a task   Run ──────────────> Run?   ─> Done
//             ├ over its timer ─> Watch ─> Watch? (BUSY: Watch again)
//             └ failed 4 times ─> Give up
//
// One loop covers planning, merging, reducing and committing: the job's state says where it stands. The map never
// fails: each task's outcome is in its item, so one bad task stops no other. Watch leaves a task over its timer alone
// while it shows progress, else starts a second attempt, also for a straggler (lambdas/jobs/tasks/task.ts, turnOf).
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Prefix } from '../../lambdas/shared/base/contract.ts';
import type { BlobStore } from './blob-store.ts';
import { failedOrLost, refusedByLambda, SagaMachine } from './saga-machine.ts';
import type { ServiceFunction } from './service-function.ts';

export interface MapReduceProps {
  /** Takes `{jobId, run, correlationId}`. Answers an `outcome`: TASKS with the `key` of their list, AGAIN or ENDED. */
  readonly advance: ServiceFunction;
  /** Takes the same plus an `item` of that list. Answers an `outcome`: BUSY to be asked again, or anything else. */
  readonly runTask: ServiceFunction;
  /** Where the lists are stored, and their key prefix. */
  readonly blobs: Pick<BlobStore, 'bucket'>;
  readonly lists: Prefix;
  /** Maximum number of concurrent tasks. */
  readonly atOnce: number;
}

type State = Record<string, unknown>;
const JOB_SECONDS = 6 * 3600;
const ADVANCE_SECONDS = 130;
/**
 * Most tasks are done by then: a split of 64 MB is counted in 1.4 s, one of 16 MB indexed in 3. A longer one is watched,
 * which costs a second function's time but no second piece of work.
 */
const RUN_SECONDS = 6;
/** A watch of 5.5 s (lambdas/jobs/tasks/attempt-task.ts), then an attempt of its own. */
const WATCH_SECONDS = 10;
const GIVE_UP_SECONDS = 20;

const job = { 'jobId.$': '$.jobId', 'run.$': '$.run', 'correlationId.$': '$.correlationId' };

const call = (fn: ServiceFunction, Payload: object, rest: State): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: fn.functionArn, Payload },
  ...rest,
});

const answered = { ResultSelector: { 'outcome.$': '$.Payload.outcome' }, ResultPath: '$.answer' };
const whenIs = (StringEquals: string, Next: string) => ({ Variable: '$.answer.outcome', StringEquals, Next });

function taskStates(runTask: ServiceFunction): Record<string, State> {
  const first = { ...job, 'item.$': '$.item', 'retries.$': '$$.State.RetryCount' };
  const later = { ...job, 'item.$': '$.item', retries: 0 };
  const failed = { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Give up' };
  const timer = { ErrorEquals: ['States.Timeout'], ResultPath: '$.timer', Next: 'Watch' };
  return {
    // Step Functions retries only calls that died or never began, so a retry knows that no other call runs.
    Run: call(runTask, first, {
      ...answered,
      TimeoutSeconds: RUN_SECONDS,
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 0 }, refusedByLambda, failedOrLost(3)],
      Catch: [timer, failed],
      Next: 'Run?',
    }),
    'Run?': { Type: 'Choice', Choices: [whenIs('BUSY', 'Watch')], Default: 'Done' },
    Watch: call(runTask, later, {
      ...answered,
      TimeoutSeconds: WATCH_SECONDS,
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 0 }, refusedByLambda, failedOrLost(3)],
      Catch: [{ ...timer, Next: 'Pause' }, failed],
      Next: 'Watch?',
    }),
    'Watch?': { Type: 'Choice', Choices: [whenIs('BUSY', 'Watch')], Default: 'Done' },
    Pause: { Type: 'Wait', Seconds: 1, Next: 'Watch' },
    'Give up': call(
      runTask,
      { ...later, 'failure.$': '$.failure' },
      {
        ...answered,
        TimeoutSeconds: GIVE_UP_SECONDS,
        Retry: [refusedByLambda, failedOrLost(5)],
        Next: 'Done',
      },
    ),
    // The answers of all children together count against the 256 KB limit.
    Done: { Type: 'Pass', Result: {}, End: true },
  };
}

const definition = ({ advance, runTask, blobs, atOnce }: MapReduceProps): object => ({
  StartAt: 'Advance',
  TimeoutSeconds: JOB_SECONDS,
  States: {
    Advance: call(advance, job, {
      ResultSelector: { 'outcome.$': '$.Payload.outcome', 'payload.$': '$.Payload' },
      ResultPath: '$.answer',
      TimeoutSeconds: ADVANCE_SECONDS,
      Retry: [refusedByLambda, failedOrLost(5)],
      Next: 'Advanced?',
    }),
    'Advanced?': { Type: 'Choice', Choices: [whenIs('TASKS', 'Tasks'), whenIs('AGAIN', 'Wait')], Default: 'Ended' },
    Tasks: {
      Type: 'Map',
      Label: 'Tasks',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { Bucket: blobs.bucket.bucketName, 'Key.$': '$.answer.payload.key' },
      },
      ItemSelector: { ...job, 'item.$': '$$.Map.Item.Value' },
      MaxConcurrency: atOnce,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Run',
        States: taskStates(runTask),
      },
      ResultPath: null,
      Next: 'Advance',
    },
    Wait: { Type: 'Wait', Seconds: 2, Next: 'Advance' },
    Ended: { Type: 'Succeed' },
  },
});

/** `id` is `<service>/<machine>`. */
export class MapReduce extends SagaMachine {
  constructor(scope: Construct, id: `${string}/${string}`, props: MapReduceProps) {
    const { advance, runTask, blobs, lists } = props;
    super(scope, id, {
      type: StateMachineType.STANDARD,
      definition: definition(props),
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: [advance.functionArn, runTask.functionArn],
        }),
        new PolicyStatement({ actions: ['s3:GetObject'], resources: [blobs.bucket.arnForObjects(`${lists}*`)] }),
      ],
    });
    // A Distributed Map starts executions of its own state machine, whose ARN exists only after the machine does.
    new Policy(this, 'Children', {
      roles: [this.role],
      statements: this.allow('DescribeExecution', 'StopExecution').statements as PolicyStatement[],
    });
  }
}
