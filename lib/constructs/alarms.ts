// Alarms that say what to do: each description links its entry in docs/runbook.md.
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface RunbookAlarmProps {
  readonly metric: IMetric;
  /** Alarms at this value or more, in a single period of the metric. */
  readonly threshold: number;
  /** Anchor of the entry in docs/runbook.md. */
  readonly runbook: string;
  /** What has happened, in one sentence. */
  readonly says: string;
  readonly topic: ITopic;
}

/** An alarm that tells its topic when it rises and when it is over; no data is no alarm. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.says} What to do: docs/runbook.md#${props.runbook}`,
    });
    this.addAlarmAction(new SnsAction(props.topic));
    this.addOkAction(new SnsAction(props.topic));
  }
}

export const alarmPeriod = Duration.minutes(5);

/** Where alarms go. Since it refuses plain HTTP it has a policy of its own, so whoever tells it something is named there. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string) {
    super(scope, id, { enforceSSL: true });
    const resourceName = '*';
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    this.takeFrom(
      'cloudwatch',
      Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm', resourceName, arnFormat }),
    );
  }

  /** Only for that service of AWS, on behalf of such resources of this account. */
  takeFrom(service: string, sources: string): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': sources },
        },
      }),
    );
  }
}

export interface CostBudgetProps {
  /** A month, of the whole account: by tags AWS counts only once somebody has activated them for billing. */
  readonly usd: number;
  readonly topic: AlarmTopic;
}

/** Tells when four fifths of the month's money are spent, and when AWS foresees that it will not do. It stops nothing. */
export class CostBudget extends CfnBudget {
  constructor(scope: Construct, id: string, { usd, topic }: CostBudgetProps) {
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const at = (threshold: number, notificationType: 'ACTUAL' | 'FORECASTED') => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers,
    });
    super(scope, id, {
      budget: {
        // All that a notification says of it; colons are refused. A budget belongs to no region, its topic does.
        budgetName: `system-design ${Stack.of(scope).region}, see docs/runbook.md#spending`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: usd, unit: 'USD' },
      },
      notificationsWithSubscribers: [at(80, 'ACTUAL'), at(100, 'FORECASTED')],
    });
    const arn = Stack.of(this).formatArn({ service: 'budgets', region: '', resource: '*' });
    topic.takeFrom('budgets', arn);
  }
}
