// What cdk-nag (AwsSolutions) finds and we accept: the whole list, to be reviewed as one. Ten at the most; fix before adding.
import { type App, Validations } from 'aws-cdk-lib';

export interface Acknowledgement {
  readonly id: `AwsSolutions-${string}`;
  /** Paths of the constructs it covers, and no others. */
  readonly where: RegExp;
  readonly reason: string;
  /** Of a rule that tells its findings apart: those that are accepted. */
  readonly findings?: readonly string[];
}

/** As the pack names what it finds. */
export const rulesOf = ({ id, findings }: Acknowledgement): readonly string[] =>
  findings?.map((finding) => `${id}[${finding}]`) ?? [id];

/** Every route without the JWT authorizer; the contract of its service says `auth: 'none'`. */
const publicRoutes = new RegExp(
  `^system-design-(${[
    'users/Users/POST --api--(users|sessions|sessions--refresh)',
    'links/(GET|HEAD) --\\{code\\}',
    'catalog/Http/GET --api--products(--\\{productId\\})?',
    'inventory/Http/GET --api--products--\\{productId\\}--stock',
    'cart/Http/(POST --api--cart--guest|(GET|PUT|DELETE) --api--guest-carts--[^/]+)',
    'payments/Http/(GET --api--payments--breaker|POST --api--payments--webhooks)',
    'bank/Http/(GET|POST) --api--bank--charges.*',
    'legacy/Http/POST --legacy--orders',
    'search/Http/GET --api--search(--documents--\\{documentId\\})?',
    // Its address is the permission: who has it may play for an hour.
    'media/Http/GET --api--media--playback--\\{token\\}--\\{file\\}',
    'api/(Http/GET --api--openapi\\.json|Unknown|[A-Z]+ --[^/]+)',
  ].join('|')})$`,
);

export const acknowledgements: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-APIG4',
    where: publicRoutes,
    reason:
      'Public on purpose: nobody has a token before signing up, in or again; short links, products, their stock, search, the breaker ' +
      "and the contract are for everybody, a guest's cart for whoever knows its id, a private video for whoever was given a sealed address. The bank is another company: its client proves " +
      'itself by its API key, and the bank by its signature on a webhook; the form of the monolith brings its token in a field. ' +
      '$default and the other routes of the api service only answer 404, or 405 with the methods there are.',
  },
  {
    id: 'AwsSolutions-COG2',
    where: /^system-design-platform\/Users$/,
    reason:
      'The API signs in with e-mail address and password alone and answers no MFA challenge. Offer TOTP in POST /api/sessions ' +
      'and require it for administrators before real data is kept here.',
  },
  {
    id: 'AwsSolutions-COG8',
    where: /^system-design-platform\/Users$/,
    reason:
      'The plus plan is paid for each active user. Guessing passwords is slowed by our own limits per account and address ' +
      'and by the lockout of Cognito; leaked passwords are not recognised without it.',
  },
  {
    id: 'AwsSolutions-SMG4',
    where: /^system-design-(platform\/Secret|bank\/(ApiKey|WebhookSecret))\/Secret$/,
    reason:
      'CloudFront gets the secret when the edge stack is deployed, so a rotation without a deployment would make the API take ' +
      'every viewer for the CDN and limit all of them as one address. It is random, read by functions only and changed by hand. ' +
      'The two of the bank stand for what a provider gives its client, which changes them with the provider, not on a schedule.',
  },
  {
    id: 'AwsSolutions-IAM5',
    where:
      /^system-design-(orders\/(orders-(fulfil|cancel|saga)-role|.*orders-(start-saga|reconcile)-role)|(jobs|search|media)\/(.*\/)?(jobs|search|media)-[\w-]+-role)\/DefaultPolicy$|^system-design-jobs\/jobs-map-reduce\/Children$/,
    findings: [
      'Resource::*',
      ...['orderssaga930F7177', 'jobsmapreduceC2B32ECD'].map(
        (machine) =>
          `Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine}.Name>:*` as const,
      ),
      ...['uploads', 'samples', 'work', 'results'].map(
        (prefix) => `Resource::<BlobsBucket1038ED5D.Arn>/${prefix}/*` as const,
      ),
      'Resource::<SegmentsBucket5FE01FB6.Arn>/imports/*',
      'Resource::<SegmentsBucket5FE01FB6.Arn>/segments/*',
      'Resource::<QuarantineBucket2B128B57.Arn>/uploads/*',
      'Resource::<RenditionsBucket6B70C37C.Arn>/renditions/*',
      'Resource::<RenditionsBucket6B70C37C.Arn>/transcripts/*',
      'Resource::arn:<AWS::Partition>:transcribe:<AWS::Region>:<AWS::AccountId>:transcription-job/system-design-captions-*',
      'Resource::system-design-edge:ExportsOutputFnGetAttPublishedBucket0D2F2DCBArnB67DE69D/media/*',
    ],
    reason:
      'Step Functions delivers logs and traces only by actions that AWS allows on every resource or none (logs:*LogDelivery, xray:Put*), ' +
      'and an execution has the name of an order or a job that nobody knows yet: functions describe those of their one machine. ' +
      'So has an object of a job, of the index or of a media: each function reaches the keys that begin with what it works on, in the one bucket.',
  },
  {
    id: 'AwsSolutions-CFR1',
    where: /^system-design-edge\/Distribution$/,
    reason: 'Short links are shared all over the world; there is no country to keep out.',
  },
  {
    id: 'AwsSolutions-CFR2',
    where: /^system-design-edge\/Distribution$/,
    reason:
      'A web ACL costs a monthly fee before the first request. The viewer function refuses every path that is not ours, the API ' +
      'stage has a throttle and the services limits per account and address; add AWS WAF when bots or floods show in the access log.',
  },
  {
    id: 'AwsSolutions-CFR3',
    where: /^system-design-edge\/Distribution$/,
    reason:
      'Every API call and redirect is in the access log of the HTTP API already (14 days); all that is missing there are requests ' +
      'for the public files of the console, and what the viewer function refuses.',
  },
  {
    id: 'AwsSolutions-CFR4',
    where: /^system-design-edge\/Distribution$/,
    reason:
      'With the default *.cloudfront.net certificate CloudFront itself fixes the security policy. Give the distribution a domain ' +
      'and a certificate, and CDK asks for TLS 1.2 by default.',
  },
  {
    id: 'AwsSolutions-SQS3',
    where: /^system-design-[a-z]+\/[a-z]+-[a-z-]+\/Parked$/,
    reason:
      'These queues are dead-letter queues, of Kinesis consumers; the rule only knows those of other queues. People empty them ' +
      '(docs/runbook.md#records-parked), so nothing can die in them a second time.',
  },
];

/** Records every acknowledgement on the constructs it names. */
export function acknowledgeFindings(app: App): void {
  for (const construct of app.node.findAll()) {
    const accepted = acknowledgements.filter(({ where }) => where.test(construct.node.path));
    Validations.of(construct).acknowledge(
      ...accepted.flatMap((one) => rulesOf(one).map((id) => ({ id, reason: one.reason }))),
    );
  }
}
