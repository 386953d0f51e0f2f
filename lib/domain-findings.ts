// cdk-nag findings that come with -c search=opensearch, and why they are accepted.
import type { App } from 'aws-cdk-lib';
import { SearchDomain } from './constructs/search-domain.ts';
import type { Acknowledgement } from './derived-findings.ts';

const where = /\bsystem-design-search\/Domain$/;
const accepts = [{ where }];

const findings: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-OS1',
    accepts,
    reason:
      'In a VPC every function that asks it would need the VPC too, and a NAT gateway or endpoints that cost more than the ' +
      'domain. It answers only requests that a role of this account has signed, over TLS.',
  },
  {
    id: 'AwsSolutions-OS3',
    accepts,
    reason: 'Functions have no fixed addresses that a list could name; a signature is asked of every request instead.',
  },
  {
    id: 'AwsSolutions-OS4',
    accepts,
    reason: 'Dedicated masters keep a cluster of several nodes together. This is one node; add them with the third.',
  },
  {
    id: 'AwsSolutions-OS7',
    accepts,
    reason:
      'One node in one zone: while it is away, lists without a query still work and a search answers 503; its indexes are ' +
      'made from tables and fill themselves again. A second zone doubles the price.',
  },
  {
    id: 'AwsSolutions-OS9',
    accepts: ['SEARCH_SLOW_LOGS', 'INDEX_SLOW_LOGS'].map((log) => ({ where, finding: `LogExport::${log}` })),
    reason:
      'The functions log the time of each request already, and the queries of people, which slow logs contain, belong into ' +
      'no log. Switch them on while you look for a slow query.',
  },
  {
    id: 'AwsSolutions-IAM5',
    accepts: [
      {
        where: /\bsystem-design-search\/search-(?:find|keep)-entries-role\/DefaultPolicy$/,
        finding: 'Resource::<Domain66AC69E0.Arn>/*',
      },
    ],
    reason: 'Each collection is a path of the domain, and its name is known only when a system first keeps an entry.',
  },
];

export const domainFindings = (app: App): readonly Acknowledgement[] =>
  app.node.findAll().some((construct) => construct instanceof SearchDomain) ? findings : [];
