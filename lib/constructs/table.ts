// A DynamoDB table as its contract declares it. Every function bound to it receives its number of shards.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  Table as DynamoTable,
  type GlobalSecondaryIndexProps,
  ProjectionType,
  StreamViewType,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { IndexDeclaration, TableDeclaration } from '../../lambdas/shared/base/contract.ts';
import { shardsBinding } from '../../lambdas/shared/base/contract.ts';
import type { NamedBinding } from './binding.ts';
import type { ServiceFunction } from './service-function.ts';

type Action =
  | 'GetItem'
  | 'BatchGetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem'
  | 'Query'
  | 'Scan';

const attribute = ({ name, type }: TableDeclaration['partition']): Attribute => ({
  name,
  type: type === 'string' ? AttributeType.STRING : AttributeType.NUMBER,
});

const keys = ({ partition, sort }: Pick<TableDeclaration, 'partition' | 'sort'>) => ({
  partitionKey: attribute(partition),
  ...(sort && { sortKey: attribute(sort) }),
});

function indexProps({ name, projection, ...of }: IndexDeclaration): GlobalSecondaryIndexProps {
  const index = { indexName: name, ...keys(of) };
  if (projection === undefined) return index;
  if (projection === 'keys') return { ...index, projectionType: ProjectionType.KEYS_ONLY };
  return { ...index, projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] };
}

/** Billed per request, with 35 days of point-in-time recovery. It outlives its stack, but not a stack that fails at its creation. */
export class Table<Index extends IndexDeclaration = never> extends Construct {
  readonly #table: DynamoTable;
  readonly #env: string;
  readonly #shards: number;

  constructor(scope: Construct, declaration: TableDeclaration & { readonly index: Readonly<Record<string, Index>> }) {
    const { id, env, shards = 1, streamed, ttl, index } = declaration;
    super(scope, id);
    if (!Number.isInteger(shards) || shards < 1 || shards > 64) {
      throw new Error(`Table ${id} has ${shards} shards: give a whole number from 1 to 64, for every read asks each.`);
    }
    this.#env = env;
    this.#shards = shards;
    this.#table = new DynamoTable(this, 'Table', {
      ...keys(declaration),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: ttl,
      ...(streamed && { stream: StreamViewType.NEW_AND_OLD_IMAGES }),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    for (const of of Object.values(index)) this.#table.addGlobalSecondaryIndex(indexProps(of));
  }

  /** Allows the actions on the table. */
  allow(...actions: readonly Action[]): NamedBinding {
    return this.#binding(actions, this.#table.tableArn);
  }

  /** Allows the actions on the table, and queries of the index. */
  allowWithIndex(index: Index, ...actions: readonly Action[]): NamedBinding {
    return this.allowWithIndexes([index], ...actions);
  }

  /** Allows the actions on the table, and queries of each index. */
  allowWithIndexes(indexes: readonly Index[], ...actions: readonly Action[]): NamedBinding {
    const table = this.allow(...actions);
    const queries = indexes.map(({ name }) => this.#binding(['Query'], `${this.#table.tableArn}/index/${name}`));
    return { ...table, statements: [...table.statements, ...queries.flatMap(({ statements }) => statements)] };
  }

  /**
   * Calls the worker with the table's changes from now on, in order per key. If the worker throws, its batch is halved
   * and redelivered for six hours, so a worker does not throw for one record. A stream can lose its position: essential
   * work also needs a sweep. `lanes` are concurrent calls per shard; a key stays in its lane.
   */
  streamTo(
    worker: ServiceFunction,
    {
      batchSize,
      insertsOnly,
      lanes,
    }: { readonly batchSize: number; readonly insertsOnly?: boolean; readonly lanes?: number },
  ): void {
    const stream = this.#table.tableStreamArn;
    if (!stream) throw new Error(`Table ${this.node.id} has no stream: declare it with streamed: true.`);
    worker.addToRolePolicy(
      new PolicyStatement({
        // Granted on the stream only: the CDK would grant ListStreams on `*`, which is not needed.
        actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((name) => `dynamodb:${name}`),
        resources: [stream],
      }),
    );
    worker.addEventSourceMapping('Changes', {
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      ...(insertsOnly && { filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })] }),
      ...(lanes && { parallelizationFactor: lanes }),
      bisectBatchOnError: true,
      maxRecordAge: Duration.hours(6),
      retryAttempts: 1000,
    });
    worker.alarmWhenBehind();
  }

  #binding(actions: readonly Action[], resource: string): NamedBinding {
    return {
      name: this.#env,
      environment: (name) => ({
        [name]: this.#table.tableName,
        ...(this.#shards > 1 && { [shardsBinding(name)]: String(this.#shards) }),
      }),
      statements: [
        new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [resource] }),
      ],
    };
  }
}
