// A DynamoDB table whose hot items are spread over N partition keys; N travels to every function bound to it.
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  BillingMode,
  type GlobalSecondaryIndexProps,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { shardsBinding } from '../../lambdas/shared/contract.ts';
import type { Binding } from './binding.ts';

type Action = 'GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

export interface ShardedTableProps {
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  /**
   * Partition keys a hot item is spread over (1,000 WCU and 3,000 RCU each); 1 where keys spread by themselves. It may
   * grow, not shrink: readers gather all N, and would miss the shards beyond a smaller N.
   */
  readonly shards: number;
  readonly indexes?: readonly GlobalSecondaryIndexProps[];
}

/** Pays per request, keeps 35 days of point-in-time recovery, survives its stack; `expiration` (epoch seconds) is its TTL. */
export class ShardedTable extends Construct {
  readonly #table: Table;
  readonly #shards: number;

  constructor(scope: Construct, id: string, { shards, indexes = [], ...keys }: ShardedTableProps) {
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
    const table = this.allow(...actions);
    const query = this.#binding(['Query'], `${this.#table.tableArn}/index/${index}`);
    return { ...table, statements: [...table.statements, ...query.statements] };
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
