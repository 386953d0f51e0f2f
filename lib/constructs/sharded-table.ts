// A DynamoDB table whose hot items are spread over N partition keys; N travels to every function bound to it.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  BillingMode,
  type GlobalSecondaryIndexProps,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { shardsBinding } from '../../lambdas/shared/base/contract.ts';
import type { Binding } from './binding.ts';
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

export interface ShardedTableProps {
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  /**
   * Partition keys a hot item is spread over (1,000 WCU and 3,000 RCU each); 1 where keys spread by themselves. It may
   * grow, not shrink: readers gather all N, and would miss the shards beyond a smaller N.
   */
  readonly shards: number;
  readonly indexes?: readonly GlobalSecondaryIndexProps[];
  /** Whether its changes are streamed, old and new image, to the functions of `streamTo`. */
  readonly streamed?: boolean;
}

/** Pays per request, keeps 35 days of point-in-time recovery, survives its stack; `expiration` (epoch seconds) is its TTL. */
export class ShardedTable extends Construct {
  readonly #table: Table;
  readonly #shards: number;

  constructor(scope: Construct, id: string, { shards, indexes = [], streamed, ...keys }: ShardedTableProps) {
    super(scope, id);
    if (!Number.isInteger(shards) || shards < 1 || shards > 64) {
      throw new Error(`Table ${id} has ${shards} shards: give a whole number from 1 to 64, for every read asks each.`);
    }
    this.#shards = shards;
    this.#table = new Table(this, 'Table', {
      ...keys,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiration',
      ...(streamed && { stream: StreamViewType.NEW_AND_OLD_IMAGES }),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const index of indexes) this.#table.addGlobalSecondaryIndex(index);
  }

  /** These actions on the table. */
  allow(...actions: readonly Action[]): Binding {
    return this.#binding(actions, this.#table.tableArn);
  }

  /** These actions on the table, and a query of the index. */
  allowWithIndex(index: string, ...actions: readonly Action[]): Binding {
    return this.allowWithIndexes([index], ...actions);
  }

  /** These actions on the table, and a query of each index. */
  allowWithIndexes(indexes: readonly string[], ...actions: readonly Action[]): Binding {
    const table = this.allow(...actions);
    const queries = indexes.map((index) => this.#binding(['Query'], `${this.#table.tableArn}/index/${index}`));
    return { ...table, statements: [...table.statements, ...queries.flatMap(({ statements }) => statements)] };
  }

  /**
   * Calls the worker with the table's changes, in order per key, from now on. A worker that throws gets its batch again,
   * halved, for six hours; so it does not throw for one record, and what must not be missed is also looked for otherwise:
   * a stream can lose its place. `lanes` are calls at the same time a shard of the stream; a partition key stays in its lane.
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
    if (!stream) throw new Error(`Table ${this.node.id} has no stream: give it streamed: true.`);
    worker.bind('', {
      environment: () => ({}),
      statements: [
        new PolicyStatement({
          // On the stream itself, also ListStreams: the CDK asks for it on everything, which grants more and is not needed.
          actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
            (name) => `dynamodb:${name}`,
          ),
          resources: [stream],
        }),
      ],
    });
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
  }

  #binding(actions: readonly Action[], resource: string): Binding {
    return {
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
