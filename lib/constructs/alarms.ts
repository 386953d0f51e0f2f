// Alarms that say what to do: each description links its entry in docs/runbook.md.
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
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
