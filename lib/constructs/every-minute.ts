// A rule that calls a function every minute. It finds what events missed, at most a minute late.
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export class EveryMinute extends Rule {
  constructor(scope: Construct, id: string, worker: IFunction) {
    super(scope, id, { schedule: Schedule.rate(Duration.minutes(1)), targets: [new LambdaFunction(worker)] });
  }
}
