// Runs a state machine's definition in this process, with the JSONata reference engine. It supports the part of the
// States Language that our definitions use; anything else throws.
import { createRequire } from 'node:module';

type Json = unknown;
interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
}
interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: Json;
  readonly Output?: Json;
  readonly Assign?: Readonly<Record<string, Json>>;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { readonly Output?: Json; readonly Next: string }[];
  readonly Choices?: readonly { readonly Condition: string; readonly Output?: Json; readonly Next: string }[];
  readonly Default?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Error?: string;
}
interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
interface Expression {
  evaluate(input: undefined, bindings: Record<string, unknown>): Promise<unknown>;
  assign(name: string, value: (text: string) => unknown): void;
}

// The validator depends on the reference implementation.
const fromValidator = createRequire(createRequire(import.meta.url).resolve('asl-validator'));
const jsonata = fromValidator('jsonata') as (text: string) => Expression;

const parsed = new Map<string, Expression>();
function expressionOf(text: string): Expression {
  const expression = parsed.get(text) ?? jsonata(text);
  expression.assign('parse', (json) => JSON.parse(json));
  parsed.set(text, expression);
  return expression;
}

/** Runs a task; a throw is a fault, whose name is the error's. */
export type Invoke = (resource: string, argument: Json) => Promise<Json>;

export interface Ended {
  readonly output: Json;
  /** States entered, in order; Step Functions counts each as a transition. */
  readonly entered: readonly string[];
}

/** The first retrier that names the error, and each counts its own. */
const retrierOf = ({ Retry = [] }: State, error: unknown): Retrier | undefined =>
  Retry.find(({ ErrorEquals }) => ErrorEquals.includes((error as Error).name) || ErrorEquals.includes('States.ALL'));

/** `wait` passes the time before a retry, at most so many seconds: the retriers have full jitter. */
export async function runMachine(
  definition: object,
  input: Json,
  invoke: Invoke,
  wait: (mostSeconds: number) => void = () => {},
): Promise<Ended> {
  const { StartAt, States } = definition as Definition;
  const entered: string[] = [];
  const context = { Execution: { Input: input } };
  let variables: Record<string, unknown> = {};
  let current = input;

  const evaluate = async (value: Json, result?: Json): Promise<Json> => {
    if (Array.isArray(value)) return Promise.all(value.map((item) => evaluate(item, result)));
    if (value && typeof value === 'object') {
      const entries = Object.entries(value).map(async ([name, inner]) => [name, await evaluate(inner, result)]);
      return Object.fromEntries(await Promise.all(entries));
    }
    const text = typeof value === 'string' ? /^\{%(.*)%\}$/s.exec(value)?.[1] : undefined;
    if (text === undefined) return value;
    const found = await expressionOf(text).evaluate(undefined, {
      ...variables,
      states: { input: current, context, result },
    });
    if (found === undefined) throw new Error(`States.QueryEvaluationError: ${text}`);
    // JSONata sequences are arrays with extra properties.
    return JSON.parse(JSON.stringify(found)) as Json;
  };

  const task = async (state: State): Promise<string | undefined> => {
    const used = new Map<Retrier, number>();
    for (;;) {
      try {
        const result = await invoke(state.Resource ?? '', await evaluate(state.Arguments ?? current));
        const output = state.Output === undefined ? result : await evaluate(state.Output, result);
        if (state.Assign) variables = { ...variables, ...((await evaluate(state.Assign, result)) as object) };
        current = output;
        return state.Next;
      } catch (error) {
        const retrier = retrierOf(state, error);
        const times = (retrier && used.get(retrier)) ?? 0;
        if (retrier && times < retrier.MaxAttempts) {
          used.set(retrier, times + 1);
          wait(Math.min(retrier.MaxDelaySeconds, retrier.IntervalSeconds * retrier.BackoffRate ** times));
          continue;
        }
        const caught = state.Catch?.[0];
        if (!caught) throw error;
        current = await evaluate(caught.Output ?? String(error));
        return caught.Next;
      }
    }
  };

  const choose = async (state: State): Promise<string | undefined> => {
    for (const { Condition, Output, Next } of state.Choices ?? []) {
      if ((await evaluate(Condition)) !== true) continue;
      if (Output !== undefined) current = await evaluate(Output);
      return Next;
    }
    return state.Default;
  };

  for (let name: string | undefined = StartAt; name !== undefined; ) {
    const state: State | undefined = States[name];
    if (!state) throw new Error(`There is no state ${name}`);
    entered.push(name);
    if (state.Type === 'Succeed') break;
    if (state.Type === 'Fail') throw new Error(state.Error ?? 'Failed');
    if (state.Type !== 'Task' && state.Type !== 'Choice') throw new Error(`${name} is a ${state.Type}`);
    name = await (state.Type === 'Task' ? task(state) : choose(state));
  }
  return { output: current, entered };
}
