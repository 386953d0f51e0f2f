// Checks of every synthesised state machine.
import aslValidator from 'asl-validator';
import type { Check } from './checks.ts';
import { resources, type Templates, textOf } from './synth.ts';

interface Machine {
  readonly DefinitionString: unknown;
  readonly StateMachineType?: string;
  readonly LoggingConfiguration?: unknown;
}
interface Definition {
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}
interface State {
  readonly Type: string;
  readonly TimeoutSeconds?: number;
  readonly Resource?: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
  readonly ItemProcessor?: Definition;
}

/** All states, with those of the children of a map. */
const statesOf = ({ States }: Definition): [string, State][] =>
  Object.entries(States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);

/** A throttle is waited out by a retrier of its own, which comes before the one for all errors. */
function waitsOutThrottles({ Retry = [] }: State): boolean {
  const first = Retry.find(({ ErrorEquals }) => !ErrorEquals.includes('States.Timeout'));
  return Boolean(first?.ErrorEquals.includes('Lambda.TooManyRequestsException') && first.MaxAttempts >= 20);
}

/** Name and definition of every machine; functions and machines in it have ARNs of a dummy account. */
function machinesOf(templates: Templates): { name: string; definition: Definition }[] {
  return resources<Machine>(templates, 'AWS::StepFunctions::StateMachine').map(({ stack, name, properties }) => {
    const text = textOf(templates, stack, properties.DefinitionString)
      .replaceAll(
        /"StateMachineArn":"[^"]+"/g,
        '"StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:a"',
      )
      .replaceAll(/"FunctionName":"[^"]+"/g, '"FunctionName":"arn:aws:lambda:us-east-1:123456789012:function:a"')
      .replaceAll('<AWS::Partition>', 'aws');
    return { name, definition: JSON.parse(text) as Definition };
  });
}

const spoilDefinition = (replace: (text: string) => string) => (templates: Templates) => {
  for (const { stack, id, properties } of resources<Machine>(templates, 'AWS::StepFunctions::StateMachine')) {
    const raw = templates[stack]?.Resources[id];
    if (raw?.Properties)
      raw.Properties.DefinitionString = JSON.parse(replace(JSON.stringify(properties.DefinitionString)));
  }
};

export const stateMachineChecks: readonly Check[] = [
  {
    name: 'every call of a function waits until Lambda takes it',
    fix: 'Begin its Retry with refusedByLambda (lib/constructs/saga-machine.ts): a throttle of the account is no failure.',
    find: (templates) =>
      machinesOf(templates).flatMap(({ name, definition }) =>
        statesOf(definition)
          .filter(([, state]) => state.Resource?.endsWith(':lambda:invoke') && !waitsOutThrottles(state))
          .map(([state]) => `${name}: ${state}`),
      ),
    spoil: spoilDefinition((text) => text.replaceAll('TooManyRequests', 'NoSuch')),
  },
  {
    name: 'the definition of every state machine is valid, and every state is reached',
    fix: 'The finding names the state; the language is at states-language.net.',
    find: (templates) =>
      machinesOf(templates).flatMap(({ name, definition }) =>
        aslValidator(definition, { checkPaths: true, checkArn: true }).errors.map(
          (error) => `${name}: ${error['Error code']} ${error.Message}`,
        ),
      ),
    spoil: spoilDefinition((text) => text.replaceAll('\\"Default\\":\\"', '\\"Default\\":\\"No such ')),
  },
  {
    name: 'every wait of a state machine has a timer',
    fix: 'TimeoutSeconds on the machine, and a lower one on every task: without it a task may hang for 99,999,999 s.',
    find: (templates) =>
      machinesOf(templates).flatMap(({ name, definition: { TimeoutSeconds, States } }) => {
        if (!TimeoutSeconds) return [`${name} has no TimeoutSeconds`];
        return Object.entries(States)
          .filter(([, { Type, TimeoutSeconds: own = Infinity }]) => Type === 'Task' && own >= TimeoutSeconds)
          .map(([state]) => `${name}: ${state}`);
      }),
    spoil: spoilDefinition((text) => text.replaceAll('TimeoutSeconds', 'Comment')),
  },
];
