// A service's Lambda function. Its role allows only logging until a resource is bound.
import { join } from 'node:path';
import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { named } from '../stage.ts';
import { alarmPeriod, RunbookAlarm } from './alarms.ts';
import type { Binding, NamedBinding } from './binding.ts';

export interface ServiceFunctionProps {
  readonly alarmTopic: ITopic;
  /** Longer than its SDK calls with retries. For a queue worker: below a sixth of the visibility timeout. */
  readonly timeoutSeconds: number;
  /** Reserved concurrency. Default: unreserved. */
  readonly atOnce?: number;
  /** Default: 512, a third of a vCPU. */
  readonly memoryMb?: number;
  /** Size of /tmp. Default: 512. */
  readonly diskMb?: number;
}

/** Lines of level `error`, of all functions. */
export const errorsLogged = (scope: Construct) => ({ namespace: named(scope, 'SystemDesign'), metricName: 'errors' });

const bundles = join(import.meta.dirname, '../../dist');

/** `id` is `<service>/<function>`: source lambdas/<id>.ts, bundle dist/<id>, log group /system-design/<id>. */
export class ServiceFunction extends LambdaFunction {
  readonly functionId: string;
  readonly alarmTopic: ITopic;

  constructor(
    scope: Construct,
    id: `${string}/${string}`,
    { alarmTopic, timeoutSeconds, atOnce, memoryMb = 512, diskMb }: ServiceFunctionProps,
  ) {
    const name = id.replace('/', '-');
    const logGroup = new LogGroup(scope, `${name}-log`, {
      logGroupName: `/${named(scope, 'system-design')}/${id}`,
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The default role has a managed policy that may write to every log group of the account.
    const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, name, {
      description: id,
      code: Code.fromAsset(join(bundles, id)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // 1,769 MB is one vCPU. Below that a function gets a proportional share, and start-up is bound by CPU.
      memorySize: memoryMb,
      ...(diskMb !== undefined && { ephemeralStorageSize: Size.mebibytes(diskMb) }),
      timeout: Duration.seconds(timeoutSeconds),
      ...(atOnce !== undefined && { reservedConcurrentExecutions: atOnce }),
      environment: { [platformBindings.functionId]: id },
      logGroup,
      role,
    });
    this.functionId = id;
    this.alarmTopic = alarmTopic;
    // One metric of all functions, with one alarm (lib/stacks/platform-stack.ts): each more costs $0.40 a month.
    const { namespace, metricName } = errorsLogged(scope);
    logGroup.addMetricFilter(`${name}-errors`, {
      filterPattern: FilterPattern.stringValue('$.level', '=', 'error'),
      metricNamespace: namespace,
      metricName,
    });
  }

  /** Alarms when the records of its stream, of Kinesis or a table, wait for five minutes. */
  alarmWhenBehind(): void {
    new RunbookAlarm(this, 'ConsumerBehind', {
      metric: this.metric('IteratorAge', { statistic: 'max', period: alarmPeriod }),
      threshold: Duration.minutes(5).toMilliseconds(),
      runbook: 'consumer-behind',
      says: `${this.functionId} is five minutes behind its stream.`,
      topic: this.alarmTopic,
    });
  }

  /** Grants the binding's permissions and passes the resource's name (by default under its declared name). */
  bind(...of: [declared: NamedBinding] | [name: string, binding: Binding]): this {
    const [name, binding] = of.length === 1 ? [of[0].name, of[0]] : of;
    for (const [key, text] of Object.entries(binding.environment(name))) this.addEnvironment(key, text);
    for (const statement of binding.statements) this.addToRolePolicy(statement);
    return this;
  }
}
