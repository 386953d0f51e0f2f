// Parts of the templates as readable tables, kept as snapshots.
import { resources, type Templates, textOf } from './synth.ts';

interface Behaviour {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly AllowedMethods?: string[];
  readonly CachePolicyId: unknown;
  readonly OriginRequestPolicyId?: unknown;
  readonly ResponseHeadersPolicyId?: unknown;
  readonly ViewerProtocolPolicy: string;
  readonly FunctionAssociations?: unknown[];
}
interface Distribution {
  readonly DistributionConfig: {
    readonly DefaultCacheBehavior: Behaviour;
    readonly CacheBehaviors: Behaviour[];
    readonly Origins: { Id: string; DomainName: unknown }[];
    readonly CustomErrorResponses?: { ErrorCode: number; ResponsePagePath: string }[];
  };
}
interface Alarm {
  readonly AlarmDescription?: string;
  readonly Threshold: number;
  readonly Period?: number;
  readonly AlarmActions?: unknown[];
  readonly OKActions?: unknown[];
}

/** AWS managed policies by id; the ids are the same in every account. */
const MANAGED: Readonly<Record<string, string>> = {
  '658327ea-f89d-4fab-a63d-7e88639e58f6': 'cached',
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': 'not cached',
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': 'all headers but Host',
};

/** `/api/* -> platform/Api...`: one line per behaviour, in the order CloudFront tries them, then the error pages. */
export function behavioursOf(templates: Templates): string[] {
  return resources<Distribution>(templates, 'AWS::CloudFront::Distribution').flatMap(({ stack, properties }) => {
    const { CacheBehaviors, DefaultCacheBehavior, Origins, CustomErrorResponses = [] } = properties.DistributionConfig;
    const policyName = (id: unknown): string =>
      id === undefined ? 'no headers' : (MANAGED[String(id)] ?? textOf(templates, stack, id));
    const line = (behaviour: Behaviour): string => {
      const origin = Origins.find(({ Id }) => Id === behaviour.TargetOriginId);
      return [
        (behaviour.PathPattern ?? 'all else').padEnd(9),
        textOf(templates, stack, origin?.DomainName),
        (behaviour.AllowedMethods ?? ['GET', 'HEAD']).join(' '),
        policyName(behaviour.CachePolicyId),
        policyName(behaviour.OriginRequestPolicyId),
        behaviour.ResponseHeadersPolicyId
          ? textOf(templates, stack, behaviour.ResponseHeadersPolicyId)
          : 'no security headers',
        behaviour.ViewerProtocolPolicy,
        `${behaviour.FunctionAssociations?.length ?? 0} viewer function`,
      ].join(' | ');
    };
    const errors = CustomErrorResponses.map(
      ({ ErrorCode, ResponsePagePath }) => `${ErrorCode} shows ${ResponsePagePath}`,
    );
    return [...CacheBehaviors, DefaultCacheBehavior].map(line).concat(errors);
  });
}

interface Budget {
  readonly Budget: { readonly BudgetName: unknown; readonly BudgetLimit: { Amount: number; Unit: string } };
  readonly NotificationsWithSubscribers: {
    readonly Notification: { Threshold: number; ThresholdType: string; NotificationType: string };
    readonly Subscribers: { Address: unknown }[];
  }[];
}

/** One line per alarm and budget: what it says, at which value, and whom it notifies. */
export const alarmsOf = (templates: Templates): string[] => [...metricAlarms(templates), ...budgets(templates)];

const budgets = (templates: Templates): string[] =>
  resources<Budget>(templates, 'AWS::Budgets::Budget').map(({ stack, name, properties }) => {
    const { BudgetName, BudgetLimit } = properties.Budget;
    const at = properties.NotificationsWithSubscribers.map(({ Notification, Subscribers }) => {
      const { Threshold, ThresholdType, NotificationType } = Notification;
      const whom = Subscribers.map(({ Address }) => textOf(templates, stack, Address)).join(', ');
      return `at ${Threshold} ${ThresholdType} ${NotificationType} tells ${whom || 'nobody'}`;
    });
    const limit = `${BudgetLimit.Amount} ${BudgetLimit.Unit} a month`;
    return [name, textOf(templates, stack, BudgetName), limit, ...at].join(' | ');
  });

const metricAlarms = (templates: Templates): string[] =>
  resources<Alarm>(templates, 'AWS::CloudWatch::Alarm').map(({ stack, name, properties }) => {
    const { AlarmDescription, Threshold, Period, AlarmActions = [], OKActions = [] } = properties;
    const told = [...new Set([...AlarmActions, ...OKActions].map((action) => textOf(templates, stack, action)))];
    return `${name} | ${AlarmDescription} | at ${Threshold} in ${Period} s | tells ${told.join(', ') || 'nobody'}`;
  });
