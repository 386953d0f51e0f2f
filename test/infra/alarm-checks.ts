// An alarm is useless if its topic refuses it. A topic with its own policy accepts only the publishers named there.
import type { Check } from './checks.ts';
import { list, referred, resources, type Statement, statementsOf, type Templates, textOf } from './synth.ts';

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

interface Mapping {
  readonly EventSourceArn: unknown;
  readonly FunctionName: unknown;
}
interface Watched {
  readonly Namespace?: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

/** `links/count-clicks` for each function that an alarm watches by this metric of Lambda; `all` without a dimension. */
const watched = (templates: Templates, metric: string): string[] =>
  resources<Watched>(templates, 'AWS::CloudWatch::Alarm')
    .filter(({ properties }) => properties.Namespace === 'AWS/Lambda' && properties.MetricName === metric)
    .flatMap(({ stack, properties: { Dimensions = [] } }) =>
      Dimensions.length === 0 ? ['all'] : Dimensions.map(({ Value }) => textOf(templates, stack, Value)),
    );

const spoilMetric = (metric: string) => (templates: Templates) => {
  for (const { properties } of resources<{ MetricName: string }>(templates, 'AWS::CloudWatch::Alarm'))
    if (properties.MetricName === metric) Object.assign(properties, { MetricName: 'Duration' });
};

export const alarmChecks: readonly Check[] = [
  told('cloudwatch', 'alarms'),
  told('budgets', 'budgets'),
  {
    name: 'every consumer of a stream has an alarm on its age',
    fix: 'Let EventStream or Table call the consumer: consumedBy(), streamTo().',
    find: (templates) =>
      resources<Mapping>(templates, 'AWS::Lambda::EventSourceMapping')
        .filter(
          ({ stack, properties }) => referred(templates, stack, properties.EventSourceArn)?.type !== 'AWS::SQS::Queue',
        )
        .map(({ stack, properties }) => textOf(templates, stack, properties.FunctionName))
        .filter((name) => !watched(templates, 'IteratorAge').includes(name)),
    spoil: spoilMetric('IteratorAge'),
  },
  {
    name: 'what Lambda does wrong raises an alarm',
    fix: 'Alarms on AWS/Lambda Errors and Throttles without dimensions (lib/stacks/platform-stack.ts).',
    find: (templates) =>
      ['Errors', 'Throttles']
        .filter((metric) => !watched(templates, metric).includes('all'))
        .map((metric) => `${metric} raise none`),
    spoil: spoilMetric('Throttles'),
  },
];
