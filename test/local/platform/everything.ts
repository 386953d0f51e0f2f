// Everything that an emulator has, as its own APIs list it.
import { sign } from 'aws4';

type Ask = (origin: string) => Promise<string>;

/** Answers the body of a signed request. */
async function asked(
  origin: string,
  service: string,
  request: { path?: string; headers?: Record<string, string>; body?: string },
): Promise<string> {
  const { host } = new URL(origin);
  const method = request.body === undefined ? 'GET' : 'POST';
  const { headers, path = '/' } = sign(
    { service, region: 'us-east-1', host, method, path: '/', ...request },
    { accessKeyId: 'test', secretAccessKey: 'test' },
  );
  const { Host: _, ...rest } = headers as Record<string, string>;
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: rest,
    ...(request.body !== undefined && { body: request.body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${path}: ${response.status} ${text}`);
  return text;
}

const json =
  (service: string, target: string, body: object = {}): Ask =>
  (origin) =>
    asked(origin, service, {
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body: JSON.stringify(body),
    });
const get =
  (service: string, path: string): Ask =>
  (origin) =>
    asked(origin, service, { path });
const query =
  (service: string, action: string): Ask =>
  (origin) =>
    asked(origin, service, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `Action=${action}&Version=${VERSIONS[service]}`,
    });
const VERSIONS: Readonly<Record<string, string>> = {
  sqs: '2012-11-05',
  sns: '2010-03-31',
  iam: '2010-05-08',
  monitoring: '2010-08-01',
};

/** By CloudFormation's type: the answer contains the ids of all there are. */
export const lists: Readonly<Record<string, Ask>> = {
  'AWS::ApiGatewayV2::Api': get('apigateway', '/v2/apis'),
  'AWS::CloudFront::Distribution': get('cloudfront', '/2020-05-31/distribution'),
  'AWS::CloudWatch::Alarm': query('monitoring', 'DescribeAlarms'),
  'AWS::Cognito::UserPool': json('cognito-idp', 'AWSCognitoIdentityProviderService.ListUserPools', { MaxResults: 60 }),
  'AWS::DynamoDB::Table': json('dynamodb', 'DynamoDB_20120810.ListTables'),
  'AWS::Events::EventBus': json('events', 'AWSEvents.ListEventBuses'),
  'AWS::Events::Rule': json('events', 'AWSEvents.ListRules'),
  'AWS::IAM::Role': query('iam', 'ListRoles'),
  'AWS::Kinesis::Stream': json('kinesis', 'Kinesis_20131202.ListStreams'),
  'AWS::Lambda::EventSourceMapping': get('lambda', '/2015-03-31/event-source-mappings/'),
  'AWS::Lambda::Function': get('lambda', '/2015-03-31/functions/'),
  'AWS::Logs::LogGroup': json('logs', 'Logs_20140328.DescribeLogGroups'),
  'AWS::S3::Bucket': get('s3', '/'),
  'AWS::SNS::Topic': query('sns', 'ListTopics'),
  'AWS::SQS::Queue': query('sqs', 'ListQueues'),
  'AWS::SecretsManager::Secret': json('secretsmanager', 'secretsmanager.ListSecrets'),
  'AWS::StepFunctions::StateMachine': json('states', 'AWSStepFunctions.ListStateMachines'),
};

/** Parts of others, which go with them. */
export const parts = new Set([
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CDK::Metadata',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::IAM::Policy',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);
