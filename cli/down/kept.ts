// The kinds of resources that outlive their stack: which of them exist, and how one is deleted.
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteTableCommand, DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { LOG_GROUP, type Made } from './found.ts';

interface Kind {
  readonly name: string;
  /** Ids of all there are in the account and region. */
  list(): Promise<Set<string>>;
  remove(id: string): Promise<unknown>;
}

async function idsOf<Page>(
  pages: AsyncIterable<Page>,
  idsIn: (page: Page) => (string | undefined)[],
): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const page of pages) for (const id of idsIn(page)) if (id !== undefined) ids.add(id);
  return ids;
}

/** Deletions are throttled: DynamoDB, for one, changes few tables at a time. */
const patient = { maxAttempts: 10 };

/** By CloudFormation's type. test/infra compares them with the templates. */
export const kinds: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': {
    name: 'table',
    list: () => idsOf(paginateListTables({ client: new DynamoDBClient() }, {}), ({ TableNames = [] }) => TableNames),
    remove: (TableName) => new DynamoDBClient(patient).send(new DeleteTableCommand({ TableName })),
  },
  'AWS::Cognito::UserPool': {
    name: 'user pool',
    list: () =>
      idsOf(
        paginateListUserPools({ client: new CognitoIdentityProviderClient(), pageSize: 60 }, { MaxResults: 60 }),
        ({ UserPools = [] }) => UserPools.map(({ Id }) => Id),
      ),
    remove: (UserPoolId) => new CognitoIdentityProviderClient(patient).send(new DeleteUserPoolCommand({ UserPoolId })),
  },
  [LOG_GROUP]: {
    name: 'log group',
    list: () =>
      idsOf(paginateDescribeLogGroups({ client: new CloudWatchLogsClient() }, {}), ({ logGroups = [] }) =>
        logGroups.map(({ logGroupName }) => logGroupName),
      ),
    remove: (logGroupName) => new CloudWatchLogsClient(patient).send(new DeleteLogGroupCommand({ logGroupName })),
  },
};

/** Those that exist. What is of no kind here is taken to exist, so that nobody believes it gone. */
export async function existing(made: readonly Made[]): Promise<Made[]> {
  const types = [...new Set(made.map(({ type }) => type))];
  const there = new Map(await Promise.all(types.map(async (type) => [type, await kinds[type]?.list()] as const)));
  return made.filter(({ type, id }) => there.get(type)?.has(id) ?? true);
}

export const kindOf = ({ type }: Made): string => kinds[type]?.name ?? type;
export const nameOf = (made: Made): string => `${kindOf(made)} ${made.id} (${made.stack})`;
