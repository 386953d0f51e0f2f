// What our stacks have made and left, as CloudFormation tells it: nothing here lists resources by name.
import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  paginateListStacks,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import { isOurs } from '../deploy/deploy.ts';
import { exportsOf, importsOf, type Resource, type Template } from '../deploy/template.ts';

export interface Made {
  readonly type: string;
  readonly id: string;
  readonly stack: string;
}

export interface LiveStack {
  /** `arn:aws:cloudformation:<region>:<account>:stack/...` */
  readonly arn: string;
  readonly name: string;
  readonly resources: readonly (Made & Partial<Resource>)[];
  /** Names of its exports, and of those that it imports. */
  readonly exports: readonly string[];
  readonly imports: readonly string[];
}

export interface Found {
  readonly live: readonly LiveStack[];
  /** Stacks deleted within 90 days, for which CloudFormation keeps their events. */
  readonly gone: readonly { readonly arn: string; readonly name: string }[];
}

/** Many stacks are read at once, and CloudFormation answers few calls a second. */
const cloudFormation = (): CloudFormationClient => new CloudFormationClient({ maxAttempts: 10 });

export const keeps = ({ DeletionPolicy = 'Delete' }: Partial<Resource>): boolean => DeletionPolicy !== 'Delete';

async function liveStack(
  client: CloudFormationClient,
  { StackId: arn = '', StackName: name = '', StackStatus: status }: StackSummary,
): Promise<LiveStack> {
  // A stack whose first change set nobody executed has neither a template nor resources.
  const { TemplateBody = '{}' } =
    status === 'REVIEW_IN_PROGRESS' ? {} : await client.send(new GetTemplateCommand({ StackName: arn }));
  const template = JSON.parse(TemplateBody) as Template;
  const { Resources = {} } = template;
  const resources: (Made & Partial<Resource>)[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: arn }))
    for (const {
      LogicalResourceId = '',
      PhysicalResourceId: id,
      ResourceType: type = '',
      ResourceStatus,
    } of page.StackResourceSummaries ?? [])
      if (id && ResourceStatus !== 'DELETE_COMPLETE')
        resources.push({ ...Resources[LogicalResourceId], type, id, stack: name });
  return { arn, name, resources, exports: [...exportsOf(template).keys()], imports: importsOf(template) };
}

export async function findOurs(): Promise<Found> {
  const client = cloudFormation();
  const gone: { arn: string; name: string }[] = [];
  const living: Promise<LiveStack>[] = [];
  for await (const page of paginateListStacks({ client }, {}))
    for (const stack of page.StackSummaries ?? []) {
      const { StackId: arn = '', StackName: name = '' } = stack;
      if (!isOurs(name)) continue;
      if (stack.StackStatus === 'DELETE_COMPLETE') gone.push({ arn, name });
      else living.push(liveStack(client, stack));
    }
  return { live: await Promise.all(living), gone };
}

/** The account of the stacks, from their ARNs. Undefined if there have been none. */
export const accountOf = ({ live, gone }: Found): string | undefined => [...live, ...gone][0]?.arn.split(':')[4];

/**
 * What may be left of deleted stacks and of replaced resources: what CloudFormation skipped, and log groups, which may be
 * made again by whoever still writes to them. Nothing that a live stack holds.
 */
export async function leftBehind({ live, gone }: Found): Promise<Made[]> {
  const client = cloudFormation();
  const left = new Map<string, Made>();
  for (const { arn, name: stack } of [...live, ...gone])
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: arn }))
      for (const { ResourceType: type = '', PhysicalResourceId: id, ResourceStatus } of page.StackEvents ?? []) {
        if (!id) continue;
        if (ResourceStatus === 'DELETE_SKIPPED') left.set(`${type} ${id}`, { type, id, stack });
        const group = type === LOG_GROUP ? id : type === 'AWS::Lambda::Function' ? `/aws/lambda/${id}` : undefined;
        if (group) left.set(`${LOG_GROUP} ${group}`, { type: LOG_GROUP, id: group, stack });
      }
  for (const { type, id } of live.flatMap(({ resources }) => resources)) left.delete(`${type} ${id}`);
  return [...left.values()];
}

export const LOG_GROUP = 'AWS::Logs::LogGroup';
