// AWS WAF in front of the CDN: one address may send so many requests a minute, whatever it asks for.
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/** 50 requests a second for a minute: a page with its pictures needs under 100 at a time. */
const REQUESTS_A_MINUTE = 3000;

/** A web ACL of scope CLOUDFRONT, which exists in us-east-1 alone. It blocks with status 429. */
export class RateRule extends CfnWebACL {
  constructor(scope: Construct, id: string) {
    const seenAs = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    super(scope, id, {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: seenAs('requests'),
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: { aggregateKeyType: 'IP', limit: REQUESTS_A_MINUTE, evaluationWindowSec: 60 },
          },
          visibilityConfig: seenAs('rate'),
        },
      ],
    });
  }
}
