// The carts table. A cart is one item, so one conditional write moves its lines; ids distribute evenly.
//
// pattern                     | key condition                      | cost
// a cart                      | get cartId user#<id> or guest#<id> | 1 RCU per 4 KB
// change, claim, drop a claim | put cartId, if at the version read | 1 WCU per KB; 3 lines and their claim are 0.7 KB
// merge a guest's cart        | both in one transaction            | 2 WCU per KB each
//
// DynamoDB deletes by `expiration` late, so readers compare it themselves.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { transact, writeIf } from '../shared/tables/conditional-write.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import type { Cart, CartLine } from './cart.ts';
import { tables } from './resources.ts';

export interface StoredCart extends Cart {
  readonly cartId: string;
  /** Grows by one with each write; 0 means not stored yet. */
  readonly version: number;
  /** Epoch seconds. */
  readonly expiration: number;
  /** Guest carts only: the user who merged the cart. */
  readonly mergedBy?: string;
  /** The lines that did not fit into that user's cart, for a repeated merge. */
  readonly dropped?: readonly CartLine[];
}

export const findCart = (cartId: string): Promise<StoredCart | undefined> => readItem(itemOf(tables.carts, { cartId }));

const ifUnchanged = (cart: StoredCart) => ({
  ...tableOf(tables.carts),
  Item: cart,
  ...(cart.version === 1
    ? { ConditionExpression: 'attribute_not_exists(cartId)' }
    : { ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': cart.version - 1 } }),
});

/** Returns false when the stored cart is no longer at the preceding version. */
export async function keepCart(cart: StoredCart): Promise<boolean> {
  return writeIf(new PutCommand(ifUnchanged(cart)));
}

/** Writes both carts or neither. */
export async function keepCarts(carts: readonly StoredCart[]): Promise<boolean> {
  return (await transact(carts.map((cart) => ({ Put: ifUnchanged(cart) })))) === undefined;
}
