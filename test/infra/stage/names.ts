// Names in templates that an account and region have once, which a stage begins (lib/stage.ts).
import { resources, type Templates } from '../synth.ts';

/** Names that are unique within something of ours, or that others have given, by type and path in its properties. */
const ELSEWHERE: readonly RegExp[] = [
  /^AWS::ApiGatewayV2::(?:Api|Authorizer) Name$/,
  /^AWS::ApiGatewayV2::Stage StageName$/,
  /^AWS::CloudFront::Distribution .*\/DomainName$/,
  /^AWS::CloudFront::Distribution .*\/HeaderName$/,
  /^AWS::CloudWatch::Alarm (?:Dimensions\/Name|MetricName)$/,
  /^AWS::Cognito::UserPool (?:Schema|AccountRecoverySetting\/RecoveryMechanisms)\/Name$/,
  /^AWS::Cognito::UserPoolGroup GroupName$/,
  /^AWS::DynamoDB::Table .*(?:Attribute|Index)Name$/,
  /^AWS::IAM::Policy PolicyName$/,
  /^AWS::Logs::MetricFilter MetricTransformations\/MetricName$/,
  /^AWS::WAFv2::WebACL (?:Rules\/Name|.*MetricName|VisibilityConfig\/MetricName)$/,
];
/** Namespaces of metrics that AWS itself fills. */
const OF_AWS = /^AWS\//;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The parts of a name that stand in the template; a reference has none. */
function literalOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = isObject(value) ? value['Fn::Join'] : undefined;
  return Array.isArray(join) ? (join[1] as unknown[]).filter((part) => typeof part === 'string').join('') : '';
}

function namesBelow(value: unknown, path: readonly string[]): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((one) => namesBelow(one, path));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, below]): [string, string][] => {
    const name = /(?:Name|Namespace|namePrefix)$/.test(key) ? literalOf(below) : '';
    return /[a-z]/i.test(name) ? [[[...path, key].join('/'), name]] : namesBelow(below, [...path, key]);
  });
}

/** `[resource, name]` of each literal name that an account and region have once. */
export function literalNames(templates: Templates): [string, string][] {
  const ofResources = resources(templates).flatMap(({ name: owner, type, properties }) =>
    namesBelow(properties, [])
      .filter(([path, name]) => !ELSEWHERE.some((one) => one.test(`${type} ${path}`)) && !OF_AWS.test(name))
      .map(([path, name]): [string, string] => [`${type} ${owner} ${path}`, name]),
  );
  const ofExports = Object.values(templates).flatMap(({ Outputs = {} }) =>
    Object.values(Outputs).flatMap(({ Export }): [string, string][] => (Export ? [['Export', Export.Name]] : [])),
  );
  const ofStacks = Object.keys(templates).map((name): [string, string] => ['Stack', name]);
  return [...ofStacks, ...ofResources, ...ofExports];
}
