// All cdk-nag (AwsSolutions) findings that we accept, in one list for review. Ten at most; fix before adding.
import { type App, Validations } from 'aws-cdk-lib';
import type { Contract } from '../lambdas/shared/base/contract.ts';
import {
  type Accepted,
  type Acknowledgement,
  mails,
  namesMadeLater,
  publicRoutes,
  transcribe,
} from './derived-findings.ts';
import { domainFindings } from './domain-findings.ts';

/** The id under which the pack reports the finding. */
export const ruleOf = (id: string, { finding, rule }: Accepted): string =>
  `${rule ?? id}${finding === undefined ? '' : `[${finding}]`}`;

export const acknowledgementsOf = (app: App, contracts: readonly Contract[]): readonly Acknowledgement[] => [
  ...domainFindings(app),
  {
    id: 'AwsSolutions-APIG4',
    accepts: publicRoutes(contracts),
    reason:
      'Public on purpose: nobody has a token before signing up, in or again; short links, products, their stock, search, the breaker ' +
      "and the contract are for everybody, a guest's cart for whoever knows its id, a private video for whoever was given a sealed address. The bank is another company: its client proves " +
      'itself by its API key, and the bank by its signature on a webhook; the form of the monolith brings its token in a field. ' +
      '$default and the other routes of the api service only answer 404, or 405 with the methods there are.',
  },
  {
    id: 'AwsSolutions-COG2',
    accepts: [{ where: /\bsystem-design-platform\/Users$/ }],
    reason:
      'The API signs in with e-mail address and password alone and answers no MFA challenge. Offer TOTP in POST /api/sessions ' +
      'and require it for administrators before real data is kept here.',
  },
  {
    id: 'AwsSolutions-COG8',
    accepts: [{ where: /\bsystem-design-platform\/Users$/ }],
    reason:
      'The plus plan is paid for each active user. Guessing passwords is slowed by our own limits per account and address ' +
      'and by the lockout of Cognito; leaked passwords are not recognised without it.',
  },
  {
    id: 'AwsSolutions-SMG4',
    accepts: [{ where: /\bsystem-design-(platform\/Secret|bank\/(ApiKey|WebhookSecret))\/Secret$/ }],
    reason:
      'CloudFront gets the secret when the edge stack is deployed, so a rotation without a deployment would make the API take ' +
      'every viewer for the CDN and limit all of them as one address. It is random, read by functions only and changed by hand. ' +
      'The two of the bank stand for what a provider gives its client, which changes them with the provider, not on a schedule.',
  },
  {
    id: 'AwsSolutions-IAM5',
    accepts: [...namesMadeLater(app), ...transcribe(app), mails],
    reason:
      'Step Functions delivers logs and traces only by actions that AWS allows on every resource or none (logs:*LogDelivery, xray:Put*), ' +
      'and an execution has the name of an order or a job that nobody knows yet: functions describe those of their one machine. ' +
      'So has an object of a job, of the index or of a media: each function reaches the keys that begin with what it works on, in the one bucket. ' +
      'A mail may go to an address that is an identity of the account, as all are in the sandbox of SES: a condition names the one sender.',
  },
  {
    id: 'AwsSolutions-CFR1',
    accepts: [{ where: /\bsystem-design-edge\/Distribution$/ }],
    reason: 'Short links are shared all over the world; there is no country to keep out.',
  },
  {
    id: 'AwsSolutions-CFR2',
    accepts: [{ where: /\bsystem-design-edge\/Distribution$/ }],
    reason:
      'A web ACL costs a monthly fee before the first request. The viewer function refuses every path that is not ours, the API ' +
      'stage has a throttle and the services limits per account and address; deploy with -c waf=on when bots or floods show in the access log.',
  },
  {
    id: 'AwsSolutions-CFR3',
    accepts: [
      { where: /\bsystem-design-edge\/Distribution$/ },
      { rule: 'AwsSolutions-S1', where: /\bsystem-design-edge\/Console$/ },
      { rule: 'AwsSolutions-S1', where: /\bsystem-design-\w+\/\w+\/Bucket$/ },
    ],
    reason:
      'Every API call and redirect is in the access log of the HTTP API already (14 days); all that is missing there are requests ' +
      'for the public files of the console, and what the viewer function refuses. Buckets that S3 and CloudFront write logs to ' +
      'fill themselves for hours after the last request, so that their stacks cannot be deleted; for accesses of objects, ' +
      'with the role that made them, there are CloudTrail data events (docs/commands.md#on-aws).',
  },
  {
    id: 'AwsSolutions-CFR4',
    accepts: [{ where: /\bsystem-design-edge\/Distribution$/ }],
    reason:
      'With the default *.cloudfront.net certificate CloudFront itself fixes the security policy. Give the distribution a domain ' +
      'and a certificate, and CDK asks for TLS 1.2 by default.',
  },
  {
    id: 'AwsSolutions-SQS3',
    accepts: [{ where: /\bsystem-design-[a-z]+\/[a-z]+-[a-z-]+\/Parked$/ }],
    reason:
      'These queues are dead-letter queues, of Kinesis consumers; the rule only knows those of other queues. People empty them ' +
      '(docs/runbook.md#records-parked), so nothing can die in them a second time.',
  },
];

/** Records every acknowledgement on the constructs it names. */
export function acknowledgeFindings(app: App, contracts: readonly Contract[]): void {
  const acknowledged = acknowledgementsOf(app, contracts);
  for (const construct of app.node.findAll()) {
    const here = acknowledged.flatMap(({ id, reason, accepts }) =>
      accepts.filter(({ where }) => where.test(construct.node.path)).map((one) => ({ id: ruleOf(id, one), reason })),
    );
    Validations.of(construct).acknowledge(...here);
  }
}
