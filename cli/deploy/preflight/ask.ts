// Asks an account and region, only by reading, what the rules of a preflight judge.
import { lookup } from 'node:dns/promises';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type Stack,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudFrontClient, paginateListDistributions } from '@aws-sdk/client-cloudfront';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { DescribeLimitsCommand, KinesisClient, paginateListStreams } from '@aws-sdk/client-kinesis';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { paginateListBuckets, S3Client } from '@aws-sdk/client-s3';
import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { resourceTypes } from '../../../lib/idle-month.ts';
import { prefixHere } from '../../../localstack/environment.ts';
import { ourStacks } from '../deploy.ts';
import { lambdaClient } from '../functions.ts';
import type { Answer, Answered, Answers, Found, Question } from './answers.ts';

/** Only with -c search=opensearch or -c waf=on; and CDK's own, which its templates leave out where it is missing. */
const OPTIONAL = /^AWS::(?:OpenSearchService|WAFv2|CDK)::/;

const regionHere = () => new STSClient().config.region();

async function caller(): Promise<Answered['caller']> {
  const { Account = '' } = await new STSClient().send(new GetCallerIdentityCommand({}));
  return { account: Account, region: await regionHere() };
}

async function bootstrap(): Promise<Answered['bootstrap']> {
  const StackName = 'CDKToolkit';
  const found = await new CloudFormationClient()
    .send(new DescribeStacksCommand({ StackName }))
    .catch((error: Error) => {
      if (!/does not exist/.test(error.message)) throw error;
    });
  const stack = found?.Stacks?.[0];
  const version = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion')?.OutputValue;
  return stack && { status: stack.StackStatus ?? '', version: Number(version ?? 0) };
}

async function stacks(): Promise<Answered['stacks']> {
  return Object.fromEntries(
    (await ourStacks()).map(({ StackName = '', StackStatus = '' }) => [StackName, StackStatus]),
  );
}

async function all<Page>(
  pages: AsyncIterable<Page>,
  namesOf: (page: Page) => readonly (string | undefined)[] = () => [],
) {
  const names: string[] = [];
  for await (const page of pages) names.push(...namesOf(page).map((name) => name ?? ''));
  return names;
}

const tableNames = () =>
  all(paginateListTables({ client: new DynamoDBClient() }, {}), ({ TableNames = [] }) => TableNames);
const streamNames = () =>
  all(paginateListStreams({ client: new KinesisClient() }, {}), ({ StreamNames = [] }) => StreamNames);

/** Names of our copy. S3 keeps a CloudFormation name in small letters, as all of ours are. */
async function found(): Promise<Found> {
  const prefix = prefixHere();
  const isOurs = (name: string) => name.startsWith(`${prefix}-`);
  const logGroupNamePrefix = `/${prefix}/`;
  const BucketRegion = await regionHere();
  const [tables, streams, logGroups, buckets] = await Promise.all([
    tableNames(),
    streamNames(),
    all(paginateDescribeLogGroups({ client: new CloudWatchLogsClient() }, { logGroupNamePrefix }), (page) =>
      (page.logGroups ?? []).map(({ logGroupName }) => logGroupName),
    ),
    all(
      paginateListBuckets({ client: new S3Client() }, { Prefix: `${prefix}-`, BucketRegion, MaxBuckets: 1000 }),
      (page) => (page.Buckets ?? []).map(({ Name }) => Name),
    ),
  ]);
  return { tables: tables.filter(isOurs), streams: streams.filter(isOurs), logGroups, buckets: buckets.filter(isOurs) };
}

async function leftovers(): Promise<Answered['leftovers']> {
  const client = new CloudFormationClient();
  const ownedBy = ({ StackName }: Stack) =>
    all(paginateListStackResources({ client }, { StackName }), (page) =>
      (page.StackResourceSummaries ?? []).map(({ PhysicalResourceId }) => PhysicalResourceId),
    );
  const [names, ours] = await Promise.all([found(), ourStacks()]);
  const owned: string[] = [];
  // One after the other: CloudFormation refuses bursts.
  for (const stack of ours) owned.push(...(await ownedBy(stack)));
  return { ...names, owned };
}

/** CloudFormation names the types that it does not know in the region, as it would in a deployment. */
async function types(): Promise<Answered['types']> {
  const wanted = resourceTypes.filter((type) => !OPTIONAL.test(type));
  const Resources = Object.fromEntries(wanted.map((Type, i) => [`R${i}`, { Type }]));
  try {
    await new CloudFormationClient().send(new ValidateTemplateCommand({ TemplateBody: JSON.stringify({ Resources }) }));
    return [];
  } catch (error) {
    const unknown = /Unrecognized resource types: \[([^\]]*)\]/.exec((error as Error).message)?.[1];
    if (unknown === undefined) throw error;
    return unknown.split(',').map((type) => type.trim());
  }
}

const isOthers = (name: string): boolean => !name.startsWith(`${prefixHere()}-`);

const questions: { readonly [Name in Question]: () => Promise<Answered[Name]> } = {
  caller,
  bootstrap,
  stacks,
  leftovers,
  types,
  concurrency: async () => {
    const { AccountLimit } = await lambdaClient().send(new GetAccountSettingsCommand({}));
    return { atOnce: AccountLimit?.ConcurrentExecutions ?? 0 };
  },
  tables: async () => ({ others: (await tableNames()).filter(isOthers).length }),
  shards: async () => {
    const { OpenShardCount = 0, ShardLimit = 0 } = await new KinesisClient().send(new DescribeLimitsCommand({}));
    // Ours are at least one each.
    const ours = (await streamNames()).filter((name) => !isOthers(name)).length;
    return { others: Math.max(0, OpenShardCount - ours), most: ShardLimit };
  },
  mail: async () => {
    const { ProductionAccessEnabled, SendingEnabled } = await new SESv2Client().send(new GetAccountCommand({}));
    return { production: ProductionAccessEnabled === true, sending: SendingEnabled === true };
  },
  cdn: async () => {
    const ids = await all(paginateListDistributions({ client: new CloudFrontClient() }, {}), ({ DistributionList }) =>
      (DistributionList?.Items ?? []).map(({ Id }) => Id),
    );
    return { distributions: ids.length };
  },
  transcribe: async () => {
    const address = `transcribe.${await regionHere()}.amazonaws.com`;
    return {
      resolves: await lookup(address).then(
        () => true,
        () => false,
      ),
    };
  },
};

/** Never throws: what AWS refuses is an answer too. */
export async function answerTo<Name extends Question>(question: Name): Promise<Answer<Answered[Name]>> {
  try {
    return { value: await questions[question]() };
  } catch (error) {
    const { name, message } = error as Error;
    return { refusal: { name, message } };
  }
}

/** Asks who calls first: without credentials and a region nothing else has an answer. */
export async function askAll(): Promise<Answers> {
  const caller = await answerTo('caller');
  const rest = (Object.keys(questions) as Question[]).map(async (name) => [
    name,
    name === 'caller' || 'refusal' in caller ? caller : await answerTo(name),
  ]);
  return Object.fromEntries(await Promise.all(rest)) as Answers;
}
