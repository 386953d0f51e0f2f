// An alarm is useless if its topic refuses it. A topic with its own policy accepts only the publishers named there.
import type { Check } from './checks.ts';
import { list, resources, type Statement, statementsOf, type Templates, textOf } from './synth.ts';

interface Alarm {
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
}
interface Budget {
  readonly NotificationsWithSubscribers?: readonly { readonly Subscribers: readonly { readonly Address: unknown }[] }[];
}

/** Which service publishes to which topic: `[service, topic]`. */
function tellers(templates: Templates): [string, string][] {
  const alarms = resources<Alarm>(templates, 'AWS::CloudWatch::Alarm').flatMap(({ stack, properties }) =>
    [...(properties.AlarmActions ?? []), ...(properties.OKActions ?? [])].map((action): [string, string] => [
      'cloudwatch',
      textOf(templates, stack, action),
    ]),
  );
  const budgets = resources<Budget>(templates, 'AWS::Budgets::Budget').flatMap(({ stack, properties }) =>
    (properties.NotificationsWithSubscribers ?? []).flatMap(({ Subscribers }) =>
      Subscribers.map(({ Address }): [string, string] => ['budgets', textOf(templates, stack, Address)]),
    ),
  );
  return [...alarms, ...budgets];
}

const takesFrom = (service: string, { Effect, Action, Principal, Condition }: Statement): boolean =>
  Effect === 'Allow' &&
  list(Action).includes('sns:Publish') &&
  (Principal as { Service?: string } | undefined)?.Service === `${service}.amazonaws.com` &&
  JSON.stringify(Condition).includes('aws:SourceAccount');

/** `cloudwatch platform/Alarms` for each topic that accepts the service, limited to this account. */
const taken = (templates: Templates): string[] =>
  resources<{ Topics: unknown[] }>(templates, 'AWS::SNS::TopicPolicy').flatMap(({ stack, properties }) =>
    properties.Topics.flatMap((topic) =>
      ['cloudwatch', 'budgets']
        .filter((service) => statementsOf(properties).some((one) => takesFrom(service, one)))
        .map((service) => `${service} ${textOf(templates, stack, topic)}`),
    ),
  );

const withoutStatementsOf = (service: string) => (templates: Templates) => {
  for (const { properties } of resources<{ PolicyDocument: { Statement: Statement[] } }>(
    templates,
    'AWS::SNS::TopicPolicy',
  ))
    properties.PolicyDocument.Statement = properties.PolicyDocument.Statement.filter((one) => !takesFrom(service, one));
};

const told = (service: string, who: string): Check => ({
  name: `topics take what ${who} tell them`,
  fix: 'Make it an AlarmTopic, and let it takeFrom() the service (lib/constructs/alarms.ts).',
  find: (templates) => {
    const wanted = tellers(templates).filter(([by]) => by === service);
    if (wanted.length === 0) return [`${who} tell nobody`];
    const allowed = taken(templates);
    const refused = wanted.map((pair) => pair.join(' ')).filter((pair) => !allowed.includes(pair));
    return [...new Set(refused)].map((pair) => `refused: ${pair}`);
  },
  spoil: withoutStatementsOf(service),
});

export const alarmChecks: readonly Check[] = [told('cloudwatch', 'alarms'), told('budgets', 'budgets')];
