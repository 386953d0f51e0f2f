// A state machine whose role may call only what its definition calls, and write its log.
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, type StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { named } from '../stage.ts';
import type { Binding } from './binding.ts';

/**
 * First retrier of a call of a function: Lambda refused the call, or failed itself, and that passes. A function's own
 * error is another retrier's. Source: Step Functions, "Handle transient Lambda service exceptions".
 */
export const refusedByLambda = {
  ErrorEquals: [
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
  ],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 8,
  MaxAttempts: 30,
  JitterStrategy: 'FULL',
} as const;

/** Last retrier of a call of a function: it failed or was lost, and every task is idempotent. */
export const failedOrLost = (MaxAttempts: number) => ({
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 8,
  MaxAttempts,
  JitterStrategy: 'FULL',
});

export interface SagaMachineProps {
  readonly type: StateMachineType;
  /** Amazon States Language. */
  readonly definition: object;
  readonly statements: readonly PolicyStatement[];
}

/** `id` is `<service>/<machine>`: its log group is /system-design/<id>. */
export class SagaMachine extends StateMachine {
  constructor(scope: Construct, id: `${string}/${string}`, { type, definition, statements }: SagaMachineProps) {
    const name = id.replace('/', '-');
    const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    for (const statement of statements) role.addToPolicy(statement);
    super(scope, name, {
      stateMachineType: type,
      definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
      role,
      logs: {
        destination: new LogGroup(scope, `${name}-log`, {
          logGroupName: `/${named(scope, 'system-design')}/${id}`,
          retention: RetentionDays.TWO_WEEKS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // An express execution leaves no other trace. An order's data is in its events, not in the log.
        includeExecutionData: false,
      },
      tracingEnabled: true,
    });
  }

  /** Allows the actions on executions. Their names do not exist yet, so the resource cannot be narrower. */
  allow(...actions: readonly ('DescribeExecution' | 'StopExecution')[]): Binding {
    const { partition } = Stack.of(this);
    const { region, account } = this.env;
    return {
      environment: (name) => ({ [name]: this.stateMachineArn }),
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.stateMachineArn] }),
        new PolicyStatement({
          actions: actions.map((action) => `states:${action}`),
          resources: [`arn:${partition}:states:${region}:${account}:execution:${this.stateMachineName}:*`],
        }),
      ],
    };
  }
}
