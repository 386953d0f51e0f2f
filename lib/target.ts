// Where the application is deployed. Every difference between a laptop and AWS is in this file.
import {
  type App,
  Aws,
  CliCredentialsStackSynthesizer,
  Fn,
  type IAspect,
  type IStackSynthesizer,
  Stack,
} from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';

import { type Distribution, OriginProtocolPolicy, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, type HttpOriginProps } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Limits } from '../lambdas/shared/base/contract.ts';
import { forLocalStack } from './for-local-stack.ts';
import { withoutTls } from './without-tls.ts';

export interface Target {
  readonly name: 'local' | 'localstack' | 'aws';
  /** The emulator refuses the roles of the default synthesizer, so the caller publishes the assets. */
  readonly synthesizer?: () => IStackSynthesizer;
  /** Aspects applied to the whole application. */
  readonly aspects: readonly IAspect[];
  /** Requests per minute. */
  readonly limits: Limits;
  /** Sender address of mails; its owner confirms it to SES once (-c sender=...). On AWS, no mail is sent without one. */
  readonly sender?: string;
  /**
   * Monthly dollars before the owner is notified: -c budgetUsd=..., or 0 for none, as some regions have no budgets. An
   * emulator costs nothing.
   */
  readonly budgetUsd?: number;
  /** Address that receives alarms and budget notices: -c operator=... Its owner confirms the subscription once. */
  readonly operator?: string;
  /** Whether concurrency is reserved: -c bulkheads=on. New AWS accounts have 10, of which none may be reserved. */
  readonly bulkheads: boolean;
  /** Resource of a permission to send as an SES identity, or to read a Transcribe job. */
  rightOn(arn: string): string;
  /** The one origin outside the public internet that webhooks may call. */
  readonly webhookReceiver?: string;
  /** How many failures, over how long, before a webhook is disabled. */
  readonly webhookPatience: { readonly failures: number; readonly forSeconds: number };
  /** Concurrent tasks of one job: -c tasksAtOnce=..., on AWS only. */
  readonly tasksAtOnce: number;
  /** Minutes of video of all users that are transcoded per day (UTC): -c dailyMediaMinutes=..., on AWS only. */
  readonly dailyMediaMinutes?: number;
  /** Gigabytes (10^9) of input of all users' jobs per day (UTC): -c dailyJobGb=..., on AWS only. */
  readonly dailyJobGb?: number;
  /** Requests per second that the API takes, with bursts of twice as many: -c requestsPerSecond=..., on AWS only. */
  readonly requestsPerSecond: number;
  /** Whether AWS WAF limits the requests of an address at the CDN: -c waf=on, on AWS only, for $6 a month. */
  readonly waf: boolean;
  /** Whether videos get captions: -c captions=on. On AWS, Transcribe makes them, for $0.024 a minute. */
  readonly captions: boolean;
  /** Shards of each stream: -c shards=..., on AWS only, where each costs $10.95 a month. */
  readonly streamShards: number;
  /** A laptop has no certificate. */
  readonly viewerProtocolPolicy: ViewerProtocolPolicy;
  /** Whether faults can be injected (`npm run fault`): -c faults=on or off. Default: only on a laptop. */
  readonly faults: boolean;
  /** Where collections of search are kept: -c search=opensearch, on AWS only. Default: in segments of its own bucket. */
  readonly search: 'segments' | 'opensearch';
  apiOrigin(api: HttpApi, props: HttpOriginProps): HttpOrigin;
  /** `scheme://host[:port]` of the distribution, without a trailing slash. */
  publicUrl(distribution: Distribution): string;
  /** Origin of the bucket's presigned forms and URLs (lambdas/shared/aws/presign.ts). */
  uploadOrigin(bucketName: string): string;
  /** The HTTP API without the CDN; ends in /api. */
  apiDirectUrl(api: HttpApi): string;
}

type FromContext =
  | 'faults'
  | 'sender'
  | 'search'
  | 'bulkheads'
  | 'tasksAtOnce'
  | 'streamShards'
  | 'captions'
  | 'requestsPerSecond'
  | 'waf';

/** The target of `cdk -c target=... -c endpoint=...`. Default: aws. */
export function targetOf(app: App): Target {
  const name = (app.node.tryGetContext('target') as string | undefined) ?? 'aws';
  const sender = app.node.tryGetContext('sender') as string | undefined;
  const endpoint = new URL((app.node.tryGetContext('endpoint') as string | undefined) ?? 'http://localhost:4566');
  const bulkheads = switchOf(app, 'bulkheads', false);
  if (name === 'aws') {
    const budgetUsd = budgetOf(app);
    const operator = operatorOf(app);
    const given = {
      ...(sender && { sender }),
      bulkheads,
      search: searchOf(app, true),
      faults: switchOf(app, 'faults', false),
      captions: switchOf(app, 'captions', false),
      waf: wafOf(app),
      ...(operator && { operator }),
    };
    const whole = {
      tasksAtOnce: wholeOf(app, 'tasksAtOnce', 20),
      streamShards: wholeOf(app, 'shards', 1),
      dailyMediaMinutes: wholeOf(app, 'dailyMediaMinutes', 60),
      dailyJobGb: wholeOf(app, 'dailyJobGb', 20),
      requestsPerSecond: wholeOf(app, 'requestsPerSecond', 500),
    };
    return { ...aws, ...given, ...whole, ...(budgetUsd > 0 && { budgetUsd }) };
  }
  if (name !== 'local' && name !== 'localstack') {
    throw new Error(`There is no target "${name}": use -c target=local, localstack or aws (the default).`);
  }
  if (!['localhost', '127.0.0.1', '[::1]'].includes(endpoint.hostname)) {
    throw new Error(
      `Target ${name} deploys to this machine only, and ${endpoint.host} is another: use http://localhost:4566.`,
    );
  }
  // For two cores: each running task has its own process.
  const given = {
    sender: sender ?? 'shop@shop.example',
    bulkheads,
    search: searchOf(app, false),
    faults: switchOf(app, 'faults', true),
    captions: switchOf(app, 'captions', true),
    tasksAtOnce: 4,
    streamShards: 2,
    requestsPerSecond: 2000,
    waf: false,
  };
  return { ...emulator(name, Number(endpoint.port)), ...given };
}

function searchOf(app: App, hasDomains: boolean): Target['search'] {
  const name = app.node.tryGetContext('search') ?? 'segments';
  if (name === 'segments' || (name === 'opensearch' && hasDomains)) return name;
  throw new Error(`search is "${name}": use -c search=segments (the default), or opensearch on AWS.`);
}

function switchOf(app: App, name: string, usual: boolean): boolean {
  const given = app.node.tryGetContext(name) ?? (usual ? 'on' : 'off');
  if (given === 'on' || given === 'off') return given === 'on';
  throw new Error(`${name} is "${given}": use -c ${name}=on or -c ${name}=off.`);
}

function wafOf(app: App): boolean {
  const isOn = switchOf(app, 'waf', false);
  const region = process.env.CDK_DEFAULT_REGION ?? 'us-east-1';
  if (!isOn || region === 'us-east-1') return isOn;
  throw new Error(`-c waf=on makes a rule of CloudFront, which us-east-1 alone has, and this region is ${region}.`);
}

function operatorOf(app: App): string | undefined {
  const address = app.node.tryGetContext('operator') as string | undefined;
  if (address === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) return address;
  throw new Error(`operator is "${address}": give the address that receives alarms, -c operator=you@your.domain.`);
}

function budgetOf(app: App): number {
  const text = String(app.node.tryGetContext('budgetUsd') ?? 50);
  if (text !== '' && Number(text) >= 0) return Number(text);
  throw new Error(
    `budgetUsd is "${text}": give the dollars that a month may cost, -c budgetUsd=50, or 0 for no budget.`,
  );
}

function wholeOf(app: App, name: string, usual: number): number {
  const given = String(app.node.tryGetContext(name) ?? usual);
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new Error(`${name} is "${given}": give a whole number from 1 to 9999, -c ${name}=${usual}.`);
}

const aws: Omit<Target, FromContext> = {
  name: 'aws',
  aspects: [],
  limits: { signIn: { perAccount: 10, perAddress: 30 }, write: { perAccount: 60, perAddress: 120 } },
  rightOn: (arn) => arn,
  webhookPatience: { failures: 20, forSeconds: 6 * 3600 },
  viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
  apiOrigin: (api, props) =>
    new HttpOrigin(`${api.apiId}.execute-api.${Stack.of(api).region}.${Stack.of(api).urlSuffix}`, props),
  publicUrl: (distribution) => `https://${distribution.distributionDomainName}`,
  uploadOrigin: (bucketName) => `https://${bucketName}.s3.${Aws.REGION}.amazonaws.com`,
  apiDirectUrl: (api) => `https://${api.apiId}.execute-api.${Stack.of(api).region}.${Stack.of(api).urlSuffix}/api`,
};

function emulator(name: 'local' | 'localstack', port: number): Omit<Target, FromContext> {
  const generous = { perAccount: 600, perAddress: 600 };
  return {
    name,
    synthesizer: () => new CliCredentialsStackSynthesizer(),
    limits: { signIn: generous, write: generous, own: generous },
    // The emulator asks for these on every resource.
    rightOn: () => '*',
    webhookPatience: { failures: 5, forSeconds: 0 },
    viewerProtocolPolicy: ViewerProtocolPolicy.ALLOW_ALL,
    ...(name === 'local' ? miniStack(port) : localStack(port)),
  };
}

type Addresses = 'aspects' | 'webhookReceiver' | 'apiOrigin' | 'publicUrl' | 'uploadOrigin' | 'apiDirectUrl';

const overHttp = (httpPort: number) => ({ protocolPolicy: OriginProtocolPolicy.HTTP_ONLY, httpPort });
const labelOf = ({ distributionDomainName }: Distribution) => Fn.select(0, Fn.split('.', distributionDomainName));

function miniStack(port: number): Pick<Target, Addresses> {
  const apiPath = (api: HttpApi) => `/_aws/execute-api/${api.apiId}/$default`;
  return {
    aspects: [withoutTls],
    // `npm run webhook-listen`: port 4580 beside the emulator's 4566.
    webhookReceiver: `http://localhost:${port + 14}`,
    apiOrigin: (api, props) => new HttpOrigin('localhost', { ...props, ...overHttp(port), originPath: apiPath(api) }),
    // Distributions are served at <label>.cloudfront.localhost; browsers and curl resolve every *.localhost name.
    publicUrl: (distribution) => `http://${labelOf(distribution)}.cloudfront.localhost:${port}`,
    uploadOrigin: () => `http://127.0.0.1:${port}`,
    apiDirectUrl: (api) => `http://localhost:${port}${apiPath(api)}/api`,
  };
}

/**
 * By its documentation, not verified (localstack/coverage.md). Its functions run in containers, where `localhost` is the
 * container; this name and those below it are LocalStack there, and this machine here:
 * https://docs.localstack.cloud/aws/capabilities/networking/accessing-endpoint-url/
 */
function localStack(port: number): Pick<Target, Addresses> {
  const host = 'localhost.localstack.cloud';
  const apiHost = (api: HttpApi) => `${api.apiId}.execute-api.${host}`;
  return {
    aspects: [withoutTls, forLocalStack(`http://${host}:${port}`)],
    // This machine, seen from a container (docker-compose.yml).
    webhookReceiver: `http://host.docker.internal:${port + 14}`,
    apiOrigin: (api, props) => new HttpOrigin(apiHost(api), { ...props, ...overHttp(port) }),
    publicUrl: (distribution) => `http://${labelOf(distribution)}.cloudfront.${host}:${port}`,
    uploadOrigin: () => `http://${host}:${port}`,
    apiDirectUrl: (api) => `http://${apiHost(api)}:${port}/api`,
  };
}
