// Executions of a state machine, found by the names that their starters give them: one name is one execution.
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

/** Started now or before; throws when the name is taken by another input, for which there is no good reason. */
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
    if (running !== input) throw new Error(`Execution ${name} runs with another input`, { cause: error });
    return 'was started';
  }
}

/** Undefined when there is none of that name. */
export async function executionStatus(stateMachineArn: string, name: string): Promise<ExecutionStatus | undefined> {
  try {
    const executionArn = arnOf(stateMachineArn, name);
    return (await sfn().send(new DescribeExecutionCommand({ executionArn }))).status;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** What is at its end, or is not there, is stopped already. Functions that it called run on. */
export async function stopExecution(stateMachineArn: string, name: string): Promise<void> {
  try {
    await sfn().send(new StopExecutionCommand({ executionArn: arnOf(stateMachineArn, name) }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist || (error as Error).name === 'ValidationException') return;
    throw error;
  }
}
