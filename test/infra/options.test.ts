// The application with options of `cdk deploy -c`: OpenSearch instead of the collections in the bucket, bulkheads, no budget.
import { expect, test } from '@jest/globals';
import type { App } from 'aws-cdk-lib';
import { bundleAll } from '../../cli/deploy/bundle.ts';
import { BULKHEADS_AT_ONCE } from '../../cli/deploy/preflight/rules.ts';
import { bindings } from '../../lambdas/search/contract.ts';
import { checks } from './checks.ts';
import { list, openFindings, resources, type Statement, statementsOf, synthesise, textOf } from './synth.ts';

await bundleAll();
const { app: bare, templates: usual } = synthesise('aws');
const { app, templates } = synthesise('aws', {
  search: 'opensearch',
  bulkheads: 'on',
  budgetUsd: '0',
  operator: 'ops@shop.example',
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

const environmentOf = (all: typeof templates, name: string) =>
  Object.keys(
    resources<{ Environment?: { Variables?: object } }>(all, 'AWS::Lambda::Function').find(
      (one) => one.name === `search/search-${name}`,
    )?.properties.Environment?.Variables ?? {},
  );

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
    expect(environmentOf(templates, name).filter((variable) => variable.startsWith('SEARCH_'))).toEqual([
      bindings.openSearch,
    ]);
  expect(environmentOf(usual, 'find-entries')).not.toContain(bindings.openSearch);
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
  expect(names(templates).filter((one) => !names(usual).includes(one))).toEqual([
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
