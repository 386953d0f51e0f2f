// Differences between a laptop and AWS that need no entry: an address of the application, a value of lib/target.ts that
// differs between both, and an action for which the emulator has no resource.
import { App } from 'aws-cdk-lib';
import { type Target, targetOf } from '../../lib/target.ts';
import { differences, list, resources, statementsOf, type Templates, textOf } from './synth.ts';

/** Actions that lib/target.ts allows on `*` there (rightOn). */
const WITHOUT_RESOURCE = ['ses:SendEmail', 'transcribe:GetTranscriptionJob'];

const outputs = { platform: 'apiDirectUrl', edge: 'consoleUrl' } as const;

interface Side {
  readonly templates: Templates;
  readonly target: Target;
}

const side = (name: Target['name'], templates: Templates): Side => ({
  templates,
  target: targetOf(new App({ context: { target: name } })),
});

/** The value as text, with the application's own addresses as `@edge` and `@platform`. */
function withoutAddresses({ templates }: Side, stack: string, value: unknown): string {
  let text = textOf(templates, stack, value);
  for (const [owner, output] of Object.entries(outputs)) {
    const name = `system-design-${owner}`;
    text = text.replaceAll(textOf(templates, name, templates[name]?.Outputs?.[output]?.Value), `@${owner}`);
  }
  return text;
}

const written = (value: unknown): unknown => (typeof value === 'object' ? JSON.stringify(value) : value);

function ofTarget(aws: Target, laptop: Target, a: unknown, b: unknown): boolean {
  return (Object.keys({ ...aws, ...laptop }) as (keyof Target)[]).some(
    (key) => written(aws[key]) === a && written(laptop[key]) === b && a !== b,
  );
}

const actionsWithoutResource = ({ templates }: Side, path: string): boolean => {
  const [, stack = '', id = '', index = ''] =
    /^([^/]+)\/Resources\/(\w+)\/.*\/Statement\/(\d+)\/Resource$/.exec(path) ?? [];
  const policy = resources(templates).find((one) => one.stack === stack && one.id === id);
  const actions = list(statementsOf(policy?.properties)[Number(index)]?.Action);
  return actions.length > 0 && actions.every((action) => WITHOUT_RESOURCE.includes(action));
};

/** Paths of the laptop's unexplained differences. */
export function unexplained(aws: Templates, laptop: Templates): string[] {
  const [there, here] = [side('aws', aws), side('local', laptop)];
  return differences(aws, laptop)
    .filter(([path, a, b]) => {
      const stack = path.split('/')[0] ?? '';
      const sameAddress =
        a !== undefined && b !== undefined && withoutAddresses(there, stack, a) === withoutAddresses(here, stack, b);
      return !(
        sameAddress ||
        ofTarget(there.target, here.target, a, b) ||
        (b === '*' && actionsWithoutResource(here, path))
      );
    })
    .map(([path]) => path);
}
