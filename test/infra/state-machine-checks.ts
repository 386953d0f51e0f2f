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
  readonly States: Readonly<Record<string, { readonly Type: string; readonly TimeoutSeconds?: number }>>;
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
