// Alarms that say what to do: each description links to its entry in a runbook.
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { named } from '../stage.ts';

export interface RunbookAlarmProps {
  readonly metric: IMetric;
  /** The alarm rises when one period of the metric reaches this value. */
  readonly threshold: number;
  /** The entry: `errors-logged` of docs/runbook.md, or `orders/saga-failed` of lambdas/orders/runbook.md. */
  readonly runbook: string;
  /** The event, in one sentence. */
  readonly says: string;
  readonly topic: ITopic;
}

function entryOf(runbook: string): string {
  const [place = '', anchor] = runbook.split('/');
  return anchor === undefined ? `docs/runbook.md#${place}` : `lambdas/${place}/runbook.md#${anchor}`;
}

/** An alarm that notifies its topic when it rises and when it clears. Missing data raises no alarm. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.says} What to do: ${entryOf(props.runbook)}`,
    });
    this.addAlarmAction(new SnsAction(props.topic));
    this.addOkAction(new SnsAction(props.topic));
  }
}

export const alarmPeriod = Duration.minutes(5);

/** Where alarms go. It refuses plain HTTP, so it has its own policy, which must name every publisher. */
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

  /** Allows only this AWS service, acting for resources of this account that match. */
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
  /** Dollars per month for the whole account. AWS filters by tag only after the tags are activated for billing. */
  readonly usd: number;
  readonly topic: AlarmTopic;
}

/** Notifies at 80 % of the monthly amount, and when AWS forecasts that it will be exceeded. It stops nothing. */
export class CostBudget extends CfnBudget {
  constructor(scope: Construct, id: string, { usd, topic }: CostBudgetProps) {
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const at = (threshold: number, notificationType: 'ACTUAL' | 'FORECASTED') => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers,
    });
    super(scope, id, {
      budget: {
        // The name is all that a notification carries; colons are refused. A budget has no region, but its topic does.
        budgetName: `${named(scope, 'system-design')} ${Stack.of(scope).region}, see docs/runbook.md#spending`,
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
