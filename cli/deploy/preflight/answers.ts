// The questions of `npm run preflight`, and the form of AWS's answers. Each is recorded as data, so that the rules
// (rules.ts) can be tested without an account.

/** Names that begin as ours do, whether a stack still owns them or not. */
export interface Found {
  readonly tables: readonly string[];
  readonly streams: readonly string[];
  readonly logGroups: readonly string[];
  readonly buckets: readonly string[];
}
export type Kind = keyof Found;

export interface Answered {
  readonly caller: { readonly account: string; readonly region: string };
  /** `undefined` if there is no stack CDKToolkit. */
  readonly bootstrap: { readonly status: string; readonly version: number } | undefined;
  /** Our stacks, by their status. */
  readonly stacks: Readonly<Record<string, string>>;
  readonly leftovers: Found & {
    /** Physical names of what our stacks own. */
    readonly owned: readonly string[];
  };
  /** Resource types that CloudFormation does not know in this region. */
  readonly types: readonly string[];
  readonly concurrency: { readonly atOnce: number };
  /** Tables of the region that are not ours. */
  readonly tables: { readonly others: number };
  /** Open shards of the region, without ours, and their quota. */
  readonly shards: { readonly others: number; readonly most: number };
  readonly mail: { readonly production: boolean; readonly sending: boolean };
  readonly cdn: { readonly distributions: number };
  readonly transcribe: { readonly resolves: boolean };
}
export type Question = keyof Answered;

/** What an answer means, and what to do about it. */
export interface Line {
  readonly level: 'ok' | 'warning' | 'error';
  readonly says: string;
  readonly fix?: string;
}

/** An error of the SDK, of which the rules need no more. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
}
export type Answer<Value> = { readonly value: Value } | { readonly refusal: Refusal };
export type Answers = { readonly [Name in Question]: Answer<Answered[Name]> };

/** Permission of each question; AWS itself names another one of the question where it refuses that. */
export const rights: Readonly<Record<Question, string>> = {
  caller: 'sts:GetCallerIdentity',
  bootstrap: 'cloudformation:DescribeStacks',
  stacks: 'cloudformation:DescribeStacks',
  leftovers: 'cloudformation:ListStackResources',
  types: 'cloudformation:ValidateTemplate',
  concurrency: 'lambda:GetAccountSettings',
  tables: 'dynamodb:ListTables',
  shards: 'kinesis:DescribeLimits',
  mail: 'ses:GetAccount',
  cdn: 'cloudfront:ListDistributions',
  transcribe: 'none',
};
