// What the answers of an account mean: a table of recorded answers. The messages are AWS's own.
import { expect, test } from '@jest/globals';
import type { Answered, Answers, Question, Refusal } from './answers.ts';
import { judge, type Wish } from './rules.ts';

const needs = { routes: 156, tables: 46, streams: 3 };
const wish: Wish = { needs, bulkheads: false };
const STACK = 'system-design-links';

/** An account that has deployed before. */
const usual: Answered = {
  caller: { account: '123456789012', region: 'eu-central-1' },
  bootstrap: { status: 'CREATE_COMPLETE', version: 30 },
  stacks: { [STACK]: 'UPDATE_COMPLETE' },
  leftovers: {
    tables: [`${STACK}-LinksTable-1A2B3C`],
    streams: [],
    logGroups: ['/system-design/links/http'],
    buckets: [],
    owned: [`${STACK}-LinksTable-1A2B3C`, '/system-design/links/http'],
  },
  types: [],
  concurrency: { atOnce: 1000 },
  tables: { others: 10 },
  shards: { others: 2, most: 200 },
  mail: { production: true, sending: true },
  cdn: { distributions: 1 },
  transcribe: { resolves: true },
};
const nothing = { tables: [], streams: [], logGroups: [], buckets: [], owned: [] };

const answers = (changed: Partial<Answered>, refused: Partial<Record<Question, Refusal>> = {}): Answers =>
  Object.fromEntries(
    Object.entries({ ...usual, ...changed }).map(([name, value]) => {
      const refusal = refused[name as Question];
      return [name, refusal ? { refusal } : { value }];
    }),
  ) as unknown as Answers;

const denied = (right: string): Refusal => ({
  name: 'AccessDeniedException',
  message: `User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ${right} on resource: * because no identity-based policy allows the ${right} action`,
});

/** Lines that are not ok, each as `level says | fix`. */
const problems = (of: Answers, with_: Partial<Wish> = {}): string[] =>
  judge(of, { ...wish, ...with_ })
    .filter(({ level }) => level !== 'ok')
    .map(({ level, says, fix }) => `${level} ${says} | ${fix}`);

const matching = (...parts: string[]) => expect.stringMatching(new RegExp(parts.join('.*'), 's'));

test('an account that has deployed before is ready: every line is ok, and names the place', () => {
  const lines = judge(answers({}), wish);
  expect(lines.filter(({ level }) => level !== 'ok')).toEqual([]);
  expect(lines[0]?.says).toBe('Account 123456789012, region eu-central-1');
  expect(lines.map(({ says }) => says)).toEqual(
    expect.arrayContaining([
      'Nothing is left of an earlier try',
      'Deployed stacks of this copy: 1',
      'DynamoDB tables with ours: 56 of 2500',
      'Kinesis shards with ours: 5 of 200',
      'Routes of the HTTP API: 156 of 300',
    ]),
  );
});

const fresh: Partial<Answered> = {
  bootstrap: undefined,
  stacks: {},
  leftovers: nothing,
  concurrency: { atOnce: 10 },
  mail: { production: false, sending: true },
  cdn: { distributions: 0 },
};

test('a new account is told everything that AWS must do first, and the bootstrap alone stops it', () => {
  expect(problems(answers(fresh))).toEqual([
    matching('^error The CDK has not prepared', 'npx cdk bootstrap aws://123456789012/eu-central-1'),
    matching(
      '^warning Lambda runs 10 calls at once',
      '--quota-code L-B99A9384 --desired-value 1000 --region eu-central-1',
    ),
    matching('^warning SES is in its sandbox', 'Ask for production access'),
    matching('^warning No API tells whether AWS has verified', 'AWS Support'),
  ]);
});

test.each<[string, Partial<Answered>, readonly string[]]>([
  [
    'a bootstrap that failed',
    { bootstrap: { status: 'ROLLBACK_COMPLETE', version: 0 } },
    ['^error', 'is ROLLBACK_COMPLETE', 'Delete it'],
  ],
  [
    'an old bootstrap',
    { bootstrap: { status: 'UPDATE_COMPLETE', version: 5 } },
    ['^error', 'version 5, and 6', 'cdk bootstrap'],
  ],
  [
    'a stack that cannot go',
    { stacks: { [STACK]: 'DELETE_FAILED' } },
    ['^error', `${STACK} is DELETE_FAILED`, 'delete it'],
  ],
  [
    'an update that cannot be undone',
    { stacks: { [STACK]: 'UPDATE_ROLLBACK_FAILED' } },
    ['^error', `${STACK} is UPDATE_ROLLBACK_FAILED`, 'continue its rollback'],
  ],
  [
    'a stack whose creation failed',
    { stacks: { [STACK]: 'ROLLBACK_COMPLETE' } },
    ['^warning', 'creation of the stack', 'tries again'],
  ],
  ['a stack that changes', { stacks: { [STACK]: 'UPDATE_IN_PROGRESS' } }, ['^warning', 'UPDATE_IN_PROGRESS', 'Wait']],
  [
    'a region without budgets',
    { types: ['AWS::Budgets::Budget'] },
    ['^warning', 'no AWS::Budgets::Budget in eu-central-1', '-c budgetUsd=0'],
  ],
  [
    'a region without a service',
    { types: ['AWS::Cognito::UserPool'] },
    ['^error', 'AWS::Cognito::UserPool', 'another region'],
  ],
  ['too many tables', { tables: { others: 2455 } }, ['^error', '2501 of 2500', 'higher quota']],
  ['too few shards', { shards: { others: 198, most: 200 } }, ['^error', '201 of 200', 'higher quota']],
  ['SES that is paused', { mail: { production: true, sending: false } }, ['^warning', 'paused', 'SES console']],
  [
    'a region without Transcribe',
    { transcribe: { resolves: false } },
    ['^warning', 'no address in eu-central-1', 'no captions'],
  ],
])('%s', (_, changed, parts) => expect(problems(answers(changed))).toEqual([matching(...parts)]));

test('quotas are full, and not beyond, with the last one', () => {
  expect(problems(answers({ tables: { others: 2454 }, shards: { others: 197, most: 200 } }))).toEqual([]);
  expect(problems(answers({}), { needs: { ...needs, routes: 300 } })).toEqual([]);
  expect(problems(answers({}), { needs: { ...needs, routes: 301 } })).toEqual([
    matching('^error Routes', '301 of 300'),
  ]);
});

test('bulkheads need 225 concurrent executions; without them fewer are a warning', () => {
  const levelAt = (atOnce: number, bulkheads: boolean) =>
    problems(answers({ concurrency: { atOnce } }), { bulkheads }).map((line) => line.split(' ')[0]);
  expect([
    levelAt(224, true),
    levelAt(225, true),
    levelAt(1000, true),
    levelAt(10, false),
    levelAt(999, false),
  ]).toEqual([['error'], ['warning'], [], ['warning'], ['warning']]);
});

test('what an earlier try left: fixed names stop a deployment, the others are a warning, what a stack owns is neither', () => {
  const leftovers = {
    tables: [`${STACK}-LinksTable-1A2B3C`, 'system-design-jobs-JobsTable-9Z'],
    streams: ['system-design-media-Accepted-7Q'],
    logGroups: ['/system-design/links/http', '/system-design/bank/http'],
    buckets: ['system-design-quarantine-123456789012-eu-central-1', 'system-design-jobs-blobsbucket-x1'],
    owned: usual.leftovers.owned,
  };
  expect(problems(answers({ leftovers }))).toEqual([
    matching(
      '^error',
      'in the way of a deployment: 1 log group',
      'aws logs delete-log-group --log-group-name /system-design/bank/http$',
    ),
    matching(
      '^error',
      'in the way of a deployment: 1 bucket',
      's3://system-design-quarantine-123456789012-eu-central-1 --force$',
    ),
    matching('^warning', '1 bucket', 's3://system-design-jobs-blobsbucket-x1 --force$'),
    matching('^warning', '1 table', '--table-name system-design-jobs-JobsTable-9Z$'),
    matching('^warning', '1 stream', '--stream-name system-design-media-Accepted-7Q$'),
  ]);
});

test('of many leftovers each is named', () => {
  const logGroups = Array.from({ length: 70 }, (_, i) => `/system-design/links/f${i}`);
  const [line = '', ...more] = problems(answers({ leftovers: { ...nothing, logGroups } }));
  expect(more).toEqual([]);
  expect(line).toContain('70 log groups');
  expect(logGroups.filter((name) => !line.includes(name))).toEqual([]);
});

test('a call that is denied is a warning with the right that is missing, and the other rules go on', () => {
  const refused = { concurrency: denied('lambda:GetAccountSettings'), leftovers: denied('logs:DescribeLogGroups') };
  expect(problems(answers({ mail: { production: false, sending: true } }, refused))).toEqual([
    matching('^warning Not checked', 'right logs:DescribeLogGroups is missing'),
    matching('^warning Not checked', 'right lambda:GetAccountSettings is missing'),
    matching('^warning SES'),
  ]);
});

test.each<[string, Refusal, string]>([
  ['S3', { name: 'AccessDenied', message: 'Access Denied' }, 'cloudformation:ListStackResources'],
  ['SES', { name: 'AccessDeniedException', message: '' }, 'cloudformation:ListStackResources'],
])('a denial of %s that does not name its right names that of the question', (_, refusal, right) => {
  expect(problems(answers({}, { leftovers: refusal }))).toEqual([matching('^warning Not checked', right)]);
});

test('a call without an answer is an error: nobody knows', () => {
  const refusal = { name: 'Error', message: 'getaddrinfo ENOTFOUND email.eu-south-2.amazonaws.com' };
  expect(problems(answers({}, { mail: refusal }))).toEqual([matching('^error', 'ses:GetAccount', 'ENOTFOUND email')]);
});

test.each<[string, Refusal, string]>([
  [
    'no credentials',
    { name: 'CredentialsProviderError', message: 'Could not load credentials from any providers' },
    'aws sso login',
  ],
  [
    'old ones',
    { name: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
    'Sign in again',
  ],
  [
    'wrong ones',
    { name: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.' },
    'Sign in again',
  ],
  ['no region', { name: 'Error', message: 'Region is missing' }, 'AWS_REGION'],
  ['no right at all', denied('sts:GetCallerIdentity'), 'sts:GetCallerIdentity'],
])('%s: one line, and nothing else', (_, refusal, fix) => {
  expect(judge(answers(fresh, { caller: refusal }), wish)).toHaveLength(1);
  expect(problems(answers(fresh, { caller: refusal }))).toEqual([matching(fix)]);
});
