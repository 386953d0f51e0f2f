// The application with options of `cdk deploy -c`: OpenSearch instead of the collections in the bucket, bulkheads, no
// budget, mails.
import { describe, expect, test } from '@jest/globals';
import type { App } from 'aws-cdk-lib';
import { bundleAll } from '../../cli/deploy/bundle.ts';
import { BULKHEADS_AT_ONCE } from '../../cli/deploy/preflight/rules.ts';
import { bindings as jobs } from '../../lambdas/jobs/contract.ts';
import { bindings as media } from '../../lambdas/media/contract.ts';
import { bindings } from '../../lambdas/search/contract.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { idleMonth, totalOf } from '../../lib/idle-month.ts';
import { checks } from './checks.ts';
import { functionsOf } from './shape.ts';
import {
  everything,
  list,
  openFindings,
  resources,
  type Statement,
  statementsOf,
  synthesise,
  textOf,
} from './synth.ts';

await bundleAll();
const { app: bare, templates: usual } = synthesise('aws', { captions: 'on' });
const { app, templates } = synthesise('aws', {
  ...everything,
  search: 'opensearch',
  bulkheads: 'on',
  budgetUsd: '0',
  operator: 'ops@shop.example',
  waf: 'on',
  requestsPerSecond: '40',
});

const rights = (all: typeof templates, name: string): string[] =>
  resources(all, 'AWS::IAM::Policy')
    .filter(({ name: policy }) => policy.startsWith(`search/search-${name}-role`))
    .flatMap(({ stack, properties }) =>
      statementsOf(properties).flatMap(({ Action, Resource }: Statement) =>
        list(Action).flatMap((action) => list(Resource).map((on) => `${action} ${textOf(all, stack, on)}`)),
      ),
    )
    .sort();

const variablesOf = (all: typeof templates, id: string): Readonly<Record<string, unknown>> =>
  functionsOf(all).find(({ properties }) => properties.Description === id)?.properties.Environment?.Variables ?? {};
const environmentOf = (all: typeof templates, id: string) => Object.keys(variablesOf(all, id));

test('reserves concurrency for the payments that a slow provider holds up, and has no budget', () => {
  const reserved = resources(templates, 'AWS::Lambda::Function').flatMap(({ name, properties }) =>
    properties.ReservedConcurrentExecutions === undefined ? [] : [[name, properties.ReservedConcurrentExecutions]],
  );
  expect(reserved).toEqual([
    ['payments/payments-authorise-payment', 50],
    ['payments/payments-capture-payment', 50],
    ['payments/payments-refund-payment', 25],
  ]);
  // Lambda keeps 100 unreserved.
  expect(reserved.reduce((sum, [, atOnce]) => sum + Number(atOnce), 100)).toBe(BULKHEADS_AT_ONCE);
  expect(resources(templates, 'AWS::Budgets::Budget')).toEqual([]);
  expect(resources(usual, 'AWS::Budgets::Budget')).toHaveLength(1);
});

test('alarms tell the operator, and without one the deployment says that they tell nobody', () => {
  const [subscription, ...more] = resources(templates, 'AWS::SNS::Subscription');
  expect(subscription?.properties).toMatchObject({ Protocol: 'email', Endpoint: 'ops@shop.example' });
  expect(more).toEqual([]);
  const warnings = (of: App) =>
    of.node
      .findChild('system-design-platform')
      .node.metadata.filter(({ type, data }) => type === 'aws:cdk:warning' && data.includes('-c operator='));
  expect([warnings(app).length, warnings(bare).length]).toEqual([0, 1]);
});

test('limits the requests of everybody, and with WAF those of each address', () => {
  const throttles = (of: typeof templates) =>
    resources(of, 'AWS::ApiGatewayV2::Stage').map(({ properties }) => properties.DefaultRouteSettings);
  expect([...throttles(usual), ...throttles(templates)]).toEqual([
    { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    { ThrottlingRateLimit: 40, ThrottlingBurstLimit: 80 },
  ]);
  const [acl] = resources(templates, 'AWS::WAFv2::WebACL');
  expect(acl?.properties).toMatchObject({
    Scope: 'CLOUDFRONT',
    Rules: [
      {
        Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
        Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 3000, EvaluationWindowSec: 60 } },
      },
    ],
  });
  const [cdn] = resources<{ DistributionConfig: { WebACLId?: unknown } }>(templates, 'AWS::CloudFront::Distribution');
  expect(textOf(templates, cdn?.stack ?? '', cdn?.properties.DistributionConfig.WebACLId)).toBe('edge/RateRule');
});

test('makes no captions on AWS unless asked, and has nothing that only captions need', () => {
  const without = synthesise('aws').templates;
  const names = (of: typeof templates) =>
    resources(of)
      .filter(({ type }) => /Function|Queue|Mapping|Rule/.test(type))
      .map(({ name }) => name);
  const left = new Set(
    names(usual)
      .filter((one) => !names(without).includes(one))
      .map((name) => name.split('/')[1]),
  );
  expect([...left]).toEqual(['media-finish-captions', 'media-recognise-speech', 'media-start-captions']);
  expect(names(without).filter((one) => !names(usual).includes(one))).toEqual([]);
  const uploads = (of: typeof templates) => environmentOf(of, 'media/process-upload');
  expect([uploads(usual), uploads(without)].map((all) => all.includes(media.captions))).toEqual([true, false]);
});

test('a day of videos and jobs has a limit for all users, on AWS alone', () => {
  const limitsOf = (of: typeof templates) => [
    variablesOf(of, 'media/process-upload')[media.dailySeconds],
    variablesOf(of, 'jobs/http')[jobs.dailyBytes],
  ];
  const more = synthesise('aws', { dailyMediaMinutes: '120', dailyJobGb: '1' });
  expect([usual, more.templates, synthesise('local').templates].map(limitsOf)).toEqual([
    ['3600', '20000000000'],
    ['7200', '1000000000'],
    [undefined, undefined],
  ]);
});

test('sends mails as the one sender, and without one the deployment says that it sends none', () => {
  const [identity, ...more] = resources(templates, 'AWS::SES::EmailIdentity');
  expect([identity?.properties.EmailIdentity, more]).toEqual(['shop@shop.example', []]);
  const mails = resources(templates, 'AWS::IAM::Policy').flatMap(({ stack, properties }) =>
    statementsOf(properties)
      .filter(({ Action }) => list(Action).some((action) => action.startsWith('ses:')))
      .map(({ Action, Resource, Condition }) => [Action, textOf(templates, stack, Resource), Condition]),
  );
  const identities = 'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*';
  expect(new Set(mails.map((right) => JSON.stringify(right)))).toEqual(
    new Set([
      JSON.stringify(['ses:SendEmail', identities, { StringEquals: { 'ses:FromAddress': 'shop@shop.example' } }]),
    ]),
  );
  expect(JSON.stringify(usual)).not.toMatch(/ses:|AWS::SES::/);
  const knows = (of: typeof templates) =>
    environmentOf(of, 'notifications/notify').includes(platformBindings.mailSender);
  expect([templates, usual].map(knows)).toEqual([true, false]);
  const warnings = (of: App) =>
    of.node
      .findChild('system-design-notifications')
      .node.metadata.filter(({ type, data }) => type === 'aws:cdk:warning' && data.includes('-c sender='));
  expect([warnings(app).length, warnings(bare).length]).toEqual([0, 1]);
});

test('has one small domain, encrypted and for signed requests of this account only', () => {
  const [domain, ...more] = resources(templates, 'AWS::OpenSearchService::Domain');
  expect(more).toEqual([]);
  expect(domain?.properties).toMatchObject({
    EngineVersion: 'OpenSearch_2.19',
    ClusterConfig: { InstanceType: 't3.small.search', InstanceCount: 1 },
    EncryptionAtRestOptions: { Enabled: true },
    NodeToNodeEncryptionOptions: { Enabled: true },
    DomainEndpointOptions: { EnforceHTTPS: true },
  });
  expect(JSON.stringify(domain?.properties.AccessPolicies)).toContain(':root');
  expect(resources(usual, 'AWS::OpenSearchService::Domain')).toEqual([]);
});
const ofLogs = (right: string) => right.startsWith('logs:');

test('the two functions of collections may ask the domain, and nothing of the bucket and its index', () => {
  expect(rights(templates, 'find-entries').filter((right) => !ofLogs(right))).toEqual([
    'es:ESHttpPost search/Domain/*',
  ]);
  expect(rights(templates, 'keep-entries').filter((right) => !ofLogs(right))).toEqual([
    'es:ESHttpPost search/Domain/*',
    'es:ESHttpPut search/Domain/*',
  ]);
  for (const name of ['find-entries', 'keep-entries'])
    expect(environmentOf(templates, `search/${name}`).filter((variable) => variable.startsWith('SEARCH_'))).toEqual([
      bindings.openSearch,
    ]);
  expect(environmentOf(usual, 'search/find-entries')).not.toContain(bindings.openSearch);
});

test('no function reaches the segments of collections, which nobody makes', () => {
  const all = (of: typeof templates) =>
    resources(of, 'AWS::IAM::Policy').flatMap(({ stack, properties }) =>
      statementsOf(properties).flatMap(({ Resource }: Statement) => list(Resource).map((on) => textOf(of, stack, on))),
    );
  const ofCollections = 'search/Segments/Bucket/collections/*';
  expect(all(usual)).toContain(ofCollections);
  expect(all(templates)).not.toContain(ofCollections);
});

test.each(checks)('$name, here too', ({ find }) => expect(find(templates)).toEqual([]));

test('nothing else differs', () => {
  const names = (of: typeof templates) => resources(of).map(({ name, type }) => `${type} ${name}`);
  const added = names(templates).filter((one) => !names(usual).includes(one));
  // Functions come with their roles, logs and permissions.
  const ofMails = / (?:notifications\/(?:Sender|Sweep|notifications-send-mail)|users\/users-send-code)/;
  const what = /::(?:Function|EmailIdentity|Rule|Alarm|EventSourceMapping) /;
  expect(added.filter((one) => ofMails.test(one) && what.test(one))).toEqual([
    'AWS::SES::EmailIdentity notifications/Sender',
    'AWS::Events::Rule notifications/Sweep',
    'AWS::Lambda::Function notifications/notifications-send-mail',
    'AWS::Lambda::EventSourceMapping notifications/notifications-send-mail/Changes',
    'AWS::CloudWatch::Alarm notifications/notifications-send-mail/ConsumerBehind',
    'AWS::Lambda::Function users/users-send-code',
  ]);
  expect(added.filter((one) => !ofMails.test(one))).toEqual([
    'AWS::WAFv2::WebACL edge/RateRule',
    'AWS::SNS::Subscription platform/Alarms/ops@shop.example',
    'AWS::OpenSearchService::Domain search/Domain',
  ]);
  expect(names(usual).filter((one) => !names(templates).includes(one))).toEqual([
    'AWS::Budgets::Budget platform/Budget',
  ]);
});

test('there is no such domain on a laptop, and no other index', () => {
  expect(() => synthesise('local', { search: 'opensearch' })).toThrow('-c search=segments');
  expect(() => synthesise('aws', { search: 'solr' })).toThrow('-c search=segments');
});

test('has no finding of cdk-nag without an answer', () => {
  expect(openFindings(app)).toEqual([]);
});

describe('-c systems=', () => {
  const servicesOf = (systems: string) =>
    Object.keys(synthesise('aws', { systems }).templates)
      .map((name) => name.replace('system-design-', ''))
      .sort();

  test('makes these, what they need, and what every system needs, and nothing else', () => {
    const base = ['api', 'edge', 'platform', 'users'];
    expect(servicesOf('links, jobs')).toEqual([...base, 'jobs', 'links'].sort());
    expect(servicesOf('orders')).toEqual([...base, 'bank', 'cart', 'inventory', 'orders', 'payments', 'search'].sort());
  });

  test('costs less while nobody uses it', () => {
    const few = synthesise('aws', { systems: 'links' }).templates;
    const month = (of: typeof templates) => totalOf(idleMonth(Object.values(of)));
    expect(month(few)).toBeLessThan(month(usual) / 2);
  });

  test('refuses an unknown name and says which there are', () => {
    expect(() => servicesOf('links,job')).toThrow(/no system "job".*audience, bank, .*links, .*webhooks/);
  });
});
