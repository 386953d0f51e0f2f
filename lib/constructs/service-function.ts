// A Lambda function of a service, with a role of its own that may do nothing but log until something is bound to it.
import { join } from 'node:path';
import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { alarmPeriod, RunbookAlarm } from './alarms.ts';
import type { Binding, NamedBinding } from './binding.ts';

export interface ServiceFunctionProps {
  readonly alarmTopic: ITopic;
  /** Above what its SDK calls may take with their retries; for a queue's worker below a sixth of the visibility. */
  readonly timeoutSeconds: number;
  /** How many of it may run at once, kept free of the account's number for it; as many as there are unless said. */
  readonly atOnce?: number;
  /** 512 unless said: a third of a vCPU. */
  readonly memoryMb?: number;
  /** Of /tmp; 512 unless said. */
  readonly diskMb?: number;
}

const bundles = join(import.meta.dirname, '../../dist');

/** `id` is `<service>/<function>`: its file lambdas/<id>.ts, its bundle dist/<id>, its log group /system-design/<id>. */
export class ServiceFunction extends LambdaFunction {
  readonly functionId: string;

  constructor(
    scope: Construct,
    id: `${string}/${string}`,
    { alarmTopic, timeoutSeconds, atOnce, memoryMb = 512, diskMb }: ServiceFunctionProps,
  ) {
    const name = id.replace('/', '-');
    const logGroup = new LogGroup(scope, `${name}-log`, {
      logGroupName: `/system-design/${id}`,
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The default role brings a managed policy that may write to every log group of the account.
    const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, name, {
      description: id,
      code: Code.fromAsset(join(bundles, id)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // 1,769 MB is one vCPU; below that a function gets its share of one, and start-up is CPU.
      memorySize: memoryMb,
      ...(diskMb !== undefined && { ephemeralStorageSize: Size.mebibytes(diskMb) }),
      timeout: Duration.seconds(timeoutSeconds),
      ...(atOnce !== undefined && { reservedConcurrentExecutions: atOnce }),
      environment: { [platformBindings.functionId]: id },
      logGroup,
      role,
    });
    this.functionId = id;
    const errors = logGroup.addMetricFilter(`${name}-errors`, {
      filterPattern: FilterPattern.stringValue('$.level', '=', 'error'),
      metricNamespace: 'SystemDesign',
      metricName: `${id}/errors`,
      defaultValue: 0,
    });
    new RunbookAlarm(this, 'ErrorsLogged', {
      metric: errors.metric({ statistic: 'sum', period: alarmPeriod }),
      threshold: 1,
      runbook: 'errors-logged',
      says: `${id} logged an error.`,
      topic: alarmTopic,
    });
  }

  /** Grants what the binding allows and passes the resource's name, under its declared name unless another is given. */
  bind(...of: [declared: NamedBinding] | [name: string, binding: Binding]): this {
    const [name, binding] = of.length === 1 ? [of[0].name, of[0]] : of;
    for (const [key, text] of Object.entries(binding.environment(name))) this.addEnvironment(key, text);
    for (const statement of binding.statements) this.addToRolePolicy(statement);
    return this;
  }
}
