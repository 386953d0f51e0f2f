// A rule that calls a function every minute. It finds what events missed, at most a minute late.
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export class EveryMinute extends Rule {
  constructor(scope: Construct, id: string, worker: IFunction) {
    super(scope, id, { schedule: Schedule.rate(Duration.minutes(1)), targets: [new LambdaFunction(worker)] });
    // The next minute's call does the same. By default Lambda keeps throttled calls for six hours, and they pile up.
    worker.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  }
}
