// What the answers of an account mean for a deployment: each line is ok, a warning or an error, and says what to do.
import { type Answer, type Answered, type Answers, type Line, type Question, type Refusal, rights } from './answers.ts';
import { leftoverLines } from './leftovers.ts';
import type { Needs } from './needs.ts';

export interface Wish {
  readonly needs: Needs;
  /** Deployed with `-c bulkheads=on`. */
  readonly bulkheads: boolean;
}
type Place = Wish & Answered['caller'];

/** Source: Lambda, API Gateway and DynamoDB quotas, defaults of an account and region. */
const USUAL_AT_ONCE = 1000;
const MOST_ROUTES = 300;
const MOST_TABLES = 2500;
/** The payments' 125 (lib/stacks/payments-stack.ts), and 100 that Lambda keeps for all other functions. */
export const BULKHEADS_AT_ONCE = 225;
/** The default synthesizer's templates ask for it. */
const BOOTSTRAP_VERSION = 6;

const ok = (says: string): Line => ({ level: 'ok', says });
const warning = (says: string, fix: string): Line => ({ level: 'warning', says, fix });
const error = (says: string, fix: string): Line => ({ level: 'error', says, fix });

function concurrency({ atOnce }: Answered['concurrency'], { bulkheads, region }: Place): Line {
  const says = `Lambda runs ${atOnce} calls at once in this region, those of all functions together`;
  const raise =
    `Ask for ${USUAL_AT_ONCE}: aws service-quotas request-service-quota-increase --service-code lambda ` +
    `--quota-code L-B99A9384 --desired-value ${USUAL_AT_ONCE} --region ${region}`;
  if (bulkheads && atOnce < BULKHEADS_AT_ONCE)
    return error(`${says}; bulkheads need ${BULKHEADS_AT_ONCE}`, `${raise}\nOr deploy without -c bulkheads=on.`);
  if (atOnce < USUAL_AT_ONCE)
    return warning(says, `${raise}\nUntil then calls beyond it are refused and tried again, and pages fail.`);
  return ok(says);
}

function bootstrap(stack: Answered['bootstrap'], { account, region }: Place): Line {
  const make = `npx cdk bootstrap aws://${account}/${region}`;
  if (!stack) return error('The CDK has not prepared this account and region', make);
  const { status, version } = stack;
  if (!/^(?:CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status))
    return error(`The stack CDKToolkit is ${status}`, `Delete it in the CloudFormation console, then ${make}`);
  if (version < BOOTSTRAP_VERSION)
    return error(`The CDK's bootstrap has version ${version}, and ${BOOTSTRAP_VERSION} is needed`, make);
  return ok(`The CDK has prepared this account and region: version ${version}`);
}

function stacks(ours: Answered['stacks']): Line[] {
  const all = Object.entries(ours);
  if (all.length === 0) return [ok('No stack of this copy is deployed yet')];
  const odd = all.flatMap(([name, status]): Line[] => {
    if (status.endsWith('_FAILED')) {
      // A stack whose update failed holds data.
      const then = status.startsWith('UPDATE_') ? 'continue its rollback' : 'delete it';
      return [error(`The stack ${name} is ${status}`, `Read its events in the CloudFormation console, and ${then}.`)];
    }
    if (status === 'ROLLBACK_COMPLETE')
      return [warning(`The creation of the stack ${name} failed`, 'The next deployment deletes it and tries again.')];
    if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS')
      return [warning(`The stack ${name} is ${status}`, 'Wait for its end.')];
    return [];
  });
  return odd.length > 0 ? odd : [ok(`Deployed stacks of this copy: ${all.length}`)];
}

const types = (unknown: Answered['types'], { region }: Place): Line[] => {
  if (unknown.length === 0) return [ok('CloudFormation knows every resource type here')];
  return unknown.map((type) => {
    const says = `CloudFormation has no ${type} in ${region}`;
    if (type === 'AWS::Budgets::Budget') return warning(says, 'Deploy with -c budgetUsd=0.');
    return error(says, 'Choose another region: AWS_REGION.');
  });
};

function counted(what: string, count: number, most: number, fix: string): Line {
  const says = `${what}: ${count} of ${most}`;
  return count > most ? error(says, fix) : ok(says);
}

const tables = ({ others }: Answered['tables'], { needs }: Place): Line =>
  counted('DynamoDB tables with ours', others + needs.tables, MOST_TABLES, 'Delete some, or ask for a higher quota.');

const shards = ({ others, most }: Answered['shards'], { needs }: Place): Line =>
  counted('Kinesis shards with ours', others + needs.streams, most, 'Ask for a higher quota of shards per region.');

function mail({ production, sending }: Answered['mail']): Line {
  if (!sending) return warning('SES has paused the sending of this account', 'Read the reason in the SES console.');
  if (production) return ok('SES sends to every address');
  return warning(
    'SES is in its sandbox: it sends 200 mails a day, to verified addresses only',
    'Ask for production access in the SES console, and verify your own address as a recipient meanwhile.',
  );
}

function cdn({ distributions }: Answered['cdn']): Line {
  if (distributions > 0) return ok(`CloudFront: the account has distributions (${distributions}), so it may make them`);
  return warning(
    'No API tells whether AWS has verified this account for CloudFront, and it has no distribution yet',
    'Ask AWS Support for it if the account is new; that takes a day or more. Without it the second stack fails with ' +
      '"Your account must be verified before you can add new CloudFront resources".',
  );
}

const transcribe = ({ resolves }: Answered['transcribe'], { region }: Place): Line =>
  resolves
    ? ok('Transcribe is in this region')
    : warning(
        `Transcribe has no address in ${region}`,
        'Videos get no captions there. Choose another region if need be.',
      );

const rules: { readonly [Name in Question]: (value: Answered[Name], place: Place) => Line | readonly Line[] } = {
  caller: ({ account, region }) => ok(`Account ${account}, region ${region}`),
  bootstrap,
  stacks,
  leftovers: leftoverLines,
  types,
  concurrency,
  tables,
  shards,
  mail,
  cdn,
  transcribe,
};

const routes = ({ needs }: Wish): Line =>
  counted('Routes of the HTTP API', needs.routes, MOST_ROUTES, 'Ask for more routes per API before you deploy.');

/** Names of errors and messages differ by service; source: "Common errors" of each. */
const DENIED = /AccessDenied|Unauthori[sz]ed|NotAuthorized|not authorized to perform/i;
const WRONG_CREDENTIALS = /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature/;

function unanswered(question: Question, { name, message }: Refusal): Line {
  if (!DENIED.test(`${name} ${message}`))
    return error(`AWS does not answer ${rights[question]}: ${message}`, 'Try again.');
  // For example "User: arn:aws:iam::1:user/ann is not authorized to perform: logs:DescribeLogGroups on resource: ...".
  const right = /perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? rights[question];
  return warning(`Not checked, because the right ${right} is missing`, `Let an administrator allow you ${right}.`);
}

function withoutAccess({ name, message }: Refusal): Line {
  if (name === 'CredentialsProviderError')
    return error('There are no AWS credentials', 'Sign in with aws sso login or aws configure, and set AWS_PROFILE.');
  if (/region is missing/i.test(message)) return error('There is no region', 'Set AWS_REGION, such as eu-central-1.');
  if (WRONG_CREDENTIALS.test(name)) return error(`AWS does not take your credentials: ${message}`, 'Sign in again.');
  return unanswered('caller', { name, message });
}

/** Lines in the order of the rules. Without access there is nothing but one error. */
export function judge(answers: Answers, wish: Wish): readonly Line[] {
  if ('refusal' in answers.caller) return [withoutAccess(answers.caller.refusal)];
  const place = { ...wish, ...answers.caller.value };
  const lineOf = <Name extends Question>(name: Name): Line | readonly Line[] => {
    const answer: Answer<Answered[Name]> = answers[name];
    return 'refusal' in answer ? unanswered(name, answer.refusal) : rules[name](answer.value, place);
  };
  return [...(Object.keys(rules) as Question[]).flatMap(lineOf), routes(wish)];
}
