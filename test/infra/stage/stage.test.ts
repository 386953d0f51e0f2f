// The application with -c stage=dev: every name that an account has once begins with it, and nothing else differs.
import { expect, test } from '@jest/globals';
import { bundleAll } from '../../../cli/deploy/bundle.ts';
import { needs } from '../../../cli/deploy/preflight/needs.ts';
import { bindings } from '../../../lambdas/media/contract.ts';
import { awsChecks } from '../aws-checks.ts';
import { checks } from '../checks.ts';
import { change } from '../spoil.ts';
import { everything, openFindings, resources, synthesise, type Templates } from '../synth.ts';
import { literalNames } from './names.ts';

await bundleAll();
const options = { ...everything, search: 'opensearch', operator: 'ops@shop.example', waf: 'on' };
const { templates: usual } = synthesise('aws', options);
const { app, templates } = synthesise('aws', { ...options, stage: 'dev' });
const { templates: laptop } = synthesise('local', { stage: 'dev' });

/** Names with slashes at their beginning are those of log groups. */
const without = (all: Templates): string[] =>
  literalNames(all)
    .filter(([, name]) => !/^(?:\/?dev-(?:system-design|SystemDesign)|(?:us-east-1)?devsystemdesign)/.test(name))
    .map((found) => found.join(' '));

test('each name begins with the stage, on AWS and on a laptop', () => {
  expect(without(templates)).toEqual([]);
  expect(without(laptop)).toEqual([]);
});

test('among them are stacks, exports, log groups, buckets, the bus, the domain, the budget, the metric and the CDN', () => {
  const kinds = new Set(literalNames(templates).map(([owner]) => owner.split(' ')[0]));
  expect([...kinds].sort()).toEqual([
    'AWS::Budgets::Budget',
    'AWS::CloudFront::CachePolicy',
    'AWS::CloudFront::Function',
    'AWS::CloudFront::OriginAccessControl',
    'AWS::CloudFront::ResponseHeadersPolicy',
    'AWS::CloudWatch::Alarm',
    'AWS::Events::EventBus',
    'AWS::Logs::LogGroup',
    'AWS::Logs::MetricFilter',
    'AWS::OpenSearchService::Domain',
    'AWS::S3::Bucket',
    'Export',
    'Stack',
  ]);
});

test.each([
  ['AWS::Logs::LogGroup', { LogGroupName: '/system-design/links/http' }],
  ['AWS::S3::Bucket', { BucketName: { 'Fn::Join': ['-', ['system-design-quarantine', { Ref: 'AWS::AccountId' }]] } }],
  ['AWS::SQS::Queue', { QueueName: 'webhooks' }],
  ['AWS::CloudWatch::Alarm', { Namespace: 'SystemDesign' }],
])('a name without the stage is found: %s', (type, properties) => {
  const spoiled = structuredClone(templates);
  change(type, () => properties)(spoiled);
  expect(without(spoiled)).toHaveLength(1);
});

test('without a stage no name has one, and what is deployed is the same', () => {
  expect(JSON.stringify(usual)).not.toContain('dev-');
  // Some ids contain the paths of two constructs, which begin with their stacks.
  const kept = (all: Templates) =>
    resources(all).map(({ name, type }) => `${type} ${name.replaceAll(/(?:dev)?systemdesign\w+/g, '')}`);
  expect(kept(templates).sort()).toEqual(kept(usual).sort());
});

test('jobs of Transcribe are told apart: the functions name them as the rule and their rights do', () => {
  const media = JSON.stringify(templates['dev-system-design-media']);
  expect(media.split(`"${bindings.transcribeJobs}":"dev-system-design-captions-"`)).toHaveLength(3);
  expect(media).toContain('[{"prefix":"dev-system-design-captions-"}]');
  expect(media).toContain(':transcription-job/dev-system-design-captions-*');
  expect(media).not.toMatch(/[^-]system-design-captions-/);
});

test.each([...checks, ...awsChecks])('$name, here too', ({ find }) => expect(find(templates)).toEqual([]));

test('has no finding of cdk-nag without an answer', () => {
  expect(openFindings(app)).toEqual([]);
});

test('a preflight counts what the templates need', async () => {
  const count = (type: string) => resources(usual, type).length;
  expect(await needs()).toEqual({
    routes: count('AWS::ApiGatewayV2::Route'),
    tables: count('AWS::DynamoDB::Table'),
    streams: count('AWS::Kinesis::Stream'),
  });
});
