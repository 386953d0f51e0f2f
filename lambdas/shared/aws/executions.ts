// Executions of a state machine, found by the names that callers give them: one name is one execution.
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { bounded } from './bounded.ts';

let client: SFNClient | undefined;
const sfn = (): SFNClient => {
  client ??= new SFNClient(bounded({ maxAttempts: 3, requestTimeout: 1300 }));
  return client;
};

const arnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/**
 * The execution was started now or earlier. Throws when the name is taken by an execution with another input, which
 * would be a bug.
 */
export async function startExecution(
  stateMachineArn: string,
  name: string,
  input: string,
): Promise<'started' | 'was started'> {
  try {
    await sfn().send(new StartExecutionCommand({ stateMachineArn, name, input }));
    return 'started';
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    const executionArn = arnOf(stateMachineArn, name);
    const { input: running } = await sfn().send(new DescribeExecutionCommand({ executionArn }));
    if (running !== input) throw new Error(`Execution ${name} exists with a different input`, { cause: error });
    return 'was started';
  }
}

/** Undefined when there is no execution of that name. */
export async function executionStatus(stateMachineArn: string, name: string): Promise<ExecutionStatus | undefined> {
  try {
    const executionArn = arnOf(stateMachineArn, name);
    return (await sfn().send(new DescribeExecutionCommand({ executionArn }))).status;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** Does nothing if the execution has ended or does not exist. Functions that it invoked keep running. */
export async function stopExecution(stateMachineArn: string, name: string): Promise<void> {
  try {
    await sfn().send(new StopExecutionCommand({ executionArn: arnOf(stateMachineArn, name) }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist || (error as Error).name === 'ValidationException') return;
    throw error;
  }
}
