// Executions of the saga. Their names make them one each: <order id> is the first, <order id>-2 the reconciler's first.
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { bounded } from '../shared/bounded.ts';
import { env } from '../shared/env.ts';
import { bindings } from './names.ts';
import type { OrderState } from './order.ts';

let client: SFNClient | undefined;
const sfn = (): SFNClient => {
  client ??= new SFNClient(bounded({ maxAttempts: 3, requestTimeout: 1300 }));
  return client;
};

const nameOf = (orderId: string, attempt: number): string => (attempt === 1 ? orderId : `${orderId}-${attempt}`);

const arnOf = (orderId: string, attempt: number): string =>
  `${env(bindings.sagaArn).replace(':stateMachine:', ':execution:')}:${nameOf(orderId, attempt)}`;

/** What the saga works on: of an order only what never changes, so that one name always means one input. */
const inputOf = ({ orderId, userId, lines, totalCents, paymentMethod, correlationId }: OrderState, attempt: number) =>
  JSON.stringify({
    orderId,
    userId,
    lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
    amountCents: totalCents,
    paymentMethod,
    correlationId,
    attempt,
  });

/** Started now or before; throws when the name is taken by another input, for which there is no good reason. */
export async function startSaga(state: OrderState, attempt: number): Promise<'started' | 'was started'> {
  const input = inputOf(state, attempt);
  const name = nameOf(state.orderId, attempt);
  try {
    await sfn().send(new StartExecutionCommand({ stateMachineArn: env(bindings.sagaArn), name, input }));
    return 'started';
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    const { input: running } = await sfn().send(
      new DescribeExecutionCommand({ executionArn: arnOf(state.orderId, attempt) }),
    );
    if (running !== input) throw new Error(`Saga ${name} runs with another input`, { cause: error });
    return 'was started';
  }
}

export async function sagaStatus(orderId: string, attempt: number): Promise<ExecutionStatus | undefined> {
  try {
    const answer = await sfn().send(new DescribeExecutionCommand({ executionArn: arnOf(orderId, attempt) }));
    return answer.status;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
